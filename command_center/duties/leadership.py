"""Who runs the clocks: one process at a time, by a lease whose term every append names."""

from command_center import log
from command_center.store.lease import Lease

RENEW_S = 1.0
"""How often the lease is prolonged, in monotonic seconds; give it at least three times as long."""

_log = log.get(__name__)


class Leadership:
    """Holds the lease, or without one (the embedded form, a single process) always leads."""

    def __init__(self, lease: Lease | None) -> None:
        self.lease = lease
        self.leading = False
        self.term: int | None = None
        self._renew_at = 0.0

    def hold(self, now: int, elapsed: float) -> bool:
        """Prolong or claim it; True when this process has just begun to lead, in a new term.

        `now` is UTC epoch ms, `elapsed` monotonic seconds.
        """
        if self.lease is None:
            began, self.leading = not self.leading, True
            return began
        if self.leading and elapsed < self._renew_at:
            return False
        self._renew_at = elapsed + RENEW_S
        if self.lease.renew(now):
            return False
        term = self.lease.acquire(now)
        if term is None:
            if self.leading:
                _log.warning("duties lost", term=self.term)
            self.leading, self.term = False, None
            return False
        _log.info("duties taken", term=term)
        self.leading, self.term = True, term
        return True

    def stand_down(self) -> None:
        """Stop leading at once, and leave the lease to whoever is next."""
        self.leading, self.term = False, None
        if self.lease is not None:
            self.lease.release()
