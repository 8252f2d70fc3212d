"""The outbox of one process: the leading one plans, sends, records and audits; the others wait.

Plan, send, record: each step reads from the database what the previous one left, so another process can do it, and
nothing is lost if one dies in the middle.
"""

import threading
from collections.abc import Callable, Sequence

from command_center import log
from command_center.clock import Clock
from command_center.domain.fact import Fact
from command_center.domain.state import State
from command_center.notify.answers.applier import Applier
from command_center.notify.auditor import AUDIT_S, Auditor
from command_center.notify.channels_file import ChannelsFile
from command_center.notify.heartbeat import Heartbeat
from command_center.notify.planner import Planner
from command_center.notify.sending.sending import Sending
from command_center.notify.teller import Teller
from command_center.store.journal import TermLost

LOOK_S = 0.2
"""How often it looks for what other processes settled or received (ours)."""
QUIET_S = 0.5
"""The same while nothing is under way: what may come then is a late receipt that another process took in (ours)."""
PLAN_S = 1.0
"""Longest time between two plans; a fact that pages somebody does not wait for it (ours)."""

_log = log.get(__name__)


class Outbox:
    """The outbox. Register `hear` as a listener of the desk, call `run` in a greenlet or thread of its own, `stop` to
    end it.

    `leading` says whether this process plans, records and audits. `sending` serves the channels of this process;
    `news` is set when it settled or received something. `file` says when channels get their daily test.
    """

    def __init__(
        self,
        planner: Planner,
        sending: Sending,
        teller: Teller,
        applier: Applier,
        auditor: Auditor,
        clock: Clock,
        news: threading.Event,
        leading: Callable[[], bool] = lambda: True,
        file: ChannelsFile | None = None,
    ) -> None:
        self._file = file or ChannelsFile()
        self._planner, self.sending, self._teller = planner, sending, teller
        self._applier, self.auditor, self._clock = applier, auditor, clock
        self._leading, self._wake = leading, news
        self.heartbeat: Heartbeat | None = None
        self._to_plan = True
        self._led = False
        self._planned_at = self._audited_at = self._looked_at = float("-inf")
        self._stopping = False

    @property
    def clean(self) -> bool:
        """Whether this process leads and its last audit found nothing."""
        return self._leading() and self.auditor.clean is True

    @property
    def idle(self) -> bool:
        """Whether the last plan found nothing wanted and nothing under way."""
        return self._planner.idle

    def hear(self, facts: Sequence[Fact], state: State) -> None:
        """Take facts: somebody may now have to be notified, or no longer."""
        if not all(fact.kind.startswith("notification.") for fact in facts):
            self._to_plan = True
            self._wake.set()

    def run(self) -> None:
        """Work until `stop`; a failing round is logged, and the next one tries again."""
        self.sending.start()
        beating = self.heartbeat
        if beating is not None:
            threading.Thread(target=beating.run, daemon=True).start()
        while not self._stopping:
            try:
                self._round()
            except TermLost as lost:
                _log.warning("the outbox lost its turn", term=lost.term)
            except Exception:
                _log.exception("the outbox failed")
                self._to_plan = True
            self._wake.wait(QUIET_S if self._planner.idle else LOOK_S)
            self._wake.clear()
        if beating is not None:
            beating.stop()
        self.sending.stop()

    def look_soon(self) -> None:
        """Look again soon, because this process has taken in receipts."""
        self._wake.set()

    def stop(self) -> None:
        """End `run` soon; messages under way have two seconds to finish."""
        self._stopping = True
        self._wake.set()

    def run_once(self, now: int) -> None:
        """Do everything once in this thread, for a clock advanced by hand. Raises the database's errors."""
        if not self._begins():
            return
        self._planner.plan()
        self._planner.test(self._file)
        if not self._planner.idle:
            self.sending.run_here()
        try:
            self._record()
        except TermLost as lost:
            _log.warning("the outbox lost its turn", term=lost.term)

    def _round(self) -> None:
        if not self._begins():
            return
        elapsed = self._clock.elapsed()
        heard = self._to_plan
        if heard or elapsed - self._planned_at >= PLAN_S:
            self._to_plan = False
            self._planned_at = elapsed
            self.sending.wake(self._planner.plan() | self._planner.test(self._file))
        quiet = self._planner.idle and elapsed - self._looked_at < QUIET_S
        if not (heard and quiet):  # a fact that plans nothing costs the database nothing
            self._looked_at = elapsed
            self._record()
        if elapsed - self._audited_at >= AUDIT_S:
            self._audited_at = elapsed
            self.auditor.audit()

    def _begins(self) -> bool:
        """Whether this process leads; one that begins to makes the channels known."""
        leading = self._leading()
        if leading and not self._led:
            self._planner.begin()
            self._planner.idle = False
            self._to_plan = True
        if not leading:
            self.auditor.clean = None
        self._led = leading
        return leading

    def _record(self) -> None:
        if self._planner.plans.news():
            self._teller.tell()
            if self._applier.apply():  # a receipt proved something: record that, then the receipt
                self._teller.tell()
                self._applier.apply()
