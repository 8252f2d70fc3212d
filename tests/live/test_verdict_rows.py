"""Rows carry what the domain decided, and are made anew when that changes."""

from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.reading import Position
from command_center.domain.site.map.geography import to_wgs84
from command_center.domain.verdicts.turns import day_begins
from command_center.live.rows.projection import Projection
from tests.support.factories import ControlRoom
from tests.support.rooms import OpenRoom
from tests.support.rows import row_at
from tests.support.small_works import PARTS, small_works


def changes(room: ControlRoom, who: Any, kind: str, **data: Any) -> dict[tuple[str, str], Any]:
    """The rows that a command leads to, by topic and key."""
    facts = room.does(who, kind, **data)
    told = Projection(room.site).after(facts, room.state)
    return {(topic, key): row for topic, key, row in told}


@pytest.fixture
def room(tmp_path: Path, rooms: OpenRoom) -> ControlRoom:
    """The works with minimums, a last good day and an inspection."""
    more = {
        ("foam", "hall"): {"minimum": 0.5, "expires": "2026-12-31"},
        ("mask", "hall"): {"minimum": 4, "inspection_due": "2026-12-31"},
    }
    stock = [one | more.get((one["resource"], one["store"]), {}) for one in PARTS["stock"]]
    return rooms(tmp_path / "journal.sqlite", small_works(stock=stock))


def test_a_line_carries_its_last_good_days_as_turns(room: ControlRoom) -> None:
    foam = row_at(room.state, room.site, "resources", "stock:foam@hall") or {}
    over = day_begins(room.site.stock[3].expires, room.site.zone) + 86_400_000  # type: ignore[arg-type]
    assert [code for _, _, code in foam["expiry"]] == ["far", "known", "due", "over"]
    assert foam["expiry"][-1] == (over, "urgent", "over")
    assert "inspection" not in foam
    mask = row_at(room.state, room.site, "resources", "stock:mask@hall") or {}
    assert mask["inspection"][-1] == (over, "warn", "over")


def test_a_resource_is_short_as_soon_as_a_count_says_so(room: ControlRoom) -> None:
    before = row_at(room.state, room.site, "resources", "resource:mask") or {}
    assert before["short"] is None
    told = changes(room, "ann", "resource.count", resource="mask", store="hall", quantity=3)
    assert told["resources", "resource:mask"]["short"]["had"] == 3


def test_an_opened_incident_that_wants_a_kit_changes_what_is_short(room: ControlRoom) -> None:
    room.does("ann", "resource.count", resource="mask", store="hall", quantity=9)
    alarm = room.alarm()
    told = changes(room, "ann", "incident.open", place="tank", plan="leak-plan", alarm=alarm)
    incident = told["incident", "INC-1"]
    assert incident["short"] is None
    assert incident["kit_places"]["pair"] == "tank"
    assert ("resources", "resource:suit") in told
    told = changes(room, "ann", "kit.need", incident="INC-1", kit="four")
    assert told["incident", "INC-1"]["short"]["resource"] == "suit"
    assert told["resources", "resource:suit"]["short"]["wanting"] == 1


def test_what_one_incident_takes_the_other_lacks_at_once(room: ControlRoom) -> None:
    room.leak()
    room.does("ben", "incident.open", place="shop-1")
    room.does("ben", "kit.need", incident="INC-2", kit="pair")
    told = changes(room, "ann", "resource.dispatch", incident="INC-1", kit="pair", place="tank")
    assert told["incident", "INC-2"]["short"]["had"] == 0
    [suit, _] = told["resources", "kit:pair"]["lines"]
    assert (suit["short"], suit["sent"]) == (True, {"INC-1": 2})


def test_a_shift_moves_the_directives_of_a_post_to_its_new_holder(room: ControlRoom) -> None:
    order = room.orders(room.leak_under("joe"), to="chief")
    told = changes(room, DUTY_ACTOR, "shift.begin", shift="day")
    assert told["directives", order]["hands"] == ["ann", "ben"]


def test_a_position_turns_hot_when_an_incident_is_opened_round_it(room: ControlRoom) -> None:
    lat, lon = to_wgs84(room.site.anchor, 150, 100)
    seen = Position("fay", room.now, lat, lon, "beacon")
    projection = Projection(room.site, {"fay": seen})
    alarm = room.alarm()
    facts = room.does("ann", "incident.open", place="tank", plan="leak-plan", alarm=alarm)
    told = {(t, k): row for t, k, row in projection.after(facts, room.state)}
    assert (told["people", "position:fay"] or {})["ages"] == "hot"
    assert ("people", "position:gus") not in told


def test_calls_stand_in_the_plan_s_order_with_their_deadline(room: ControlRoom) -> None:
    incident = room.leak()
    row = row_at(room.state, room.site, "incident", incident) or {}
    [brigade] = row["calls"]
    due = row["t0"] + 60_000
    assert brigade["turns"] == [(0, "plain", "to_call"), (due, "urgent", "late")]
    told = changes(room, "ann", "outside.call", incident=incident, unit="brigade")
    assert told["incident", incident]["calls"][0]["turns"] == [(0, "note", "called")]


def test_an_expectation_carries_its_end_by_the_exercise_clock(room: ControlRoom) -> None:
    drill = room.drill(exercise_at=room.now + 3_600_000)
    by = room.state.drills[drill].exercise_at(room.now) + 60_000
    name = {"drill": drill, "expectation": "shut"}
    words = {"zh": "关闭阀门", "en": "Shut the valve"}
    told = changes(room, DUTY_ACTOR, "expectation.open", inject="leak", text=words, by=by, **name)
    shut = told["drill", f"{drill}:direction"]["expectations"]["shut"]
    assert shut["turns"] == [(0, "note", "open"), (by + 1, "urgent", "overdue")]
    told = changes(room, DUTY_ACTOR, "expectation.settle", state="missed", **name)
    shut = told["drill", f"{drill}:direction"]["expectations"]["shut"]
    assert shut["turns"] == [(0, "urgent", "missed")]


def test_an_inject_says_how_it_fits_its_plan(room: ControlRoom) -> None:
    drill = room.drill(exercise_at=room.now + 3_600_000)
    planned = room.state.drills[drill].exercise_at(room.now)
    room.later(6)
    told = changes(room, DUTY_ACTOR, "inject.fire", drill=drill, inject="leak", planned=planned)
    leak = told["drill", f"{drill}:direction"]["injects"]["leak"]
    assert leak["turns"] == [(0, "note", "fired_later")]
