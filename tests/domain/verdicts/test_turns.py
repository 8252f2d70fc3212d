"""The turn that holds at a time."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_center.domain.verdicts.turns import Turn, day_begins, moved, turn_taken, turns_of

TURNS: list[Turn] = [(0, "plain", "proven"), (100, "warn", "soon"), (200, "urgent", "late")]


@pytest.mark.parametrize(
    ("now", "code"), [(0, "proven"), (99, "proven"), (100, "soon"), (199, "soon"), (200, "late")]
)
def test_a_turn_holds_from_its_time_until_the_next(now: int, code: str) -> None:
    taken = turn_taken(TURNS, now)
    assert taken is not None
    assert taken[2] == code


def test_before_the_first_turn_nothing_holds() -> None:
    assert turn_taken(TURNS[1:], 99) is None
    assert turn_taken([], 99) is None


def test_turns_are_ordered_and_the_last_given_of_one_time_holds() -> None:
    given_twice = [*reversed(TURNS), (100, "note", "other")]
    assert turns_of(given_twice)[1] == (100, "note", "other")
    assert [turn[0] for turn in turns_of(given_twice)] == [0, 100, 200]


@given(st.lists(st.integers(1, 1_000), unique=True), st.integers(0, 1_100), st.integers(-500, 500))
def test_a_step_of_the_clock_moves_every_turn_with_it(
    times: list[int], now: int, by_ms: int
) -> None:
    turns = turns_of((at + 1_000, "note", str(at)) for at in times)
    before, after = (
        turn_taken(turns, now + 1_000),
        turn_taken(moved(turns, by_ms), now + 1_000 + by_ms),
    )
    assert (before and before[2]) == (after and after[2])


def test_what_holds_from_the_beginning_is_not_moved() -> None:
    assert moved(TURNS, 50)[0] == TURNS[0]


def test_a_day_begins_at_the_plants_midnight() -> None:
    in_utc = day_begins(date(2026, 11, 27), ZoneInfo("UTC"))
    assert in_utc - day_begins(date(2026, 11, 27), ZoneInfo("Asia/Shanghai")) == 8 * 3_600_000
