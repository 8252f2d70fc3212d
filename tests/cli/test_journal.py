"""`migrate`, `export`, `restore`, `replay`: the journal moved, examined, and caught when altered."""

import json
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.actor import Actor, Role
from command_center.kept_heads.in_file import InFile
from command_center.kept_heads.line import KeptHead, heads_in, kept_at
from command_center.kept_heads.time_stamp import TimeStamped, roots_of
from command_center.settings import Settings
from command_center.store.database.databases import databases
from command_center.store.journal import Journal
from command_center.store.journal.canonical import GENESIS, chained
from command_center.store.journal.export import export
from command_center.store.plant.scenario_texts import ScenarioTexts
from command_center.store.reference import keep_site, kept_text
from tests.cli.command_line import Ended, as_process, command_center, one_line
from tests.store.facts import a_fact
from tests.support.running_center import DEMO, demo_site
from tests.support.time_stamp_authority import time_stamp_authority

FACTS = 5


def said(ended: Ended) -> Any:
    """The one JSON object a command that succeeded printed."""
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def fill(settings: Settings) -> None:
    """A few facts of the demo plant, as the Desk writes them."""
    site = demo_site()
    with databases(settings) as stores:
        version = keep_site(stores.journal, site.id, kept_text(site), 1)
        journal = Journal(stores.journal, site.id, Clock().now)
        desk = Desk(site, journal, Clock(), site_version=version)
        for number in range(FACTS - 2):
            data = {"channel": "call", "place": site.areas[0].id, "text": f"报告 {number}"}
            desk.submit("report.receive", data, Actor("hand", Role.COMMANDER))
        desk.submit("incident.open", {"place": site.areas[0].id}, Actor("hand", Role.COMMANDER))
        text = ScenarioTexts(stores.journal, site.id).keep("id: own\n", 1)
        given = {"scenario": "own", "base": 0, "sha256": text}
        desk.submit("scenario.save", given, Actor("hand", Role.CONTROLLER))


@pytest.fixture(scope="module")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    fill(Settings(data_dir=folder / "var"))
    return folder


@pytest.fixture
def filled(_filled: Path, tmp_path: Path) -> Path:
    """A folder whose embedded journal has some facts."""
    shutil.copytree(_filled / "var", tmp_path / "filled" / "var")
    return tmp_path / "filled"


def alter(folder: Path, statement: str) -> None:
    """Change the file as whoever owns it can."""
    with sqlite3.connect(folder / "var" / "journal.db") as database:
        guards = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in guards.fetchall():
            database.execute(f"DROP TRIGGER {name}")
        assert database.execute(statement).rowcount == 1
    database.close()


def test_an_exported_journal_restores_to_the_same_head(filled: Path, tmp_path: Path) -> None:
    head = said(as_process(filled, "replay", "--verify"))
    assert head["seq"] == FACTS
    file, again = tmp_path / "journal.jsonl", tmp_path / "again"
    file.write_text("an older one")
    file.chmod(0o644)
    told = said(as_process(filled, "export", "--sealed", file))
    assert told["hash"] == head["hash"]
    assert not file.with_name("journal.jsonl.part").exists()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600, "what is sealed may be in it"
    other = command_center(again, "restore", file, "--kept", "0" * 64)
    assert "not the one whose SHA-256" in one_line(other)
    kept = said(as_process(again, "restore", file, "--kept", told["sha256"]))
    assert (kept["hash"], kept["beside"]) == (head["hash"], {"description": 1, "scenario": 1})
    folded = said(as_process(again, "replay", "--verify", "--site", DEMO))
    assert (folded["seq"], folded["hash"]) == (head["seq"], head["hash"])
    assert folded["folded"] == FACTS
    refused = one_line(as_process(again, "restore", file))
    assert "Nothing was restored" in refused


def test_an_altered_export_restores_nothing(filled: Path, tmp_path: Path) -> None:
    file, again = tmp_path / "journal.jsonl", tmp_path / "again"
    said(command_center(filled, "export", file))
    file.write_text(file.read_text().replace("报告 2", "报告 7"))
    assert "Nothing was restored" in one_line(command_center(again, "restore", file))
    assert "no journal" in one_line(command_center(again, "replay"))


def test_one_altered_byte_is_named_by_its_fact(filled: Path) -> None:
    alter(filled, "UPDATE facts SET body = replace(body, '报告 2', '报告 7') WHERE seq = 3")
    assert one_line(command_center(filled, "replay", "--verify")).startswith("BROKEN at fact 3:")


def test_what_facts_name_is_proved_too(filled: Path) -> None:
    for statement, told in (
        ("UPDATE site_versions SET yaml = '{}'", "ALTERED: description of the plant 1"),
        ("UPDATE scenario_texts SET text = 'id: other'", "ALTERED: text of an own scenario"),
    ):
        with sqlite3.connect(filled / "var" / "journal.db") as database:
            kept = database.execute("SELECT yaml FROM site_versions").fetchone()
            database.execute(statement)
        database.close()
        assert one_line(command_center(filled, "replay", "--verify")).startswith(told)
        with sqlite3.connect(filled / "var" / "journal.db") as database:
            database.execute("UPDATE site_versions SET yaml = ?", kept)
        database.close()
    with sqlite3.connect(filled / "var" / "journal.db") as database:
        database.execute("DELETE FROM scenario_texts")
    database.close()
    ended = command_center(filled, "replay", "--verify")
    assert said(ended)["seq"] == FACTS
    assert "Not here: text of an own scenario" in ended.stderr


def test_a_head_kept_elsewhere_shows_that_the_end_was_cut_off(filled: Path) -> None:
    head = said(command_center(filled, "replay"))
    kept = f"{head['seq']}:{head['hash']}"
    assert said(command_center(filled, "replay", "--kept", kept)) == head
    alter(filled, f"DELETE FROM facts WHERE seq = {FACTS}")
    with sqlite3.connect(filled / "var" / "journal.db") as database:  # a forger who knows how
        body, digest = database.execute("SELECT body, hash FROM facts ORDER BY seq").fetchall()[-1]
        recorded = json.loads(body)["recorded_at"]
        forged = (FACTS - 1, digest, recorded)
        database.execute("UPDATE heads SET seq = ?, hash = ?, recorded_at = ?", forged)
    database.close()
    assert said(command_center(filled, "replay", "--verify"))["seq"] == FACTS - 1
    assert "BROKEN" in one_line(command_center(filled, "replay", "--kept", kept))
    assert command_center(filled, "replay", "--kept", "nonsense").returncode == 2


def kept(folder: Path, seqs: list[int], key: bytes | None = None) -> Path:
    """A file of heads as the server keeps them."""
    file = folder / "heads"
    with closing(sqlite3.connect(folder / "var" / "journal.db")) as database:
        rows = database.execute("SELECT site, seq, hash FROM facts ORDER BY seq").fetchall()
    at = kept_at(1_700_000_000_000)
    heads = [KeptHead(site, seq, digest, at) for site, seq, digest in rows if seq in seqs]
    if key is not None:
        heads = [head.signed(key) for head in heads]
    file.write_text("".join(f"{head.line}\n" for head in heads))
    return file


def rewrite(folder: Path) -> None:
    """Another text in fact 3, and a chain and a head that fit it."""
    with closing(sqlite3.connect(folder / "var" / "journal.db")) as database:
        for (name,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            database.execute(f"DROP TRIGGER {name}")
        digest = GENESIS
        for seq, body in database.execute("SELECT seq, body FROM facts ORDER BY seq").fetchall():
            body = body.replace("报告 2", "报告 7")
            digest = chained(digest, body)
            database.execute(
                "UPDATE facts SET body = ?, hash = ? WHERE seq = ?", (body, digest, seq)
            )
        database.execute("UPDATE heads SET hash = ?", (digest,))
        database.commit()


def test_a_rewritten_journal_is_found_by_the_heads_that_were_kept(filled: Path) -> None:
    file = kept(filled, [2, 4, FACTS])
    told = said(command_center(filled, "replay", "--heads", file))
    assert told["heads"] == {"agree": 3, "newest": FACTS, "signed": 0, "stamped": 0}
    rewrite(filled)
    assert said(command_center(filled, "replay", "--verify"))["seq"] == FACTS
    ended = command_center(filled, "replay", "--heads", file)
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1] == (
        "BROKEN at fact 4: its hash is not that of the head kept elsewhere"
        f" ({file}, line 2, kept 2023-11-14T22:13:20.000Z)"
    )


@pytest.mark.parametrize("lost", ["everything", "the database"])
def test_an_emptied_database_is_no_new_one_against_a_kept_head(filled: Path, lost: str) -> None:
    file, head = kept(filled, [2, FACTS]), said(command_center(filled, "replay"))
    for database in (filled / "var").iterdir():
        database.unlink()
    if lost == "everything":
        said_of_it = command_center(filled, "migrate")
        assert said_of_it.returncode == 0
    assert "nothing has happened" in one_line(command_center(filled, "replay", "--verify"))
    ended = command_center(filled, "replay", "--heads", file)
    assert ended.returncode == 1
    assert "BROKEN at fact 1: cut off: the head kept elsewhere is at 2" in ended.stderr
    ended = command_center(filled, "replay", "--kept", f"{head['seq']}:{head['hash']}")
    assert one_line(ended).startswith("BROKEN at fact 1: cut off")


def test_facts_whose_head_is_gone_are_no_empty_journal(filled: Path) -> None:
    with closing(sqlite3.connect(filled / "var" / "journal.db")) as database:
        database.execute("DROP TRIGGER heads_no_delete")
        database.execute("DELETE FROM heads")
        database.commit()
    assert one_line(command_center(filled, "replay", "--verify")).startswith("BROKEN at fact 1")


def test_signatures_are_checked_with_the_key_before_anything_is_compared(filled: Path) -> None:
    key = filled / "key"
    key.write_bytes(b"k" * 32)
    key.chmod(0o600)
    with_key = {"CC_HEADS_KEY_FILE": key}
    file = kept(filled, [2, 4], key.read_bytes())
    told = said(command_center(filled, "replay", "--heads", file, **with_key))
    assert told["heads"]["signed"] == 2
    ended = command_center(filled, "replay", "--heads", file)
    assert ended.returncode == 0
    assert "signatures are not checked" in ended.stderr
    first, second = file.read_text().splitlines()
    altered = second.replace('"seq":4', '"seq":3')
    file.write_text(f"{first}\n{altered}\n")
    refused = one_line(command_center(filled, "replay", "--heads", file, **with_key))
    assert "line 2: not signed with the key" in refused
    kept(filled, [2])
    refused = one_line(command_center(filled, "replay", "--heads", file, **with_key))
    assert "line 1: not signed with the key" in refused


def test_a_file_without_a_head_of_this_journal_proves_nothing(filled: Path, tmp_path: Path) -> None:
    empty, other, torn = (tmp_path / name for name in ("empty", "other", "torn"))
    empty.write_text("nothing\n")
    line = kept(filled, [2]).read_text()
    other.write_text(line.replace('"site":"', '"site":"not-'))
    torn.write_text(line[:60] + "\n" + line)
    assert "holds no kept head" in one_line(command_center(filled, "replay", "--heads", empty))
    ended = command_center(filled, "replay", "--heads", other)
    assert ended.returncode == 1
    assert "holds no kept head of demo" in ended.stderr
    ended = command_center(filled, "replay", "--heads", torn)
    assert said(ended)["heads"]["agree"] == 1
    assert "line 1: cannot be read" in ended.stderr
    assert "cannot be read" in one_line(
        command_center(filled, "replay", "--heads", tmp_path / "none")
    )


def test_a_time_stamp_is_checked_with_the_authoritys_certificate(
    filled: Path, tmp_path: Path
) -> None:
    with time_stamp_authority(tmp_path / "tsa") as authority:
        file = kept(filled, [2, 4])
        with file.open("rb") as lines:
            heads = [found.head for found in heads_in(lines)]
        stamped = tmp_path / "stamped"
        place = TimeStamped(authority.url, roots_of(authority.ca), InFile(stamped, 60))
        for head in heads:
            assert head is not None
            place.keep(head)
        with_ca = {"CC_HEADS_TSA_CA": authority.ca}
        told = said(command_center(filled, "replay", "--heads", stamped, **with_ca))
        assert told["heads"] == {"agree": 2, "newest": 4, "signed": 0, "stamped": 2}
        ended = command_center(filled, "replay", "--heads", stamped)
        assert "time stamps are not checked" in ended.stderr
        stamped.write_text(stamped.read_text().replace('"at":"2023', '"at":"2022'))
        ended = command_center(filled, "replay", "--heads", stamped, **with_ca)
        assert ended.returncode == 1
        assert "line 1: its time stamp is not over this head" in ended.stderr


def test_a_journal_is_proved_and_exported_beside_the_server_that_has_it(
    filled: Path, tmp_path: Path
) -> None:
    """A board never stops for its daily proof; what would change something waits."""
    file = tmp_path / "journal.jsonl"
    with databases(Settings(data_dir=filled / "var")):
        assert said(command_center(filled, "replay", "--verify"))["seq"] == FACTS
        assert said(command_center(filled, "export", file))["facts"] == FACTS
        for command in (["restore", file], ["migrate"]):
            assert "in use by process" in one_line(command_center(filled, *command))
    head = json.loads(file.read_bytes().splitlines()[-1])["head"]
    assert head["seq"] == FACTS


def test_an_export_tells_the_head_it_wrote_and_not_one_that_came_after(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kept elsewhere, another head than the file's would make a whole file look cut off."""
    file = tmp_path / "journal.jsonl"

    def while_others_append(journal: Journal, feeds: Engine, *, sealed: bool) -> Iterator[bytes]:
        yield from export(journal, feeds, sealed=sealed)
        journal.append([a_fact(site=journal.site)], expected=FACTS)

    monkeypatch.setattr("command_center.cli.journal.export", while_others_append)
    told = said(command_center(filled, "export", file))
    head = json.loads(file.read_bytes().splitlines()[-1])["head"]
    assert (told["facts"], told["hash"]) == (head["seq"], head["hash"])


def test_a_shared_database_is_used_only_when_it_is_migrated(
    tmp_path: Path, postgres_database: str
) -> None:
    shared = {"CC_DATABASE_URL": postgres_database}
    for command in (
        ["token", "add", "x", "--role", "viewer"],
        ["serve", "--site", DEMO],
        ["replay"],
    ):
        run = as_process if "serve" in command else command_center
        line = one_line(run(tmp_path, *command, **shared))
        assert line == ("The database's schema is not current: run `command-center migrate`."), (
            command
        )
    assert command_center(tmp_path, "migrate", **shared).returncode == 0
    assert command_center(tmp_path, "migrate", **shared).returncode == 0, "twice is once"
    assert (
        command_center(tmp_path, "token", "add", "x", "--role", "viewer", **shared).returncode == 0
    )


def test_a_journal_moves_from_one_process_to_a_shared_database(
    filled: Path, tmp_path: Path, postgres_database: str
) -> None:
    file = tmp_path / "journal.jsonl"
    head = said(command_center(filled, "export", file))
    shared = {"CC_DATABASE_URL": postgres_database}
    assert command_center(tmp_path, "migrate", **shared).returncode == 0
    assert said(command_center(tmp_path, "restore", file, **shared))["hash"] == head["hash"]
    assert said(command_center(tmp_path, "replay", "--verify", **shared))["hash"] == head["hash"]


def test_a_database_goes_back_to_an_older_schema_for_an_older_release(
    tmp_path: Path, postgres_database: str
) -> None:
    shared = {"CC_DATABASE_URL": postgres_database}
    ended = command_center(tmp_path, "migrate", "--to", "0002", **shared)
    assert ended.returncode == 0, ended.stderr
    assert "0002" in ended.stderr
    line = one_line(command_center(tmp_path, "replay", **shared))
    assert "not current" in line, "this release does not use it as it is"
    assert command_center(tmp_path, "migrate", **shared).returncode == 0
    line = one_line(
        command_center(tmp_path, "migrate", "--to", "0099", "--lang", "zh-CN", **shared)
    )
    assert "0001、0002" in line
