"""Sums up what became of a message in one word, from its row and the receipts. It is pure."""

from collections.abc import Collection
from typing import Literal

from typing_extensions import TypedDict

from command_center.domain.verdicts.turns import Sign

Code = Literal[
    "waiting", "held", "sending", "sent", "delivered", "read", "answered", "perhaps", "failed",
    "expired", "withdrawn", "merged",
]  # fmt: skip
SIGNS: dict[Code, Sign] = {
    "waiting": "note", "held": "note", "sending": "note", "sent": "note", "delivered": "good",
    "read": "good", "answered": "good", "perhaps": "warn", "failed": "urgent", "expired": "warn",
    "withdrawn": "gone", "merged": "gone",
}  # fmt: skip
PROBLEMS: frozenset[Code] = frozenset({"perhaps", "failed", "expired"})
"""What a person looks for first."""


class DeliveryState(TypedDict):
    """What became of a message, as a code and a sign."""

    code: Code
    sign: Sign


def state_of(row: str, outcomes: Collection[str], last_try: str | None) -> DeliveryState:
    """Returns the state of a message. `row` is the state of the delivery's row, `outcomes` what
    receipts reported, `last_try` how its last try ended (None where nobody has tried)."""
    code = _code(row, outcomes, last_try)
    return {"code": code, "sign": SIGNS[code]}


def _code(row: str, outcomes: Collection[str], last_try: str | None) -> Code:
    told: tuple[Code, ...] = ("answered", "read", "delivered")
    for one in told:
        if one in outcomes:
            return one
    if "failed" in outcomes:
        return "failed"
    plain: dict[str, Code] = {
        "claimed": "sending", "sent": "sent", "unknown": "perhaps", "failed": "failed",
        "expired": "expired", "withdrawn": "withdrawn", "merged": "merged",
    }  # fmt: skip
    if row == "waiting":
        return "held" if last_try == "held" else "waiting"
    return plain[row]
