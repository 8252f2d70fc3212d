"""The workers of one channel: a bounded number of messages under way, each in a thread of its own.

One coordinator for each channel talks to the database, so a hanging provider blocks no other channel and no
transaction. A message whose provider does not return in time ends as Unknown; its thread may finish later, and its
late result is still stored.
"""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from command_center import log
from command_center.notify.provider import Provider
from command_center.notify.sending.carrying import Addresses, carry
from command_center.notify.sending.retries import Outcome
from command_center.notify.sending.turn import GRACE_MS, Done, Turn, Turns
from command_center.store.outbox.rows import Delivery

IDLE_S = 4.0
"""Longest time between two turns: the channel's row must say that somebody serves it."""
LAST_S = 1.5
"""So long what is under way has to end when a process ends; what has not is found by its lease (ours)."""
FAILED_S = 1.0
"""So long a coordinator waits after a turn that the database refused."""

_log = log.get(__name__)


@dataclass(slots=True)
class _Job:
    row: Delivery
    gives_up_at: float
    given_up: bool = False


@dataclass(slots=True)
class Heard:
    """The callbacks of a pool: `settled` after something became final, `turned` with the channels
    that got more rows.
    """

    settled: Callable[[], None] = lambda: None
    turned: Callable[[set[str]], None] = lambda channels: None
    tried: Callable[[str, Outcome], None] = lambda channel, outcome: None


@dataclass(slots=True)
class Pool:
    """Sends the deliveries of one channel. `elapsed` is monotonic seconds; `may` says whether this process may claim
    deliveries now. Call `run` in a greenlet or thread of its own; `wake` when something is due; `stop` ends it and
    lets messages under way finish by themselves.
    """

    channel: str
    provider: Provider
    turns: Turns
    addresses: Addresses
    elapsed: Callable[[], float]
    may: Callable[[], bool] = lambda: True
    heard: Heard = field(default_factory=Heard)
    _jobs: dict[str, _Job] = field(default_factory=dict)
    _stuck: int = 0
    _taken_at: float = float("-inf")
    _done: deque[Done] = field(default_factory=deque)
    _wake: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _stopping: bool = False

    @property
    def under_way(self) -> int:
        """The number of messages that are being sent now."""
        return len(self._jobs)

    def wake(self) -> None:
        """Wakes the workers, because a message may be due."""
        self._wake.set()

    def stop(self) -> None:
        """Claim nothing more, and end `run` once finished results are stored."""
        self._stopping = True
        self._wake.set()

    def run(self) -> None:
        """Run turns until `stop`; a failing turn is logged and repeated."""
        while not self._stopping:
            self._wake.wait(self._next_s())
            self._wake.clear()
            try:
                self.turn()
            except Exception:
                _log.exception("a channel's turn failed", channel=self.channel)
                threading.Event().wait(FAILED_S)
                self._wake.set()
        ends_at = self.elapsed() + LAST_S
        while self._jobs and self.elapsed() < ends_at:
            self._wake.wait(0.1)
            self._wake.clear()
        try:
            self.turn()
        except Exception:
            _log.exception("a channel's last turn failed", channel=self.channel)

    def turn(self) -> None:
        """Store finished results, claim what is due, and start it."""
        self._give_up()
        turn = self._take()
        while True:
            for row in turn.claimed:
                self._begin(row)
            full = self._free() <= 0
            if full or not turn.claimed or not self._done:
                return
            turn = self._take()

    def run_here(self) -> int:
        """Send everything due, one after another, in this thread, for a clock advanced by hand. Return the number of
        tries.
        """
        tried = 0
        turn = self._take()
        while turn.claimed or self._done:
            for row in turn.claimed:
                outcome = carry(self.provider, row, self.addresses)
                self.heard.tried(self.channel, outcome)
                self._done.append((row, outcome))
                tried += 1
            turn = self._take()
        return tried

    def _take(self) -> Turn:
        done = [self._done.popleft() for _ in range(len(self._done))]
        may = self.may() and not self._stopping
        free = max(0, self._free()) if may else 0
        # All workers may be at long calls: the channel's row says that somebody serves it all the same.
        silent = self.elapsed() - self._taken_at >= IDLE_S
        if not done and not free and not (may and silent):
            return Turn()
        try:
            turn = self.turns.take(done, free, kept=1 if self.provider.workers > 1 else 0)
        except Exception:
            self._done.extendleft(reversed(done))
            raise
        self._taken_at = self.elapsed()
        if turn.settled:
            self.heard.settled()
        if turn.turned_to:
            self.heard.turned(turn.turned_to)
        return turn

    def _free(self) -> int:
        stuck = max(0, self._stuck - self.provider.workers)
        return self.provider.workers - len(self._jobs) - stuck

    def _begin(self, row: Delivery) -> None:
        lease_s = (self.turns.lease_ms - GRACE_MS / 2) / 1000
        job = _Job(row, self.elapsed() + lease_s)
        self._jobs[row.id] = job
        threading.Thread(target=self._carry, args=(job,), daemon=True).start()

    def _carry(self, job: _Job) -> None:
        outcome = carry(self.provider, job.row, self.addresses)
        self.heard.tried(self.channel, outcome)
        with self._lock:
            if job.given_up:
                self._stuck -= 1
            elif self._jobs.get(job.row.id) is job:
                del self._jobs[job.row.id]
            # A late word is kept too: that it was accepted after all ends the delivery's further tries.
            if not job.given_up or outcome.kind == "accepted":
                self._done.append((job.row, outcome))
        self._wake.set()

    def _give_up(self) -> None:
        now = self.elapsed()
        with self._lock:
            for ident, job in list(self._jobs.items()):
                if now >= job.gives_up_at:
                    job.given_up = True
                    self._stuck += 1
                    del self._jobs[ident]
                    took = round((now - job.gives_up_at) * 1000) + self.turns.lease_ms
                    _log.warning("a provider did not come back", channel=self.channel)
                    self._done.append(
                        (job.row, Outcome("unknown", "no answer in time", took_ms=took))
                    )

    def _next_s(self) -> float:
        ends = [job.gives_up_at for job in self._jobs.values()]
        return min([IDLE_S, *(max(0.0, end - self.elapsed()) for end in ends)])
