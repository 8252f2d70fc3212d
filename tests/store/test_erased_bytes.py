"""What was erased is in no byte of the database's files, while the server runs."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from command_center.store.address_book import AddressBook
from command_center.store.engine import open_engine
from command_center.store.erasing import empty_log, erase_person
from command_center.store.migrate import migrate

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
    with reading.connect().execution_options(reads_only=True) as connection:
        connection.execute(text("select count(*) from facts")).scalar()
        erase_person(engine, engine, SITE, "p1", ["p1"], NOW, NOW)
        assert not empty_log(engine)
        assert NUMBER.encode() in bytes_of(tmp_path)
    assert empty_log(engine)
    assert NUMBER.encode() not in bytes_of(tmp_path)
