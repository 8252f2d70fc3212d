"""What readings that an outage held up would have raised, told as found afterwards."""

from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.alarms.found import Excursion, excursions
from command_center.domain.reading import Quality, Reading
from command_center.domain.site.model import Priority
from tests.domain.recorded import Watched
from tests.domain.watched_site import T0, said, watched_site

HIGH = {"h": 6.0, "deadband": 0.1, "on_delay_s": 2}


def found(*values: float, quality: Quality = Quality.GOOD, **limits: Any) -> list[Excursion]:
    tag = watched_site(**(limits or HIGH)).tag_by_id["lt"]
    return excursions(tag, [said("lt", n, value, quality) for n, value in enumerate(values)])


def test_a_limit_crossed_for_its_delay_is_found_with_its_peak_and_its_end() -> None:
    assert found(5, 6.1, 6.4, 6.2, 5.95, 5.8, 5) == [
        Excursion("H", Priority.MEDIUM, 6.0, T0 + 1_000, T0 + 4_000, 6.4)
    ]


def test_what_was_shorter_than_the_delay_or_bad_is_not_found() -> None:
    assert found(5, 6.1, 6.2, 5.0) == []
    assert found(6.1, 6.1, 6.1, 6.1, quality=Quality.BAD) == []
    assert (
        excursions(
            watched_site(**HIGH).tag_by_id["lt"], [Reading("lt", T0, None, Quality.BAD, "dcs")] * 3
        )
        == []
    )


def test_what_no_reading_ends_has_no_end() -> None:
    assert [(one.onset, one.until) for one in found(6.1, 6.1, 6.5)] == [(T0, None)]


def test_crossed_twice_it_is_found_twice_and_each_limit_by_itself() -> None:
    twice = found(6.1, 6.1, 6.1, 5, 6.1, 6.1, 6.3, 5)
    assert [(one.onset - T0, one.peak) for one in twice] == [(0, 6.1), (4_000, 6.3)]
    both = found(5, 7, 5, l=5.5, hh=6.5)
    assert [one.condition for one in both] == ["L", "HH", "L"]


def tell(watched: Watched, one: Excursion, now: int = T0 + 60_000) -> None:
    watched.carry_out(("found_alarm.tell", {"tag": "lt", **one._asdict()}), now, DUTY_ACTOR)


def test_it_is_no_alarm_of_now_and_is_told_once_and_again_with_its_end() -> None:
    watched = Watched(watched_site(**HIGH))
    one = found(6.1, 6.1, 6.5)[0]
    tell(watched, one)
    assert watched.state.alarms == {}
    name = f"lt:H@{T0}"
    assert watched.state.found_alarms[name].until is None
    with pytest.raises(AssertionError, match="changes nothing"):
        tell(watched, one)
    tell(watched, one._replace(until=T0 + 9_000))
    assert watched.state.found_alarms[name].until == T0 + 9_000
    assert len(watched.facts) == 2


def test_what_was_raised_as_it_happened_is_not_found_afterwards() -> None:
    watched = Watched(watched_site(**HIGH))
    watched.look(T0)
    watched.observe([said("lt", n, 6.5) for n in range(4)])
    watched.look(T0 + 4_000)
    assert "lt:H" in watched.active()
    one = Excursion("H", Priority.MEDIUM, 6.0, T0, T0 + 9_000, 6.5)
    with pytest.raises(AssertionError, match="changes nothing"):
        tell(watched, one)
