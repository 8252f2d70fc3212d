"""A drill from its plan to its reveal, and what reality does to it on the way."""

from pathlib import Path

import pytest

from command_center.desk import Refused
from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.domain.drills.sealing import commitment_of, opens
from tests.support.any_command import NONCE, SEALED
from tests.support.factories import CONTROLLER, ControlRoom, person, virtual


@pytest.fixture
def room(tmp_path: Path) -> ControlRoom:
    return ControlRoom(tmp_path / "journal.sqlite")


def test_the_seal_binds_what_it_hides() -> None:
    seal = commitment_of(SEALED, NONCE)
    assert opens(seal, SEALED, NONCE)
    assert not opens(seal, SEALED + " ", NONCE)
    assert not opens(seal, SEALED, "f" * 32)
    assert not opens(seal, SEALED, NONCE.upper())
    with pytest.raises(ValueError, match="32"):
        commitment_of(SEALED, "short")


def test_nothing_of_the_drill_is_on_record_before_its_end(room: ControlRoom) -> None:
    drill = room.drill()
    assert not any("leak" in str(fact.data) for fact in room.facts())
    room.does(CONTROLLER, "drill.end", drill=drill)
    wrong = room.refuses(CONTROLLER, "drill.reveal", drill=drill, content="{}", nonce=NONCE)
    assert wrong.refusal.code == "seal_broken"
    room.does(CONTROLLER, "drill.reveal", drill=drill, content=SEALED, nonce=NONCE)
    assert room.state.drills[drill].revealed


def test_what_happens_in_a_drill_is_marked_and_stays_there(room: ControlRoom) -> None:
    drill = room.drill()
    facts = room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    incident = facts[0].data["id"]
    assert incident == f"{drill}-INC-1"
    assert {(fact.drill, fact.exercise) for fact in facts} == {(drill, True)}
    assert incident in room.state.twins[drill].incidents
    assert not room.state.incidents
    real = room.does("ann", "incident.open", place="tank", plan="leak-plan")
    assert (real[0].data["id"], real[0].drill, real[0].exercise) == ("INC-1", None, False)
    assert room.replayed() == room.state


def test_stock_taken_in_a_drill_is_in_its_store(room: ControlRoom) -> None:
    drill = room.drill()
    opened = room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    kit = next(iter(room.site.kit_by_id))
    before = {key: line.out for key, line in room.state.ledger.lines.items()}
    room.plays(
        drill, "ann", "resource.dispatch", incident=opened[0].data["id"], kit=kit, place="tank",
        partial=True,
    )  # fmt: skip
    assert {key: line.out for key, line in room.state.ledger.lines.items()} == before
    twin = room.state.twins[drill].ledger.lines
    assert any(line.out > before[key] for key, line in twin.items())


def test_a_drill_waits_for_reality(room: ControlRoom) -> None:
    planned = room.does(CONTROLLER, "drill.plan", name="Night drill")
    drill = str(planned[0].data["id"])
    seal = commitment_of(SEALED, NONCE)
    room.does(CONTROLLER, "drill.seal", drill=drill, commitment=seal, generator="test/1")
    alarm = room.alarm()
    held = room.refuses(CONTROLLER, "drill.start", drill=drill)
    assert held.refusal.code == "drill_held"
    assert [fact.kind for fact in held.facts] == ["drill.held"]
    room.does(DUTY_ACTOR, "alarm.return", alarm=alarm)
    room.does(CONTROLLER, "drill.start", drill=drill)


def test_people_in_the_plant_need_their_safety_officer(room: ControlRoom) -> None:
    refused = room.refuses(CONTROLLER, "drill.plan", name="On foot", in_plant=True)
    assert refused.refusal.code == "safety_officer_needed"
    planned = room.does(
        CONTROLLER, "drill.plan", name="On foot", in_plant=True, safety_officer="ann"
    )
    drill = str(planned[0].data["id"])
    seal = commitment_of(SEALED, NONCE)
    room.does(CONTROLLER, "drill.seal", drill=drill, commitment=seal, generator="test/1")
    held = room.refuses(CONTROLLER, "drill.start", drill=drill, cleared=["hot_work", "storm"])
    reasons = held.refusal.params["reasons"]
    assert [reason.key for reason in reasons] == ["hold.unloading", "hold.short_crew"]


def test_why_a_drill_was_ended_is_on_record(room: ControlRoom) -> None:
    drill = room.drill()
    [ended] = room.does(CONTROLLER, "drill.end", drill=drill, reason="The shift is over")
    assert ended.data["reason"] == "The shift is over"
    [plain] = room.does(CONTROLLER, "drill.end", drill=room.drill())
    assert "reason" not in plain.data
    assert room.replayed() == room.state


def test_one_drill_at_a_time(room: ControlRoom) -> None:
    first = room.drill()
    planned = room.does(CONTROLLER, "drill.plan", name="Another")
    drill = str(planned[0].data["id"])
    seal = commitment_of(SEALED, NONCE)
    room.does(CONTROLLER, "drill.seal", drill=drill, commitment=seal, generator="test/1")
    refused = room.refuses(CONTROLLER, "drill.start", drill=drill)
    assert refused.refusal.params == {"drill": first}


def test_speed_is_for_virtual_people(room: ControlRoom) -> None:
    planned = room.does(CONTROLLER, "drill.plan", name="Fast")
    drill = str(planned[0].data["id"])
    seal = commitment_of(SEALED, NONCE)
    room.does(CONTROLLER, "drill.seal", drill=drill, commitment=seal, generator="test/1")
    refused = room.refuses(CONTROLLER, "drill.start", drill=drill, speed=60)
    assert refused.refusal.code == "speed_only_virtual"
    room.does(CONTROLLER, "drill.start", drill=drill, speed=60, virtual=True)
    began = room.state.drills[drill].exercise_at(room.now)
    room.later(10)
    assert room.state.drills[drill].exercise_at(room.now) == began + 600_000


def test_paused_ten_minutes_at_40_of_60_seconds(room: ControlRoom) -> None:
    drill = room.drill()
    opened = room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    issued = room.plays(
        drill, "ann", "directive.issue", incident=opened[0].data["id"], to="farm-hand",
        text="Shut it", urgency="urgent", category="source",
    )  # fmt: skip
    directive = str(issued[0].data["id"])
    room.later(40)
    room.does(CONTROLLER, "drill.pause", drill=drill, reason="A visitor")
    room.later(600)
    machine = room.desk.submit(
        "directive.ack", {"directive": directive}, virtual("hal"), drill=drill
    )
    assert isinstance(machine, Refused)
    assert machine.refusal.code == "drill_phase"
    room.does(CONTROLLER, "drill.resume", drill=drill)
    room.later(15)
    holder = room.state.twins[drill].directives[directive].to_person
    acked = room.plays(drill, str(holder), "directive.ack", directive=directive)
    assert acked[0].data["late"] is False
    assert acked[0].at - issued[0].at == 55_000
    assert acked[0].recorded_at - issued[0].recorded_at == 655_000
    spans = room.state.drills[drill].spans
    assert [(span.kind, (span.until or 0) - span.since) for span in spans] == [("paused", 600_000)]


def test_a_person_may_acknowledge_while_the_clock_stands(room: ControlRoom) -> None:
    drill = room.drill()
    opened = room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    issued = room.plays(
        drill, "ann", "directive.issue", incident=opened[0].data["id"], to="farm-hand",
        text="Shut it", urgency="urgent", category="source",
    )  # fmt: skip
    room.later(40)
    room.does(CONTROLLER, "drill.pause", drill=drill, reason="A visitor")
    room.later(600)
    directive = str(issued[0].data["id"])
    holder = str(room.state.twins[drill].directives[directive].to_person)
    acked = room.plays(drill, holder, "directive.ack", directive=directive)
    assert acked[0].at - issued[0].at == 40_000
    refused = room.desk.submit(
        "directive.start", {"directive": directive}, virtual(holder), drill=drill
    )
    assert isinstance(refused, Refused)
    assert refused.refusal.code == "drill_phase"


def test_reality_takes_the_directives_and_resuming_gives_them_anew(room: ControlRoom) -> None:
    drill = room.drill()
    opened = room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    incident = opened[0].data["id"]
    for number in (1, 2):
        room.plays(
            drill, "ann", "directive.issue", incident=incident, to="farm-hand",
            text=f"Do {number}", urgency="urgent", category="source",
        )  # fmt: skip
    alarm = room.alarm()
    raised = room.facts("alarm.raised")[-1]
    unheard = {"drill": drill, "cause": "alarm", "seq": raised.seq + 1}
    assert room.refuses(DUTY_ACTOR, "drill.suspend", **unheard).refusal.code == "unknown_fact"
    suspended = room.does(DUTY_ACTOR, "drill.suspend", drill=drill, cause="alarm", seq=raised.seq)
    assert [fact.kind for fact in suspended] == [
        "drill.suspended", "directive.withdrawn", "directive.withdrawn",
    ]  # fmt: skip
    assert not raised.exercise
    assert room.state.drills[drill].phase == "suspended"
    room.later(120)
    refused = room.refuses(CONTROLLER, "drill.resume", drill=drill)
    assert refused.refusal.code == "drill_held"
    room.does(DUTY_ACTOR, "alarm.return", alarm=alarm)
    resumed = room.does(CONTROLLER, "drill.resume", drill=drill)
    names = [(fact.data["id"], fact.data["supersedes"]) for fact in resumed[1:]]
    assert names == [
        (f"{drill}-DIR-3", f"{drill}-DIR-1"),
        (f"{drill}-DIR-4", f"{drill}-DIR-2"),
    ]
    assert all(fact.exercise and fact.drill == drill for fact in resumed)
    assert room.replayed() == room.state


def test_the_stop_word_is_anybodys(room: ControlRoom) -> None:
    drill = room.drill()
    room.does("joe", "drill.suspend", drill=drill, cause="stop_word", reason="Somebody fell")
    assert room.state.drills[drill].phase == "suspended"


def test_a_drill_to_come_is_as_unknown_as_one_that_is_not_planned(room: ControlRoom) -> None:
    """To whoever may be drilled, a refusal must not tell that a drill is coming."""
    planned = room.does(CONTROLLER, "drill.plan", name="Night drill")
    drill = str(planned[0].data["id"])
    seal = commitment_of(SEALED, NONCE)

    def answers(drill: str) -> list[str]:
        stop = {"drill": drill, "cause": "stop_word", "reason": "Is there one"}
        note = {"drill": drill, "objective": "suits", "rating": "P"}
        tried = [
            room.refuses("ann", "drill.suspend", **stop),
            room.refuses("joe", "drill.suspend", **stop),
            room.refuses(person("joe", Role.EVALUATOR), "observation.note", **note),
            room.desk.submit("incident.open", {"place": "tank"}, person("ann"), drill=drill),
        ]
        return [one.refusal.code for one in tried if isinstance(one, Refused)]

    assert answers("DRL-9") == ["unknown_drill"] * 4
    assert answers(drill) == answers("DRL-9")
    room.does(CONTROLLER, "drill.seal", drill=drill, commitment=seal, generator="test/1")
    assert answers(drill) == answers("DRL-9")
    told = room.refuses(CONTROLLER, "drill.pause", drill=drill, reason="Too early")
    assert told.refusal.code == "drill_phase"


def test_a_call_for_help_holds_a_drill(room: ControlRoom) -> None:
    """Else it would start, or go on, only to be suspended in the same second."""
    drill = room.drill()
    room.does("joe", "person.sos", note="Somebody fell")
    [call] = room.facts("person.sos")
    room.does(DUTY_ACTOR, "drill.suspend", drill=drill, cause="sos", seq=call.seq)
    held = room.refuses(CONTROLLER, "drill.resume", drill=drill)
    assert [reason.key for reason in held.refusal.params["reasons"]] == ["hold.sos"]
    room.does("joe", "person.sos_end", person="joe", reason="Back on their feet")
    room.does(CONTROLLER, "drill.resume", drill=drill)


def test_a_standing_alarm_holds_a_drill_and_is_told_by_its_name(room: ControlRoom) -> None:
    drill = room.drill()
    room.does(CONTROLLER, "drill.pause", drill=drill, reason="Wait")
    room.alarm()
    held = room.refuses(CONTROLLER, "drill.resume", drill=drill)
    [reason] = held.refusal.params["reasons"]
    tank = room.site.tank_by_id["tank"]
    assert (reason.key, reason.params["of"], reason.params["tag"]) == (
        "hold.alarm",
        tank.name,
        "LT-T",
    )
    assert reason.params["condition"].key == "alarm.condition.NETLOSS"


def test_what_concerns_the_plant_itself_has_no_place_in_a_drill(room: ControlRoom) -> None:
    drill = room.drill()
    answer = room.desk.submit(
        "drill.pause", {"drill": drill, "reason": "Why"}, CONTROLLER, drill=drill
    )
    assert isinstance(answer, Refused)
    assert answer.refusal.code == "only_in_reality"


def test_nothing_happens_in_a_drill_that_is_over(room: ControlRoom) -> None:
    drill = room.drill()
    room.does(CONTROLLER, "drill.end", drill=drill)
    answer = room.desk.submit(
        "incident.open", {"place": "tank", "plan": "leak-plan"}, virtual("ann"), drill=drill
    )
    assert isinstance(answer, Refused)
    assert answer.refusal.code == "drill_phase"
    unknown = room.desk.submit("incident.open", {"place": "tank"}, virtual("ann"), drill="DRL-9")
    assert isinstance(unknown, Refused)
    assert unknown.refusal.code == "unknown_drill"
    assert room.state.twins == {}
