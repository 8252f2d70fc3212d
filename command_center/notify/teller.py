"""Turns settled deliveries into facts: what a provider accepted, what may have arrived, what never did."""

from collections.abc import Callable

from command_center import log
from command_center.desk import Desk, InvalidCommand, Refused
from command_center.domain.actor import DUTY_ACTOR
from command_center.store.outbox.planning import Plans
from command_center.store.outbox.rows import TEST, Delivery

_log = log.get(__name__)


class Teller:
    """Records the outcome of deliveries, each once; only the leading process does, under the lease's `term`."""

    def __init__(self, desk: Desk, plans: Plans, term: Callable[[], int | None]) -> None:
        self._desk, self._plans, self._term = desk, plans, term

    def tell(self) -> int:
        """Record everything settled; return how many. Raises TermLost if another process leads, and the database's
        errors; what was recorded by then is not recorded again.
        """
        told: list[str] = []
        try:
            for row in self._plans.untold():
                if row.subject != TEST:
                    self._record(row)
                told.append(row.id)
        finally:
            if told:
                self._plans.tell(told)
        return len(told)

    def _record(self, row: Delivery) -> None:
        data = {
            "delivery": row.id,
            "subject": row.subject,
            "step": row.step,
            "person": row.person,
            "channel": row.kind,
            "address_version": row.address_version,
            "attempt": row.attempt,
            "error": (row.error or "provider") if row.state in ("failed", "expired") else None,
            "unsure": row.state == "unknown",
            "merged_into": row.merged_into,
        }
        try:
            answer = self._desk.submit(
                "notification.send", data, DUTY_ACTOR, term=self._term(), drill=row.drill
            )
        except InvalidCommand as invalid:  # ours to mend; the others go on
            _log.error("a notice was invalid", delivery=row.id, errors=invalid.errors)
            return
        if isinstance(answer, Refused):
            _log.warning("a notice was refused", delivery=row.id, code=answer.refusal.code)
