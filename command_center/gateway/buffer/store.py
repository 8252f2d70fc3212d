"""The two streams of a buffer, for use by one thread: write, read, finish, evict."""

import json
import os
import shutil
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from command_center.domain.reading import Reading
from command_center.gateway import summed_log
from command_center.gateway.buffer.item import Event, Item
from command_center.gateway.buffer.stream import HOUR_MS, Stream

FIRST, REST = "first", "rest"
PROGRESS = "progress.json"
LEAST_FREE = 50_000_000
"""Bytes that are left free on the disk (ours)."""
_log = summed_log.get(__name__)


class FullDisk(Exception):
    """Nothing can be kept: the disk is full and nothing older is left to delete."""


class Store:
    """The files of a buffer. `kept_longest` are the tags whose items are deleted last. Not thread-safe."""

    def __init__(
        self, folder: Path, largest: int, oldest_ms: int, kept_longest: Iterable[str]
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder = folder
        self._largest, self._oldest_ms = largest, oldest_ms
        self._longest = frozenset(kept_longest)
        done = self._progress()
        self.streams = {name: Stream(folder, name, done.get(name, ())) for name in (FIRST, REST)}
        self._told = ""

    def write(self, items: Sequence[Reading | Event], now: int) -> list[Item]:
        """Keep items; return those that were kept. A full disk first deletes whole old hours. Raises FullDisk,
        sqlite3.Error.
        """
        parts: dict[str, list[Reading | Event]] = {FIRST: [], REST: []}
        for item in items:
            longest = isinstance(item, Event) or item.tag in self._longest
            parts[FIRST if longest else REST].append(item)
        kept: list[Item] = []
        for name, part in parts.items():
            if part:
                kept += self._append(self.streams[name], part, now)
        return kept

    def read(self, limit: int, held: dict[str, set[int]]) -> list[Item]:
        """Return the oldest items that the board has not taken; items of tags kept longest come first."""
        found: list[Item] = []
        for name, stream in self.streams.items():
            if len(found) < limit and stream.waiting() > 0:
                found += stream.read(limit - len(found), held.get(name, set()))
        return found

    def finish(self, items: Iterable[Item], now: int) -> None:
        """Note items that the board has taken or that became dead letters."""
        numbers: dict[str, list[int]] = {}
        for item in items:
            numbers.setdefault(item.stream, []).append(item.seq)
        for name, some in numbers.items():
            self.streams[name].finish(some, now)

    def tidy(self, now: int) -> None:
        """Delete items that are done, too old or over the size limit, and write down the board's progress."""
        for stream in self.streams.values():
            stream.tidy(now)
            while stream.segments and stream.segments[0].hour < (now - self._oldest_ms) // HOUR_MS:
                if not stream.evict():
                    break
        while self.size() > self._largest and self._evict():
            pass
        self.write_progress()

    def write_progress(self) -> None:
        """Write down the progress. Losing this file does no harm: items are posted again, which is safe."""
        told = json.dumps({name: list(stream.done) for name, stream in self.streams.items()})
        if told == self._told:
            return
        path = self._folder / PROGRESS
        new = path.with_suffix(".new")
        new.write_text(told)
        os.replace(new, path)
        self._told = told

    def waiting(self) -> int:
        """The number of items that the center has not taken."""
        return sum(stream.waiting() for stream in self.streams.values())

    def oldest_waiting(self) -> int | None:
        """The time (UTC epoch ms) of the oldest item that the board has not taken."""
        found = [
            item for one in self.streams.values() if one.waiting() for item in one.read(1, set())
        ]
        return min((max(1, one.what.ts) for one in found), default=None)

    def size(self) -> int:
        """The size of all files, bytes."""
        return sum(stream.size() for stream in self.streams.values())

    def close(self) -> None:
        """Write down what is done, and close every file."""
        self.write_progress()
        for stream in self.streams.values():
            stream.close()

    def _append(self, stream: Stream, part: Sequence[Reading | Event], now: int) -> list[Item]:
        while True:
            try:
                if shutil.disk_usage(self._folder).free < LEAST_FREE and self._evict():
                    continue
                return stream.append(part, now)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_FULL:
                    raise
                if not self._evict():
                    raise FullDisk from error

    def _evict(self) -> bool:
        """Drop the oldest hour of what is dropped first; of the others when none of those is left."""
        return self.streams[REST].evict() or self.streams[FIRST].evict()

    def _progress(self) -> dict[str, list[tuple[int, int]]]:
        path = self._folder / PROGRESS
        try:
            told = json.loads(path.read_text())
            return {name: [(int(a), int(b)) for a, b in told[name]] for name in (FIRST, REST)}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError) as error:
            _log.error(
                "the buffer's progress is unreadable: items are posted again", why=str(error)
            )
            return {}
