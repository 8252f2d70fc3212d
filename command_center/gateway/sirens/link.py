"""One siren: polls the board for warnings, sends each once, reports the result, and checks whether the siren can be
reached. None of the four tasks waits for another.

A newer message of an incident stops the try of an older one, so that an end never waits behind its alert, and follows
it if the alert is already on its way.
"""

import asyncio
import random
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from command_center import log
from command_center.domain.incidents.warning.public_warning import END_GIVEN_OUT_MS
from command_center.gateway.file.model import Siren
from command_center.gateway.intake import Intake
from command_center.gateway.posting.post import BoardGet, Outcome, Post
from command_center.gateway.sirens.cap_message import head_of
from command_center.gateway.sirens.ledger import Kept, Ledger
from command_center.gateway.sirens.way import Kind, NotReached, Reached, Way

FIRST_AGAIN_S, LONGEST_AGAIN_S = 1.0, 30.0
LOOK_S, AWAY_LOOK_S = 30.0, 2.0
MOST_TOLD = 100
TELL_S = 1.0
T = TypeVar("T")
_log = log.get(__name__)


class SirenLink:
    """Serves one siren. `enrol` registers the gateway's sirens with the board; it is called when the board does not
    know this one.
    """

    def __init__(
        self, given: Siren, intake: Intake, way: Way, get: BoardGet, post: Post, ledger: Path,
        enrol: Callable[[], object], chance: random.Random | None = None,
    ) -> None:  # fmt: skip
        self._given, self._intake, self._way = given, intake, way
        self._get, self._post, self._enrol = get, post, enrol
        self._path = ledger
        self._chance = chance or random.Random()
        self._board = ThreadPoolExecutor(2, "siren-board")
        self._disk = ThreadPoolExecutor(1, "siren-disk")
        self._ledger: Ledger | None = None
        self._fresh, self._words = asyncio.Event(), asyncio.Event()
        self._standing: set[str] | None = None
        self._trying: tuple[Kept, asyncio.Task[Reached | None]] | None = None

    async def run(self) -> None:
        """Serve the siren until cancelled."""
        self._ledger = await self._on(self._disk, lambda: Ledger(self._path))
        if self._given.retain and self._given.version != "5":
            self._fault("retain", "not retained: that needs version 5")
        if self._given.confirm is not None and self._given.proof is None:
            self._fault("confirm", "not asked for: its topic is the topic of the orders")
        try:
            await self._way.open()
            async with asyncio.TaskGroup() as group:
                for task in (self._ask, self._carry, self._tell, self._look):
                    group.create_task(task())
        finally:
            self._intake.state.connected = False
            await self._way.close()
            ledger = self._ledger
            with suppress(sqlite3.Error):
                await self._on(self._disk, ledger.close)
            for pool in (self._board, self._disk):
                pool.shutdown(wait=False, cancel_futures=True)

    async def _ask(self) -> None:
        """Asks the center for warnings and keeps new ones."""
        path = f"/api/v1/warnings?siren={self._given.id}&scope={self._given.scope}"
        while True:
            answer, told = await self._on(self._board, lambda: self._get(path))
            if answer.outcome is Outcome.TAKEN:
                self._intake.state.faults.pop("board", None)
                await self._take(told)
            else:
                self._fault("board", answer.why)
                if answer.why.startswith("404 "):
                    await self._on(self._board, self._enrol)
            await asyncio.sleep(self._given.every / 1000)

    async def _take(self, told: Any) -> None:
        """Keep the messages that are new. One that is not as it should be is a fault, and the others are carried."""
        now, fresh, standing = self._intake.now(), list[Kept](), set[str]()
        listed = told.get("warnings") if isinstance(told, dict) else None
        if not isinstance(listed, list):
            self._fault("warnings", "the answer is no board's")
            return
        for one in listed:
            try:
                head = head_of(one["document"])
                if head.type != "Cancel":
                    standing.add(str(one["incident"]))
                self._must_be_for_us(head.status)
                sent = int(one["sent"])
                ends = sent + self._tried_for(head.type)
                ends = ends if head.expires is None else min(head.expires, ends)
                kept = Kept(
                    head.identifier, str(one["incident"]), int(one["message"]), head.type,
                    one["document"], now + ends - int(told["now"]), 0, 0, sent,
                )  # fmt: skip
                fresh.append(kept)
            except (ValueError, KeyError, TypeError) as error:
                self._intake.state.unknown += 1
                self._fault("warnings", str(error) or type(error).__name__)
        self._standing = standing  # before an end of these is carried
        for kept in fresh:
            if await self._kept(partial(Ledger.take, one=kept)):
                self._intake.state.values += 1
                self._stop_older(kept)
                self._fresh.set()

    def _tried_for(self, kind: str) -> int:
        """An end is tried as long as the board gives it out: a late end sounds nothing."""
        return END_GIVEN_OUT_MS if kind == "Cancel" else self._given.tries_for

    def _stop_older(self, newer: Kept) -> None:
        """The ledger has put aside what this one takes the place of; a try of it that runs is stopped."""
        if self._trying is not None and self._trying[0].incident == newer.incident:
            self._trying[1].cancel()

    def _must_be_for_us(self, status: str) -> None:
        if status != "Actual" and not (status == "Exercise" and self._given.exercises):
            raise ValueError(f"a document of status {status} is not carried")

    async def _carry(self) -> None:
        """Carry what waits, each try after a longer wait, until it has become too old. After each try the ledger says
        what waits now: a try takes seconds, and what waited behind it may be superseded."""
        while True:
            self._fresh.clear()
            soonest = min(await self._kept(Ledger.waiting), key=lambda one: one.next, default=None)
            now = self._intake.now()
            if soonest is not None and soonest.next <= now:
                await self._try(soonest)
                continue
            wait = None if soonest is None else max(0.01, (soonest.next - now) / 1000)
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._fresh.wait()

    async def _try(self, one: Kept) -> None:
        now, state = self._intake.now(), self._intake.state
        if now >= one.expires:
            why = state.faults.get("siren", "") if one.tries else "too old when it came"
            await self._note(one, "expired", now, why, None)
            return
        good_for_s = (one.expires - now) / 1000
        task = asyncio.ensure_future(self._carried(one, good_for_s))
        self._trying = one, task
        try:
            await asyncio.wait({task})
        finally:
            self._trying = None
            task.cancel()
        if task.cancelled():
            return
        try:
            reached = task.result()
        except NotReached as error:
            self._fault("siren", str(error))
            upto = min(LONGEST_AGAIN_S, FIRST_AGAIN_S * 2 ** min(one.tries, 10))
            wait_ms = round(1000 * upto * (0.5 + 0.5 * self._chance.random()))
            again = min(self._intake.now() + wait_ms, one.expires)
            await self._note(one, "failing", now, str(error), again)
            return
        state.connects += 1
        state.faults.pop("siren", None)
        await self._note(one, reached or "taken", self._intake.now(), "", None)

    async def _carried(self, one: Kept, good_for_s: float) -> Reached | None:
        """A relay that takes texts knows no incidents: it stays on while another one's alert stands. Until the board
        has answered, what stands is what the ledger knows."""
        if one.type == "Cancel" and self._given.payload is not None:
            standing = self._standing
            if standing is None:
                standing = await self._kept(Ledger.standing)
            others = (standing & await self._kept(Ledger.carried)) - {one.incident}
            if others:
                raise NotReached(f"it still sounds for {', '.join(sorted(others))}")
        return await self._way.carry(cast(Kind, one.type), one.document, good_for_s)

    async def _look(self) -> None:
        """Look now and then whether the siren could be reached, so that a dead one is seen before it is needed."""
        state = self._intake.state
        while True:
            why = await self._way.look()
            if why and why != state.error:
                _log.warning("a siren is away", siren=self._given.id, why=why)
            state.connected, state.error = not why, why
            await asyncio.sleep(AWAY_LOOK_S if why else LOOK_S)

    async def _note(self, one: Kept, outcome: str, at: int, why: str, again: int | None) -> None:
        await self._kept(lambda ledger: ledger.tried(one, outcome, at, why, again))
        self._words.set()

    async def _tell(self) -> None:
        """Tell the board what became of messages, until it has taken it."""
        while True:
            self._words.clear()
            words = await self._kept(lambda ledger: ledger.untold(MOST_TOLD))
            if words:
                body = {
                    "siren": self._given.id,
                    "outcomes": [
                        {
                            "incident": one.incident, "message": one.number,
                            "outcome": one.outcome, "happened_at": one.at, "tries": one.tries,
                            "why": one.why[:300] or None,
                        }
                        | ({"sent": one.sent} if one.sent else {})
                        for one in words
                    ],
                }  # fmt: skip
                tell = partial(self._post, "/api/v1/siren-outcomes", body)
                answer = await self._on(self._board, tell)
                if answer.outcome in (Outcome.TAKEN, Outcome.REFUSED):
                    for _, _, why in answer.rejected:
                        _log.warning("a word on a siren was refused", siren=self._given.id, why=why)
                    if answer.outcome is Outcome.REFUSED:
                        self._fault("outcomes", answer.why)
                    await self._kept(partial(Ledger.told, words=words))
                    continue
                self._fault("board", answer.why)
            with suppress(TimeoutError):
                async with asyncio.timeout(TELL_S if words else None):
                    await self._words.wait()
                if words:
                    await asyncio.sleep(TELL_S)

    async def _kept(self, work: Callable[[Ledger], T]) -> T:
        assert self._ledger is not None, "opened by run"
        ledger = self._ledger
        return await self._on(self._disk, lambda: work(ledger))

    @staticmethod
    async def _on(pool: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(pool, work)

    def _fault(self, what: str, why: str) -> None:
        if self._intake.state.faults.get(what) != why:
            _log.warning("a siren is at fault", siren=self._given.id, what=what, why=why)
        self._intake.state.faults[what] = why
