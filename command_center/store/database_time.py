"""The database's clock, in SQL: the one clock shared by all processes of a database.

It alone decides whether a lease has expired. So a process whose own clock is wrong can neither hold a lease too long
nor take one that is still valid.
"""

from collections.abc import Callable
from functools import cache

from sqlalchemy import BigInteger, ColumnElement, Dialect, cast, extract, func

Time = Callable[[Dialect], ColumnElement[int]]
"""UTC epoch ms as an SQL expression, for a database of that kind. Tests give a clock of their own."""

JULIAN_EPOCH = 2_440_587.5
DAY_MS = 86_400_000


def database_time(dialect: Dialect) -> ColumnElement[int]:
    """Return an expression for UTC epoch ms by the database's clock, when the statement runs.

    SQLite has no server: its clock is the machine's, without `CC_CLOCK_OFFSET_MS`.
    """
    return _time_of(dialect.name)


@cache
def _time_of(dialect: str) -> ColumnElement[int]:
    if dialect == "postgresql":
        # Not now(), which stands still from a transaction's begin: it may have waited for a lock.
        return cast(extract("epoch", func.clock_timestamp()) * 1000, BigInteger)
    return cast((func.julianday("now") - JULIAN_EPOCH) * DAY_MS, BigInteger)
