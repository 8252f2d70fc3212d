"""Turns delivery receipts into facts, in whatever order they arrive: a receipt waits until its delivery is recorded.

One that cannot be applied is set aside as `dead`: it delays no other, and an operator sees it.
"""

from collections.abc import Callable, Iterator, Mapping

from sqlalchemy.exc import SQLAlchemyError

from command_center import log
from command_center.desk import Desk, Forbidden, InvalidCommand, Refused, UnknownCommand
from command_center.domain.actor import Actor, ActorKind, Role
from command_center.notify.routes import SIMULATED
from command_center.store.journal import KeyReused, TermLost
from command_center.store.outbox.matching import Matching
from command_center.store.outbox.receipts import Inbox
from command_center.store.outbox.rows import TEST, Delivery, KeptReceipt

LOST_S = 600.0
"""So long a receipt waits for a delivery that it matches (ours)."""
AGAIN_S = 1.0
"""How often one that matches nothing yet is looked at (ours)."""
BREAKS = 5
"""So often a receipt that breaks the applier is tried, a second apart, before it is set aside (ours)."""
STANDS_STILL = "drill_phase"
"""The refusal of everything that is said in an exercise that stands still."""
COMMANDS = {
    "delivered": "notification.deliver",
    "read": "notification.read",
    "failed": "notification.fail",
    "answered": "notification.answer",
}

_log = log.get(__name__)


def carrier_of(channel: str, kind: str | None) -> Actor:
    """Return the actor that reports for a channel: only for notices of its own kind. The simulated channel reports
    for all.
    """
    if channel == SIMULATED:
        return Actor(id=channel, role=Role.CARRIER, kind=ActorKind.VIRTUAL)
    return Actor(id=channel, role=Role.CARRIER, kind=ActorKind.GATEWAY, channel=kind or channel)


class Applier:
    """Applies the receipts of one desk; only the leading process does. `elapsed` is monotonic seconds, `kinds` the
    kind of each channel.
    """

    def __init__(
        self,
        desk: Desk,
        inbox: Inbox,
        matching: Matching,
        elapsed: Callable[[], float],
        kinds: Mapping[str, str],
    ) -> None:
        self._desk, self._inbox, self._matching, self._kinds = desk, inbox, matching, kinds
        self._elapsed = elapsed
        self._seen: dict[int, float] = {}
        self._next: dict[int, float] = {}
        self._broke: dict[int, int] = {}

    def apply(self) -> bool:
        """Apply the receipts that can be applied. Return whether a sending was proven that must be recorded first:
        record it, then apply again. Raises the database's errors.
        """
        again = False
        for receipt in self._waiting():
            if self._elapsed() < self._next.get(receipt.id, 0.0):
                continue
            row = self._matching.find(receipt)
            if row is None:
                self._wait(receipt)
            elif row.told:
                self._apply(receipt, row)
            elif receipt.outcome != "failed":
                self._matching.prove(row.id)
                again = True
            elif row.state in ("sent", "unknown"):
                again = True
        return again

    def _waiting(self) -> Iterator[KeptReceipt]:
        """Everything in the inbox: however many match nothing, those after them are applied."""
        last = 0
        while page := self._inbox.waiting(after=last):
            yield from page
            last = page[-1].id

    def _wait(self, receipt: KeptReceipt) -> None:
        now = self._elapsed()
        if now - self._seen.setdefault(receipt.id, now) < LOST_S:
            self._next[receipt.id] = now + AGAIN_S
            return
        _log.warning("a receipt matches nothing", channel=receipt.channel, receipt=receipt.event)
        self._settle(receipt, "unmatched", None)

    def _apply(self, receipt: KeptReceipt, row: Delivery) -> None:
        """Apply it; one that breaks is tried again and then set aside. Raises what the database raises."""
        try:
            self._decide(receipt, row)
        except (SQLAlchemyError, TermLost):
            raise
        except KeyReused:  # its number spoke of another receipt before: the database was set back
            self._dead(receipt, row, "key_reused")
        except Exception as why:
            _log.exception("a receipt broke", channel=receipt.channel, receipt=receipt.event)
            broke = self._broke[receipt.id] = self._broke.get(receipt.id, 0) + 1
            self._next[receipt.id] = self._elapsed() + AGAIN_S
            if broke >= BREAKS:
                self._dead(receipt, row, type(why).__name__)

    def _dead(self, receipt: KeptReceipt, row: Delivery, why: str) -> None:
        _log.error(
            "a receipt was set aside", channel=receipt.channel, receipt=receipt.event, why=why
        )
        self._settle(receipt, "dead", row.id, why)

    def _decide(self, receipt: KeptReceipt, row: Delivery) -> None:
        if row.subject == TEST:  # that it came is all that it says
            self._settle(receipt, "applied", row.id)
            return
        others = self._matching.spoken_for(row.id) if receipt.outcome != "answered" else []
        whys = [self._submit(receipt, row, ident) for ident in (row.id, *others)]
        if whys[0] == STANDS_STILL:
            self._wait(receipt)  # an exercise that stands still hears it when it goes on
            return
        done = None in whys
        self._settle(receipt, "applied" if done else "ignored", row.id, whys[0] or "")

    def _submit(self, receipt: KeptReceipt, row: Delivery, delivery: str) -> str | None:
        """Submits the receipt's command; returns the refusal, or None."""
        data: dict[str, object] = {"delivery": delivery}
        if receipt.outcome == "failed":
            data["error"] = receipt.error or "provider"
        if receipt.outcome == "answered":
            data["word"] = receipt.word
            if (
                receipt.channel != SIMULATED
            ):  # who plays the telephones knows no time of ours: it is now
                at = _answered_at(receipt, row)
                data |= {} if at is None else {"at": at}
        carrier = carrier_of(receipt.channel, self._kinds.get(receipt.channel))
        kind = COMMANDS.get(receipt.outcome, receipt.outcome)
        # SQLite gives the numbers of rows that retention deleted again: the time tells them apart.
        key = f"receipt/{receipt.id}-{receipt.received_at}/{delivery}"[:100]
        try:
            answer = self._desk.submit(kind, data, carrier, drill=row.drill, key=key)
        except (UnknownCommand, Forbidden, InvalidCommand) as wrong:
            _log.warning("a receipt was not understood", channel=receipt.channel, kind=kind)
            return type(wrong).__name__
        return answer.refusal.code if isinstance(answer, Refused) else None

    def _settle(
        self, receipt: KeptReceipt, state: str, delivery: str | None, why: str = ""
    ) -> None:
        self._inbox.settle(receipt.id, state, delivery, why)
        self._seen.pop(receipt.id, None)
        self._next.pop(receipt.id, None)
        self._broke.pop(receipt.id, None)


def _answered_at(receipt: KeptReceipt, row: Delivery) -> int | None:
    """When an answer was given, UTC epoch ms, whatever the clock of its service shows: as the service says where that
    lies between the plan of its message and the receipt, else when we received it. None where the database's own
    clock was set back meanwhile: the answer is given now."""
    received = receipt.received_at
    if received < row.planned_at:
        return None
    told = receipt.at or received
    return told if row.planned_at <= told <= received else received
