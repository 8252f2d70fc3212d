"""A numbered stream of items on disk, one file an hour, and the record of which items the board has taken.

A buffer has two streams: `first` for items deleted last (contacts, gas, tags with limits, events), and `rest`.
"""

import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from command_center.domain.reading import Reading
from command_center.gateway import summed_log
from command_center.gateway.buffer.item import Event, Item
from command_center.gateway.buffer.segment import Segment


class Ranges:
    """A set of numbers, stored as sorted ranges that neither touch nor overlap."""

    def __init__(self, given: Iterable[tuple[int, int]] = ()) -> None:
        self._firsts: list[int] = []
        self._lasts: list[int] = []
        self.count = 0
        for first, last in given:
            self.add(first, last)

    def add(self, first: int, last: int) -> None:
        """Add the numbers from `first` to `last`."""
        left = bisect_left(self._lasts, first - 1)
        right = bisect_right(self._firsts, last + 1)
        before = sum(
            b - a + 1
            for a, b in zip(self._firsts[left:right], self._lasts[left:right], strict=True)
        )
        if left < right:
            first = min(first, self._firsts[left])
            last = max(last, self._lasts[right - 1])
        self._firsts[left:right] = [first]
        self._lasts[left:right] = [last]
        self.count += last - first + 1 - before

    def __contains__(self, number: int) -> bool:
        at = bisect_right(self._firsts, number) - 1
        return at >= 0 and number <= self._lasts[at]

    def has_all(self, first: int, last: int) -> bool:
        """Whether every number from `first` to `last` is in the set."""
        at = bisect_right(self._firsts, first) - 1
        return at >= 0 and last <= self._lasts[at]

    def count_in(self, first: int, last: int) -> int:
        """Return how many numbers from `first` to `last` are in the set."""
        if last < first:
            return 0
        left, right = bisect_left(self._lasts, first), bisect_right(self._firsts, last)
        return sum(
            min(b, last) - max(a, first) + 1
            for a, b in zip(self._firsts[left:right], self._lasts[left:right], strict=True)
        )

    def next_absent(self, number: int) -> int:
        """Return the smallest number from `number` on that is not in the set."""
        at = bisect_right(self._firsts, number) - 1
        return self._lasts[at] + 1 if at >= 0 and number <= self._lasts[at] else number

    @property
    def last(self) -> int:
        """The largest number; 0 where there is none."""
        return self._lasts[-1] if self._lasts else 0

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(list(self._firsts), list(self._lasts), strict=True)


HOUR_MS = 3_600_000
MOST_IN_FILE = 10**9
"""More items than an hour brings."""
_log = summed_log.get(__name__)


class Stream:
    """One stream; only one thread at a time may use it (not thread-safe).

    `done` holds the numbers that the board has taken or that were given up. `evicted` counts items deleted before the
    board took them, `damaged` the files set aside.
    """

    def __init__(self, folder: Path, name: str, done: Iterable[tuple[int, int]] = ()) -> None:
        self.name = name
        self.done = Ranges(done)
        self.evicted = 0
        self.damaged = 0
        self._folder = folder
        found = [Segment.named(path) for path in folder.glob(f"{name}-*.sqlite")]
        self.segments = sorted(found, key=lambda segment: segment.first)
        last = self.done.last
        if self.segments and not self.segments[-1].is_whole():
            last = (
                self.segments[-1].first + MOST_IN_FILE
            )  # no number of the damaged file is used again
            self._set_aside(self.segments[-1], last)
        if self.segments:
            last = max(last, self.done.last, self.segments[-1].last())
            self.done.add(0, self.segments[0].first - 1)
        else:
            last = max(last, self.done.last)
            self.done.add(0, last)
        self.next = last + 1

    def append(self, items: Sequence[Reading | Event], now: int) -> list[Item]:
        """Keep items; they are on disk when this returns. Raises sqlite3.Error if the disk refuses."""
        hour = now // HOUR_MS
        if not self.segments or self.segments[-1].hour != hour:
            self._begin(hour)
        numbered = list(enumerate(items, self.next))
        try:
            self.segments[-1].append(numbered)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) and not _damage(error):
                raise
            _log.error(
                "a file of the buffer is damaged", file=str(self.segments[-1].path), why=str(error)
            )
            self._set_aside(self.segments[-1], self.next - 1)
            self._begin(hour)
            self.segments[-1].append(numbered)
        self.next += len(items)
        return [Item(self.name, seq, what) for seq, what in numbered]

    def waiting(self) -> int:
        """The number of items that the center has not taken."""
        return self.next - self.done.count  # numbers begin at 0, which is always done

    def read(self, limit: int, held: set[int]) -> list[Item]:
        """Return the oldest items that are neither done nor `held`, examining up to `limit`."""
        found: list[Item] = []
        for segment in list(self.segments):
            at, end = max(segment.first, 0), self._end(segment)
            while len(found) < limit and (at := self.done.next_absent(at)) <= end:
                try:
                    rows = segment.read(at, limit)
                except sqlite3.Error as error:
                    _log.error(
                        "a file of the buffer is damaged", file=str(segment.path), why=str(error)
                    )
                    self._set_aside(segment, end)
                    break
                if not rows or rows[-1][0] > end:
                    rows = [row for row in rows if row[0] <= end]
                if not rows:
                    self.done.add(at, end)
                    break
                found += (
                    Item(self.name, seq, what)
                    for seq, what in rows
                    if seq not in held and seq not in self.done
                )
                at = rows[-1][0] + 1
            if len(found) >= limit:
                break
        return found[:limit]

    def finish(self, numbers: Iterable[int], now: int) -> None:
        """Note items that the board has taken, and delete files of which it has taken all."""
        for first, last in runs(numbers):
            self.done.add(first, last)
        self.tidy(now)

    def tidy(self, now: int) -> None:
        """Delete the files of past hours of which the board has taken all."""
        for segment in list(self.segments):
            is_past = segment.hour != now // HOUR_MS or segment is not self.segments[-1]
            if not is_past or not self._is_done(segment):
                break
            self._drop(segment)

    def size(self) -> int:
        """The size of the stream's files, bytes."""
        return sum(segment.size() for segment in self.segments)

    def evict(self) -> bool:
        """Delete the oldest file with everything still in it; return False if only the newest is left."""
        if len(self.segments) < 2:
            return False
        segment = self.segments[0]
        end = self._end(segment)
        lost = end - segment.first + 1 - self.done.count_in(segment.first, end)
        self.evicted += lost
        _log.error("a full buffer dropped its oldest hour", file=str(segment.path), lost=lost)
        self.done.add(segment.first, end)
        self._drop(segment)
        return True

    def close(self) -> None:
        """Close every file."""
        for segment in self.segments:
            segment.close()

    def _begin(self, hour: int) -> None:
        if self.segments:
            self.segments[-1].close()
        path = self._folder / f"{self.name}-{hour:08d}-{self.next:015d}.sqlite"
        self.segments.append(Segment(path, hour, self.next))

    def _is_done(self, segment: Segment) -> bool:
        end = self._end(segment)
        return end < segment.first or self.done.has_all(segment.first, end)

    def _end(self, segment: Segment) -> int:
        """The last number of a segment."""
        at = self.segments.index(segment)
        return (self.segments[at + 1].first if at + 1 < len(self.segments) else self.next) - 1

    def _drop(self, segment: Segment) -> None:
        segment.drop()
        self.segments.remove(segment)

    def _set_aside(self, segment: Segment, end: int) -> None:
        """A damaged file: renamed and counted. What it held counts as given up."""
        aside = segment.set_aside()
        self.damaged += 1
        self.segments.remove(segment)
        if end >= segment.first:
            self.done.add(segment.first, end)
        _log.error("a damaged file of the buffer was set aside", file=str(aside))


def _damage(error: sqlite3.OperationalError) -> bool:
    """Whether SQLite speaks of a damaged file and not of a full or busy disk."""
    return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield consecutive numbers as ranges, both ends included."""
    first = last = None
    for number in sorted(numbers):
        if last is not None and number <= last + 1:
            last = number
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = number
    if first is not None and last is not None:
        yield first, last
