"""Who takes a post next, reckoned from the running shift and the site's roster."""

from datetime import datetime
from typing import Any

import pytest

from command_center.domain.people.next_shift import next_holders, shifts_ahead
from command_center.domain.site.model import Site
from command_center.domain.state.people.roster import Roster
from tests.support.small_works import PARTS, named, small_works


def since(site: Site, hour: int, minute: int = 0) -> int:
    return round(datetime(2026, 11, 25, hour, minute, tzinfo=site.zone).timestamp() * 1000)


def ahead(site: Site, shift: str, hour: int, minute: int = 0) -> list[tuple[str, int, int]]:
    """The shifts to come as (id, day of the month, hour)."""
    running = Roster(shift, since(site, hour, minute))
    begins = [(s.id, datetime.fromtimestamp(at / 1000, site.zone)) for s, at in
              shifts_ahead(site, running)]  # fmt: skip
    return [(name, at.day, at.hour) for name, at in begins]


def test_the_shifts_ahead_come_in_order_the_running_one_last() -> None:
    site = small_works()
    assert ahead(site, "night", 2, 10) == [("day", 25, 8), ("night", 25, 20)]
    assert ahead(site, "night", 20) == [("day", 26, 8), ("night", 26, 20)]


def test_before_the_first_shift_nothing_is_known() -> None:
    assert list(shifts_ahead(small_works(), Roster())) == []


def test_a_shift_that_an_earlier_one_covers_does_not_begin_then() -> None:
    late = {"id": "late", "name": named("Late"), "start": "18:00", "end": "22:00"}
    site = small_works(shifts=[*PARTS["shifts"], late])
    assert [name for name, _, _ in ahead(site, "night", 2)] == ["day", "night"]


@pytest.mark.parametrize(
    ("on_site", "manager"),
    [(False, ("joe", "day")), (True, ("joe", "day"))],
)
def test_the_next_holder_of_each_post(on_site: bool, manager: tuple[str, str]) -> None:
    site = small_works()
    found = next_holders(site, Roster("night", since(site, 2)), on_site=on_site)
    held = {post: (one.person, one.shift) for post, one in found.items()}
    assert held["keeper"] == ("kim", "day")
    assert held["manager"] == manager
    assert held["chief"] == ("ben", "day")
    assert held["lead-2"] == ("dov", "night"), "nobody by day: the next night"
    assert found["keeper"].at == since(site, 8)


def test_on_call_from_outside_holds_a_post_but_is_not_on_site() -> None:
    on_call: dict[str, Any] = {"post": "keeper", "person": "kim", "shift": "always"}
    others = [entry for entry in PARTS["roster"] if entry["post"] != "keeper"]
    site = small_works(roster=[*others, on_call | {"on_site": False}])
    running = Roster("night", since(site, 2))
    assert next_holders(site, running)["keeper"].person == "kim"
    assert "keeper" not in next_holders(site, running, on_site=True)
