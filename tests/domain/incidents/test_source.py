"""Reported and confirmed are two facts, and a contradiction is shown."""

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.state.incidents.source import Source
from tests.support.factories import ControlRoom


def source(room: ControlRoom) -> Source:
    return room.state.incidents["INC-1"].source


def test_a_report_is_kept_beside_what_the_plant_confirms(room: ControlRoom) -> None:
    room.leak()
    assert (source(room).confirmed, source(room).reported) == ("leaking", None)
    room.hears("eva", "source.report", incident="INC-1", state="isolated")
    assert (source(room).reported, source(room).reported_by) == ("isolated", "eva")
    assert (source(room).confirmed, source(room).contradicted) == ("leaking", True)
    room.does(DUTY_ACTOR, "plant.confirm", incident="INC-1", state="isolated")
    assert (source(room).isolated, source(room).contradicted) == (True, False)


def test_a_later_word_that_it_leaks_again_stands_against_the_plant(room: ControlRoom) -> None:
    room.leak()
    room.does(DUTY_ACTOR, "plant.confirm", incident="INC-1", state="isolated")
    room.later(60)
    room.does("eva", "source.report", incident="INC-1", state="leaking")
    assert (source(room).isolated, source(room).contradicted) == (False, True)


def test_where_the_plant_measured_no_loss_a_person_s_word_counts(room: ControlRoom) -> None:
    room.does("ann", "incident.open", place="tank")
    room.does("eva", "source.report", incident="INC-1", state="leaking")
    room.later(60)
    room.does("eva", "source.report", incident="INC-1", state="isolated")
    assert source(room).isolated


def test_the_plant_repeats_itself_without_a_fact(room: ControlRoom) -> None:
    room.leak()
    assert room.does(DUTY_ACTOR, "plant.confirm", incident="INC-1", state="leaking") == []


def test_an_old_word_typed_in_late_does_not_undo_a_newer_one(room: ControlRoom) -> None:
    room.leak()
    early = room.later(30)
    room.later(60)
    room.does("eva", "source.report", incident="INC-1", state="isolated")
    room.does("gus", "source.report", incident="INC-1", state="leaking", at=early)
    assert source(room).reported == "isolated"


def test_a_valve_is_reported_open_or_shut_and_no_flow_follows(room: ControlRoom) -> None:
    incident = room.leak()
    room.does("eva", "valve.report", incident=incident, element="root-valve", state="shut")
    assert room.state.valves["root-valve"].state == "shut"
    assert source(room).confirmed == "leaking"
    early = room.now - 30_000
    room.does("gus", "valve.report", element="root-valve", state="open", at=early)
    assert room.state.valves["root-valve"].state == "shut"
    answer = room.refuses("eva", "valve.report", element="moon", state="shut")
    assert answer.refusal.code == "unknown_element"
