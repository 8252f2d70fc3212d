"""A database's clock set by hand: time is an argument, and nobody sleeps until a lease is over."""

from collections.abc import Callable

from sqlalchemy import BigInteger, ColumnElement, Dialect, bindparam


class HandTime:
    """A `Time` of the store (`database_time.py`): stands where it was set, or follows a clock."""

    def __init__(self, follows: Callable[[], int] | None = None) -> None:
        self.now = 0
        self._follows = follows

    def __call__(self, dialect: Dialect) -> ColumnElement[int]:
        return bindparam(None, callable_=self._read, type_=BigInteger)

    def _read(self) -> int:
        """When the statement runs, as a database's clock is read."""
        return self._follows() if self._follows else self.now
