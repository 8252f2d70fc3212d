"""What the resource rows say of how soon things can be had, and where a short kit could come from."""

from command_center.domain.actor import DUTY_ACTOR
from command_center.live.rows.row import Row
from tests.support.factories import ControlRoom
from tests.support.rows import row_at


def row(room: ControlRoom, key: str) -> Row:
    found = row_at(room.state, room.site, "resources", key)
    assert found is not None, key
    return found


def test_a_line_says_only_what_is_known_of_when_it_can_be_had(room: ControlRoom) -> None:
    assert row(room, "stock:suit@hall")["to_be_had"] == {"how": "open"}
    assert row(room, "stock:hose@shed")["to_be_had"] == {"how": "none", "why": "unserviceable"}
    locked = row(room, "stock:suit@vault")["to_be_had"]
    assert locked.keys() == {"how", "opens_at"}
    room.does(DUTY_ACTOR, "shift.begin", shift="day")
    assert row(room, "stock:suit@vault")["to_be_had"] == {"how": "key_held"}


def test_a_store_says_the_way_to_each_place_where_something_may_be_wanted(
    room: ControlRoom,
) -> None:
    assert row(room, "store:hall") == {"store": "hall", "carry_min": {"tank": None}}
    room.does("ann", "incident.open", place="shop-2", title="Smoke")
    assert list(row(room, "store:hall")["carry_min"]) == ["shop-2", "tank"]


def test_a_short_kit_names_what_is_missing_and_who_would_bring_it(room: ControlRoom) -> None:
    short = row(room, "kit:four")
    assert (short["complete"], short["sign"]) == (False, "warn")
    assert short["missing"] == [{"resource": "suit", "quantity": 2}]
    assert short["nearest"] == [
        {"resource": "suit", "unit": "next-door", "quantity": 2, "minutes": 6}
    ]
    whole = row(room, "kit:pair")
    assert (whole["complete"], whole["sign"], whole["missing"]) == (True, "plain", [])
    assert whole["nearest"] == []


def test_the_shifts_row_says_who_takes_each_post_next(room: ControlRoom) -> None:
    shift = row_at(room.state, room.site, "people", "count")
    assert shift is not None
    assert (shift["next"]["keeper"]["person"], shift["next"]["keeper"]["shift"]) == ("kim", "day")
    assert shift["posts"]["keeper"] is None
