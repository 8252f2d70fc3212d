"""Who is safe: a frozen denominator, four states that sum to it, and only people count people."""

import pytest

from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from command_center.domain.presence import tally, unaccounted
from command_center.domain.registry import COMMANDS
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.people.headcount import Headcount
from tests.support.factories import CONTROLLER, ControlRoom, person, virtual


@pytest.fixture
def ordered(room: ControlRoom) -> ControlRoom:
    """Shop 2 was ordered empty."""
    room.does("ann", "evacuation.order", incident=room.leak(), zones=["shop-2"])
    return room


def of(room: ControlRoom) -> Incident:
    [found] = room.state.open_incidents.values()
    return found


def count(room: ControlRoom) -> Headcount:
    headcount = room.state.incidents["INC-1"].evacuation
    assert headcount is not None
    return headcount


def test_the_denominator_is_everybody_on_site_at_the_order_and_stays(ordered: ControlRoom) -> None:
    on_site = set(ordered.state.roster.on_site)
    assert set(count(ordered).accounts) == on_site
    ordered.does(DUTY_ACTOR, "shift.begin", shift="day")
    assert set(ordered.state.roster.on_site) != on_site
    assert set(count(ordered).accounts) == on_site


def test_a_second_order_widens_the_zones_and_never_the_denominator(ordered: ControlRoom) -> None:
    before = dict(count(ordered).accounts)
    ordered.does(DUTY_ACTOR, "shift.begin", shift="day")
    ordered.does("ann", "evacuation.order", incident="INC-1", zones=["shop-1", "shop-1"])
    assert count(ordered).zones == ["shop-2", "shop-1"]
    assert count(ordered).accounts == before
    assert [f.data["people"] for f in ordered.facts("evacuation.ordered")] == [sorted(before)] * 2
    answer = ordered.refuses("ann", "evacuation.order", incident="INC-1", zones=["shop-2"])
    assert answer.refusal.code == "evacuation_ordered"


def test_the_four_states_sum_to_the_denominator_at_every_step(ordered: ControlRoom) -> None:
    whole = len(count(ordered).accounts)
    steps = (
        ("fay", "person.check_in", {"person": "fay", "muster": "muster-north"}),
        ("ann", "person.assign", {"person": "eva"}),
        ("ann", "person.miss", {"person": "gus"}),
        ("ann", "person.miss", {"person": "hua"}),
        ("ann", "person.find", {"person": "gus"}),
        ("hua", "person.check_in", {"person": "hua", "muster": "main-gate"}),
    )
    for who, kind, data in steps:
        ordered.does(who, kind, **data)
        assert tally(ordered.state, of(ordered)).total() == whole
    found = tally(ordered.state, of(ordered))
    assert (found["checked_in"], found["assigned"], found["missing"]) == (2, 2, 0)
    assert unaccounted(ordered.state, of(ordered)) == whole - 4, "eva is assigned, ann commands"


def test_who_commands_at_a_screen_is_accounted_for_and_sent_nowhere(room: ControlRoom) -> None:
    incident = room.leak()
    room.does("dov", "evacuation.order", incident=incident, zones=["shop-2"])
    assert count(room).accounts["ann"] == "assigned"
    room.does("ann", "evacuation.order", incident=incident, zones=["shop-1"])
    for ordered in room.facts("evacuation.ordered"):
        assert "ann" in ordered.data["people"], "counted all the same"
        paged = {one["person"] for one in ordered.data["paged"]}
        assert ("ann" in paged, "dov" in paged) == (False, True)
    assert len(room.facts("person.assigned")) == 1


def test_a_virtual_commander_says_nothing_of_where_the_person_is(room: ControlRoom) -> None:
    [opened] = room.does(virtual("ann"), "incident.open", place="farm")
    room.does("dov", "evacuation.order", incident=opened.data["id"], zones=["shop-2"])
    assert count(room).accounts["ann"] == "not_accounted"
    assert "ann" in {one["person"] for one in room.facts("evacuation.ordered")[0].data["paged"]}
    [taken, counted] = room.does("ann", "incident.take", incident=opened.data["id"])
    assert (taken.kind, counted.kind) == ("incident.taken", "person.assigned")
    assert count(room).accounts["ann"] == "assigned"


def test_who_accepts_command_is_accounted_for_from_then_on(ordered: ControlRoom) -> None:
    offer = {"incident": "INC-1", "to_person": "ben"}
    ordered.does("ann", "incident.transfer", **offer)
    assert count(ordered).accounts["ben"] == "not_accounted"
    ordered.does("ben", "incident.transfer_ack", incident="INC-1")
    assert count(ordered).accounts["ben"] == "assigned"
    assert count(ordered).accounts["ann"] == "assigned", "she has not gone anywhere"
    assert ordered.replayed() == ordered.state


def test_who_is_safe_already_stays_so_when_they_take_command(ordered: ControlRoom) -> None:
    ordered.does("ben", "person.check_in", person="ben", muster="muster-north")
    ordered.does("ann", "incident.transfer", incident="INC-1", to_person="ben")
    [transferred] = ordered.does("ben", "incident.transfer_ack", incident="INC-1")
    assert transferred.kind == "incident.transferred"
    assert count(ordered).accounts["ben"] == "checked_in"


def test_a_transfer_from_before_the_order_is_entered_late_all_the_same(room: ControlRoom) -> None:
    incident = room.leak()
    room.does("ann", "incident.transfer", incident=incident, to_person="ben")
    accepted = room.later(10)
    room.later(10)
    room.does("ann", "evacuation.order", incident=incident, zones=["shop-2"])
    room.does("ben", "incident.transfer_ack", incident=incident, at=accepted)
    assert count(room).accounts["ben"] == "assigned"


def test_the_missing_are_unaccounted_for(ordered: ControlRoom) -> None:
    before = unaccounted(ordered.state, of(ordered))
    ordered.does("ann", "person.miss", person="gus")
    assert unaccounted(ordered.state, of(ordered)) == before


def test_only_ones_own_or_a_warden_s_word_counts_as_safe(ordered: ControlRoom) -> None:
    safe = {"person": "fay", "muster": "muster-north"}
    answer = ordered.refuses("gus", "person.check_in", **safe)  # holds no post
    assert (answer.refusal.code, answer.refusal.status) == ("not_a_warden", 403)
    answer = ordered.refuses(CONTROLLER, "person.check_in", **safe)  # is nobody at a muster point
    assert answer.refusal.code == "not_a_warden"
    answer = ordered.refuses(person("joe"), "person.check_in", **safe)  # a post, but off site
    assert answer.refusal.code == "not_a_warden"
    assert count(ordered).accounts["fay"] == "not_accounted"
    ordered.does("dov", "person.check_in", **safe)
    assert count(ordered).accounts["fay"] == "checked_in"


def test_a_warden_s_word_comes_by_radio_too_and_keeps_both_names(ordered: ControlRoom) -> None:
    [fact] = ordered.does(
        CONTROLLER, "person.check_in", person="fay", muster="muster-north", via="radio",
        speaker="dov",
    )  # fmt: skip
    assert (fact.actor, fact.speaker, fact.via) == (CONTROLLER.id, "dov", "radio")
    assert count(ordered).accounts["fay"] == "checked_in"
    answer = ordered.refuses(
        CONTROLLER, "person.check_in", person="fay", muster="muster-north", via="radio",
        speaker="gus",
    )  # fmt: skip
    assert answer.refusal.code == "not_a_warden"


def test_machines_count_nobody() -> None:
    for kind in ("person.check_in", "person.assign", "person.miss", "person.find"):
        assert not COMMANDS[kind].roles & {Role.GATEWAY, Role.DUTY}


def test_safe_is_at_a_muster_point_a_gate_or_where_nothing_is_evacuated(
    ordered: ControlRoom,
) -> None:
    for place in ("shop-2", "tank", "vault", "moon"):
        answer = ordered.refuses("fay", "person.check_in", person="fay", muster=place)
        assert answer.refusal.code == "no_muster"
    for name, place in (("fay", "muster-north"), ("gus", "main-gate"), ("hua", "office")):
        ordered.does(name, "person.check_in", person=name, muster=place)


def test_assigning_is_the_commander_s_word_or_ones_own(ordered: ControlRoom) -> None:
    answer = ordered.refuses("gus", "person.assign", person="fay")
    assert (answer.refusal.code, answer.refusal.status) == ("not_yours", 403)
    ordered.does("fay", "person.assign", person="fay")
    ordered.does("ann", "person.assign", person="gus")


def test_only_who_is_missing_is_found_and_then_still_has_to_check_in(ordered: ControlRoom) -> None:
    answer = ordered.refuses("ann", "person.find", person="gus")
    assert answer.refusal.code == "not_missing"
    ordered.does("ann", "person.miss", person="gus")
    ordered.does("dov", "person.find", person="gus")
    assert count(ordered).accounts["gus"] == "not_accounted"


def test_without_a_headcount_nobody_is_counted(room: ControlRoom) -> None:
    room.leak()
    answer = room.refuses("fay", "person.check_in", person="fay", muster="muster-north")
    assert answer.refusal.code == "no_headcount"


def test_who_was_not_on_site_is_not_in_the_count(ordered: ControlRoom) -> None:
    answer = ordered.refuses("ann", "person.miss", person="kim")
    assert answer.refusal.code == "no_headcount"
    assert ordered.refuses("ann", "person.miss", person="moon").refusal.code == "unknown_person"


def test_who_is_safe_is_safe_for_every_incident_that_counts_them(ordered: ControlRoom) -> None:
    ordered.does("ben", "incident.open", place="pool")
    ordered.does("ben", "evacuation.order", incident="INC-2", zones=["office"])
    facts = ordered.does("fay", "person.check_in", person="fay", muster="muster-north")
    assert [f.incident for f in facts] == ["INC-1", "INC-2"]
    for incident in ordered.state.incidents.values():
        assert incident.evacuation is not None
        assert incident.evacuation.accounts["fay"] == "checked_in"


def test_a_check_in_before_the_order_is_refused(ordered: ControlRoom) -> None:
    before = ordered.now - 1_000
    answer = ordered.refuses(
        "fay", "person.check_in", person="fay", muster="muster-north", at=before
    )
    assert answer.refusal.code == "before_cause"


def test_an_old_word_typed_in_late_does_not_undo_a_newer_one(ordered: ControlRoom) -> None:
    early = ordered.later(30)
    ordered.later(60)
    ordered.does("fay", "person.check_in", person="fay", muster="muster-north")
    ordered.does("ann", "person.miss", person="fay", at=early)
    assert count(ordered).accounts["fay"] == "checked_in"


def test_a_person_without_a_person_counts_nobody(ordered: ControlRoom) -> None:
    nobody = Actor("spare", Role.COMMANDER)
    answer = ordered.refuses(nobody, "person.check_in", person="fay", muster="muster-north")
    assert answer.refusal.code == "not_a_warden"
