"""A directive that evacuates: the order that goes with it, and when it is over."""

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.presence import unaccounted
from tests.support.factories import ControlRoom, person


def test_a_directive_that_evacuates_orders_the_evacuation(room: ControlRoom) -> None:
    incident = room.leak()
    issued, ordered = room.does("ann", "directive.issue", incident=incident, step="clear-2")
    assert (issued.kind, ordered.kind) == ("directive.issued", "evacuation.ordered")
    assert (ordered.incident, ordered.data["zones"]) == (incident, ["shop-2"])
    assert ordered.data["people"] == sorted(room.state.roster.on_site)
    count = room.state.incidents[incident].evacuation
    assert count is not None
    assert unaccounted(room.state, room.state.incidents[incident]) == len(room.state.roster.on_site)
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
    everybody = sorted(room.state.roster.on_site)
    for count, name in enumerate(everybody):
        answer = room.refuses("ann", "directive.verify", directive="DIR-1")
        assert answer.refusal.code == "evacuation_unaccounted"
        assert answer.refusal.params["count"] == len(everybody) - count
        room.does(person(name), "person.check_in", person=name, muster="muster-north")
    room.does("ann", "directive.verify", directive="DIR-1")
