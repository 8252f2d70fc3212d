"""The auditor: checks that every open escalation chain's next step lies ahead or has fired, and that nothing in the
outbox is overlooked.

It only watches: a stopped clock, a dead worker or a fact never recorded shows here, whatever the cause.
"""

from collections.abc import Iterator

from command_center import log
from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.notifications.escalate import steps_due
from command_center.store.outbox.stuck import Audits

GRACE_MS = 10_000
"""So late a step or a try may be (ours): a new leader takes five seconds."""
AUDIT_S = 5.0
"""How often it is audited (ours)."""

_log = log.get(__name__)


class Auditor:
    """Audits one desk's chains and its outbox, in the leading process. `holder` is that process."""

    def __init__(self, desk: Desk, clock: Clock, audits: Audits, holder: str) -> None:
        self._desk, self._clock, self._audits, self._holder = desk, clock, audits, holder
        self.clean: bool | None = None
        """What the last audit found; None before the first, and while another process leads."""

    def audit(self) -> bool:
        """Audit everything, and store the findings where operators and alarms read them. Raises the database's
        errors.
        """
        found = list(self._findings())
        clean = not found
        if not clean:
            _log.error("the outbox is not in order", findings=found)
        elif self.clean is False:
            _log.info("the outbox is in order again")
        self._audits.say("; ".join(found), self._holder)
        self.clean = clean
        return clean

    def _findings(self) -> Iterator[str]:
        late = list(steps_due(self._desk.state, self._clock.now() - GRACE_MS))
        if late:
            named = ", ".join(f"{directive} {step}" for directive, step in late[:5])
            yield f"{len(late)} steps of chains are overdue: {named}"
        stuck = self._audits.stuck()
        if stuck.untried:
            yield f"{stuck.untried} urgent deliveries are due and nobody tries them"
        if stuck.untold:
            yield f"{stuck.untold} outcomes are not recorded"
