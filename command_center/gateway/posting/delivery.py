"""Posts batches to the doors of the board, and settles only the items that the board has settled.

An item leaves the buffer when the board has taken it or rejected it by name (a dead letter). After any other answer,
or none, the items wait. One item may spoil its batch, so that the board answers 500 to every batch with it. It is
searched for only while the board takes others: after some failures one item is posted alone, and only if that is
taken the rest is halved. An item that fails alone, and again after others were taken, is set aside on disk and
retried every hour. So it blocks nobody, and a board that takes nothing makes no batch smaller.
"""

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, Literal

import orjson

from command_center.clock import Clock
from command_center.domain.reading import Quality, Reading
from command_center.gateway import summed_log
from command_center.gateway.buffer.buffer import Buffer
from command_center.gateway.buffer.item import ALARM, PASSAGE, POSITION, STANDING, Event, Item
from command_center.gateway.posting.dead_letters import (
    SET_ASIDE,
    DeadLetter,
    DeadLetters,
    as_json,
    packed,
)
from command_center.gateway.posting.post import Answer, Outcome, Post

PATIENCE = 3
"""At every third failure in a row of a door an item is suspected (ours). 413 says at once that the batch is the
matter."""
MOST_MISSES = 8
"""Failures in a row that end a search: the board may have stopped to take anything (ours)."""
FIRST_AGAIN_MS, AGAIN_MS = 60_000, 3_600_000
"""When an item that was set aside is tried again: once soon, in case the board was flapping, then every hour."""
MOST_AGAIN = 500
MOST_ASIDE = 100_000
"""So many items may be set aside; further ones wait in the buffer (ours)."""
READINGS = "/api/v1/readings"
DOORS = {
    PASSAGE: ("/api/v1/passages", "passages"),
    ALARM: ("/api/v1/alarms", "alarms"),
    POSITION: ("/api/v1/positions", "positions"),
}
_log = summed_log.get(__name__)
Lane = Literal["live", "backfill"]
Id = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Part:
    """One post to one door. `proof` maps tags whose path works to the time since when."""

    path: str
    name: str
    source: str
    items: tuple[Item, ...]
    lane: Lane
    proof: tuple[tuple[str, int], ...] = ()

    @property
    def is_list(self) -> bool:
        """Whether it is the full list of a source's alarms. Such a list is never split, because a part of it would
        end the other alarms.
        """
        what = self.items[0].what if self.items else None
        return isinstance(what, Event) and what.kind == STANDING

    def of(self, items: Sequence[Item]) -> "Part":
        """A copy with other items."""
        return replace(self, items=tuple(items))

    def body(self, now: int) -> dict[str, Any]:
        """Return the JSON body that the center's REST route takes."""
        if self.is_list:
            return {"source": self.source, **orjson.loads(_event(self.items[0]).body)}
        body: dict[str, Any] = {"source": self.source, "sent_at": now}
        if self.path == READINGS:
            body["lane"] = self.lane
            body[self.name] = [
                _reading(one.what) for one in self.items if isinstance(one.what, Reading)
            ]
            if self.proof:
                body["proof"] = [{"tag": tag, "ts": ts} for tag, ts in self.proof]
        else:
            body[self.name] = [orjson.loads(_event(one).body) for one in self.items]
        return body

    def refused(self, index: int, told: Sequence[Any]) -> Reading | Event:
        """Return the refused item at an index of the body; for a full alarm list, the alarm as an event of its own."""
        if not self.is_list:
            return self.items[index].what
        whole = _event(self.items[0])
        return Event(ALARM, whole.ts, orjson.dumps(told[index]).decode(), whole.source)


def parts(gateway: str, batch: Sequence[Item], lane: Lane, proof: dict[str, int]) -> Iterator[Part]:
    """Split a batch by door: readings, passages, alarms, positions, full alarm lists."""
    readings = tuple(one for one in batch if isinstance(one.what, Reading))
    if readings or proof:
        yield Part(READINGS, "readings", gateway, readings, lane, tuple(proof.items()))
    for kind, (path, name) in DOORS.items():
        by_source: dict[str, list[Item]] = {}
        for one in batch:
            if isinstance(one.what, Event) and one.what.kind == kind:
                by_source.setdefault(one.what.source, []).append(one)
        for source, some in by_source.items():
            yield Part(path, name, source, tuple(some), lane)
    path, name = DOORS[ALARM]
    for one in batch:
        if isinstance(one.what, Event) and one.what.kind == STANDING:
            yield Part(path, name, one.what.source, (one,), lane)


class Delivery:
    """One gateway's deliveries. `posted`, `rejected` and `failures` count since the start."""

    def __init__(
        self, gateway: str, buffer: Buffer, post: Post, letters: DeadLetters, clock: Clock
    ) -> None:
        self._id, self._buffer, self._post = gateway, buffer, post
        self._letters, self._clock = letters, clock
        self.threads = ThreadPoolExecutor(3, "post")
        self.posted: dict[str, int] = {"live": 0, "backfill": 0}
        self.rejected = 0
        self.failures = 0
        self.reachable: bool | None = None
        self.last_answer_at: int | None = None
        self.last_error = ""
        self._failed: dict[tuple[str, str], int] = {}
        self._turn = 0
        self._takes: dict[str, int] = {}
        """Posts of each door that the board took something of."""
        self._searched_at: dict[tuple[str, str], int] = {}
        """A door's takes at a lane's last search: the other lane's takes since then count too."""
        self._suspects: set[Id] = set()
        """Items of batches that failed while others were taken."""
        self._alone: dict[Id, int] = {}
        """Items that failed alone, and the door's takes then."""

    async def deliver(
        self, batch: Sequence[Item], lane: Lane, proof: dict[str, int]
    ) -> tuple[Answer, list[Item]]:
        """Post a batch, door by door. Return the first answer that was not TAKEN, and the items still to be posted.

        A door that refuses does not hold up the others, unless the board gives no answer at all.
        """
        worst, left = Answer(Outcome.TAKEN), list[Item]()
        for part in parts(self._id, batch, lane, proof):
            if worst.outcome is not Outcome.TAKEN and worst.status is None:
                left += part.items
                continue
            answer, rest = await self._part(part)
            left += rest
            if worst.outcome is Outcome.TAKEN:
                worst = answer
        self.reachable = worst.outcome in (Outcome.TAKEN, Outcome.REFUSED)
        return worst, left

    def is_suspect(self, item: Item) -> bool:
        """Whether the item, or a batch with it, failed while others were taken."""
        return _id(item) in self._suspects

    async def again(self) -> None:
        """Post set-aside items that are due. One that fails alone waits another hour; one not tried alone is next."""
        due = await asyncio.to_thread(self._letters.due, self._clock.now(), MOST_AGAIN)
        by_item = {-one.id: (one, what) for one in due if (what := one.unpacked()) is not None}
        items = [Item("", number, what) for number, (_, what) in by_item.items()]
        tried = [one for one in due if -one.id not in by_item]
        for part in parts(self._id, items, "backfill", {}):
            answer, misses = await self._try(part, settle=False), 0
            alone = [part.of([one]) for one in part.items]
            if answer.outcome is Outcome.TAKEN:
                alone = []
                await self._settled(part, by_item)
            for one in alone:
                if len(part.items) > 1:
                    answer = await self._try(one, settle=False)
                if answer.outcome is Outcome.TAKEN:
                    misses = 0
                    await self._settled(one, by_item)
                    continue
                misses += 1
                tried.append(by_item[one.items[0].seq][0])
                if misses >= MOST_MISSES or answer.status is None:
                    break
        later = self._clock.now() + AGAIN_MS
        await asyncio.to_thread(self._letters.later, tried, later)

    async def _settled(
        self, part: Part, known: dict[int, tuple[DeadLetter, Reading | Event]]
    ) -> None:
        letters = [known[one.seq][0] for one in part.items]
        await asyncio.to_thread(self._letters.settle, letters)

    async def _part(self, part: Part) -> tuple[Answer, list[Item]]:
        """Post one part: first what nobody suspects, then the rest."""
        fresh = [one for one in part.items if _id(one) not in self._suspects]
        rest = [one for one in part.items if _id(one) in self._suspects]
        answer = Answer(Outcome.TAKEN)
        if fresh or not rest:
            key = part.path, part.lane
            answer = await self._try(part.of(fresh))
            if answer.outcome is Outcome.TAKEN:
                self._failed.pop(key, None)
            else:
                self._failed[key] = self._failed.get(key, 0) + 1
                patience = 1 if answer.status == 413 else PATIENCE
                if self._failed[key] % patience or not fresh:
                    return answer, [*fresh, *rest]
                answer, fresh = await self._spoiler_sought(part.of(fresh), answer)
                if answer.outcome is not Outcome.TAKEN:
                    return answer, [*fresh, *rest]
                rest += fresh
        if rest:
            takes, key = self._takes.get(part.path, 0), (part.path, part.lane)
            took = bool(fresh) or takes > self._searched_at.get(key, takes)
            self._searched_at[key] = takes
            found, rest = await self._searched([part.of(rest)], took=took)
            if not fresh:
                answer = found
        return answer, rest

    async def _spoiler_sought(self, part: Part, failed: Answer) -> tuple[Answer, list[Item]]:
        """A batch has failed again and again: post one of it alone. If that is taken, search the others."""
        if len(part.items) == 1:
            if await self._failed_alone(part, failed):
                return Answer(Outcome.TAKEN), []
            return failed, list(part.items)
        one, others = self._split_off_one(part)
        answer = await self._try(one)
        if answer.outcome is not Outcome.TAKEN:
            return answer, list(part.items)
        return await self._searched([others], took=True)

    async def _searched(self, pieces: Sequence[Part], *, took: bool) -> tuple[Answer, list[Item]]:
        """Post pieces, and halve those that fail while others are taken. What is left are suspects."""
        queue, alone, misses = deque(pieces), list[Part](), 0
        answer = Answer(Outcome.TAKEN)
        while queue and misses < MOST_MISSES:
            piece = queue.popleft()
            answer = await self._try(piece)
            if answer.outcome is Outcome.TAKEN:
                took, misses = True, 0
                continue
            misses += 1
            if len(piece.items) == 1:
                if not (await self._failed_alone(piece, answer)):
                    alone.append(piece)
                continue
            one, others = self._split_off_one(piece)
            answer = await self._try(one)
            if answer.outcome is Outcome.TAKEN:
                took, misses = True, 0
            elif took:
                misses += 1
                if not await self._failed_alone(one, answer):
                    alone.append(one)
            else:
                return answer, [item for part in (piece, *queue) for item in part.items]
            half = (len(others.items) + 1) // 2
            halves = others.items[:half], others.items[half:]
            queue += [others.of(some) for some in halves if some]
        left = [item for part in queue for item in part.items]
        for piece in alone:
            if self._alone.get(_id(piece.items[0])) == self._takes.get(piece.path, 0):
                left += piece.items  # nothing was taken since
                continue
            answer = await self._try(piece)
            if answer.outcome is not Outcome.TAKEN and not await self._failed_alone(piece, answer):
                left += piece.items
        self._suspects |= {_id(item) for item in left}
        return (answer if left and not took else Answer(Outcome.TAKEN)), left

    def _split_off_one(self, part: Part) -> tuple[Part, Part]:
        """One item of a part, a different one each time, and the remaining items."""
        self._turn += 1
        items = list(part.items)
        one = items.pop(self._turn % len(items))
        return part.of([one]), part.of(items)

    async def _failed_alone(self, part: Part, answer: Answer) -> bool:
        """An item failed alone. If others were taken since it did so before, it is set aside."""
        item, takes = part.items[0], self._takes.get(part.path, 0)
        before = self._alone.setdefault(_id(item), takes)
        full = await asyncio.to_thread(lambda: self._letters.set_aside) >= MOST_ASIDE
        if takes == before or full:
            return False
        now = self._clock.now()
        letter = DeadLetter(
            now,
            SET_ASIDE,
            answer.why,
            as_json(_told(item)),
            packed(item.what),
            now + FIRST_AGAIN_MS,
        )
        await asyncio.to_thread(self._letters.add, [letter])
        _log.warning("an item that the board cannot take was set aside", why=answer.why)
        await self._finished(part)
        return True

    async def _try(self, part: Part, *, settle: bool = True) -> Answer:
        """Post one part. Taken items and those that the board names as wrong are done."""
        body = part.body(self._clock.now())
        answer = await asyncio.get_running_loop().run_in_executor(
            self.threads, self._post, part.path, body
        )
        told: list[Any] = body[part.name]
        answer = answer.of_batch(len(told))
        self._note(answer)
        if answer.outcome is not Outcome.TAKEN:
            return answer
        rejected = [one for one in answer.rejected if one[0] < len(told)]  # the others are proofs
        if rejected:
            await self._dead(part, told, rejected)
        if len(rejected) < len(told):
            self._takes[part.path] = self._takes.get(part.path, 0) + 1
        self.posted[part.lane] += max(0, len(part.items) - len(rejected))
        if part.items and settle:
            await self._finished(part)
        return answer

    async def _finished(self, part: Part) -> None:
        await self._buffer.finish(part.items)
        for item in part.items:
            self._suspects.discard(_id(item))
            self._alone.pop(_id(item), None)

    async def _dead(
        self, part: Part, told: list[Any], rejected: Sequence[tuple[int, str, str]]
    ) -> None:
        now = self._clock.now()
        letters = [
            DeadLetter(now, code, why, as_json(told[index]), packed(part.refused(index, told)))
            for index, code, why in rejected
        ]
        await asyncio.to_thread(self._letters.add, letters)
        self.rejected += len(letters)
        _log.warning("the board refused values", count=len(letters), first=letters[0].why)

    def _note(self, answer: Answer) -> None:
        if answer.outcome in (Outcome.TAKEN, Outcome.REFUSED):
            self.last_answer_at = self._clock.now()
        if answer.outcome is Outcome.TAKEN:
            self.last_error = ""
            return
        self.failures += 1
        if answer.why != self.last_error:
            _log.warning("the board does not take what is posted", why=answer.why)
        self.last_error = answer.why


def _id(item: Item) -> Id:
    return item.stream, item.seq


def _event(item: Item) -> Event:
    assert isinstance(item.what, Event), "readings have a door of their own"
    return item.what


def _told(item: Item) -> Any:
    what = item.what
    return _reading(what) if isinstance(what, Reading) else orjson.loads(what.body)


def _reading(sample: Reading) -> dict[str, Any]:
    told: dict[str, Any] = {"tag": sample.tag, "ts": sample.ts, "value": sample.value}
    if sample.quality is not Quality.GOOD:
        told["quality"] = sample.quality.value
    told["source"] = sample.source
    return told
