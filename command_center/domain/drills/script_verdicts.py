"""Verdicts on the script of a drill: its injects and expectations, as turns in exercise time.

See docs/domain.md, "Verdicts". The controllers' console and the chart of the script both use them.
"""

from typing import Literal

from command_center.domain.state.drills.drill import ExpectationState, Inject, InjectState
from command_center.domain.verdicts.turns import ALWAYS, Sign, Turn

PUNCTUAL_MS = 5_000
"""What fired within so much of its plan fired in time [ours]: the script is looked at once a second, and a
process that takes over needs a few."""
HAPPENED: dict[InjectState, Sign] = {
    "fired": "note",
    "added": "note",
    "held": "warn",
    "skipped": "gone",
}
EXPECTED: dict[ExpectationState, Sign] = {
    "to_come": "plain",
    "open": "note",
    "met": "good",
    "late": "warn",
    "missed": "urgent",
    "moot": "gone",
    "not_reached": "gone",
}


def expectation_turns(state: ExpectationState, by: int) -> list[Turn]:
    """Returns the turns of an expectation whose time is up at `by` (exercise time, UTC epoch ms).

    The code is its state. An open one becomes `overdue` from the millisecond after its time; the
    duties then soon record it as `missed`.
    """
    turns: list[Turn] = [(ALWAYS, EXPECTED[state], state)]
    if state == "open":
        turns.append((by + 1, "urgent", "overdue"))
    return turns


def fired_as(planned: int | None, at: int) -> Literal["fired", "fired_later", "fired_earlier"]:
    """Returns how an inject that fired at `at` fits its plan, both in exercise time. `planned` is
    None where a condition or the controller decided when."""
    if planned is None or abs(at - planned) <= PUNCTUAL_MS:
        return "fired"
    return "fired_later" if at > planned else "fired_earlier"


def inject_turns(one: Inject) -> list[Turn]:
    """Returns the turns of an inject that was fired, held, skipped or added. Codes: `held`,
    `skipped`, `added`, and those of `fired_as`."""
    code = fired_as(one.planned, one.at) if one.state == "fired" else one.state
    return [(ALWAYS, HAPPENED[one.state], code)]
