"""Who commands: taken when nobody does, handed over by both sides, won back from a machine."""

import pytest

from command_center.desk import Forbidden
from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from tests.support.factories import CONTROLLER, ControlRoom, person, virtual


def test_whoever_opens_from_a_commanding_post_commands(room: ControlRoom) -> None:
    incident = room.state.incidents[room.leak()]
    assert (incident.commander, incident.commander_post, incident.commander_kind) == (
        "ann", "chief", "human",
    )  # fmt: skip


def test_a_responder_opens_an_incident_and_commands_nothing(room: ControlRoom) -> None:
    room.does("gus", "incident.open", place="tank")
    assert room.state.incidents["INC-1"].commander is None
    answer = room.refuses("ann", "directive.issue", incident="INC-1", to="farm-hand", text="Go")
    assert answer.refusal.code == "nobody_commands"
    room.does("ann", "incident.take", incident="INC-1")
    room.orders("INC-1")


def test_command_is_not_taken_from_a_person(room: ControlRoom) -> None:
    incident = room.leak()
    answer = room.refuses("ben", "incident.take", incident=incident)
    assert answer.refusal.code == "command_held"
    assert room.refuses("ann", "incident.take", incident=incident).refusal.code == "command_yours"


def test_a_transfer_counts_when_both_sides_have_acknowledged(room: ControlRoom) -> None:
    incident = room.leak()
    [offered] = room.does("ann", "incident.transfer", incident=incident, to_person="ben")
    assert room.state.incidents[incident].commander == "ann"
    room.orders(incident)  # a one-sided transfer changes nobody
    refused = room.refuses("ben", "directive.issue", incident=incident, to="chief", text="Go")
    assert refused.refusal.code == "not_in_command"
    [taken] = room.does("ben", "incident.transfer_ack", incident=incident)
    assert taken.caused_by == offered.seq
    found = room.state.incidents[incident]
    assert (found.commander, found.commander_post, found.offered_to) == ("ben", "second", None)
    answer = room.refuses("ann", "directive.issue", incident=incident, to="farm-hand", text="Go")
    assert answer.refusal.code == "not_in_command"


def test_command_is_taken_from_who_has_left_with_their_shift(room: ControlRoom) -> None:
    """Nobody could hand it over any more, and an incident without a commander is worse."""
    incident = room.leak()
    room.does(DUTY_ACTOR, "shift.begin", shift="day")
    room.does("ben", "incident.take", incident=incident)
    assert room.state.incidents[incident].commander == "ben"


def test_only_whom_it_was_offered_to_can_accept(room: ControlRoom) -> None:
    incident = room.leak()
    code = "command_not_offered"
    assert room.refuses("ben", "incident.transfer_ack", incident=incident).refusal.code == code
    room.does("ann", "incident.transfer", incident=incident, to_person="joe")
    assert room.refuses("ben", "incident.transfer_ack", incident=incident).refusal.code == code
    nobody = Actor("spare", Role.COMMANDER)
    assert room.refuses(nobody, "incident.transfer_ack", incident=incident).refusal.code == code


def test_command_is_offered_to_a_commanding_post_only(room: ControlRoom) -> None:
    incident = room.leak()
    for to, code in (
        ("eva", "their_post_commands_nothing"),
        ("ann", "command_yours"),
        ("moon", "unknown_person"),
    ):
        answer = room.refuses("ann", "incident.transfer", incident=incident, to_person=to)
        assert answer.refusal.code == code


def test_without_a_commanding_post_nobody_takes_command(room: ControlRoom) -> None:
    room.does("gus", "incident.open", place="tank")
    answer = room.refuses(person("eva", Role.COMMANDER), "incident.take", incident="INC-1")
    assert answer.refusal.code == "no_commanding_post"


def test_a_human_takes_over_from_the_virtual_commander_who_is_refused_from_then_on(
    room: ControlRoom,
) -> None:
    alarm = room.alarm()
    room.does(virtual("ann"), "incident.open", place="tank", plan="leak-plan", alarm=alarm)
    room.does(virtual("ann"), "directive.issue", incident="INC-1", step="look")
    answer = room.refuses("ann", "directive.issue", incident="INC-1", step="shut")
    assert answer.refusal.code == "virtual_commands"  # not even the person whose part it plays
    room.does("ann", "incident.take", incident="INC-1")
    for kind, data in (
        ("directive.issue", {"incident": "INC-1", "step": "shut"}),
        ("directive.withdraw", {"directive": "DIR-1", "reason": "mine"}),
        ("incident.level", {"incident": "INC-1", "level": "alpha"}),
        ("incident.close", {"incident": "INC-1"}),
        ("incident.transfer", {"incident": "INC-1", "to_person": "ben"}),
    ):
        assert room.refuses(virtual("ann"), kind, **data).refusal.code == "not_in_command"
    answer = room.refuses(virtual("ann"), "incident.take", incident="INC-1")
    assert answer.refusal.code == "command_held"
    room.does("ann", "directive.issue", incident="INC-1", step="shut")


def test_only_who_commands_sets_the_level_on_which_authority_depends(room: ControlRoom) -> None:
    incident = room.leak()
    answer = room.refuses("ben", "incident.level", incident=incident, level="kappa")
    assert answer.refusal.code == "not_in_command"
    [fact] = room.does("ann", "incident.level", incident=incident, level="alpha")
    assert fact.data == {"level": "alpha", "before": "omega"}
    for level, code in (("alpha", "level_unchanged"), ("moon", "unknown_level")):
        answer = room.refuses("ann", "incident.level", incident=incident, level=level)
        assert answer.refusal.code == code


def test_a_controller_records_and_never_commands(room: ControlRoom) -> None:
    incident = room.leak()
    with pytest.raises(Forbidden):
        room.does(CONTROLLER, "incident.take", incident=incident)
