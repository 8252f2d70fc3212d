"""Readiness gaps of rounds and checks that keep the software's data true and were not made in time."""

from collections.abc import Iterator

from typing_extensions import TypedDict

from command_center.domain.payload import Words
from command_center.domain.state import State
from command_center.domain.state.matters import Matter
from command_center.domain.verdicts.turns import ALWAYS, Turn

ROUNDS = frozenset({
    "cabinet-round", "extinguisher-round", "contact-check", "stock-count", "periodic-test", "plan-review",
})  # fmt: skip
"""Kinds of matters on whose answer a plan relies: what is in the cabinets, who answers the telephone, what works (ours,
after the library)."""


class RoundGap(TypedDict):
    """A round or check that is owed at a place, or by whom the plan names (`subject`). `turns`:
    `due`, and `overdue` from `due_at` on (UTC epoch ms)."""

    matter: str
    number: str
    title: Words
    kind: str
    place: str | None
    subject: str | None
    due_at: int
    turns: list[Turn]


def rounds_owed(state: State) -> Iterator[Matter]:
    """Yields every open round and check with a deadline."""
    return (one for one in state.matters.open.values() if one.kind in ROUNDS and one.due)


def round_gap(state: State, matter: str) -> RoundGap | None:
    """Returns the gap of one owed round or check; None where there is none."""
    found = state.matters.open.get(matter)
    if found is None or found.kind not in ROUNDS or not found.due:
        return None
    due_at = min(one["at"] for one in found.due)
    return RoundGap(
        matter=found.id, number=found.number, title=found.title, kind=found.kind, place=found.place,
        subject=found.subject, due_at=due_at,
        turns=[(ALWAYS, "plain", "due"), (due_at, "warn", "overdue")],
    )  # fmt: skip
