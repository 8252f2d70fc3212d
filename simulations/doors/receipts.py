"""The virtual carrier's reports on messages, in the form of the receipts door."""

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
    """Return the report as a receipt named `event`; None if it is not from a carrier."""
    outcome = OUTCOMES.get(say.kind)
    if say.voice != CARRIER or outcome is None:
        return None
    return {"event": event, "outcome": outcome, **say.data}
