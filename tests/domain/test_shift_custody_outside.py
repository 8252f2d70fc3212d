"""Who is here, what can be opened, and who was called."""

from pathlib import Path

import pytest

from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from command_center.domain.people.roster import manning
from command_center.domain.resources.custody import reach
from tests.support.factories import ControlRoom
from tests.support.rooms import OpenRoom
from tests.support.small_works import PARTS, small_works


def test_a_shift_says_who_holds_what_and_who_is_on_site(room: ControlRoom) -> None:
    roster = room.state.roster
    assert (roster.holders["chief"], roster.holders["keeper"]) == ("ann", None)
    assert (roster.holders["manager"], "joe" in roster.on_site) == ("joe", False)
    assert {"fay", "gus", "hua", "ivy"} <= roster.on_site
    room.does(DUTY_ACTOR, "shift.begin", shift="day")
    assert room.state.roster.holders["keeper"] == "kim"
    assert "joe" in room.state.roster.on_site


def test_an_entry_for_the_shift_goes_before_one_for_always_in_any_order() -> None:
    entries = [
        {"post": "keeper", "person": "kim", "shift": "day"},
        {"post": "keeper", "person": "joe", "shift": "always", "on_site": False},
    ]
    for roster in (entries, entries[::-1]):
        site = small_works(roster=roster)
        assert manning(site, "day")["holders"]["keeper"] == "kim"
        assert manning(site, "night")["holders"]["keeper"] == "joe"


def test_the_same_shift_begins_once_until_its_manning_changes(room: ControlRoom) -> None:
    assert room.does(DUTY_ACTOR, "shift.begin", shift="night") == []
    answer = room.refuses(DUTY_ACTOR, "shift.begin", shift="moon")
    assert answer.refusal.code == "unknown_shift"


def test_a_keyed_store_is_open_when_its_key_is_on_site_or_somebody_opened_it(
    room: ControlRoom,
) -> None:
    def reached(store: str = "vault") -> str:
        return reach(room.state, room.site.store_by_id[store])

    assert (reached(), reached("hall")) == ("locked", "open")
    room.does("eva", "custody.attempt", store="vault", result="locked")
    assert room.state.custodies.found_locked == {"vault": room.now}
    assert reached() == "locked"
    room.later(10)
    room.does("eva", "custody.attempt", store="vault", result="opened", by_key="kim")
    assert reached() == "open"
    room.does("eva", "custody.attempt", store="vault", result="locked", at=room.now - 5_000)
    assert reached() == "open"  # an older finding, typed in late
    room.later(10)
    room.does("eva", "custody.attempt", store="vault", result="closed")
    assert reached() == "locked"
    room.does(DUTY_ACTOR, "shift.begin", shift="day")
    assert reached() == "key_held"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"store": "hall", "result": "opened"}, "store_open"),
        ({"store": "moon", "result": "opened"}, "unknown_store"),
        ({"store": "vault", "result": "opened", "by_key": "moon"}, "unknown_person"),
    ],
)
def test_an_open_cabinet_has_no_opening(room: ControlRoom, data: dict[str, str], code: str) -> None:
    assert room.refuses("eva", "custody.attempt", **data).refusal.code == code


def test_an_outside_unit_is_called_answers_and_comes_each_once(room: ControlRoom) -> None:
    room.leak()
    unit = {"incident": "INC-1", "unit": "brigade"}
    for kind in ("outside.answer", "outside.arrive"):
        assert room.refuses("ben", kind, **unit).refusal.code == "not_called"
    [called] = room.hears("eva", "outside.call", **unit)
    assert room.state.incidents["INC-1"].calls["brigade"].by == "eva"
    [answered] = room.does("ben", "outside.answer", **unit, reference="A-17")
    [arrived] = room.does("ben", "outside.arrive", **unit)
    assert answered.caused_by == arrived.caused_by == called.seq
    for kind, code in (
        ("outside.call", "already_called"),
        ("outside.answer", "already_answered"),
        ("outside.arrive", "already_arrived"),
    ):
        assert room.refuses("ben", kind, **unit).refusal.code == code
    call = room.state.incidents["INC-1"].calls["brigade"]
    assert (call.reference, call.seq) == ("A-17", called.seq)
    answer = room.refuses("ben", "outside.call", incident="INC-1", unit="moon")
    assert answer.refusal.code == "unknown_unit"


def test_a_real_plant_has_no_leak_to_ask_for(
    room: ControlRoom, tmp_path: Path, rooms: OpenRoom
) -> None:
    boss = Actor("boss", Role.ADMINISTRATOR)
    [fact] = room.does(boss, "simulation.leak", tank="tank")
    assert fact.data == {"tank": "tank"}
    assert room.refuses(boss, "simulation.leak", tank="pool").refusal.code == "unknown_place"
    real = rooms(tmp_path / "real.sqlite", small_works(simulated=False))
    answer = real.refuses(boss, "simulation.leak")
    assert (answer.refusal.code, answer.refusal.status) == ("not_simulated", 403)


def test_people_and_posts_that_the_site_has_given_up_break_nothing(
    room: ControlRoom, tmp_path: Path, rooms: OpenRoom
) -> None:
    """The journal still speaks of them; the site file no longer does."""
    room.leak()
    fewer = small_works(
        people=[p for p in PARTS["people"] if p["id"] not in ("ann", "joe")],
        posts=[p for p in PARTS["posts"] if p["id"] != "farm-hand"],
        roster=[
            r
            for r in PARTS["roster"]
            if r["person"] not in ("ann", "joe") and r["post"] != "farm-hand"
        ],
        plans=[],
    )
    again = rooms(tmp_path / "journal.sqlite", fewer, room.clock, shift=None)
    answer = again.refuses("ben", "directive.issue", incident="INC-1", to="lead-2", text="Go")
    assert answer.refusal.code == "not_in_command"
    answer = again.refuses("ben", "incident.take", incident="INC-1")
    assert answer.refusal.code == "command_held"
    again.does(DUTY_ACTOR, "shift.begin", shift="night")
    again.does("ben", "incident.take", incident="INC-1")
    answer = again.refuses("ben", "directive.issue", incident="INC-1", to="lead-2", text="Go")
    assert answer.refusal.code == "authority_direct"
