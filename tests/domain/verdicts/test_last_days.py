"""Dates are days of the plant: the last good day is good until it is over there."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from command_center.domain.verdicts.last_days import last_day_turns, review_turns
from command_center.domain.verdicts.position_ages import POSITION_AGES
from command_center.domain.verdicts.turns import turn_taken

LAST = date(2026, 12, 1)


def at(zone: str, *moment: int) -> int:
    return round(datetime(*moment, tzinfo=ZoneInfo(zone)).timestamp() * 1000)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "UTC", "America/Los_Angeles"])
@pytest.mark.parametrize(
    ("moment", "turn"),
    [
        ((2026, 6, 3, 23, 59), ("plain", "far")),
        ((2026, 6, 4), ("plain", "known")),
        ((2026, 10, 31, 23, 59), ("plain", "known")),
        ((2026, 11, 1), ("warn", "due")),
        ((2026, 12, 1, 23, 59), ("warn", "due")),
        ((2026, 12, 2), ("urgent", "over")),
    ],
)
def test_a_last_good_day_is_good_until_it_is_over_at_the_plant(
    zone: str, moment: tuple[int, ...], turn: tuple[str, str]
) -> None:
    turns = last_day_turns(LAST, ZoneInfo(zone), "urgent")
    assert (turn_taken(turns, at(zone, *moment)) or ())[1:] == turn


def test_a_plan_is_due_for_review_after_half_a_year() -> None:
    turns = review_turns(date(2026, 1, 1), ZoneInfo("Asia/Shanghai"))
    before, after = at("Asia/Shanghai", 2026, 7, 3, 23, 59), at("Asia/Shanghai", 2026, 7, 4)
    assert [(turn_taken(turns, now) or ())[1:] for now in (before, after)] == [
        ("plain", "reviewed"),
        ("warn", "due"),
    ]


def test_a_position_ages_faster_in_a_hot_zone() -> None:
    def code(ages: str, age_s: int) -> str:
        return (turn_taken(POSITION_AGES[ages], age_s * 1000) or ("", "", ""))[2]  # type: ignore[index]

    assert [code("normal", s) for s in (59, 60, 299, 300)] == ["live", "faded", "faded", "unknown"]
    assert [code("hot", s) for s in (29, 30, 119, 120)] == ["live", "faded", "faded", "unknown"]
