"""Decides what becomes of a delivery after a try: sent, failed, or tried again when and by which channel. Pure."""

from dataclasses import dataclass
from typing import Literal

from command_center.domain.state.notices.notice import STALE, Error
from command_center.store.outbox.claiming import Ended
from command_center.store.outbox.rows import RANKS, Delivery

URGENT = RANKS["urgent"]
"""What is this urgent or more is sent again when nobody knows whether it arrived: twice is better than never."""
SOON_MS = (500, 1_000, 2_000, 5_000, 10_000, 15_000)
"""Waits before the tries of what is urgent, the last for every further one (ours)."""
CALL_AGAIN_MS = 60_000
"""Wait before a call that may have rung is made again: nobody is called twice within a second, and the second call
within three minutes rings through *do not disturb* (ours)."""
LATER_MS = (5_000, 30_000, 120_000, 300_000, 900_000)
"""Waits before the tries of the rest (ours)."""
OWN_TRIES = 3
"""After so many tries the rest turns to another channel too, though its own is not down (ours)."""
ADDRESS_FAULTS: frozenset[str] = STALE | {"no_address"}
"""Errors that no other try and no other channel of the same kind mends."""
FINAL: frozenset[str] = ADDRESS_FAULTS | {"no_answer"}
"""A call that nobody took is over too: the chain calls again at its own time (15 s to 5 min later by urgency,
`domain/notifications/ladder.py`)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a try. `after_ms` is the wait that a service asked for. `of_address`: a temporary failure that
    concerns only this address. `why` contains no address and no secret.
    """

    kind: Literal["accepted", "temporary", "permanent", "unknown"]
    why: str = ""
    after_ms: int | None = None
    error: Error | None = None
    provider_id: str | None = None
    delivered: bool = False
    cost: float | None = None
    took_ms: int = 0
    of_address: bool = False

    @property
    def blames_channel(self) -> bool:
        """Whether the failure counts against the channel, not against an address or an unanswered call."""
        if self.kind == "permanent":
            return self.error not in FINAL
        return self.kind != "accepted" and not self.of_address


def ended(row: Delivery, outcome: Outcome, now: int, other: str | None, *, looks_up: bool) -> Ended:
    """Return what becomes of a claimed delivery. `other` is a channel that could take over now; `looks_up` says
    whether the provider can look up a message.
    """
    state, channel, attempt, wait, error = "waiting", row.channel, row.attempt, 0, outcome.error
    urgent = row.rank <= URGENT
    if outcome.kind == "accepted":
        state, error = "sent", None
    elif outcome.kind == "permanent" and error in FINAL:
        state = "failed"
    elif outcome.kind == "unknown" and not (urgent or looks_up):
        state = "unknown"
    else:
        wait = _wait(row, outcome)
        if outcome.kind == "unknown":
            attempt += 1
        turns = urgent or outcome.kind == "permanent" or row.tries % OWN_TRIES == 0
        if other is not None and turns and not (outcome.kind == "unknown" and looks_up):
            rang = row.kind == "voice" and outcome.kind == "unknown"
            channel, wait = other, wait if rang else min(wait, SOON_MS[0])
    return Ended(
        delivery=row.id, attempt=row.attempt, outcome=outcome.kind, why=outcome.why,
        took_ms=outcome.took_ms, state=state, next_attempt=attempt, next_try_at=now + wait,
        channel=channel, error=error, provider_id=outcome.provider_id, cost=outcome.cost,
    )  # fmt: skip


def _wait(row: Delivery, outcome: Outcome) -> int:
    waits = SOON_MS if row.rank <= URGENT else LATER_MS
    own = waits[min(max(row.tries, 1), len(waits)) - 1]
    if row.kind == "voice" and outcome.kind == "unknown":
        own = max(own, CALL_AGAIN_MS)
    return max(own, outcome.after_ms or 0)
