"""Sirens: which carry what, what became of it, and what the board says of it."""

from pathlib import Path

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.fact import Fact
from command_center.domain.incidents.warning.public_warning import is_given_out, warning_messages
from command_center.domain.incidents.warning.siren_verdicts import (
    UNHEARD_MS,
    siren_verdicts,
    sirens_together,
    unproven_sirens,
)
from command_center.domain.verdicts.turns import turn_taken
from tests.support.factories import CONTROLLER, ControlRoom
from tests.support.small_works import small_works

DAY_MS = 86_400_000


@pytest.fixture
def room(tmp_path: Path) -> ControlRoom:
    return ControlRoom(
        tmp_path / "journal.sqlite3", small_works().model_copy(update={"simulated": False})
    )


def enrol(room: ControlRoom, *sirens: str, gateway: str = "gw-1", **more: object) -> list[Fact]:
    given = [{"id": one, **more} for one in sirens]
    return room.does(DUTY_ACTOR, "siren.enrol", gateway=gateway, sirens=given)


def tell(room: ControlRoom, incident: str, result: str, **more: object) -> list[Fact]:
    message = room.state.warnings.of[incident].messages[-1].seq
    given = {"siren": "north", "message": message, "happened_at": room.now, "tries": 1, **more}
    return room.does(DUTY_ACTOR, "siren.tell", incident=incident, outcome=result, **given)


def said(room: ControlRoom, incident: str, drill: str | None = None) -> dict[str, str]:
    """What the board says of each siren now."""
    state = room.state if drill is None else room.state.twins[drill]
    now = room.now if drill is None else room.state.drills[drill].exercise_at(room.now)
    verdicts = siren_verdicts(state, room.site, incident)
    return {one["siren"]: (turn_taken(one["turns"], now) or (0, "", ""))[2] for one in verdicts}


def test_a_siren_is_not_proven_until_its_gateway_has_told(room: ControlRoom) -> None:
    enrol(room, "north")
    incident = room.leak()
    assert said(room, incident) == {"north": "waiting"}
    room.later(UNHEARD_MS / 1000)
    assert said(room, incident) == {"north": "unheard"}
    tell(room, incident, "failing", why="connection refused")
    assert said(room, incident) == {"north": "failing"}
    tell(room, incident, "taken", tries=2)
    assert said(room, incident) == {"north": "taken"}


def test_each_change_of_the_warning_is_to_be_carried_anew(room: ControlRoom) -> None:
    enrol(room, "north")
    incident = room.leak()
    first = room.state.warnings.of[incident].messages[-1].seq
    tell(room, incident, "taken")
    zone = room.site.areas[0].id
    room.does("ann", "evacuation.order", incident=incident, zones=[zone])
    [verdict] = siren_verdicts(room.state, room.site, incident)
    assert verdict["type"] == "Update"
    assert said(room, incident) == {"north": "waiting"}
    assert tell(room, incident, "taken") != []
    assert tell(room, incident, "failing", message=first) == []
    assert said(room, incident) == {"north": "taken"}


def update(room: ControlRoom, incident: str, zone: int) -> None:
    room.does("ann", "evacuation.order", incident=incident, zones=[room.site.areas[zone].id])


def test_an_update_gives_a_silent_gateway_no_more_time(room: ControlRoom) -> None:
    enrol(room, "north")
    incident = room.leak()
    room.later(UNHEARD_MS / 1000 - 1)
    update(room, incident, 0)
    assert said(room, incident) == {"north": "waiting"}
    room.later(1)
    assert said(room, incident) == {"north": "unheard"}
    tell(room, incident, "taken")
    room.later(UNHEARD_MS / 1000)
    update(room, incident, 1)  # from here on the time counts anew: what was before is told
    assert said(room, incident) == {"north": "waiting"}
    room.later(UNHEARD_MS / 1000)
    assert said(room, incident) == {"north": "unheard"}


@pytest.mark.parametrize("outcome", ["failing", "expired"])
def test_an_update_hides_no_siren_that_was_not_reached(room: ControlRoom, outcome: str) -> None:
    enrol(room, "north")
    incident = room.leak()
    tell(room, incident, outcome, why="no route", tries=3)
    update(room, incident, 0)
    [verdict] = siren_verdicts(room.state, room.site, incident)
    assert verdict["type"] == "Update"
    assert (verdict["said"], verdict["why"], verdict["tries"]) == (outcome, "no route", 3)
    assert [turn[1:] for turn in sirens_together([verdict])] == [("urgent", "unreached")]
    tell(room, incident, "taken")
    assert said(room, incident) == {"north": "taken"}


def test_what_is_over_is_told_once_and_only_its_own_word_is_more_than_taken(
    room: ControlRoom,
) -> None:
    enrol(room, "north")
    incident = room.leak()
    assert len(tell(room, incident, "failing", why="a")) == 1
    assert tell(room, incident, "failing", why="a", tries=9) == []
    assert len(tell(room, incident, "taken")) == 1
    assert tell(room, incident, "failing", why="late") == []
    assert len(tell(room, incident, "sounded")) == 1
    assert tell(room, incident, "taken") == []
    assert said(room, incident) == {"north": "sounded"}


def test_only_known_sirens_and_messages_are_told_of(room: ControlRoom) -> None:
    incident = room.leak()
    given = {"siren": "north", "incident": incident, "message": 1, "happened_at": room.now}
    refused = room.refuses(DUTY_ACTOR, "siren.tell", outcome="taken", **given)
    assert refused.refusal.code == "unknown_siren"
    enrol(room, "north")
    refused = room.refuses(DUTY_ACTOR, "siren.tell", outcome="taken", **given)
    assert refused.refusal.code == "unknown_warning"


def test_what_is_told_of_a_message_that_the_journal_lost_is_not_told_of_the_one_with_its_number(
    room: ControlRoom,
) -> None:
    incident = room.leak()
    enrol(room, "north")
    newest = room.state.warnings.of[incident].messages[-1]
    given = {"siren": "north", "incident": incident, "message": newest.seq, "outcome": "taken",
             "happened_at": room.now}  # fmt: skip
    refused = room.refuses(DUTY_ACTOR, "siren.tell", sent=newest.sent - 1, **given)
    assert refused.refusal.code == "unknown_warning"
    assert said(room, incident) == {"north": "waiting"}
    assert len(room.does(DUTY_ACTOR, "siren.tell", sent=newest.sent, **given)) == 1


def test_all_sirens_together_are_said_in_one_word(room: ControlRoom) -> None:
    enrol(room, "north", "south")
    enrol(room, "quiet", gateway="gw-2", severity="Extreme")
    lower = room.site.levels[1].id
    opened = room.does("ann", "incident.open", place="tank", title="Smell", level=lower)
    incident = str(opened[0].data["id"])

    def now() -> tuple[str, str, list[str]]:
        verdicts = siren_verdicts(room.state, room.site, incident)
        turn = turn_taken(sirens_together(verdicts), room.now)
        unproven = [names for at, names in unproven_sirens(verdicts) if at <= room.now]
        assert turn is not None
        return turn[1], turn[2], unproven[-1]

    assert now() == ("note", "ordered", [])
    tell(room, incident, "taken")
    assert now() == ("note", "ordered", [])
    room.later(UNHEARD_MS / 1000)
    assert now() == ("urgent", "unproven", ["south"])
    tell(room, incident, "expired", siren="south")
    assert now() == ("urgent", "unreached", ["south"])
    room.does("ann", "source.report", incident=incident, state="isolated")
    for one in ("north", "south"):
        tell(room, incident, "taken", siren=one)
    assert now() == ("good", "delivered", [])
    for one in ("north", "south"):
        tell(room, incident, "sounded", siren=one)
    assert now() == ("good", "sounds", [])
    room.does("ann", "incident.withdraw", incident=incident, reason="nothing")
    assert now() == ("note", "ordered", [])
    for one in ("north", "south"):
        tell(room, incident, "taken", siren=one)
    assert now() == ("plain", "nothing", [])


def test_a_siren_whose_end_is_not_proven_may_still_sound(room: ControlRoom) -> None:
    enrol(room, "north", "south")
    opened = room.does("ann", "incident.open", place="tank", title="Smell")
    incident = str(opened[0].data["id"])
    for one in ("north", "south"):
        tell(room, incident, "taken", siren=one)
    room.does("ann", "incident.withdraw", incident=incident, reason="nothing")

    def now() -> tuple[str, str, list[str]]:
        verdicts = siren_verdicts(room.state, room.site, incident)
        turn = turn_taken(sirens_together(verdicts), room.now)
        unproven = [names for at, names in unproven_sirens(verdicts) if at <= room.now]
        assert turn is not None
        return turn[1], turn[2], unproven[-1]

    tell(room, incident, "failing", siren="south", why="no route")
    assert now() == ("urgent", "unended", ["south"])
    room.later(UNHEARD_MS / 1000)
    assert now() == ("urgent", "unended", ["north", "south"])
    tell(room, incident, "taken", siren="north")
    tell(room, incident, "expired", siren="south", why="no route", tries=99)
    assert now() == ("urgent", "unended", ["south"])
    tell(room, incident, "sounded", siren="south")
    assert now() == ("urgent", "unended", ["south"])  # given up is given up


def withdrawn(room: ControlRoom) -> str:
    """An incident that was opened in error."""
    opened = room.does("ann", "incident.open", place="tank", title="Smell")
    incident = str(opened[0].data["id"])
    room.does("ann", "incident.withdraw", incident=incident, reason="nothing")
    return incident


def together(room: ControlRoom, incident: str) -> tuple[str, str]:
    """What the board says of all sirens in one word, now."""
    turns = sirens_together(siren_verdicts(room.state, room.site, incident))
    turn = turn_taken(turns, room.now)
    assert turn is not None
    return turn[1], turn[2]


def test_an_end_presses_no_longer_than_the_door_gives_it_out(room: ControlRoom) -> None:
    enrol(room, "north")
    incident = withdrawn(room)
    [end] = room.state.warnings.of[incident].messages[-1:]
    room.later(DAY_MS / 1000 - 1)
    assert is_given_out(end, room.now)
    assert said(room, incident) == {"north": "unheard"}
    assert together(room, incident) == ("urgent", "unended")
    room.later(1)
    assert not is_given_out(end, room.now)
    assert said(room, incident) == {"north": "past"}
    assert together(room, incident) == ("plain", "nothing")
    names = unproven_sirens(siren_verdicts(room.state, room.site, incident))
    assert names[-1] == (room.now, [])


def test_an_alert_that_its_gateway_could_not_deliver_presses_no_longer_than_its_end(
    room: ControlRoom,
) -> None:
    enrol(room, "north")
    opened = room.does("ann", "incident.open", place="tank", title="Smell")
    incident = str(opened[0].data["id"])
    tell(room, incident, "failing", why="no route")
    room.does("ann", "incident.withdraw", incident=incident, reason="nothing")
    assert said(room, incident) == {"north": "failing"}
    room.later(DAY_MS / 1000)
    assert said(room, incident) == {"north": "past"}


def test_what_its_gateway_told_of_an_end_stands_longer_than_a_day(room: ControlRoom) -> None:
    enrol(room, "north")
    incident = withdrawn(room)
    room.later(DAY_MS / 1000)
    tell(room, incident, "expired", why="no route", tries=99)
    assert together(room, incident) == ("urgent", "unended")


def test_an_open_incident_waits_for_its_sirens_longer_than_a_day(room: ControlRoom) -> None:
    enrol(room, "north")
    incident = room.leak()
    room.later(DAY_MS / 1000)
    assert said(room, incident) == {"north": "unheard"}


def test_the_end_of_a_drill_presses_for_a_day(room: ControlRoom) -> None:
    drill, incident = in_a_drill(room)
    room.does(CONTROLLER, "drill.end", drill=drill)
    room.later(DAY_MS / 1000)
    assert together(room, incident) == ("plain", "nothing")


def test_a_siren_that_nobody_knew_before_the_end_is_set_aside(room: ControlRoom) -> None:
    enrol(room, "north")
    incident = withdrawn(room)
    room.later(600)
    enrol(room, "north", "new")  # the others of its gateway stay who they were
    room.later(UNHEARD_MS / 1000)
    assert said(room, incident) == {"north": "unheard", "new": "later"}
    unproven = unproven_sirens(siren_verdicts(room.state, room.site, incident))
    assert [names for at, names in unproven if at <= room.now][-1] == ["north"]
    assert room.replayed().warnings == room.state.warnings


def test_a_siren_that_its_gateway_named_anew_still_has_its_alert_to_end(
    room: ControlRoom,
) -> None:
    enrol(room, "north")
    opened = room.does("ann", "incident.open", place="tank", title="Smell")
    incident = str(opened[0].data["id"])
    tell(room, incident, "taken")
    enrol(room)
    room.does("ann", "incident.withdraw", incident=incident, reason="nothing")
    room.later(UNHEARD_MS / 1000)
    enrol(room, "north")
    assert said(room, incident) == {"north": "unheard"}


def test_what_presses_of_several_sirens_is_true_of_each(room: ControlRoom) -> None:
    enrol(room, "north", "south")
    incident = room.leak()
    tell(room, incident, "failing", siren="south", why="no route")
    room.later(UNHEARD_MS / 1000)
    verdicts = siren_verdicts(room.state, room.site, incident)
    turn = turn_taken(sirens_together(verdicts), room.now)
    assert turn is not None
    assert turn[1:] == ("urgent", "unproven")  # of the other nobody knows


def test_a_gateway_that_starts_again_changes_nothing_and_a_new_list_replaces_the_old(
    room: ControlRoom,
) -> None:
    assert len(enrol(room, "north", "south")) == 1
    assert enrol(room, "north", "south") == []
    enrol(room, "east", gateway="gw-2")
    enrol(room, "north")
    assert set(room.state.warnings.sirens) == {"north", "east"}
    assert room.replayed().warnings == room.state.warnings


def test_what_is_below_a_sirens_severity_is_carried_once_it_grows_and_then_its_end_too(
    room: ControlRoom,
) -> None:
    enrol(room, "north", severity="Extreme")
    highest, lower = (level.id for level in room.site.levels[:2])
    opened = room.does("ann", "incident.open", place="tank", title="Smell", level=lower)
    incident = str(opened[0].data["id"])
    room.later(UNHEARD_MS / 1000)
    assert said(room, incident) == {"north": "below"}
    room.does("ann", "incident.level", incident=incident, level=highest)
    assert said(room, incident) == {"north": "waiting"}  # it was not to carry the one before
    room.later(UNHEARD_MS / 1000 - 1)
    room.does("ann", "incident.withdraw", incident=incident, reason="nothing")
    assert said(room, incident) == {"north": "waiting"}


def test_a_drill_sounds_only_where_the_siren_is_for_exercises(room: ControlRoom) -> None:
    enrol(room, "quiet")
    enrol(room, "loud", gateway="gw-2", exercises=True)
    drill = room.drill()
    opened = room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    incident = str(opened[0].data["id"])
    assert said(room, incident, drill) == {"quiet": "exercise", "loud": "waiting"}
    message = room.state.twins[drill].warnings.of[incident].messages[-1].seq
    given = {"siren": "loud", "message": message, "happened_at": room.now, "outcome": "taken"}
    room.plays(drill, DUTY_ACTOR, "siren.tell", incident=incident, **given)
    assert said(room, incident, drill) == {"quiet": "exercise", "loud": "taken"}
    assert incident not in room.state.warnings.of
    room.does(CONTROLLER, "drill.end", drill=drill)


def in_a_drill(room: ControlRoom, **started: object) -> tuple[str, str]:
    """A drill with an incident whose alert has reached the siren `loud`."""
    enrol(room, "loud", exercises=True)
    drill = room.drill(**started)
    opened = room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    incident = str(opened[0].data["id"])
    tells_in(room, drill, incident, "taken")
    return drill, incident


def tells_in(room: ControlRoom, drill: str, incident: str, result: str) -> None:
    message = room.state.twins[drill].warnings.of[incident].messages[-1].seq
    given = {"siren": "loud", "message": message, "happened_at": room.now, "outcome": result}
    room.plays(drill, DUTY_ACTOR, "siren.tell", incident=incident, **given)


def test_the_end_of_a_drill_lifts_its_warning_and_the_plant_hears_whether_it_came(
    room: ControlRoom,
) -> None:
    drill, incident = in_a_drill(room)
    room.later(600)
    room.does(CONTROLLER, "drill.end", drill=drill)
    warned = room.state.warnings.of[incident]
    assert [one.type for one in warned.messages] == ["Alert", "Cancel"]
    assert all(one.exercise for one in warned.messages)
    assert said(room, incident) == {"loud": "waiting"}
    room.later(UNHEARD_MS / 1000)
    assert said(room, incident) == {"loud": "unheard"}
    tell(room, incident, "failing", siren="loud", why="no route")
    assert said(room, incident) == {"loud": "failing"}
    tell(room, incident, "taken", siren="loud")
    assert said(room, incident) == {"loud": "taken"}
    assert warning_messages(room.site, incident, room.facts())[-1].type == "Cancel"
    assert room.replayed().warnings == room.state.warnings


def test_an_incident_that_was_over_in_the_drill_has_one_end(room: ControlRoom) -> None:
    drill, incident = in_a_drill(room)
    room.plays(drill, "ann", "source.report", incident=incident, state="isolated")
    [before] = room.state.twins[drill].warnings.of.values()
    twin = [one.type for one in before.messages]
    assert twin == ["Alert", "Update"]
    room.does(CONTROLLER, "drill.end", drill=drill)
    types = [one.type for one in room.state.warnings.of[incident].messages]
    assert types == [*twin, "Cancel"]
    again = room.drill()
    opened = room.plays(again, "ann", "incident.open", place="tank", title="Smell")
    other = str(opened[0].data["id"])
    room.plays(again, "ann", "incident.withdraw", incident=other, reason="nothing")
    room.does(CONTROLLER, "drill.end", drill=again)
    assert [one.type for one in room.state.warnings.of[other].messages] == ["Alert", "Cancel"]


def test_what_reality_breaks_off_is_lifted_at_once_and_sounds_again_when_it_goes_on(
    room: ControlRoom,
) -> None:
    drill, incident = in_a_drill(room)

    def types() -> list[str]:
        return [one.type for one in room.state.twins[drill].warnings.of[incident].messages]

    room.does("ann", "drill.suspend", drill=drill, cause="stop_word")
    assert types() == ["Alert", "Cancel"]
    tells_in(room, drill, incident, "taken")  # the exercise stands still, the siren does not
    assert said(room, incident, drill) == {"loud": "taken"}
    room.does(CONTROLLER, "drill.resume", drill=drill)
    assert types() == ["Alert", "Cancel", "Alert"]
    room.does("ann", "drill.suspend", drill=drill, cause="stop_word")
    room.does(CONTROLLER, "drill.end", drill=drill)
    told = room.state.warnings.of[incident].messages
    assert [one.type for one in told][2:] == ["Alert", "Cancel"]
    facts = [(one.seq, one.type) for one in warning_messages(room.site, incident, room.facts())]
    assert facts == [(one.seq, one.type) for one in told]
    assert room.replayed().warnings == room.state.warnings


@pytest.mark.parametrize("ahead", [0, 90 * DAY_MS], ids=["now", "in 90 days"])
def test_what_a_suspension_brings_is_said_by_the_clock_of_the_exercise(
    room: ControlRoom, ahead: int
) -> None:
    drill, incident = in_a_drill(room, exercise_at=room.now + ahead)
    room.does("ann", "drill.suspend", drill=drill, cause="stop_word")
    tells_in(room, drill, incident, "taken")
    room.later(600)
    room.does(CONTROLLER, "drill.resume", drill=drill)
    assert said(room, incident, drill) == {"loud": "waiting"}
    room.later(UNHEARD_MS / 1000 - 1)
    assert said(room, incident, drill) == {"loud": "waiting"}
    room.later(1)
    assert said(room, incident, drill) == {"loud": "unheard"}


def test_a_drill_that_ends_while_reality_suspends_it_gives_a_silent_siren_no_second_end(
    room: ControlRoom,
) -> None:
    drill, incident = in_a_drill(room)
    room.does("ann", "drill.suspend", drill=drill, cause="stop_word")
    tells_in(room, drill, incident, "sounded")  # it says itself that it is silent
    room.does(CONTROLLER, "drill.end", drill=drill)
    assert said(room, incident) == {"loud": "sounded"}
    assert [one.type for one in room.state.warnings.of[incident].messages] == ["Alert", "Cancel"]


def test_a_pause_of_the_exercise_silences_nothing(room: ControlRoom) -> None:
    drill, incident = in_a_drill(room)
    room.does(CONTROLLER, "drill.pause", drill=drill, reason="a break")
    messages = room.state.twins[drill].warnings.of[incident].messages
    assert [one.type for one in messages] == ["Alert"]
    tells_in(room, drill, incident, "sounded")
    assert said(room, incident, drill) == {"loud": "sounded"}


def test_the_folded_messages_are_those_of_the_documents(room: ControlRoom) -> None:
    incident = room.leak()
    room.does("ann", "evacuation.order", incident=incident, zones=[room.site.areas[0].id])
    room.does("ann", "source.report", incident=incident, state="isolated")
    told = warning_messages(room.site, incident, room.facts())
    assert len(told) == 3
    assert room.state.warnings.of[incident].messages == told
