"""The dispatcher: sends what the fold wants sent, a row first, and records each attempt as a fact.

Row, send, row, fact. A crash before the send leaves a claim that runs out, one after it a row that
only lacks its fact; one in between sends again and says so.
"""

import threading
from collections.abc import Callable, Sequence

from command_center import log
from command_center.clock import Clock
from command_center.desk import Desk, Refused
from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.fact import Fact
from command_center.domain.notifications.wanted import Wanted, wanted
from command_center.domain.state import State
from command_center.notify.channels import SIMULATED, CannotSend, Channels
from command_center.store.deliveries import Claim, Deliveries
from command_center.store.journal import TermLost

LEASE_MS = 15_000
"""How long a claim keeps other processes off: longer than a provider may take to answer (ours)."""
BEAT_S = 1.0
"""Longest time between two looks; a directive does not wait for it (ours)."""
PAGES = frozenset(
    {"directive.issued", "escalation.fired", "authority.asked", "authority.emergency_used"}
    | {"review.reminded", "review.escalated", "review.signature_lapsed"}
)
"""Facts after which somebody is to be told."""

_log = log.get(__name__)


class Dispatcher:
    """Sends the notices of one desk while `leading` says so, under the lease's `term`.

    Give `hear` to the desk as a listener, call `run` in a greenlet or thread of its own, `stop` to
    end it: a slow provider delays no clock.
    """

    def __init__(
        self,
        desk: Desk,
        clock: Clock,
        deliveries: Deliveries,
        channels: Channels,
        leading: Callable[[], bool] = lambda: True,
        term: Callable[[], int | None] = lambda: None,
    ) -> None:
        self._desk, self._clock = desk, clock
        self._deliveries, self._channels = deliveries, channels
        self._leading, self._term = leading, term
        self._wake = threading.Event()
        self._stopping = False

    def hear(self, facts: Sequence[Fact], state: State) -> None:
        """A directive or a step of its chain: somebody is to be told now."""
        if any(fact.kind in PAGES for fact in facts):
            self._wake.set()

    def run(self) -> None:
        """Send until `stop`; a round that fails is logged, and the next one tries again."""
        while not self._stopping:
            try:
                if self._leading():
                    self.run_once(self._clock.now())
            except Exception:
                _log.exception("the dispatcher failed")
            self._wake.wait(BEAT_S)
            self._wake.clear()

    def stop(self) -> None:
        """End `run` soon."""
        self._stopping = True
        self._wake.set()

    def run_once(self, now: int) -> None:
        """One round at `now` (UTC epoch ms). Raises what the database raises."""
        notices = {
            one.delivery: one
            for one in wanted(self._desk.state, self._desk.site, self._desk.described)
            if one.drill is not None or one.channel in self._channels
        }
        if not notices:
            return
        claims = self._deliveries.claim(list(notices), now, LEASE_MS)
        for delivery, claim in claims.items():
            try:
                self._deliver(notices[delivery], claim)
            except TermLost as lost:
                _log.warning("the dispatcher lost its turn", term=lost.term)
                return

    def _deliver(self, notice: Wanted, claim: Claim) -> None:
        error = claim.error
        if claim.state is None:
            error = self._send(notice, claim.attempt)
            self._deliveries.settle(notice.delivery, self._clock.now(), error)
        data = {
            "delivery": notice.delivery,
            "subject": notice.subject,
            "step": notice.step,
            "person": notice.person,
            "channel": notice.channel,
            "address_version": notice.version,
            "attempt": claim.attempt,
            "error": error,
        }
        answer = self._desk.submit(
            "notification.send", data, DUTY_ACTOR, term=self._term(), drill=notice.drill
        )
        if isinstance(answer, Refused):
            _log.warning("a notice was refused", code=answer.refusal.code, **data)

    def _send(self, notice: Wanted, attempt: int) -> str | None:
        """What kept it from going out, None when it did."""
        try:
            channel = self._channels[notice.channel] if notice.drill is None else SIMULATED
            channel.send(notice, attempt)
        except CannotSend as why:
            _log.warning("a notice could not be sent", delivery=notice.delivery, why=str(why))
            return "provider"
        return None
