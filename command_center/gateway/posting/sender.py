"""Posts buffered items in two lanes: new ones at once; those left by an outage oldest first and marked as such.

The live lane carries items of the last seconds, and after an outage the newest value of each tag, so that the board
shows the present first. Everything else goes through the backfill lane. The board's key is site, tag and time:
posting again is safe, so a lost answer is handled by posting again.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence

from command_center.clock import Clock
from command_center.domain.reading import Reading
from command_center.gateway import summed_log
from command_center.gateway.buffer.buffer import Buffer
from command_center.gateway.buffer.item import Event, Item
from command_center.gateway.posting.dead_letters import DeadLetters
from command_center.gateway.posting.delivery import Delivery
from command_center.gateway.posting.post import Answer, Outcome, Post
from command_center.gateway.sample import Beat

MOST_IN_BATCH = 5_000
LIVE_MS = 5_000
"""What was kept longer ago than this is no longer live: of it only the newest value of each tag is."""
MOST_LIVE = 20_000
FIRST_WAIT_S, LONGEST_WAIT_S, UNWELCOME_S = 0.5, 10.0, 60.0
IDLE_S = 0.5
BEAT_S = 1.0
MOST_BEATS = 1_000
"""As many readers as the board takes in one batch."""
LOOK_S = 10.0
"""How often is looked whether something that was set aside is due."""
_log = summed_log.get(__name__)
Wait = Callable[[float], Awaitable[object]]


class Sender:
    """Runs the tasks `live`, `backfill`, `heartbeats` and `set_aside`. `chance` gives 0 to 1 (full jitter), `wait`
    sleeps for seconds.
    """

    def __init__(
        self, gateway: str, buffer: Buffer, post: Post, letters: DeadLetters, clock: Clock,
        chance: random.Random | None = None, wait: Wait = asyncio.sleep,
    ) -> None:  # fmt: skip
        self._buffer, self._post, self._clock = buffer, post, clock
        self.delivery = Delivery(gateway, buffer, post, letters, clock)
        self._chance = chance or random.Random()
        self._wait = wait
        self._live: list[tuple[int, Item]] = []
        self._posting: list[Item] = []
        self._proof: dict[str, int] = {}
        self._news = asyncio.Event()
        self._beats: dict[tuple[str, str], tuple[int, Beat]] = {}
        self._beaten = asyncio.Event()
        buffer.fresh = self.take

    def take(self, items: Sequence[Item]) -> None:
        """Put items just kept into the live lane."""
        now = self._clock.now()
        self._live += ((now, item) for item in items)
        if len(self._live) > MOST_LIVE:
            self._live = _newest_of_each(self._live)
        self._news.set()

    def prove(self, tag: str, ts: int) -> None:
        """Confirm that the path to a tag's source works at `ts`, and that its last sent value still holds."""
        self._proof[tag] = ts
        self._news.set()

    def hear(self, beat: Beat) -> None:
        """Take a heartbeat of a gate reader; the newest of each is posted within the next second."""
        self._beats[beat.source, beat.reader] = self._clock.now(), beat
        self._beaten.set()

    async def heartbeats(self) -> None:
        """Post which readers work, until cancelled. A heartbeat that cannot be posted in time is dropped, because it
        proves nothing any more.
        """
        while True:
            await self._beaten.wait()
            self._beaten.clear()
            fresh = self._clock.now() - LIVE_MS
            heard = {key: one for key, one in self._beats.items() if one[0] >= fresh}
            self._beats = {}
            for source in sorted({source for source, _ in heard}):
                own = {key: one for key, one in heard.items() if key[0] == source}
                if not await self._beat(source, own):
                    self._beats = {**own, **self._beats}
            if self._beats:
                self._beaten.set()
            await self._wait(BEAT_S)

    async def _beat(self, source: str, heard: dict[tuple[str, str], tuple[int, Beat]]) -> bool:
        readers = [{"reader": one.reader, "up": one.up} for _, one in heard.values()]
        for start in range(0, len(readers), MOST_BEATS):
            body = {"source": source, "readers": readers[start : start + MOST_BEATS]}
            answer = await asyncio.get_running_loop().run_in_executor(
                self.delivery.threads, self._post, "/api/v1/passages", body
            )
            if answer.outcome is Outcome.REFUSED:
                _log.warning("the board refused signs of life of gates", why=answer.why)
            elif answer.outcome is not Outcome.TAKEN:
                return False
        return True

    async def live(self) -> None:
        """Post the newest items until cancelled."""
        waits = _Waits(self._chance)
        while True:
            await self._news.wait()
            self._news.clear()
            batch = self._next_live()
            proof, self._proof = self._proof, {}
            if not batch and not proof:
                continue
            self._posting = batch
            left: list[Item] = []
            try:
                answer, left = await self.delivery.deliver(batch, "live", proof)
                # What spoils a batch stays on the disk for the other lane: there it holds up nothing new.
                left = [item for item in left if not self.delivery.is_suspect(item)]
            finally:
                self._posting = []
            if answer.outcome is Outcome.TAKEN:
                waits.reset()
                if self._live or left:
                    self._news.set()
                self._live = [(0, item) for item in left] + self._live
                continue
            self._live = [
                (0, item) for item in left
            ] + self._live  # no longer live but for the newest
            self._live = _newest_of_each(self._live)
            self._proof = {**proof, **self._proof}
            self._news.set()
            await self._wait(waits.next(answer))

    async def backfill(self) -> None:
        """Run the backfill lane until cancelled."""
        waits = _Waits(self._chance)
        loop = asyncio.get_running_loop()
        while True:
            held = self._held()
            known = self.delivery
            if self._buffer.waiting <= sum(map(len, held.values())) or known.reachable is False:
                await self._wait(IDLE_S)
                if known.reachable is False and not self._live and not self._posting:
                    known.reachable = None  # nothing new comes that would find out
                continue
            batch = await self._buffer.read(MOST_IN_BATCH, held)
            held = self._held()
            batch = [one for one in batch if one.seq not in held.get(one.stream, ())]
            if not batch:
                await self._wait(IDLE_S)
                continue
            began = loop.time()
            answer, left = await self.delivery.deliver(batch, "backfill", {})
            if answer.outcome is Outcome.TAKEN and len(left) < len(batch):
                waits.reset()
                # The board has live values to take too.
                await self._wait(0.25 * (loop.time() - began))
                continue
            await self._wait(waits.next(answer))

    async def set_aside(self) -> None:
        """Retry set-aside items when due, until cancelled."""
        while True:
            await self._wait(LOOK_S)
            if self.delivery.reachable is not False:
                await self.delivery.again()

    async def close(self) -> None:
        """Ends the sender's threads."""
        self.delivery.threads.shutdown(wait=False, cancel_futures=True)

    def _next_live(self) -> list[Item]:
        """The next batch of the live lane; what is too old for it stays on the disk for the other."""
        old = self._clock.now() - LIVE_MS
        if self._live and self._live[0][0] < old:
            self._live = _newest_of_each(self._live, old)
        batch, self._live = self._live[:MOST_IN_BATCH], self._live[MOST_IN_BATCH:]
        return [item for _, item in batch]

    def _held(self) -> dict[str, set[int]]:
        held: dict[str, set[int]] = {}
        for item in (*self._posting, *(item for _, item in self._live)):
            held.setdefault(item.stream, set()).add(item.seq)
        return held


class _Waits:
    """Full jitter: a chance share of a wait that doubles."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._next = FIRST_WAIT_S

    def reset(self) -> None:
        self._next = FIRST_WAIT_S

    def next(self, answer: Answer) -> float:
        longest = UNWELCOME_S if answer.outcome is Outcome.UNWELCOME else LONGEST_WAIT_S
        self._next, upto = min(self._next * 2, longest), self._next
        return (answer.wait_s or 0.0) + self._chance.random() * upto


def _newest_of_each(
    live: Sequence[tuple[int, Item]], older_than: int | None = None
) -> list[tuple[int, Item]]:
    """Of items older than the limit (without one, of all) the newest value of each tag, and every event."""
    newest: dict[str, int] = {}
    for index, (_, item) in enumerate(live):
        if isinstance(item.what, Reading):
            known = newest.get(item.what.tag)
            if known is None or _ts(live[known][1]) <= item.what.ts:
                newest[item.what.tag] = index
    return [
        (at, item)
        for index, (at, item) in enumerate(live)
        if isinstance(item.what, Event)
        or newest[item.what.tag] == index
        or (older_than is not None and at >= older_than)
    ]


def _ts(item: Item) -> int:
    return item.what.ts
