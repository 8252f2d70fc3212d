"""The roll call of those at work: who is asked, who may answer, who is overdue, and when the next one comes."""

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.people.roll_call import (
    ANSWER_MS,
    EVERY_MIN,
    answer_turns,
    roll_call_turns,
)
from command_center.domain.state.people.roll_call import RollCall
from command_center.domain.verdicts.turns import code_at
from command_center.duties.headcounts import headcounts
from tests.support.factories import ControlRoom


@pytest.fixture
def working(room: ControlRoom) -> ControlRoom:
    """Shop 2 is evacuated, and Eva and Gus are assigned to the response."""
    room.does("ann", "evacuation.order", incident=room.leak(), zones=["shop-2"])
    room.does("ann", "person.assign", person="eva")
    room.does("ann", "person.assign", person="gus")
    return room


def call(room: ControlRoom) -> RollCall:
    found = room.state.incidents["INC-1"].roll_call
    assert found is not None
    return found


def turn(room: ControlRoom) -> None:
    for kind, data in list(headcounts(room.state, room.site, None, room.now)):
        room.does(DUTY_ACTOR, kind, **data)


def test_everybody_at_work_is_asked_and_answers_for_themselves(working: ControlRoom) -> None:
    working.does("ann", "roll_call.start", incident="INC-1")
    assert set(call(working).asked) == {"eva", "gus"}
    working.does("eva", "roll_call.answer", incident="INC-1", person="eva")
    assert call(working).open == ["gus"]
    refused = working.refuses("hua", "roll_call.answer", incident="INC-1", person="gus")
    assert refused.refusal.code == "not_your_word"
    working.does(
        "ann", "roll_call.answer", incident="INC-1", person="gus", via="radio", speaker="gus"
    )
    assert call(working).open == []
    refused = working.refuses("ann", "roll_call.answer", incident="INC-1", person="hua")
    assert refused.refusal.code == "not_in_roll_call"


def test_who_commands_asks_and_is_not_asked_unless_at_the_hot_zone(working: ControlRoom) -> None:
    headcount = working.state.incidents["INC-1"].evacuation
    assert headcount is not None
    assert headcount.accounts["ann"] == "assigned"
    working.does("ann", "roll_call.start", incident="INC-1")
    assert "ann" not in call(working).asked
    working.does("ann", "incident.transfer", incident="INC-1", to_person="ben")
    working.does("ben", "incident.transfer_ack", incident="INC-1")
    working.does("ben", "roll_call.start", incident="INC-1")
    assert set(call(working).asked) == {"ann", "eva", "gus"}, "she is of the response still"
    working.does("ben", "responder.status", incident="INC-1", status="on_scene", place="tank")
    working.does("ben", "roll_call.start", incident="INC-1")
    assert "ben" in call(working).asked


def test_an_answer_is_no_word_that_somebody_is_safe(working: ControlRoom) -> None:
    working.does("ann", "roll_call.start", incident="INC-1")
    headcount = working.state.incidents["INC-1"].evacuation
    assert headcount is not None
    before = dict(headcount.accounts)
    working.does("eva", "roll_call.answer", incident="INC-1", person="eva")
    assert headcount.accounts == before


def test_who_does_not_answer_is_overdue_by_time_alone(working: ControlRoom) -> None:
    working.does("ann", "roll_call.start", incident="INC-1")
    found = call(working)
    assert code_at(answer_turns(found, None), found.at) == "asked"
    assert code_at(answer_turns(found, None), found.at + ANSWER_MS) == "overdue"
    assert code_at(roll_call_turns(found), found.at + ANSWER_MS - 1) == "running"
    assert code_at(roll_call_turns(found), found.at + ANSWER_MS) == "overdue"
    for one in ("eva", "gus"):
        working.does(one, "roll_call.answer", incident="INC-1", person=one)
    assert code_at(roll_call_turns(found), found.at + ANSWER_MS) == "complete"


def test_the_next_one_comes_after_ten_minutes_and_not_after_the_end(working: ControlRoom) -> None:
    working.does("ann", "roll_call.start", incident="INC-1")
    working.does("eva", "roll_call.answer", incident="INC-1", person="eva")
    working.later(EVERY_MIN * 60 - 1)
    turn(working)
    assert call(working).number == 1
    working.later(1)
    turn(working)
    turn(working)
    assert call(working).number == 2
    assert call(working).open == ["eva", "gus"], "who answered before is asked again"
    working.does("ann", "roll_call.end", incident="INC-1")
    working.later(EVERY_MIN * 60)
    turn(working)
    assert call(working).number == 2
    assert working.replayed().incidents["INC-1"].roll_call == call(working)


def test_nobody_at_work_and_nobody_but_who_leads(room: ControlRoom) -> None:
    incident = room.leak()
    assert (
        room.refuses("ann", "roll_call.start", incident=incident).refusal.code == "nobody_at_work"
    )
    assert room.refuses("ann", "roll_call.end", incident=incident).refusal.code == "no_roll_call"
    turn(room)
    assert room.facts("roll_call.started") == []
