"""A change of shift is a fact once, whatever the clock and the roster do."""

from sqlalchemy import Engine

from tests.domain.watched_site import watched_site
from tests.duties.center import Center


def test_the_shift_of_the_hour_is_on_from_the_first_beat_and_changes_once(center: Center) -> None:
    assert [data["shift"] for data in center.told("shift.began")] == ["day"]
    assert center.desk.state.roster.holders == {"leader": "anna"}
    center.beat(8 * 3600 - 0.5)
    assert [data["shift"] for data in center.told("shift.began")] == ["day"]
    center.beat()
    center.beat()
    assert [data["shift"] for data in center.told("shift.began")] == ["day", "evening"]
    assert center.desk.state.roster.holders == {"leader": "bela"}


def test_a_clock_set_back_over_a_change_of_shift_changes_it_no_second_time(
    center: Center,
) -> None:
    center.beat(8 * 3600)
    center.clock.step(-5_000)
    for _ in range(30):
        center.beat()
    assert [data["shift"] for data in center.told("shift.began")] == ["day", "evening"]


def test_a_changed_roster_is_taken_over_by_the_next_start(engine: Engine) -> None:
    site = watched_site()
    Center(engine, site).beat()
    swapped = site.model_copy(
        update={"roster": [r.model_copy(update={"person": "bela"}) for r in site.roster]}
    )
    later = Center(engine, swapped)
    later.beat(1)
    later.beat()
    assert [data["holders"]["leader"] for data in later.told("shift.began")] == ["anna", "bela"]


def test_a_server_that_slept_over_a_day_begins_the_shift_of_the_same_name_anew(
    center: Center,
) -> None:
    center.beat(24 * 3600 + 1)
    center.beat()
    assert [data["shift"] for data in center.told("shift.began")] == ["day", "day"]
    assert center.desk.state.roster.since == center.clock.now() - 500
