"""Whoever reads elsewhere is told by which clocks times are."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from command_center.reports.zone_words import zone_words


def at(month: int) -> int:
    return round(datetime(2026, month, 15, tzinfo=UTC).timestamp() * 1000)


WINTER, SUMMER = at(1), at(7)


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Asia/Shanghai", "Asia/Shanghai, UTC+08:00"),
        ("Asia/Kathmandu", "Asia/Kathmandu, UTC+05:45"),
        ("America/Phoenix", "America/Phoenix, UTC-07:00"),
        ("Europe/Berlin", "Europe/Berlin, UTC+01:00 / UTC+02:00"),
        ("America/St_Johns", "America/St_Johns, UTC-03:30 / UTC-02:30"),
        ("UTC", "UTC, UTC+00:00"),
    ],
)
def test_a_zone_is_named_with_what_it_is_ahead_of_utc(zone: str, said: str) -> None:
    assert zone_words(ZoneInfo(zone), [SUMMER, WINTER, SUMMER]) == said


def test_only_the_offset_of_the_times_that_are_told_is_named() -> None:
    assert zone_words(ZoneInfo("Europe/Berlin"), [SUMMER]) == "Europe/Berlin, UTC+02:00"
    assert zone_words(ZoneInfo("Europe/Berlin"), []) == "Europe/Berlin"
