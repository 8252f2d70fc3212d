"""A virtual double acts for a person only while that person is not there."""

import pytest

from command_center.domain.actor import DUTY_ACTOR, Actor, Role, Via
from tests.support.factories import CONTROLLER, ControlRoom, person, virtual

DIRECTOR = Actor(id="account-director", role=Role.CONTROLLER, person="joe")


@pytest.fixture
def played(room: ControlRoom) -> ControlRoom:
    """A room in which everybody has a virtual double."""
    room.desk.has_double = lambda person: True
    return room


def kinds(room: ControlRoom, kind: str = "double.") -> list[tuple[str, str, str]]:
    """(kind, person, by) of the facts about doubles."""
    return [
        (f.kind, f.data["person"], f.data["by"]) for f in room.facts() if f.kind.startswith(kind)
    ]


def test_whoever_signs_in_as_a_person_stands_the_double_down(played: ControlRoom) -> None:
    order = played.orders(played.leak())
    played.does("eva", "double.stand_down")
    answer = played.refuses(virtual("eva"), "directive.ack", directive=order)
    assert answer.refusal.code == "double_stands_down"
    assert played.state.directives[order].state == "issued"
    played.does("eva", "directive.ack", directive=order)
    assert kinds(played)[-1] == ("double.stood_down", "eva", "sign_in")


def test_whoever_acts_as_a_person_stands_the_double_down_once(played: ControlRoom) -> None:
    order = played.orders(played.leak())
    facts = played.does("eva", "directive.ack", directive=order)
    assert [f.kind for f in facts] == ["directive.acknowledged", "double.stood_down"]
    answer = played.refuses(virtual("eva"), "directive.start", directive=order)
    assert answer.refusal.code == "double_stands_down"
    facts = played.does("eva", "directive.start", directive=order)
    assert [f.kind for f in facts] == ["directive.started"]


def test_a_refused_attempt_shows_that_somebody_is_there_too(played: ControlRoom) -> None:
    order = played.orders(played.leak())
    refused = played.refuses("fay", "directive.ack", directive=order)
    assert [f.kind for f in refused.facts] == ["double.stood_down"]
    assert "fay" in played.state.stood_down


def test_who_leaves_gives_the_part_back(played: ControlRoom) -> None:
    order = played.orders(played.leak())
    [stood_down] = played.does("eva", "double.stand_down")
    [resumed] = played.does("eva", "double.resume")
    assert (resumed.data["by"], resumed.caused_by) == ("leave", stood_down.seq)
    played.does(virtual("eva"), "directive.ack", directive=order)
    assert played.does("eva", "double.resume") == []


def test_the_duties_say_that_nobody_is_signed_in_any_more(played: ControlRoom) -> None:
    played.does("eva", "double.stand_down")
    [fact] = played.does(DUTY_ACTOR, "double.resume", person="eva")
    assert fact.data["by"] == "session_ended"
    assert not played.state.stood_down


def test_only_oneself_or_a_controller_says_it(played: ControlRoom) -> None:
    assert played.refuses("eva", "double.stand_down", person="fay").refusal.code == "not_yours"
    played.does(CONTROLLER, "double.stand_down", person="fay")
    assert played.refuses("eva", "double.resume", person="fay").refusal.code == "not_yours"
    played.does(CONTROLLER, "double.resume", person="fay")
    assert played.refuses(CONTROLLER, "double.stand_down").refusal.code == "unknown_person"


def test_a_word_from_the_radio_stands_nobody_down_but_who_enters_it(played: ControlRoom) -> None:
    order = played.orders(played.leak())
    played.hears("eva", "directive.ack", directive=order)
    assert "eva" not in played.state.stood_down
    assert "ann" in played.state.stood_down
    played.does(virtual("eva"), "directive.start", directive=order)


def test_a_double_speaks_for_nobody_who_is_there(played: ControlRoom) -> None:
    order = played.orders(played.leak())
    played.does("eva", "double.stand_down")
    answer = played.refuses(
        virtual("ben"), "directive.ack", directive=order, via=Via.RADIO.value, speaker="eva"
    )
    assert answer.refusal.code == "double_stands_down"


def test_where_nobody_has_a_double_nothing_is_recorded(room: ControlRoom) -> None:
    order = room.orders(room.leak())
    room.does("eva", "directive.ack", directive=order)
    assert kinds(room) == []
    assert room.refuses("eva", "double.stand_down").refusal.code == "no_double"


def test_in_a_drill_acting_as_a_person_casts_them(played: ControlRoom) -> None:
    drill = played.drill()
    facts = played.plays(drill, "eva", "responder.status", status="en_route")
    assert [f.kind for f in facts] == ["responder.status", "drill.cast"]
    assert (facts[1].data["people"], facts[1].drill) == (["eva"], drill)
    assert played.state.drills[drill].played == ["eva"]
    assert kinds(played) == []
    answer = played.desk.submit(
        "responder.status", {"status": "on_scene"}, virtual("eva"), drill=drill
    )
    assert getattr(answer, "refusal", None) is not None
    played.does(CONTROLLER, "drill.cast", drill=drill, gives_back=["eva"])
    played.plays(drill, virtual("eva"), "responder.status", status="on_scene")


def test_a_drill_of_virtual_people_alone_is_taken_over_by_nobody(played: ControlRoom) -> None:
    drill = played.drill(virtual=True)
    facts = played.plays(drill, "eva", "responder.status", status="en_route")
    assert [f.kind for f in facts] == ["responder.status"]


def test_it_is_the_same_after_a_replay(played: ControlRoom) -> None:
    played.does("eva", "double.stand_down")
    played.does("fay", "double.stand_down")
    played.does("fay", "double.resume")
    assert played.replayed().stood_down == played.state.stood_down
    assert list(played.state.stood_down) == ["eva"]


def test_an_account_without_a_person_stands_nobody_down(played: ControlRoom) -> None:
    played.leak()
    before = dict(played.state.stood_down)
    nobody = Actor(id="account-nobody", role=Role.CONTROLLER)
    played.does(nobody, "valve.report", element="storm-valve", state="shut")
    assert played.state.stood_down == before
    assert person("eva").person not in before
