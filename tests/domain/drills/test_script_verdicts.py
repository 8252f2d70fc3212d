"""How the script of a drill stands, by its own clock."""

import pytest

from command_center.domain.drills.script_verdicts import expectation_turns
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
