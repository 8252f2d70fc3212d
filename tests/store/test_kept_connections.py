"""One connection is kept from one transaction to the next, and none of what happened on it."""

import gc
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, select, text
from sqlalchemy.exc import OperationalError

from command_center.store.database.engine import open_engine
from command_center.store.writer import read, read_pages, write


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path}/center.db")
    write(engine, lambda connection: connection.execute(text("create table line (seq integer)")))
    yield engine
    engine.dispose()


def put(seq: int, connection: Connection) -> None:
    connection.execute(text("insert into line values (:seq)"), {"seq": seq})


def lines(connection: Connection) -> list[int]:
    return list(connection.scalars(text("select seq from line order by seq")))


def test_what_follows_is_done_on_the_same_connection(engine: Engine) -> None:
    taken: list[object] = []
    event.listen(engine, "checkout", lambda *given: taken.append(given[0]))
    for seq in range(5):
        write(engine, partial(put, seq))
        assert read(engine, lines) == list(range(seq + 1))
    pages: list[int] = []
    read_pages(engine, select(text("seq from line")), lambda rows: pages.append(len(rows)))
    assert pages == [5]
    assert not taken


def test_an_engine_that_nobody_knows_any_more_holds_no_file_open(tmp_path: Path) -> None:
    """Hundreds of them in one process ran out of the 1,024 handles that select() knows."""
    gc.collect()
    before = len(os.listdir("/dev/fd"))
    for number in range(5):
        made = open_engine(f"sqlite:///{tmp_path}/{number}.db")
        write(made, lambda connection: connection.execute(text("create table line (seq integer)")))
        assert read(made, lines) == []
    assert len(os.listdir("/dev/fd")) > before
    del made
    gc.collect()
    assert len(os.listdir("/dev/fd")) <= before


def test_what_raised_is_undone_and_the_next_transaction_works(engine: Engine) -> None:
    def breaks(connection: Connection) -> None:
        put(1, connection)
        raise LookupError

    def breaks_reading(connection: Connection) -> None:
        lines(connection)
        raise LookupError

    for work, run in ((breaks, write), (breaks_reading, read)):
        with pytest.raises(LookupError):
            run(engine, work)
    write(engine, lambda connection: put(2, connection))
    assert read(engine, lines) == [2]


def test_a_reader_sees_its_own_moment_and_holds_no_writer_up(engine: Engine) -> None:
    def while_reading(connection: Connection) -> list[int]:
        before = lines(connection)
        write(engine, lambda other: put(1, other))
        return before + lines(connection)

    assert read(engine, while_reading) == []
    assert read(engine, lines) == [1]


def test_a_transaction_that_may_write_holds_others_off_from_its_begin(engine: Engine) -> None:
    read(engine, lines)
    other = open_engine(str(engine.url))

    def while_writing(connection: Connection) -> None:
        with pytest.raises(OperationalError, match="locked"), other.connect() as patient:
            patient.execution_options(waits_ms=0).execute(text("select 1"))

    write(engine, while_writing)
    other.dispose()


def test_a_disposed_engine_leaves_no_file_open(engine: Engine, tmp_path: Path) -> None:
    write(engine, lambda connection: put(1, connection))
    assert (tmp_path / "center.db-wal").exists()
    engine.dispose()
    assert not (tmp_path / "center.db-wal").exists()
    assert read(engine, lines) == [1]
