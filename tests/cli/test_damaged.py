"""A database that cannot be read is told of in one line: which file, how it shows, what to do."""

import os
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from command_center.settings import Settings
from command_center.store.database.engine import open_engine
from tests.cli.command_line import Ended, as_process, command_center, one_line
from tests.cli.test_journal import fill
from tests.support.ports import free_port
from tests.support.running_center import DEMO

COMMANDS: dict[str, list[Any]] = {
    "replay": ["replay", "--verify"],
    "folded": ["replay", "--site", DEMO],
    "user": ["user", "list"],
    "token": ["token", "list"],
    "export": ["export", "{folder}/journal.jsonl"],
    "restore": ["restore", "{folder}/nothing.jsonl"],
    "migrate": ["migrate"],
}


@pytest.fixture(scope="module")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    fill(Settings(data_dir=folder / "var"))
    command_center(folder, "user", "add", "eve", "--role", "administrator", "--generate")
    for name in ("journal.db", "readings.db"):
        with closing(sqlite3.connect(folder / "var" / name)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder


@pytest.fixture
def filled(_filled: Path, tmp_path: Path) -> Path:
    """A folder whose embedded database has a few facts and an account."""
    shutil.copytree(_filled / "var", tmp_path / "filled" / "var")
    return tmp_path / "filled"


def run(folder: Path, command: str, **settings: Any) -> Ended:
    words = [str(word).format(folder=folder) for word in COMMANDS[command]]
    return command_center(folder, *words, **settings)


def truncated(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def random_pages(file: Path) -> None:
    """Every page but the first, where SQLite would say at once that this is no database."""
    chance, raw = random.Random(7), file.read_bytes()
    file.write_bytes(raw[:4096] + chance.randbytes(len(raw) - 4096))


def without_header(file: Path) -> None:
    file.write_bytes(b"\0" * 100 + file.read_bytes()[100:])


def another_file(file: Path) -> None:
    file.write_text("not a database\n" * 1000)


def emptied_beside_its_log(file: Path) -> None:
    file.with_name(file.name + "-wal").write_bytes(file.read_bytes())
    file.write_bytes(b"")


def gone_beside_its_log(file: Path) -> None:
    emptied_beside_its_log(file)
    file.unlink()


def without_a_table(file: Path) -> None:
    with closing(sqlite3.connect(file)) as database:
        for table in ("facts", "users", "tokens", "heads", "alembic_version"):
            database.execute(f"DROP TABLE {table}")


DAMAGES = [
    truncated,
    random_pages,
    without_header,
    another_file,
    emptied_beside_its_log,
    gone_beside_its_log,
    without_a_table,
]


@pytest.mark.parametrize("command", list(COMMANDS))
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_journal_is_one_line_that_names_it_and_what_to_do(
    filled: Path, damage: Callable[[Path], None], command: str
) -> None:
    file = filled / "var" / "journal.db"
    damage(file)
    left = file.read_bytes() if file.exists() else None
    said = one_line(run(filled, command))
    assert said.startswith(f"{file} is damaged (")
    assert "bring back the last backup" in said
    assert (file.read_bytes() if file.exists() else None) == left, "it is kept as it was found"


@pytest.mark.parametrize("damage", [random_pages, without_a_table])
def test_a_server_does_not_start_on_a_damaged_journal(
    filled: Path, damage: Callable[[Path], None]
) -> None:
    file = filled / "var" / "journal.db"
    damage(file)
    ended = as_process(filled, "serve", "--site", DEMO, "--port", free_port(), "--lang", "zh-CN")
    assert one_line(ended).startswith(f"{file} 已损坏（")
    assert "备份" in ended.stderr


def test_damaged_readings_are_told_apart_from_the_journal(filled: Path) -> None:
    another_file(filled / "var" / "readings.db")
    said = one_line(run(filled, "user"))
    assert said.startswith(f"{filled / 'var' / 'readings.db'} is damaged (")
    assert "readings and positions only" in said


def test_the_log_is_still_there_after_the_refusal(filled: Path) -> None:
    """SQLite deletes the log of an empty file when it opens it, and with it the newest facts."""
    file = filled / "var" / "journal.db"
    emptied_beside_its_log(file)
    log = file.with_name("journal.db-wal")
    kept = log.read_bytes()
    assert "journal.db-wal still holds data" in one_line(run(filled, "replay"))
    assert log.read_bytes() == kept


def test_a_log_of_garbage_is_ignored_as_sqlite_does(filled: Path) -> None:
    """Frames whose checksums are wrong never counted; what is in the file does."""
    log = filled / "var" / "journal.db-wal"
    log.write_bytes(random.Random(7).randbytes(100_000))
    assert run(filled, "replay").returncode == 0


@pytest.mark.parametrize("seed", range(12))
def test_flipped_bits_anywhere_never_give_a_traceback(filled: Path, seed: int) -> None:
    """Whatever a command makes of it: it goes on, or ends with one line."""
    chance = random.Random(seed)
    file = filled / "var" / "journal.db"
    raw = bytearray(file.read_bytes())
    for _ in range(40):
        raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    for command in ("replay", "folded", "user", "export", "migrate"):
        file.write_bytes(raw)
        ended = run(filled, command)
        assert ended.returncode in (0, 1)
        if ended.returncode:
            one_line(ended)


def test_a_damaged_account_is_found_by_the_proof_though_no_fact_is_touched(filled: Path) -> None:
    file = filled / "var" / "journal.db"
    with closing(sqlite3.connect(file)) as database:
        [(page,)] = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'tokens'")
    raw = bytearray(file.read_bytes())
    raw[(page - 1) * 4096 : page * 4096] = random.Random(7).randbytes(4096)
    file.write_bytes(raw)
    assert one_line(run(filled, "replay")).startswith(f"{file} is damaged (")


def test_an_altered_fact_that_no_rule_understands_is_named(
    filled: Path, failed_alone: list[BaseException]
) -> None:
    """Folding it fails somewhere; the chain says where it began. It is damage, and not a fact that is set aside."""
    file = filled / "var" / "journal.db"
    with closing(sqlite3.connect(file)) as database:
        for (name,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE facts SET body = replace(body, '\"place\"', '\"plaxe\"')")
        database.commit()
    said = one_line(run(filled, "folded"))
    assert said.startswith(f"{file} is damaged (fact 1: ")
    failed_alone.clear()


def test_a_folder_in_place_of_the_file_is_named(filled: Path) -> None:
    for name in ("journal.db", "readings.db"):
        file = filled / "var" / name
        file.unlink()
        file.mkdir()
        said = one_line(run(filled, "user"))
        assert said.startswith(f"{file} cannot be opened: it is a folder")
        file.rmdir()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that others than this account may go into."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("command", ["replay", "user", "export"])
def test_a_file_without_permission_is_named(filled: Path, open_folder: Path, command: str) -> None:
    shutil.copytree(filled / "var", open_folder / "var")
    (open_folder / "var").chmod(0o777)
    (open_folder / "var" / "journal.db.lock").chmod(0o666)
    (open_folder / "var" / "journal.db").chmod(0o000)
    nobody = 65_534
    before = os.geteuid()
    if before == 0:
        os.seteuid(nobody)
    try:
        said = one_line(run(open_folder, command))
    finally:
        os.seteuid(before)
    assert said.startswith(
        f"{open_folder / 'var' / 'journal.db'} cannot be opened: it is not permitted"
    )


def test_a_shared_database_without_a_table_is_told_of(
    tmp_path: Path, migrated_postgres: str
) -> None:
    engine = open_engine(migrated_postgres)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE facts CASCADE"))
    engine.dispose()
    said = one_line(run(tmp_path, "export", CC_DATABASE_URL=migrated_postgres))
    assert said.startswith("The database is damaged, or was changed by another program (")
    assert "facts" in said


def test_a_schema_of_a_newer_release_is_told_of(filled: Path) -> None:
    with closing(sqlite3.connect(filled / "var" / "journal.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    assert "has schema 9999" in one_line(run(filled, "user"))
