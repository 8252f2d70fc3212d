"""Posts what is kept, in two lanes: what is new at once, what an outage left behind oldest first and marked so.

The live lane carries what was kept in the last seconds, and after an outage the newest value of each tag, so that
the board shows the present first. Everything else goes by the backfill lane. The key at the board is site, tag and
time: posting again is safe, so a lost answer is answered by posting again.
"""

import asyncio
import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Literal

import orjson

from command_center import log
from command_center.clock import Clock
from command_center.domain.reading import Quality
from command_center.gateway.beat import Beat
from command_center.gateway.buffer.buffer import Buffer
from command_center.gateway.buffer.item import ALARM, PASSAGE, POSITION, STANDING, Event, Item
from command_center.gateway.dead_letters import DeadLetter, DeadLetters, as_json
from command_center.gateway.post import Answer, Outcome, Post
from command_center.gateway.sample import Sample

MOST_IN_BATCH = 5_000
LIVE_MS = 5_000
"""What was kept longer ago than this is no longer live: of it only the newest value of each tag is."""
MOST_LIVE = 20_000
FIRST_WAIT_S, LONGEST_WAIT_S, UNWELCOME_S = 0.5, 10.0, 60.0
IDLE_S = 0.5
BEAT_S = 1.0
MOST_BEATS = 1_000
"""As many readers as the board takes in one batch."""
REFUSED_WHOLE = "refused_whole"
BROKEN_OFTEN = 8
"""So many times 500 in a row: it is this batch that the board cannot take, not the hour."""
_log = log.get(__name__)
Lane = Literal["live", "backfill"]
DOORS = {
    PASSAGE: ("/api/v1/passages", "passages"),
    ALARM: ("/api/v1/alarms", "alarms"),
    POSITION: ("/api/v1/positions", "positions"),
}


class Sender:
    """Two tasks, `live` and `backfill`. `chance` gives 0 to 1 (full jitter)."""

    def __init__(
        self, gateway: str, buffer: Buffer, post: Post, letters: DeadLetters, clock: Clock,
        chance: random.Random | None = None,
    ) -> None:  # fmt: skip
        self._id, self._buffer, self._post = gateway, buffer, post
        self._letters, self._clock = letters, clock
        self._chance = chance or random.Random()
        self._threads = ThreadPoolExecutor(3, "post")
        self._live: list[tuple[int, Item]] = []
        self._posting: list[Item] = []
        self._proof: dict[str, int] = {}
        self._news = asyncio.Event()
        self._beats: dict[tuple[str, str], tuple[int, Beat]] = {}
        self._beaten = asyncio.Event()
        buffer.fresh = self.take
        self.posted: dict[str, int] = {"live": 0, "backfill": 0}
        self.rejected = 0
        self.failures = 0
        self.reachable: bool | None = None
        self._broken = {"live": 0, "backfill": 0}
        self.last_answer_at: int | None = None
        self.last_error = ""

    def take(self, items: Sequence[Item]) -> None:
        """Items that were just kept: the live lane's."""
        now = self._clock.now()
        self._live += ((now, item) for item in items)
        if len(self._live) > MOST_LIVE:
            self._live = _newest_of_each(self._live)
        self._news.set()

    def prove(self, tag: str, ts: int) -> None:
        """The path to a tag's source works at `ts`, and its value is still the last one sent."""
        self._proof[tag] = ts
        self._news.set()

    def hear(self, beat: Beat) -> None:
        """A reader of a gate works now, or fails: the newest word of each is posted with the next second's."""
        self._beats[beat.source, beat.reader] = self._clock.now(), beat
        self._beaten.set()

    async def heartbeats(self) -> None:
        """Post which readers work, until cancelled. What could not be posted in time proves nothing any more."""
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
            await asyncio.sleep(BEAT_S)

    async def _beat(self, source: str, heard: dict[tuple[str, str], tuple[int, Beat]]) -> bool:
        readers = [{"reader": one.reader, "up": one.up} for _, one in heard.values()]
        for start in range(0, len(readers), MOST_BEATS):
            body = {"source": source, "readers": readers[start : start + MOST_BEATS]}
            answer = await asyncio.get_running_loop().run_in_executor(
                self._threads, self._post, "/api/v1/passages", body
            )
            if answer.outcome is Outcome.REFUSED:
                _log.warning("the board refused signs of life of gates", why=answer.why)
            elif answer.outcome is not Outcome.TAKEN:
                return False
        return True

    async def live(self) -> None:
        """The live lane, until cancelled."""
        waits = _Waits(self._chance)
        while True:
            await self._news.wait()
            self._news.clear()
            batch = self._next_live()
            proof, self._proof = self._proof, {}
            if not batch and not proof:
                continue
            self._posting = batch
            try:
                answer = await self._deliver(batch, "live", proof)
            finally:
                self._posting = []
            if answer.outcome is Outcome.TAKEN:
                waits.reset()
                if self._live:
                    self._news.set()
                continue
            self._live = [
                (0, item) for item in batch
            ] + self._live  # no longer live but for the newest
            self._live = _newest_of_each(self._live)
            self._proof = {**proof, **self._proof}
            self._news.set()
            await asyncio.sleep(waits.next(answer))

    async def backfill(self) -> None:
        """The backfill lane, until cancelled."""
        waits = _Waits(self._chance)
        loop = asyncio.get_running_loop()
        while True:
            held = self._held()
            if self._buffer.waiting <= sum(map(len, held.values())) or self.reachable is False:
                await asyncio.sleep(IDLE_S)
                if self.reachable is False and not self._live and not self._posting:
                    self.reachable = None  # nothing new comes that would find out
                continue
            batch = await self._buffer.read(MOST_IN_BATCH, held)
            held = self._held()
            batch = [one for one in batch if one.seq not in held.get(one.stream, ())]
            if not batch:
                await asyncio.sleep(IDLE_S)
                continue
            began = loop.time()
            answer = await self._deliver(batch, "backfill", {})
            if answer.outcome is not Outcome.TAKEN:
                await asyncio.sleep(waits.next(answer))
                continue
            waits.reset()
            await asyncio.sleep(
                0.25 * (loop.time() - began)
            )  # the board has live values to take too

    async def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)

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

    async def _deliver(self, batch: Sequence[Item], lane: Lane, proof: dict[str, int]) -> Answer:
        """Post a batch, door by door, and finish what was taken. The first answer that was not TAKEN ends it."""
        answer = Answer(Outcome.TAKEN)
        readings = [item for item in batch if isinstance(item.what, Sample)]
        if readings or proof:
            answer = await self._readings(readings, lane, proof)
        for (kind, source), some in _by_door(batch).items():
            path, name = DOORS[kind]
            if answer.outcome is Outcome.TAKEN:
                answer = await self._events(some, source, path, name)
        for item in batch:
            is_list = isinstance(item.what, Event) and item.what.kind == STANDING
            if is_list and answer.outcome is Outcome.TAKEN:
                answer = await self._standing(item)
        return answer

    async def _readings(self, items: list[Item], lane: Lane, proof: dict[str, int]) -> Answer:
        body: dict[str, Any] = {"source": self._id, "sent_at": self._clock.now(), "lane": lane}
        body["readings"] = [_reading(item.what) for item in items if isinstance(item.what, Sample)]
        if proof:
            body["proof"] = [{"tag": tag, "ts": ts} for tag, ts in proof.items()]
        return await self._part("/api/v1/readings", "readings", body, items, lane)

    async def _events(self, items: list[Item], source: str, path: str, name: str) -> Answer:
        bodies = [orjson.loads(i.what.body) for i in items if isinstance(i.what, Event)]
        body = {"source": source, "sent_at": self._clock.now(), name: bodies}
        return await self._part(path, name, body, items, "live")

    async def _standing(self, item: Item) -> Answer:
        """The full list of a source's alarms: one batch, never cut, for a part of it would end the others."""
        assert isinstance(item.what, Event), "a full list is an event"
        body = {"source": item.what.source, **orjson.loads(item.what.body)}
        return await self._part("/api/v1/alarms", "alarms", body, [item], "live")

    async def _part(
        self, path: str, name: str, body: dict[str, Any], items: list[Item], lane: Lane
    ) -> Answer:
        """Post one batch. One that is refused as a whole is halved until the item that spoils it is alone."""
        answer = await asyncio.get_running_loop().run_in_executor(
            self._threads, self._post, path, body
        )
        self._note(answer)
        self._broken[lane] = self._broken[lane] + 1 if answer.why.startswith("500 ") else 0
        if self._broken[lane] >= BROKEN_OFTEN:
            answer = Answer(Outcome.REFUSED, answer.why)
        if answer.outcome is Outcome.REFUSED and len(items) > 1:
            _log.warning("a batch was refused as a whole", why=answer.why, items=len(items))
            half = len(items) // 2
            for some, told in (
                (items[:half], body[name][:half]),
                (items[half:], body[name][half:]),
            ):
                answer = await self._part(path, name, {**body, name: told}, some, lane)
                if answer.outcome is not Outcome.TAKEN:
                    return answer
            return answer
        if answer.outcome is Outcome.REFUSED:
            if items:
                told = body[name] if len(body[name]) == 1 else [body]
                await self._dead(told, ((0, REFUSED_WHOLE, answer.why),))
                await self._buffer.finish(items)
            return Answer(Outcome.TAKEN)
        if answer.outcome is Outcome.TAKEN:
            rejected = [
                one for one in answer.rejected if one[0] < len(body[name])
            ]  # the others are proofs
            self.posted[lane] += max(0, len(items) - len(rejected))
            if rejected:
                await self._dead(body[name], rejected)
            if items:
                await self._buffer.finish(items)
        return answer

    async def _dead(self, told: list[Any], rejected: Sequence[tuple[int, str, str]]) -> None:
        now = self._clock.now()
        letters = [
            DeadLetter(now, code, why, as_json(told[index])) for index, code, why in rejected
        ]
        await asyncio.to_thread(self._letters.add, letters)
        self.rejected += len(letters)
        _log.warning("the board refused values", count=len(letters), first=letters[0].why)

    def _note(self, answer: Answer) -> None:
        self.reachable = answer.outcome in (Outcome.TAKEN, Outcome.REFUSED)
        if self.reachable:
            self.last_answer_at, self.last_error = self._clock.now(), ""
            return
        self.failures += 1
        if answer.why != self.last_error:
            _log.warning("the board does not take what is posted", why=answer.why)
        self.last_error = answer.why


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
    """Of what is older (of all, without a limit) only the newest value of each tag; every event."""
    newest: dict[str, int] = {}
    for index, (_, item) in enumerate(live):
        if isinstance(item.what, Sample):
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


def _by_door(batch: Sequence[Item]) -> dict[tuple[int, str], list[Item]]:
    """The events of a batch by kind and source, in the order of `DOORS`; full lists are not among them."""
    found: dict[tuple[int, str], list[Item]] = {}
    for kind in DOORS:
        for item in batch:
            if isinstance(item.what, Event) and item.what.kind == kind:
                found.setdefault((kind, item.what.source), []).append(item)
    return found


def _ts(item: Item) -> int:
    return item.what.ts


def _reading(sample: Sample) -> dict[str, Any]:
    told: dict[str, Any] = {"tag": sample.tag, "ts": sample.ts, "value": sample.value}
    if sample.quality is not Quality.GOOD:
        told["quality"] = sample.quality.value
    told["source"] = sample.source
    return told
