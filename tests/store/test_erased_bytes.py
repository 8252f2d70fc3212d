"""What was erased is in no byte of the database's files, while the server runs."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text

from command_center.store.database.engine import SQLITE_BUSY_MS, open_engine
from command_center.store.database.migrate import migrate
from command_center.store.people.address_book import AddressBook
from command_center.store.people.erasing import empty_log, erase_person
from command_center.store.writer import read

NUMBER = "+8613912345678"
SITE, NOW = "works", 1_790_000_000_000


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    made = open_engine(f"sqlite:///{tmp_path / 'journal.db'}")
    migrate(made)
    return made


def bytes_of(folder: Path) -> bytes:
    """Of every file: the database and its log."""
    return b"".join(one.read_bytes() for one in sorted(folder.iterdir()) if one.suffix != ".lock")


def written(engine: Engine, people: int) -> None:
    book = AddressBook(engine, SITE)
    for n in range(people):
        number = NUMBER if n == people // 2 else f"+86138{n:08d}"
        book.keep(f"p{n}", "sms", number, NOW)


def test_an_erased_number_is_in_no_byte_while_the_server_runs(
    engine: Engine, tmp_path: Path
) -> None:
    written(engine, 400)
    assert NUMBER.encode() in bytes_of(tmp_path)
    erase_person(engine, engine, SITE, "p200", ["p200"], NOW, NOW)
    assert empty_log(engine)
    assert NUMBER.encode() not in bytes_of(tmp_path)
    assert (tmp_path / "journal.db-wal").stat().st_size == 0
    assert b"+86138" in bytes_of(tmp_path), "the others' are still there"


def test_a_log_that_somebody_reads_is_said_to_be_left(engine: Engine, tmp_path: Path) -> None:
    written(engine, 3)
    reading = open_engine(f"sqlite:///{tmp_path / 'journal.db'}")

    def while_reading(connection: Connection) -> None:
        connection.execute(text("select count(*) from facts")).scalar()
        erase_person(engine, engine, SITE, "p1", ["p1"], NOW, NOW)
        assert not empty_log(engine)
        assert NUMBER.encode() in bytes_of(tmp_path)

    read(reading, while_reading)
    assert empty_log(engine)
    assert NUMBER.encode() not in bytes_of(tmp_path)


def test_a_log_that_cannot_be_folded_leaves_a_connection_that_waits_as_ever(
    engine: Engine,
) -> None:
    """Whoever gets it next would else be told at once that the database is locked."""
    raw = engine.raw_connection()
    driver = raw.driver_connection
    assert isinstance(driver, sqlite3.Connection)

    def deny(action: int, what: str | None, *_: str | None) -> int:
        folds = action == sqlite3.SQLITE_PRAGMA and what == "wal_checkpoint"
        return sqlite3.SQLITE_DENY if folds else sqlite3.SQLITE_OK

    driver.set_authorizer(deny)
    raw.close()
    with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
        empty_log(engine)
    assert driver.execute("PRAGMA busy_timeout").fetchone() == (SQLITE_BUSY_MS,)
    driver.set_authorizer(None)
    assert empty_log(engine)
