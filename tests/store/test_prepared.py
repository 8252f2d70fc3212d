"""Statements that SQLite's driver is given as they are: what they find, and how they fail."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import (
    BigInteger,
    Connection,
    Engine,
    bindparam,
    event,
    func,
    insert,
    or_,
    select,
)
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlalchemy.exc import IntegrityError

from command_center.store.database.engine import open_engine
from command_center.store.schema import heads, metadata
from command_center.store.writer import Prepared, read, write

ADD = Prepared(insert(heads))
FROM = Prepared(
    select(heads.c.site, heads.c.seq)
    .where(heads.c.seq >= bindparam("first"), or_(heads.c.hash == "a", heads.c.hash == "b"))
    .order_by(heads.c.seq)
)


def head(site: str, seq: int, digest: str = "a") -> dict[str, object]:
    return {"site": site, "seq": seq, "hash": digest, "recorded_at": 0}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path}/center.db")
    metadata.create_all(engine, [heads])
    yield engine
    engine.dispose()


def found(engine: Engine, first: int = 0) -> list[tuple[str, int]]:
    return [
        (str(site), int(seq))
        for site, seq in read(engine, lambda connection: FROM.rows(connection, {"first": first}))
    ]


def test_what_is_given_once_or_several_times_is_found(engine: Engine) -> None:
    write(engine, lambda connection: ADD.run(connection, head("one", 1)))
    write(engine, lambda connection: ADD.run(connection, head("two", 2, "b"), head("six", 6, "c")))
    assert found(engine) == [("one", 1), ("two", 2)]
    assert found(engine, 2) == [("two", 2)]


def test_an_error_is_sqlalchemys_is_told_and_undoes_the_transaction(engine: Engine) -> None:
    told: list[str] = []

    def hear(context: ExceptionContext) -> None:
        told.append(type(context.original_exception).__name__)

    def add_both(connection: Connection) -> None:
        ADD.run(connection, head("two", 2))
        ADD.run(connection, head("one", 2))

    event.listen(engine, "handle_error", hear)
    write(engine, lambda connection: ADD.run(connection, head("one", 1)))
    with pytest.raises(IntegrityError, match="UNIQUE"):
        write(engine, add_both)
    assert told == ["IntegrityError"]
    assert found(engine) == [("one", 1)]


def test_a_parameter_that_is_read_when_the_statement_runs(engine: Engine) -> None:
    clock = [3]
    now = bindparam(None, callable_=lambda: clock[0], type_=BigInteger)
    asked = Prepared(select(now, func.abs(-1)))
    for clock[0] in (5, 7):
        rows = read(engine, lambda connection: asked.rows(connection, {}))
        assert [tuple(row) for row in rows] == [(clock[0], 1)]


def test_a_parameter_that_nobody_gives_is_an_error(engine: Engine) -> None:
    with pytest.raises(IntegrityError):
        write(engine, lambda connection: ADD.run(connection, {"site": "one", "seq": 1}))
