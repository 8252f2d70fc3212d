"""The buffer's interface for the gateway's tasks: keep, hand to the sender, finish. Writes are grouped every 100 ms."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar

from command_center.clock import Clock
from command_center.domain.reading import Reading
from command_center.gateway import summed_log
from command_center.gateway.buffer.item import Event, Item
from command_center.gateway.buffer.store import FullDisk, Store

GROUP_S = 0.1
"""Items of this span are written together: one sync of the disk for all of them."""
TIDY_S = 2.0
MOST_PENDING = 50_000
"""So many items may wait for the disk; then connections wait too."""
MOST_HELD = 200_000
"""So many items are held in memory while the disk refuses them; of more the oldest are dropped and counted (ours)."""
_log = summed_log.get(__name__)
T = TypeVar("T")


class Buffer:
    """Keeps items on disk and gives them to the sender.

    `fresh(items)` is called with items just kept. One thread does all file work, so tasks never block and no lock is
    needed.
    """

    def __init__(self, store: Callable[[], Store], clock: Clock) -> None:
        self._make = store
        self._clock = clock
        self._thread = ThreadPoolExecutor(1, "buffer")
        self._pending: list[Reading | Event] = []
        self._past: list[Reading | Event] = []
        self._then: list[tuple[int, Callable[[], object]]] = []
        """What is to be called, each with the number of its first item, counted from the start."""
        self._numbered = 0
        self._room = asyncio.Event()
        self._room.set()
        self._store: Store | None = None
        self.fresh: Callable[[Sequence[Item]], object] = lambda items: None
        self.waiting = 0
        self.oldest_waiting: int | None = None
        """The time of the oldest item that waits (UTC epoch ms), as of the last look."""
        self.bytes = 0
        self.failed = 0
        """Group commits that the disk refused."""
        self.dropped = 0
        """Items that found no room in memory while the disk refused them."""

    async def start(self) -> None:
        """Open the files. Items left by an earlier run wait again."""
        self._store = await self._in_thread(self._make)
        self.waiting = self._store.waiting()

    def keep(
        self, items: Iterable[Reading | Event], then: Callable[[], object] | None = None
    ) -> None:
        """Keep items with the next group. `then` is called once they and all earlier items are on disk; never if some
        were lost.
        """
        new = list(items)
        if then is not None:
            self._then.append((self._numbered, then))
        self._pending += new
        self._numbered += len(new)
        if len(self._pending) >= MOST_PENDING:
            self._room.clear()
        if (over := len(self._pending) - MOST_HELD) > 0:
            del self._pending[:over]
            self.dropped += over
            first = self._numbered - len(self._pending)
            self._then = [one for one in self._then if one[0] >= first]
            _log.error(
                "items are lost: the disk refuses them, and the memory is full", dropped=over
            )

    def keep_past(self, items: Iterable[Reading | Event]) -> None:
        """Keep items of an outage with the next group. They are not passed to `fresh`."""
        self._past += items
        if len(self._past) >= MOST_PENDING:
            self._room.clear()

    async def room(self) -> None:
        """Wait while the disk is too slow."""
        await self._room.wait()

    async def run(self) -> None:
        """Write group by group until cancelled; pending items are still written then."""
        since_tidy = 0.0
        try:
            while True:
                await asyncio.sleep(GROUP_S)
                await self.commit()
                since_tidy += GROUP_S
                if since_tidy >= TIDY_S:
                    since_tidy = 0.0
                    await self._tidy()
        finally:
            with suppress(Exception):
                await asyncio.shield(self.commit())

    async def commit(self) -> None:
        """Writes pending items to the disk."""
        ready = len(self._then)  # a later one may speak of values of an outage that came later too
        past, self._past = self._past, []
        if past:
            try:
                kept = await self._in_thread(self.store.write, past, self._clock.now())
            except (FullDisk, OSError, sqlite3.Error) as error:
                self._past = past + self._past
                self._again([], [], error)
                return
            self._room.set()
            self.waiting += len(kept)
        if not self._pending and not self._then:
            return
        items, then = self._pending, self._then[:ready]
        self._pending, self._then = [], self._then[ready:]
        try:
            kept = await self._in_thread(self.store.write, items, self._clock.now())
        except (FullDisk, OSError, sqlite3.Error) as error:
            self._again(items, then, error)
            return
        self._room.set()
        self.waiting += len(kept)
        self.fresh(kept)
        for _, call in then:
            call()

    @property
    def store(self) -> Store:
        """The buffer's files. Only for the buffer's own thread, and for tests."""
        assert self._store is not None, "start() comes first"
        return self._store

    async def read(self, limit: int, held: dict[str, set[int]]) -> list[Item]:
        """Return the oldest waiting items that are not `held`."""
        return await self._in_thread(self.store.read, limit, held)

    async def finish(self, items: Sequence[Item]) -> None:
        """Note items that the center has taken."""
        await self._in_thread(self.store.finish, items, self._clock.now())
        self.waiting = max(0, self.waiting - len(items))

    async def close(self) -> None:
        """Write down the progress, and close the files."""
        if self._store is not None:
            await self._in_thread(self._store.close)
        self._thread.shutdown()

    async def _tidy(self) -> None:
        try:
            await self._in_thread(self.store.tidy, self._clock.now())
            self.waiting = await self._in_thread(self.store.waiting)
            self.oldest_waiting = await self._in_thread(self.store.oldest_waiting)
            self.bytes = await self._in_thread(self.store.size)
        except Exception as error:
            _log.error("the buffer could not be tidied", why=str(error))

    def _again(
        self,
        items: list[Reading | Event],
        then: list[tuple[int, Callable[[], object]]],
        error: Exception,
    ) -> None:
        """Keeps items that could not be written for the next try; the connections wait until then."""
        self.failed += 1
        _log.error("the buffer cannot be written", why=str(error) or type(error).__name__)
        self._pending = items + self._pending
        self._then = then + self._then
        self._room.clear()

    async def _in_thread(self, call: Callable[..., T], *given: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call, *given)
