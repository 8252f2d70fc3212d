"""`migrate`, `export`, `restore`, `replay`: the journal moved, examined, and caught when altered."""

import json
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from command_center.clock import Clock
from command_center.databases import databases
from command_center.desk import Desk
from command_center.domain.actor import Actor, Role
from command_center.settings import Settings
from command_center.store.journal import Journal
from command_center.store.journal.export import export
from command_center.store.reference import keep_site
from command_center.store.scenario_texts import ScenarioTexts
from tests.cli.command_line import Ended, as_process, command_center, one_line
from tests.store.facts import a_fact
from tests.support.running_center import DEMO, demo_site

FACTS = 5


def said(ended: Ended) -> Any:
    """The one JSON object a command that succeeded printed."""
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def fill(settings: Settings) -> None:
    """A few facts of the demo plant, as the Desk writes them."""
    site = demo_site()
    with databases(settings) as stores:
        version = keep_site(stores.journal, site.id, site.model_dump_json(), 1)
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
