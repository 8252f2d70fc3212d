"""Wardens: named by the site area by area; only they count others as safe."""

from pathlib import Path

import pytest

from command_center.domain.actor import DUTY_ACTOR
from tests.support.factories import CONTROLLER, ControlRoom
from tests.support.rooms import OpenRoom
from tests.support.rows import row_at
from tests.support.small_works import PARTS, small_works

WARDENS = {"shop-2": ["lead-2", "gus"], "shop-1": ["keeper"]}
FAY = {"person": "fay", "muster": "muster-north"}


@pytest.fixture
def room(tmp_path: Path, rooms: OpenRoom) -> ControlRoom:
    """A post and a person look after shop 2, and the keeper, who is off at night, after shop 1."""
    areas = [area | {"wardens": WARDENS.get(area["id"], [])} for area in PARTS["areas"]]
    people = [
        one | {"home": "shop-2"} if one["id"] in ("fay", "gus") else one for one in PARTS["people"]
    ]
    room = rooms(tmp_path / "journal.sqlite", small_works(areas=areas, people=people))
    zones = ["shop-2", "shop-1"]
    room.does("ann", "evacuation.order", incident=room.leak(), zones=zones)
    return room


@pytest.mark.parametrize("warden", ["dov", "gus"])
def test_whoever_holds_a_warden_s_post_or_is_named_counts_others(
    room: ControlRoom, warden: str
) -> None:
    [fact] = room.does(warden, "person.check_in", **FAY)
    assert fact.actor == warden


@pytest.mark.parametrize("other", ["ann", "eva", "kim"])
def test_a_post_alone_makes_no_warden_nor_does_one_who_is_off_site(
    room: ControlRoom, other: str
) -> None:
    answer = room.refuses(other, "person.check_in", **FAY)
    assert (answer.refusal.code, answer.refusal.status) == ("not_a_warden", 403)


def test_a_warden_s_word_comes_by_radio(room: ControlRoom) -> None:
    room.does(CONTROLLER, "person.check_in", via="radio", speaker="gus", **FAY)


def test_the_board_shows_each_area_s_wardens_and_who_is_still_open(room: ControlRoom) -> None:
    def areas() -> list[dict[str, object]]:
        row = row_at(room.state, room.site, "incident", "INC-1") or {}
        return list(row["evacuation"]["areas"])

    shop_1 = {"area": "shop-1", "wardens": [], "open": 0}
    assert areas() == [{"area": "shop-2", "wardens": ["dov", "gus"], "open": 2}, shop_1]
    room.does("gus", "person.check_in", **FAY)
    assert areas()[0] == {"area": "shop-2", "wardens": ["dov", "gus"], "open": 1}
    room.does(DUTY_ACTOR, "shift.begin", shift="day")
    assert areas() == [{"area": "shop-2", "wardens": [], "open": 1}, shop_1 | {"wardens": ["kim"]}]
