"""How the script of a drill stands, by its own clock."""

import pytest

from command_center.domain.drills.script_verdicts import (
    expectation_turns,
    fired_as,
    inject_turns,
)
from command_center.domain.state.drills.drill import Inject
from command_center.domain.verdicts.turns import turn_taken

BY = 1_790_000_060_000


def test_an_expectation_is_overdue_from_the_millisecond_after_its_time() -> None:
    turns = expectation_turns("open", BY)
    assert turn_taken(turns, BY) == (0, "note", "open")
    assert turn_taken(turns, BY + 1) == (BY + 1, "urgent", "overdue")


@pytest.mark.parametrize(
    ("state", "sign"),
    [("met", "good"), ("late", "warn"), ("missed", "urgent"), ("not_reached", "gone")],
)
def test_what_came_of_it_does_not_change_with_time(state: str, sign: str) -> None:
    assert expectation_turns(state, BY) == [(0, sign, state)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("late_ms", "code"),
    [
        (-5_001, "fired_earlier"),
        (-5_000, "fired"),
        (0, "fired"),
        (5_000, "fired"),
        (5_001, "fired_later"),
    ],
)
def test_an_inject_fires_in_time_within_five_seconds_of_its_plan(late_ms: int, code: str) -> None:
    assert fired_as(BY, BY + late_ms) == code
    turns = inject_turns(Inject("leak", "fired", BY, BY + late_ms, 9))
    assert turns == [(0, "note", code)]


def test_an_inject_that_a_condition_or_a_hand_fired_has_no_plan_to_be_late_for() -> None:
    assert inject_turns(Inject("leak", "fired", None, BY, 9)) == [(0, "note", "fired")]
    assert inject_turns(Inject("leak", "held", BY, BY + 9_000, 9)) == [(0, "warn", "held")]
