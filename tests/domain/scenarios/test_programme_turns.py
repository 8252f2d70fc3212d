"""How a year's programme stands, by the days of the plant."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from command_center.domain.scenarios.year.programme import (
    drawing_turns,
    programme_turns,
    window_turns,
    years_to_draw,
)
from command_center.domain.state.drills.programme import Window, YearProgramme
from command_center.domain.verdicts.turns import Turn, code_at, day_begins

ZONE = ZoneInfo("Asia/Shanghai")
SPRING = Window("2027-1", date(2027, 3, 1), date(2027, 4, 30))
AUTUMN = Window("2027-2", date(2027, 9, 1), date(2027, 10, 31))
DRAWN = YearProgramme(2027, (SPRING, AUTUMN), "0" * 64, "draw/1", 1, "li")


def on(turns: list[Turn], day: date) -> str:
    return code_at(turns, day_begins(day, ZONE))


def test_a_window_is_open_from_its_first_day_to_the_end_of_its_last() -> None:
    turns = window_turns(SPRING, False, False, ZONE)
    days = [SPRING.opens - timedelta(days=1), SPRING.opens, SPRING.closes]
    assert [on(turns, day) for day in days] == ["to_come", "open", "open"]
    assert code_at(turns, day_begins(date(2027, 5, 1), ZONE) - 1) == "open"
    assert on(turns, date(2027, 5, 1)) == "missed"


def test_a_drill_that_is_made_and_waits_is_told_while_its_window_is_open() -> None:
    turns = window_turns(SPRING, False, True, ZONE)
    assert [on(turns, day) for day in (SPRING.opens, date(2027, 5, 1))] == ["waits", "missed"]


def test_a_drill_that_has_begun_holds_its_window_for_good() -> None:
    assert window_turns(SPRING, True, True, ZONE) == [(0, "good", "held")]


def test_a_year_has_begun_with_its_first_window_and_is_over_after_its_last() -> None:
    turns = programme_turns(DRAWN, ZONE)
    days = [SPRING.opens - timedelta(days=1), SPRING.opens, AUTUMN.closes, date(2027, 11, 1)]
    assert [on(turns, day) for day in days] == ["to_come", "begun", "begun", "over"]


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2025, 12, 31), "early"),
        (date(2026, 1, 1), "draw"),
        (date(2027, 6, 29), "draw"),
        (date(2027, 6, 30), "closed"),
    ],
)
def test_a_year_is_drawn_the_year_before_and_while_half_of_it_is_left(day: date, code: str) -> None:
    assert on(drawing_turns(2027, None, ZONE), day) == code


def test_a_year_is_drawn_anew_until_its_first_window_opens() -> None:
    turns = drawing_turns(2027, DRAWN, ZONE)
    assert on(turns, SPRING.opens - timedelta(days=1)) == "again"
    assert on(turns, SPRING.opens) == "closed"


def test_the_year_after_next_may_be_drawn_as_soon_as_next_year_begins() -> None:
    told = years_to_draw(date(2026, 12, 31), {2027: DRAWN}, ZONE)
    assert {year: on(turns, date(2026, 12, 31)) for year, turns in told.items()} == {
        2026: "closed", 2027: "again", 2028: "early",
    }  # fmt: skip
    assert on(told[2028], date(2027, 1, 1)) == "draw"
