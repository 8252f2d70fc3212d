"""Caches valid sessions and tokens, so that a request need not query the database again.

Used only if this process is the only writer: the embedded form, whose file is locked to it (`lock.py`). Every change
of a session or token then passes through this process, which clears the cache before the change is answered: a
withdrawn session is refused as promptly as with a query. Several processes on one PostgreSQL query it every time.
"""

from collections.abc import Callable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

T = TypeVar("T")

MOST = 4_096
"""So many are kept; past that all are forgotten and found again."""

_of_engine: "WeakKeyDictionary[Engine, list[Standing[object]]]" = WeakKeyDictionary()


class Standing(Generic[T]):
    """The cache of one kind, by the hash of its secret."""

    def __init__(self, engine: Engine) -> None:
        self._keeps = engine.dialect.name == "sqlite"
        self._kept: dict[str, T] = {}
        self._changes = 0
        _of_engine.setdefault(engine, []).append(self)  # type: ignore[arg-type]  # only ever forgotten

    def find(self, key: str, look: Callable[[], T | None]) -> T | None:
        """The cached value of `key`; without one, the result of `look`, which reads the database."""
        if (known := self._kept.get(key)) is not None:
            return known
        before = self._changes
        found = look()
        # A change that came between the look and now may be of what was found.
        if self._keeps and found is not None and before == self._changes:
            if len(self._kept) >= MOST:
                self._kept.clear()
            self._kept[key] = found
        return found

    def forget(self) -> None:
        """Empties the cache after a change."""
        self._changes += 1
        self._kept.clear()


def forget_standing(engine: Engine) -> None:
    """Clear the caches after a session, token or account of this database changed; call it once the change is
    committed.
    """
    for standing in _of_engine.get(engine, ()):
        standing.forget()
