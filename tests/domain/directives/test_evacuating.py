"""A directive that evacuates: the order that goes with it, and when it is over."""

from pathlib import Path

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.presence import unaccounted
from tests.support.factories import ControlRoom, person
from tests.support.small_works import at, small_works


def test_a_directive_that_evacuates_orders_the_evacuation(room: ControlRoom) -> None:
    incident = room.leak()
    issued, ordered, counted = room.does(
        "ann", "directive.issue", incident=incident, step="clear-2"
    )
    assert (issued.kind, ordered.kind) == ("directive.issued", "evacuation.ordered")
    assert (counted.kind, counted.data) == ("person.assigned", {"person": "ann"})
    assert (ordered.incident, ordered.data["zones"]) == (incident, ["shop-2"])
    assert ordered.data["people"] == sorted(room.state.roster.on_site)
    count = room.state.incidents[incident].evacuation
    assert count is not None
    others = len(room.state.roster.on_site - {"ann"})
    assert unaccounted(room.state, room.state.incidents[incident]) == others
    answer = room.refuses("dov", "evacuation.order", incident=incident, zones=["shop-2"])
    assert answer.refusal.code == "evacuation_ordered"


def test_a_second_directive_widens_the_evacuation_and_never_the_denominator(
    room: ControlRoom,
) -> None:
    incident = room.leak()
    room.does("ann", "directive.issue", incident=incident, step="clear-2")
    denominator = room.facts("evacuation.ordered")[0].data["people"]
    room.does(DUTY_ACTOR, "shift.begin", shift="day")
    room.does("ben", "incident.take", incident=incident)
    clear = {"incident": incident, "to": "manager", "text": "Clear it"}
    room.does("ben", "directive.issue", evacuates=["shop-2", "shop-1"], **clear)
    room.does("ben", "directive.issue", evacuates=["shop-1"], **clear)
    count = room.state.incidents[incident].evacuation
    assert count is not None
    assert count.zones == ["shop-2", "shop-1"]
    assert sorted(count.accounts) == denominator
    assert len(room.facts("evacuation.ordered")) == 2


def test_an_evacuation_cannot_be_verified_while_anyone_is_unaccounted_for(
    room: ControlRoom,
) -> None:
    incident = room.leak()
    room.does("ann", "directive.issue", incident=incident, step="clear-2")
    room.does("dov", "directive.ack", directive="DIR-1")
    room.does("dov", "directive.done", directive="DIR-1")
    everybody = sorted(room.state.roster.on_site - {"ann"})  # she commands, and is accounted for
    for count, name in enumerate(everybody):
        answer = room.refuses("ann", "directive.verify", directive="DIR-1")
        assert answer.refusal.code == "evacuation_unaccounted"
        assert answer.refusal.params["count"] == len(everybody) - count
        room.does(person(name), "person.check_in", person=name, muster="muster-north")
    room.does("ann", "directive.verify", directive="DIR-1")


def two_musters(tmp_path: Path) -> ControlRoom:
    ends = [at("north-end", 20, 190), at("south-end", 20, 10)]
    return ControlRoom(tmp_path / "journal.sqlite", small_works(musters=ends))


def test_an_order_names_the_way_out_and_holds_until_a_person_orders_another(tmp_path: Path) -> None:
    room = two_musters(tmp_path)
    incident = room.leak()
    ordered, _ = room.does("ann", "evacuation.order", incident=incident, zones=["farm"])
    [way] = ordered.data["ways"]
    assert (way["zone"], way["path"][0]) == ("farm", [150, 100])
    count = room.state.incidents[incident].evacuation
    assert count is not None
    before, people = way["muster"], list(count.accounts)
    other = {"north-end": "south-end", "south-end": "north-end"}[before]
    again = {"incident": incident, "zones": ["farm"]}
    assert room.refuses("ann", "evacuation.order", **again).refusal.code == "evacuation_ordered"
    refused = room.refuses("ann", "evacuation.order", muster=before, **again)
    assert refused.refusal.code == "evacuation_ordered"
    [changed] = room.does("ann", "evacuation.order", muster=other, **again)
    assert count.muster_of("farm") == other
    assert (count.zones, list(count.accounts)) == (["farm"], people)
    assert {one["person"] for one in changed.data["paged"]} >= {"dov"}  # everybody is told again


def test_a_step_whose_place_is_a_muster_point_sends_people_there(tmp_path: Path) -> None:
    room = two_musters(tmp_path)
    incident = room.leak()
    for place in ("north-end", "south-end"):
        facts = room.does(
            "ann", "directive.issue", incident=incident, to="manager", text="Clear it",
            evacuates=["shop-2"], place=place,
        )  # fmt: skip
        [ordered] = [fact for fact in facts if fact.kind == "evacuation.ordered"]
        assert [way["muster"] for way in ordered.data["ways"]] == [place]
    assert len(room.facts("person.assigned")) == 1, "with the first order alone"


def test_nobody_is_sent_to_a_place_that_is_no_muster_point(room: ControlRoom) -> None:
    incident = room.leak()
    answer = room.refuses(
        "ann", "evacuation.order", incident=incident, zones=["farm"], muster="hall"
    )
    assert answer.refusal.code == "no_muster"


def test_an_area_that_is_added_leaves_the_ways_of_the_others(tmp_path: Path) -> None:
    room = two_musters(tmp_path)
    incident = room.leak()
    room.does("ann", "evacuation.order", incident=incident, zones=["farm"], muster="south-end")
    room.does("ann", "evacuation.order", incident=incident, zones=["farm", "shop-1"])
    count = room.state.incidents[incident].evacuation
    assert count is not None
    assert count.muster_of("farm") == "south-end"
    assert count.muster_of("shop-1") is not None
