"""Exports and restores the readings and positions of drills, which replays and review figures need.

Only an exercise's own (`domain/drills/exercise_tag.py`): the plant's own belong to a historian, are stored for a
limited time, and number in the millions.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Column, Connection, Double, Engine, Table, insert, select
from sqlalchemy.types import BigInteger

from command_center.domain.drills.exercise_tag import STROKE
from command_center.store.schema import positions, readings
from command_center.store.series.series import Series
from command_center.store.writer import read

AT_ONCE = 1_000
"""Rows of a line."""
SERIES: Mapping[str, Table] = {"readings": readings, "positions": positions}
"""The word that begins a line, and its table: site, what, ts and what was measured."""
Rows = list[tuple[Any, ...]]


def lines_of(engine: Engine, site: str) -> Iterator[dict[str, Any]]:
    """Yield the content of each line, ordered by name and time."""
    for word, table in SERIES.items():
        names = sorted(str(row[0]) for row in Series(engine, site, table).latest())
        for name in names:
            if STROKE not in name:
                continue
            after = -1
            while rows := _read(engine, site, table, name, after):
                yield {word: {"of": name, "rows": rows}}
                after = int(rows[-1][0])


def heard(word: str, said: Any) -> tuple[str, Rows]:
    """Return the name and its rows. Raises ValueError for an invalid line."""
    columns = _measured(SERIES[word])
    if not isinstance(said, dict) or set(said) != {"of", "rows"}:
        raise ValueError(word)
    name, rows = said["of"], said["rows"]
    if not (isinstance(name, str) and STROKE in name and isinstance(rows, list) and rows):
        raise ValueError(word)
    return name, [_row(columns, row) for row in rows]


def put(connection: Connection, site: str, word: str, name: str, rows: Rows) -> bool:
    """Write rows (in order of time), replacing others, read them back, and return whether they are the same."""
    table = SERIES[word]
    what, columns = list(table.c)[1], _measured(table)
    own = (table.c.site == site) & (what == name)
    span = own & (table.c.ts >= rows[0][0]) & (table.c.ts <= rows[-1][0])
    connection.execute(table.delete().where(span))
    fields = [column.name for column in columns]
    values = [
        {"site": site, what.name: name, **dict(zip(fields, row, strict=True))} for row in rows
    ]
    connection.execute(insert(table), values)
    found = connection.execute(select(*columns).where(span).order_by(table.c.ts)).all()
    return [tuple(row) for row in found] == rows


def _measured(table: Table) -> list[Column[Any]]:
    return list(table.c)[2:]


def _read(engine: Engine, site: str, table: Table, name: str, after: int) -> Rows:
    what = list(table.c)[1]
    query = (
        select(*_measured(table))
        .where(table.c.site == site, what == name, table.c.ts > after)
        .order_by(table.c.ts)
        .limit(AT_ONCE)
    )
    return [tuple(row) for row in read(engine, lambda c: c.execute(query).all())]


def _row(columns: list[Column[Any]], row: Any) -> tuple[Any, ...]:
    if not isinstance(row, list) or len(row) != len(columns):
        raise ValueError("row")
    return tuple(_value(column, value) for column, value in zip(columns, row, strict=True))


def _value(column: Column[Any], value: Any) -> Any:
    if isinstance(column.type, BigInteger) and type(value) is int:
        return value
    if isinstance(column.type, Double) and type(value) in (int, float):
        return float(value)
    if type(value) is str and not isinstance(column.type, BigInteger | Double):
        return value
    raise ValueError(column.name)
