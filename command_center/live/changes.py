"""Keyed rows, each with the revision of its last change, and the deletions since a revision."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import orjson

from command_center.domain.actor import Role
from command_center.faults import Faults
from command_center.live.audience import readers
from command_center.live.rows.kind import shown_name
from command_center.live.rows.row import Change, Row, RowKey

KEPT_DELETIONS = 5_000
"""Deleted keys remembered for clients that resume. Older ones send the client the whole board."""

_NOBODY: frozenset[Role] = frozenset()


@dataclass(slots=True)
class Entry:
    """An encoded row. `piece` is its JSON with key, made once for all audiences.

    `readers` may see it now. `known_to` could see it at some time since the key appeared; they are told when it
    disappears (or when they may no longer see it).
    """

    place: RowKey
    piece: bytes
    gone: bytes
    rev: int
    readers: frozenset[Role]
    known_to: frozenset[Role]


class _Encoded(NamedTuple):
    topic: str
    key: str
    piece: bytes
    readers: frozenset[Role]


class Changes:
    """All rows by topic and key. `rev` counts every change; putting an unchanged row is not a change."""

    def __init__(self, kept_deletions: int = KEPT_DELETIONS, faults: Faults | None = None) -> None:
        self._faults = faults or Faults(lambda: 0)
        self._unsayable: dict[RowKey, Exception] = {}
        self.rev = 0
        self.floor = 0
        self._kept_deletions = kept_deletions
        self._topics: dict[str, dict[str, Entry]] = {}
        self._deleted: OrderedDict[RowKey, Entry] = OrderedDict()
        self._by_rev: OrderedDict[RowKey, Entry] = OrderedDict()

    def put(self, changes: Iterable[Change]) -> list[tuple[RowKey, Entry]]:
        """Put all changes; return those that really changed a row, in order. A row that cannot be written as JSON is
        removed and noted as a fault.
        """
        encoded = [self._encoded(*change) for change in changes]
        return [(entry.place, entry) for new in encoded if (entry := self._put(new)) is not None]

    def note_unsayable(self) -> list[RowKey]:
        """Return the topic and key of each row that cannot be written as JSON, noting each as a fault again."""
        for (topic, key), error in self._unsayable.items():
            self._faults.note("row", f"{shown_name(topic, key)} (JSON)", error, life=True)
        return list(self._unsayable)

    def _encoded(self, topic: str, key: str, row: Row | None) -> _Encoded:
        try:
            new = _encode(topic, key, row)
        except Exception as error:
            self._unsayable[topic, key] = error
            self._faults.note("row", f"{shown_name(topic, key)} (JSON)", error, life=True)
            return _encode(topic, key, None)
        if self._unsayable and self._unsayable.pop((topic, key), None) is not None:
            shown = shown_name(topic, key)  # of several rows, where not everybody may see them
            if all(shown_name(*place) != shown for place in self._unsayable):
                self._faults.well("row", f"{shown} (JSON)")
        return new

    def _put(self, new: _Encoded) -> Entry | None:
        place = (new.topic, new.key)
        rows = self._topics.setdefault(new.topic, {})
        entry = rows.get(new.key)
        if entry is None and not new.piece:
            return None
        if entry is not None and entry.piece == new.piece and entry.readers == new.readers:
            return None
        if entry is None:
            entry = self._deleted.pop(place, None) or _blank(place)
        self.rev += 1
        entry.piece, entry.rev = new.piece, self.rev
        entry.readers, entry.known_to = new.readers, entry.known_to | new.readers
        self._by_rev[place] = entry
        self._by_rev.move_to_end(place)
        if new.piece:
            rows[new.key] = entry
        else:
            rows.pop(new.key, None)
            self._deleted[place] = entry
            self._forget_old_deletions()
        return entry

    def _forget_old_deletions(self) -> None:
        while len(self._deleted) > self._kept_deletions:
            place, entry = self._deleted.popitem(last=False)
            del self._by_rev[place]
            self.floor = max(self.floor, entry.rev)

    def rows(self) -> Iterator[Entry]:
        """All rows except deleted ones."""
        for rows in self._topics.values():
            yield from rows.values()

    def reaches_back_to(self, rev: int) -> bool:
        """Whether `since(rev)` can be answered: the revision belongs to this run and is not too old."""
        return self.floor <= rev <= self.rev

    def since(self, rev: int) -> list[Entry]:
        """Return what changed after `rev`, deletions included, newest first."""
        changed = []
        for entry in reversed(self._by_rev.values()):
            if entry.rev <= rev:
                break
            changed.append(entry)
        return changed


def _encode(topic: str, key: str, row: Row | None) -> _Encoded:
    if row is None:
        return _Encoded(topic, key, b"", _NOBODY)
    piece = orjson.dumps(key) + b":" + orjson.dumps(row)
    return _Encoded(topic, key, piece, readers(topic, key, row))


def _blank(place: RowKey) -> Entry:
    return Entry(place, b"", orjson.dumps(place[1]) + b":null", 0, _NOBODY, _NOBODY)
