"""Can it be had, from when, and how long does it take: from the ledger, locks, roster and roads."""

from collections.abc import Callable
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.resources.to_be_had import (
    ToBeHad,
    carrying_minutes,
    destinations,
    to_be_had,
)
from tests.support.factories import ControlRoom
from tests.support.rooms import OpenRoom
from tests.support.small_works import PARTS, small_works

ROADS = [{"id": "spine", "points": [[0, 25], [140, 25], [140, 80], [150, 100]]}]

Night = Callable[..., ControlRoom]


@pytest.fixture
def night_of(tmp_path: Path, rooms: OpenRoom) -> Night:
    """Opens the night of the small works with parts of it replaced, each time on its own journal."""
    names = count()

    def begin(**changes: Any) -> ControlRoom:
        return rooms(tmp_path / f"journal-{next(names)}.sqlite", small_works(**changes))

    return begin


def had(room: ControlRoom, resource: str, store: str) -> ToBeHad:
    return to_be_had(room.state, room.site, room.state.ledger.lines[(resource, store)])


def changed(list_name: str, **changes: Any) -> list[dict[str, Any]]:
    """A list of the small works in which the parts named by id are changed."""
    return [one | changes.get(str(one["id"]), {}) for one in PARTS[list_name]]


def test_an_open_store_gives_at_once_and_a_broken_thing_never(room: ControlRoom) -> None:
    assert had(room, "suit", "hall") == ToBeHad("open")
    assert had(room, "hose", "shed") == ToBeHad("none", "unserviceable")
    room.leak()
    room.does("ann", "resource.dispatch", incident="INC-1", kit="pair", place="tank")
    assert had(room, "suit", "hall") == ToBeHad("none", "nothing_left")


def test_a_locked_store_opens_when_a_shift_begins_that_has_the_key_holder(
    room: ControlRoom,
) -> None:
    found = had(room, "suit", "vault")
    assert found.how == "locked"
    assert found.opens_at is not None
    opens = datetime.fromtimestamp(found.opens_at / 1000, room.site.zone)
    began = datetime.fromtimestamp((room.state.roster.since or 0) / 1000, room.site.zone)
    assert (opens.hour, opens.minute) == (8, 0)
    assert 0 < (opens - began).total_seconds() <= 86_400


def test_a_key_holder_who_is_only_ever_on_call_opens_nothing(night_of: Night) -> None:
    on_call = {"post": "keeper", "person": "kim", "shift": "always", "on_site": False}
    others = [entry for entry in PARTS["roster"] if entry["post"] != "keeper"]
    room = night_of(roster=[*others, on_call])
    assert had(room, "suit", "vault") == ToBeHad("locked")


def test_a_key_on_site_takes_its_way_from_where_its_holder_works(night_of: Night) -> None:
    room = night_of(roads=ROADS)
    room.does(DUTY_ACTOR, "shift.begin", shift="day")
    found = had(room, "suit", "vault")
    # office (30, 20) to the vault (140, 80): 5 m to the road, 110 m east, 55 m north, at 1.2 m/s
    assert found == ToBeHad("key_held", key_min=2.4)


def test_nobody_knows_how_long_a_key_takes_without_roads_or_a_place(night_of: Night) -> None:
    room = night_of()
    room.does(DUTY_ACTOR, "shift.begin", shift="day")
    assert had(room, "suit", "vault") == ToBeHad("key_held")
    nowhere = changed("posts", keeper={"area": None})
    homeless = [one | {"home": None} for one in PARTS["people"]]
    room = night_of(roads=ROADS, posts=nowhere, people=homeless)
    room.does(DUTY_ACTOR, "shift.begin", shift="day")
    assert had(room, "suit", "vault") == ToBeHad("key_held")


def test_what_has_expired_cannot_be_had(night_of: Night) -> None:
    room = night_of(stock=[one | {"expires": "2026-12-01"} for one in PARTS["stock"]])
    assert had(room, "suit", "hall") == ToBeHad("open"), "until the duty says so"
    room.does(DUTY_ACTOR, "resource.expire", resource="suit", store="hall")
    assert had(room, "suit", "hall") == ToBeHad("none", "expired")


def test_things_are_carried_to_open_incidents_and_to_what_the_plans_are_for(
    night_of: Night,
) -> None:
    room = night_of(roads=ROADS)
    assert destinations(room.state, room.site) == ["tank"]
    room.does("ann", "incident.open", place="shop-2", title="Smoke")
    assert destinations(room.state, room.site) == ["shop-2", "tank"]
    hall = room.site.store_by_id["hall"]
    shed = room.site.store_by_id["shed"]
    minutes = carrying_minutes(room.state, room.site, hall)
    # hall (100, 60): 35 m to the road, 40 m east, 55 m north and on to the tank (150, 100)
    assert minutes["tank"] == round((35 + 40 + 55 + 500**0.5) / 1.2 / 60, 1)
    assert carrying_minutes(room.state, room.site, shed)["tank"] is not None
    assert set(minutes) == {"shop-2", "tank"}


def test_no_way_is_made_up_where_no_road_leads(room: ControlRoom) -> None:
    assert carrying_minutes(room.state, room.site, room.site.store_by_id["hall"]) == {"tank": None}
