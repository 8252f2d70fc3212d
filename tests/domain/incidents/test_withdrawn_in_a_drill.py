"""A slip of the players is withdrawn like a real one, and a real slip lets the exercise go on."""

from typing import Any

import pytest

from command_center.desk import Forbidden
from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.reviews.draft.whole import draft_of
from command_center.duties.exercise import Exercises
from tests.support.factories import CONTROLLER, ControlRoom

WHY = "A slip of the hand"


def slip(room: ControlRoom, drill: str, place: str = "shop-2") -> str:
    """An incident of the exercise in which somebody was sent out and called back; returns its id."""
    [opened] = room.plays(drill, "ann", "incident.open", place=place)
    incident = str(opened.data["id"])
    given = {"to": "farm-hand", "text": "Go", "urgency": "urgent", "category": "source"}
    [order, *_] = room.plays(drill, "ann", "directive.issue", incident=incident, **given)
    room.later(20)
    room.plays(drill, "eva", "directive.ack", directive=order.data["id"])
    room.plays(drill, "ann", "directive.withdraw", directive=order.data["id"], reason="Wrong place")
    room.plays(drill, "ann", "outside.call", incident=incident, unit="brigade")
    return incident


def test_the_drill_is_timed_by_the_right_incident(room: ControlRoom) -> None:
    drill = room.drill()
    room.later(30)
    wrong = slip(room, drill)
    room.plays(drill, "ann", "incident.withdraw", incident=wrong, reason=WHY)
    room.later(60)
    [opened] = room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    given = {"to": "lead-1", "text": "Look", "urgency": "urgent", "category": "source"}
    room.plays(drill, "ann", "directive.issue", incident=opened.incident, **given)
    room.later(60)
    room.does(CONTROLLER, "drill.end", drill=drill)
    assert set(room.state.reviews.waiting) == {drill}
    draft = draft_of(room.facts(), drill, room.site, room.now)
    assert draft.record.opened is not None
    assert draft.record.opened.incident == opened.incident
    assert draft.record.t0 == opened.data["t0"]
    assert {row.about.get("post") for row in draft.timing if row.row == "reach"} == {"lead-1"}
    told = {one.key for one in draft.overview}
    assert "withdrawn" in told
    assert "called" not in told  # in the slip; its log and its replay have it
    assert draft.strengths == []  # what was acknowledged was of the slip
    assert draft.record.withdrawn is None
    assert any(fact.incident == wrong for fact in draft.record.facts)
    assert room.replayed() == room.state


def test_a_drill_whose_only_incident_was_a_slip_has_gaps_and_no_zero(room: ControlRoom) -> None:
    drill = room.drill()
    wrong = slip(room, drill)
    room.plays(drill, "ann", "incident.withdraw", incident=wrong, reason=WHY)
    room.does(CONTROLLER, "drill.end", drill=drill)
    draft = draft_of(room.facts(), drill, room.site, room.now)
    assert draft.record.opened is None
    assert [row.seconds for row in draft.timing if row.row in ("intervention", "control")] == [
        None, None,
    ]  # fmt: skip


def test_what_went_to_an_incident_that_the_drill_did_not_begin_with_is_still_of_the_drill(
    room: ControlRoom,
) -> None:
    drill = room.drill()
    room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    twice = slip(room, drill)
    [right] = room.plays(drill, "ann", "incident.open", place="office")
    given = {"incident": twice, "reason": WHY, "same_as": right.data["id"]}
    room.plays(drill, "ann", "incident.withdraw", **given)
    draft = draft_of(room.facts(), drill, room.site, room.now)
    assert "called" in {one.key for one in draft.overview}
    assert [f.incident for f in draft.record.of_kind("outside.called")] == [twice]
    room.plays(drill, "ann", "incident.withdraw", incident=right.data["id"], reason=WHY)
    record = draft_of(room.facts(), drill, room.site, room.now).record
    assert record.of_kind("outside.called") == []  # it was no event at all


def test_what_is_one_event_on_the_plant_is_none_of_the_drill(room: ControlRoom) -> None:
    drill = room.drill()
    room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    twice, right = (
        str(room.does("ann", "incident.open", place=place)[0].data["id"])
        for place in ("tank", "office")
    )
    room.does("ann", "outside.call", incident=twice, unit="brigade")
    room.does("ann", "incident.withdraw", incident=twice, reason=WHY, same_as=right)
    draft = draft_of(room.facts(), drill, room.site, room.now)
    assert {fact.drill for fact in draft.record.facts if fact.incident} == {drill}
    assert not {"called", "withdrawn_same"} & {one.key for one in draft.overview}


def test_in_a_drill_as_on_the_plant_it_is_the_commanders_word(room: ControlRoom) -> None:
    drill = room.drill()
    [opened] = room.plays(drill, "ann", "incident.open", place="tank")
    told = {"incident": opened.data["id"], "reason": WHY}
    with pytest.raises(Forbidden):
        room.desk.submit("incident.withdraw", told, CONTROLLER, drill=drill)


def test_a_slip_of_the_exercise_is_none_of_the_plant(room: ControlRoom) -> None:
    real = str(room.does("ann", "incident.open", place="office")[0].data["id"])
    room.does("ann", "incident.withdraw", incident=real, reason=WHY)
    drill = room.drill()  # and it holds none
    wrong = slip(room, drill)
    room.plays(drill, "ann", "incident.withdraw", incident=wrong, reason=WHY)
    assert room.state.last_withdrawn == real
    twin = room.state.twins[drill]
    assert (twin.last_withdrawn, twin.open_incidents) == (wrong, {})
    assert room.state.reviews.waiting == {}


def test_a_real_slip_suspends_the_drill_and_withdrawn_lets_it_go_on(room: ControlRoom) -> None:
    drill = room.drill()
    [opened] = room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    given = {"to": "farm-hand", "text": "Go", "urgency": "urgent", "category": "source"}
    room.plays(drill, "ann", "directive.issue", incident=opened.incident, **given)
    real = str(room.does("ann", "incident.open", place="office")[0].data["id"])
    exercises = Exercises(lambda _: room.site)
    found = exercises.follow(room.state)
    assert found is not None

    def submit(kind: str, data: dict[str, Any], _drill: str | None) -> None:
        room.does(DUTY_ACTOR, kind, **data)

    exercises.act(room.state, found, room.now, submit)
    assert room.state.drills[drill].phase == "suspended"
    room.does("ann", "incident.withdraw", incident=real, reason=WHY)
    room.later(30)
    facts = room.does(CONTROLLER, "drill.resume", drill=drill)
    assert [fact.kind for fact in facts][:1] == ["drill.resumed"]
    assert "directive.issued" in {fact.kind for fact in facts}  # what the players had in hand
    assert room.state.drills[drill].phase == "running"
