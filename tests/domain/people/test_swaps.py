"""Dated swaps and holidays: who is on in a shift of a day, and what a change of them brings."""

from datetime import date, datetime
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from command_center.domain.people.next_shift import next_holders
from command_center.domain.people.roster import begins_on, manning
from command_center.domain.plant_data.consequences import consequences
from command_center.domain.site.changing.change import Change, changed
from command_center.domain.site.model import Site
from command_center.site_file import load
from command_center.site_file.writing import written
from tests.support.factories import ControlRoom
from tests.support.small_works import PARTS, small_works

ROOT = Actor("root", Role.ADMINISTRATOR)
DAY = date(2026, 12, 1)
NEXT = date(2026, 12, 2)


def swap(**other: Any) -> dict[str, Any]:
    return {"day": "2026-12-01", "shift": "night", "away": "ann", "stands_in": "hua"} | other


def works(**parts: Any) -> Site:
    return small_works(**parts)


def test_whoever_stands_in_holds_the_posts_of_that_day_alone() -> None:
    site = works(swaps=[swap()])
    on = manning(site, "night", DAY)
    assert on["holders"]["chief"] == "hua"
    assert "ann" not in on["on_site"]
    assert "hua" in on["on_site"]
    assert manning(site, "night", NEXT)["holders"]["chief"] == "ann"
    assert manning(site, "day", DAY)["holders"]["chief"] == "ben"
    assert manning(site, "night")["holders"]["chief"] == "ann"


def test_two_swap_with_each_other() -> None:
    site = works(swaps=[swap(stands_in="cai"), swap(away="cai", stands_in="ann")])
    holders = manning(site, "night", DAY)["holders"]
    assert (holders["chief"], holders["lead-1"]) == ("cai", "ann")


def test_nobody_stands_in_for_who_is_ill() -> None:
    on = manning(works(swaps=[swap(stands_in=None)]), "night", DAY)
    assert on["holders"]["chief"] is None
    assert "ann" not in on["on_site"]


def test_whoever_stands_in_for_somebody_on_call_is_not_on_the_site() -> None:
    on = manning(works(swaps=[swap(away="joe", stands_in="kim")]), "night", DAY)
    assert on["holders"]["manager"] == "kim"
    assert "kim" not in on["on_site"]


def test_on_a_holiday_who_is_on_call_holds_the_post_by_day_and_the_night_is_as_ever() -> None:
    roster = [*PARTS["roster"], {"post": "chief", "person": "gus", "shift": "always"}]
    holiday = {"day": "2026-12-01", "name": {"en": "Founding day"}}
    site = works(roster=roster, holidays=[holiday])
    assert manning(site, "day", NEXT)["holders"]["chief"] == "ben"
    assert "joe" in manning(site, "day", NEXT)["on_site"]
    on = manning(site, "day", DAY)
    assert on["holders"]["chief"] == "gus"
    assert on["holders"]["manager"] == "joe"
    assert "joe" not in on["on_site"]
    assert manning(site, "night", DAY) == manning(site, "night", NEXT)
    assert manning(site, "day", holiday=True) == on


def test_a_shift_begins_with_who_stands_in_and_the_next_is_foretold(room: ControlRoom) -> None:
    site = room.state.site
    assert room.state.roster.shift == "night"
    tonight = begins_on(site, "night", room.now)
    adds(room, swap(day=tonight.isoformat()))
    room.does(DUTY_ACTOR, "shift.begin", shift="night")
    assert room.state.roster.holders["chief"] == "hua"
    coming = next_holders(room.state.site, room.state.roster)["keeper"]
    assert coming.person == "kim"
    day = datetime.fromtimestamp(coming.at / 1000, site.zone).date().isoformat()
    adds(room, swap(day=day, shift="day", away="kim", stands_in="fay"))
    assert next_holders(room.state.site, room.state.roster)["keeper"].person == "fay"
    assert room.replayed() == room.state


def adds(room: ControlRoom, row: dict[str, Any]) -> None:
    room.does(ROOT, "site.change", changes=[{"noun": "swaps", "row": row}])


def test_the_preview_tells_what_a_swap_leaves_without_anybody(room: ControlRoom) -> None:
    told = preview(room, swap(stands_in=None), swap(away="dov", stands_in="cai"), swap(away="kim"))
    assert ("unheld_on", "chief") in told
    assert ("swap_twice", "2026-12-01/night/dov") in told
    assert ("swap_idle", "2026-12-01/night/kim") in told


def test_the_preview_tells_what_a_holiday_leaves_without_anybody(room: ControlRoom) -> None:
    site = room.state.site
    before = manning(site, "day", DAY)["holders"]
    change = Change(noun="holidays", row={"day": "2026-12-01", "name": {"en": "Holiday"}})
    after = changed(site, [change])
    assert isinstance(after, Site)
    lost = {
        post
        for post, one in manning(after, "day", DAY)["holders"].items()
        if before[post] and not one
    }
    told = {one.key for one in consequences(site, after, room.state) if one.code == "unheld_on"}
    assert told == lost


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        (swap(away="nobody"), "away", "unknown_reference"),
        (swap(shift="always"), "shift", "unknown_reference"),
        (swap(day="tomorrow"), "day", "day"),
    ],
)
def test_a_swap_of_what_there_is_not_is_refused(row: dict[str, Any], field: str, code: str) -> None:
    mistakes = changed(small_works(), [Change(noun="swaps", row=row)])
    assert isinstance(mistakes, list)
    assert [(one.noun, one.field) for one in mistakes] == [("swaps", field)]
    assert mistakes[0].code.startswith(code)


def test_two_swaps_of_one_person_in_one_shift_of_a_day_are_told() -> None:
    with pytest.raises(ValueError, match="taken_twice"):
        small_works(swaps=[swap(), swap(stands_in="gus")])


def test_a_file_of_before_loads_and_one_with_swaps_comes_back_equal(tmp_path: Any) -> None:
    site = works(swaps=[swap()], holidays=[{"day": "2026-12-24", "name": {"en": "Eve"}}])
    assert "swaps" not in written(small_works())
    (tmp_path / "site.yaml").write_text(written(site), encoding="utf-8")
    back = load(tmp_path)
    assert (back.swaps, back.holidays) == (site.swaps, site.holidays)


def preview(room: ControlRoom, *rows: dict[str, Any]) -> set[tuple[str, str]]:
    site = room.state.site
    after = changed(site, [Change(noun="swaps", row=row) for row in rows])
    assert isinstance(after, Site), after
    return {(one.code, one.key) for one in consequences(site, after, room.state)}
