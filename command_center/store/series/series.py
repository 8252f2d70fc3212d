"""Time series in the database, keyed (site, what, ts): the common part of readings and positions.

A batch is one statement, not one for each row: SQLite's driver releases and retakes the interpreter lock at every
statement, which in a busy process costs far more than the row itself.
"""

from collections.abc import Sequence
from functools import cache, partial
from itertools import chain
from typing import Any

from sqlalchemy import Column, Connection, Delete, Engine, Row, Table, and_, delete, text

from command_center.store.writer import read, write

# SQLite takes 32,766 parameters a statement; a batch larger than this is several statements.
ROWS_PER_STATEMENT = 1_000

NO_END = 2**63 - 1

POSTGRES_ARRAYS = {"TEXT": "text", "BIGINT": "bigint", "DOUBLE": "float8"}


class Series:
    """The rows of one site in `table`, whose key columns are site, `what` and ts."""

    def __init__(self, engine: Engine, site: str, table: Table) -> None:
        self.engine = engine
        self.site = site
        self.table = table
        self.what: Column[str] = list(table.c)[1]
        self.own = table.c.site == site

    def add(self, rows: Sequence[tuple[Any, ...]]) -> int:
        """Store rows (in the order of the table's columns, without the site) in one transaction.

        A row whose (what, ts) is already stored is left out, so a batch may be sent twice; the first value stays.
        Return how many were new.
        """
        if not rows:
            return 0
        postgres = self.engine.dialect.name == "postgresql"
        insert_chunk = self._insert_arrays if postgres else self._insert_values

        def transaction(connection: Connection) -> int:
            return sum(
                insert_chunk(connection, rows[start : start + ROWS_PER_STATEMENT])
                for start in range(0, len(rows), ROWS_PER_STATEMENT)
            )

        return write(self.engine, transaction)

    def latest(self, until: int = NO_END) -> Sequence[Row[Any]]:
        """Return the newest row of every `what` with ts <= `until`, in a few index seeks each however long the
        history is.
        """
        query = text(_latest_statement(self.table))
        values = {"site": self.site, "until": until}
        return read(self.engine, lambda connection: connection.execute(query, values).all())

    def prune(self, before: int) -> int:
        """Delete rows older than `before`, but never the last row of a `what`.

        One short transaction for each `what`, so that writers get in between. Return how many.
        """
        newest = [(row[0], row.ts) for row in self.latest()]
        deleted = 0
        for what, ts in newest:
            old = and_(self.own, self.what == what, self.table.c.ts < min(before, ts))
            deleted += write(self.engine, partial(_delete, delete(self.table).where(old)))
        return deleted

    def _insert_values(self, connection: Connection, rows: Sequence[tuple[Any, ...]]) -> int:
        statement = _values_statement(self.table, len(rows))
        site = (self.site,)
        flat = tuple(chain.from_iterable(site + row for row in rows))
        return connection.exec_driver_sql(statement, flat).rowcount

    def _insert_arrays(self, connection: Connection, rows: Sequence[tuple[Any, ...]]) -> int:
        columns = [list(column) for column in zip(*rows, strict=True)]
        statement = _arrays_statement(self.table)
        return connection.exec_driver_sql(statement, (self.site, *columns)).rowcount


def own_columns(table: Table) -> list[Column[Any]]:
    """Return the columns of a row's value: all but the site."""
    return [column for column in table.c if column.name != "site"]


def _delete(query: Delete, connection: Connection) -> int:
    return connection.execute(query).rowcount


@cache
def _latest_statement(table: Table) -> str:
    # A loose index scan: "the smallest, then the next larger one" instead of DISTINCT or GROUP BY,
    # which both databases would answer by reading the whole history.
    name, what = table.name, list(table.c)[1].name
    return f"""
        WITH RECURSIVE found(what) AS (
            SELECT min({what}) FROM {name} WHERE site = :site
            UNION ALL
            SELECT (SELECT min({what}) FROM {name} WHERE site = :site AND {what} > found.what)
            FROM found WHERE found.what IS NOT NULL
        )
        SELECT {", ".join(column.name for column in own_columns(table))}
        FROM found JOIN {name} ON site = :site AND {what} = found.what AND ts = (
            SELECT max(ts) FROM {name}
            WHERE site = :site AND {what} = found.what AND ts <= :until
        )"""


@cache
def _values_statement(table: Table, rows: int) -> str:
    one = f"({','.join('?' * len(table.c))})"
    names = ",".join(table.c.keys())
    return f"INSERT OR IGNORE INTO {table.name} ({names}) VALUES {','.join([one] * rows)}"


@cache
def _arrays_statement(table: Table) -> str:
    columns = own_columns(table)
    arrays = ",".join(f"%s::{POSTGRES_ARRAYS[str(column.type)]}[]" for column in columns)
    names = ",".join(column.name for column in columns)
    return (
        f"INSERT INTO {table.name} (site,{names}) "
        f"SELECT %s::text, * FROM unnest({arrays}) ON CONFLICT DO NOTHING"
    )
