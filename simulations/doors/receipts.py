"""What the virtual carrier tells of messages, in the form of the door by which services of channels tell."""

from collections.abc import Mapping
from typing import Any

from simulations.intent import CARRIER, Say

PATH = "receipts/simulated"
OUTCOMES: Mapping[str, str] = {
    "notification.deliver": "delivered",
    "notification.read": "read",
    "notification.fail": "failed",
    "notification.answer": "answered",
}


def receipt_of(say: Say, event: str) -> dict[str, Any] | None:
    """The words as a receipt named `event`; None for words that are no carrier's."""
    outcome = OUTCOMES.get(say.kind)
    if say.voice != CARRIER or outcome is None:
        return None
    return {"event": event, "outcome": outcome, **say.data}
