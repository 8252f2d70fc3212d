"""Decides which process runs the duties: one at a time, by a lease whose term every append names."""

from command_center import log
from command_center.store.lease import Lease

RENEW_S = 1.0
"""How often the lease is prolonged, in monotonic seconds; give it at least three times as long."""
GIVES_UP_S = 5.0
"""A leader that holds the lease and gets nothing done for so long is as good as dead (ours)."""
RESTS_S = 10.0
"""So long it then leaves the lead to others; longer than a lease, so that one of them has it."""

_log = log.get(__name__)


class Leadership:
    """Holds the lease. Without one (the embedded form, a single process) it always leads."""

    def __init__(self, lease: Lease | None) -> None:
        self.lease = lease
        self.leading = False
        self.term: int | None = None
        self._renew_at = 0.0
        self._at_work = False
        self._failing_since: float | None = None
        self._rests_until = 0.0

    def hold(self, elapsed: float) -> bool:
        """Renew or claim the lease; return True when this process has just begun to lead, in a new term.

        `elapsed` is monotonic seconds. The database's clock decides how long the lease lasts.
        """
        if self.lease is None:
            began, self.leading = not self.leading, True
            return began
        failed, self._at_work = self._at_work, False
        if self._gives_up(failed, elapsed):
            _log.error("duties given up: they fail in this process", term=self.term)
            self._rests_until = elapsed + RESTS_S
            self.stand_down()
        if elapsed < self._rests_until:
            return False
        began = self._claimed(self.lease, elapsed)
        self._at_work = self.leading
        return began

    def done(self) -> None:
        """Note that all work due since the last `hold` is done."""
        self._at_work = False

    def _gives_up(self, failed: bool, elapsed: float) -> bool:
        """Whether beats have failed for long although the lease could be renewed: it is not the
        database that is away, which would be away for everybody."""
        if not failed:
            self._failing_since = None
            return False
        if self._failing_since is None:
            self._failing_since = elapsed
        return elapsed - self._failing_since >= GIVES_UP_S

    def _claimed(self, lease: Lease, elapsed: float) -> bool:
        if self.leading and elapsed < self._renew_at:
            return False
        self._renew_at = elapsed + RENEW_S
        if lease.renew():
            return False
        term = lease.acquire()
        if term is None:
            if self.leading:
                _log.warning("duties lost", term=self.term)
            self.leading, self.term = False, None
            return False
        _log.info("duties taken", term=term)
        self.leading, self.term = True, term
        return True

    def stand_down(self) -> None:
        """Stop leading at once, and release the lease to the next process."""
        self.leading, self.term = False, None
        if self.lease is not None:
            self.lease.release()
