"""One answer to where a person stands, for the roster and the map."""

from pathlib import Path

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.incidents.authorities.official_report_due import official_report_due
from command_center.domain.incidents.closing import missing_to_close
from command_center.domain.incidents.wall.answers import people_answer
from command_center.domain.incidents.wall.questions import hazard_answers
from command_center.domain.incidents.withdrawing import missing_to_withdraw
from command_center.domain.journal.causality import clock_of
from command_center.domain.people.hot_zone import ages_of
from command_center.domain.presence import (
    is_responding,
    missing,
    presence_of,
    stands_of,
    tally,
    unaccounted,
)
from command_center.domain.reading import Position
from command_center.domain.site.map.geography import to_wgs84
from command_center.domain.state.reports import Responder
from tests.domain.matters.permit import PermitWorks
from tests.support.factories import ControlRoom
from tests.support.rooms import OpenRoom
from tests.support.rows import row_at
from tests.support.small_works import small_works


def test_the_roster_says_who_is_on_site_on_call_and_away(room: ControlRoom) -> None:
    found = {p: presence_of(room.state, p) for p in ("ann", "fay", "joe", "kim")}
    assert found == {"ann": "on_site", "fay": "on_site", "joe": "on_call", "kim": "away"}


@pytest.mark.parametrize(("status", "responding"), [("en_route", True), ("staged", True),
                         ("on_scene", True), ("released", False)])  # fmt: skip
def test_a_word_of_ones_own_says_who_responds(
    room: ControlRoom, status: str, responding: bool
) -> None:
    room.does("fay", "responder.status", status=status)
    assert is_responding(room.state, "fay") is responding
    assert (presence_of(room.state, "fay") == "responding") is responding


def test_a_directive_makes_a_responder_of_who_is_on_site_only(room: ControlRoom) -> None:
    incident = room.leak()
    room.orders(incident)
    assert presence_of(room.state, "eva") == "responding"
    room.orders(incident, to="manager")
    assert room.state.in_hand.of_person("joe")
    assert presence_of(room.state, "joe") == "on_call"


def test_what_a_headcount_wants_comes_first_and_responding_is_still_known(
    room: ControlRoom,
) -> None:
    incident = room.leak()
    room.does("ann", "directive.issue", incident=incident, step="clear-2")
    assert presence_of(room.state, "gus") == "not_accounted"
    assert not is_responding(room.state, "gus")
    room.state.responders["gus"] = Responder("on_scene", room.now, incident, None, "self")
    assert (presence_of(room.state, "gus"), is_responding(room.state, "gus")) == (
        "not_accounted",
        True,
    )
    room.does("ann", "person.miss", person="gus")
    assert presence_of(room.state, "gus") == "missing"
    room.does("ann", "person.assign", person="gus")
    assert presence_of(room.state, "gus") == "responding"


def test_a_position_is_hot_within_the_hot_zone_of_an_open_incident(
    tmp_path: Path, rooms: OpenRoom
) -> None:
    site = small_works()
    room = rooms(tmp_path / "journal.sqlite", site)

    def ages(metres: float) -> str:
        lat, lon = to_wgs84(site.anchor, 150 + metres, 100)
        return ages_of(room.state, site, Position("eva", room.now, lat, lon, "beacon"))

    assert ages(0) == "normal"
    incident = room.leak()
    assert (ages(39.9), ages(40.1)) == ("hot", "normal")
    room.state.open_incidents.pop(incident)
    assert ages(0) == "normal"


def test_each_one_is_in_one_place_and_what_went_in_goes_before_what_was_said(
    room: ControlRoom,
) -> None:
    incident = room.leak()
    room.does("ann", "evacuation.order", incident=incident, zones=["shop-2"])
    found = room.state.incidents[incident]
    whole = len(found.evacuation.accounts) if found.evacuation else 0
    team = ["eva", "fay", "gus", "hua"]
    for one in (*team, "dov"):
        room.does(one, "person.check_in", person=one, muster="muster-north")
    room.does("ann", "entry.ready", incident=incident, persons=team, pressure_mpa=27)
    room.measures_gas(incident)
    room.does("ann", "entry.in", incident=incident, person="eva", pressure_mpa=27)
    room.does("ann", "person.miss", person="eva")  # a warden counts whom they do not see
    assert (presence_of(room.state, "eva"), is_responding(room.state, "eva")) == ("on_air", True)
    assert tally(room.state, found) == {
        "on_air": 1, "checked_in": 4, "assigned": 1, "not_accounted": whole - 6,
    }  # fmt: skip
    assert unaccounted(room.state, found) == whole - 6
    room.does("ann", "entry.out", incident=incident, person="eva")
    assert presence_of(room.state, "eva") == "missing"
    assert stands_of(room.state, "eva") == {incident: "missing"}


def test_nobody_is_safe_at_a_muster_point_while_on_air(room: ControlRoom) -> None:
    incident = room.leak()
    room.does("ann", "evacuation.order", incident=incident, zones=["shop-2"])
    safe = {"person": "eva", "muster": "muster-north"}
    before = room.later(60)
    went_in = room.later(60)
    ready = {"incident": incident, "persons": ["eva", "fay", "gus", "hua"], "pressure_mpa": 27}
    room.does("ann", "entry.ready", **ready)
    room.measures_gas(incident)
    room.does("ann", "entry.in", incident=incident, person="eva", pressure_mpa=27)
    room.later(60)
    for who in ("ann", "eva"):
        refusal = room.refuses(who, "person.check_in", **safe).refusal
        assert (refusal.code, refusal.params) == (
            "safe_on_air", {"name": room.site.person_by_id["eva"].name, "since": clock_of(room.site, went_in)},
        )  # fmt: skip
    room.does("ann", "person.check_in", **safe, at=before)  # entered late: it was before
    room.does("ann", "person.miss", person="eva")
    room.does("ann", "entry.out", incident=incident, person="eva")
    assert stands_of(room.state, "eva") == {incident: "missing"}
    room.does("ann", "person.check_in", **safe)
    assert stands_of(room.state, "eva") == {incident: "checked_in"}


@pytest.fixture
def works(tmp_path: Path) -> PermitWorks:
    return PermitWorks(tmp_path)


def test_whoever_is_inside_under_a_permit_is_not_accounted_for_by_a_tick(
    works: PermitWorks,
) -> None:
    permit = works.started()
    works.does("hua", "matter.enter", matter=permit, person="cai")
    works.does("ann", "incident.open", place="tank")
    works.beat()
    works.does(DUTY_ACTOR, "evacuation.count_at_work", incident="INC-1")
    found = works.state.incidents["INC-1"]
    works.does("cai", "person.check_in", person="cai", muster="muster-north")
    assert found.evacuation is not None
    assert found.evacuation.accounts["cai"] == "checked_in"
    assert (presence_of(works.state, "cai"), tally(works.state, found)) == ("inside", {"inside": 1})
    assert unaccounted(works.state, found) == 1
    works.does("hua", "matter.leave", matter=permit, person="cai")
    assert tally(works.state, found) == {"checked_in": 1}
    assert unaccounted(works.state, found) == 0


def test_work_that_the_incident_does_not_touch_keeps_nobody_from_being_accounted_for(
    works: PermitWorks,
) -> None:
    permit = works.started()
    works.does("hua", "matter.enter", matter=permit, person="cai")
    works.does("ann", "incident.open", place="shop-2")
    works.does("ann", "evacuation.order", incident="INC-1", zones=["shop-2"])
    found = works.state.incidents["INC-1"]
    assert found.evacuation is not None
    for person in found.evacuation.accounts:
        works.does("ann", "person.check_in", person=person, muster="muster-north")
    assert presence_of(works.state, "cai") == "inside", "the row still shows where they work"
    assert tally(works.state, found) == {"checked_in": len(found.evacuation.accounts)}
    assert unaccounted(works.state, found) == 0
    lacking = [
        *missing_to_close(works.state, works.site, found),
        *missing_to_withdraw(works.state, works.site, found),
    ]
    assert "accounted" not in [one["code"] for one in lacking]
    works.does("ann", "evacuation.order", incident="INC-1", zones=["farm"])
    assert tally(works.state, found)["inside"] == 1, "now it touches the work"
    assert unaccounted(works.state, found) == 1


def test_whoever_is_missing_is_so_on_air_and_inside_too(works: PermitWorks) -> None:
    permit = works.started()
    works.does("hua", "matter.enter", matter=permit, person="cai")
    works.does("ann", "incident.open", place="tank", hazard="person_down")
    works.does(DUTY_ACTOR, "evacuation.count_at_work", incident="INC-1")
    found = works.state.incidents["INC-1"]
    works.does("ann", "report.submit", incident="INC-1")
    works.does("ann", "person.miss", person="cai")
    assert (tally(works.state, found), missing(works.state, found)) == ({"inside": 1}, 1)
    due = official_report_due(works.state, works.site, found)
    assert due["supplements"][0] == (0, "warn", "changed")
    assert people_answer(works.state, found)["turns"] == [(0, "urgent", "missing")]
    asked = {one["question"]: one for one in hazard_answers(works.state, works.site, found)}
    assert (asked["casualty"]["about"], asked["casualty"]["turns"][0][2]) == (["cai"], "missing")
    seen = row_at(works.state, works.site, "incident", "INC-1")
    row = row_at(works.state, works.site, "people", "cai")
    assert seen is not None
    assert row is not None
    counted = seen["evacuation"]
    assert (counted["inside"], counted["missing"], counted["lost_within"]) == (1, 0, 1)
    assert (row["accounts"], row["lost_in"]) == ({"INC-1": "inside"}, ["INC-1"])
    works.does("ann", "person.find", person="cai")
    row = row_at(works.state, works.site, "people", "cai")
    assert row is not None
    assert (missing(works.state, found), "lost_in" in row) == (None, False)
