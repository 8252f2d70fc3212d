"""How the script of a drill stands: its expectations, as turns in exercise time.

docs/domain.md, "Verdicts". The console and the figure of the script say the same by these.
"""

from command_center.domain.state.drill import ExpectationState
from command_center.domain.verdicts.turns import ALWAYS, Sign, Turn

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
    """Of an expected action whose time is up at `by` (exercise time, UTC epoch ms).

    Codes: its state; and `overdue`, for an open one, from the millisecond after its time, when it is
    `missed` by the next look of the duties.
    """
    turns: list[Turn] = [(ALWAYS, EXPECTED[state], state)]
    if state == "open":
        turns.append((by + 1, "urgent", "overdue"))
    return turns
