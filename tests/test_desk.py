"""The one door: who may knock, what is a wrong form, and that knocking twice counts once."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

import command_center
from command_center.desk import (
    Accepted,
    Forbidden,
    InvalidCommand,
    ListenerSubmits,
    Refused,
    UnknownCommand,
)
from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from command_center.domain.fact import Fact
from command_center.domain.registry import COMMANDS
from command_center.domain.state import State
from command_center.store.journal import KeyReused
from tests.support.factories import ControlRoom, person
from tests.support.rooms import OpenRoom

PACKAGE = Path(command_center.__file__).parent
REPORT = {"channel": "call", "place": "tank", "text": "It smells of almonds"}


def submit(
    room: ControlRoom, kind: str, data: Mapping[str, object], key: str
) -> Accepted | Refused:
    return room.desk.submit(kind, data, person("ann"), key=key)


def test_an_undeclared_command_is_unknown(room: ControlRoom) -> None:
    with pytest.raises(UnknownCommand):
        room.does("ann", "moon.land")


def test_a_role_that_is_not_declared_is_forbidden_and_nothing_is_recorded(
    room: ControlRoom,
) -> None:
    before = len(room.facts())
    for spec in COMMANDS.values():
        for role in set(Role) - spec.roles:
            with pytest.raises(Forbidden):
                room.desk.submit(spec.kind, {}, Actor("somebody", role, person="ann"))
    assert len(room.facts()) == before


BY_DOOR = sorted(kind for kind, spec in COMMANDS.items() if spec.by_door)


@pytest.mark.parametrize("kind", BY_DOOR)
def test_a_command_of_a_door_is_open_to_its_roles_at_that_door_alone(
    room: ControlRoom, kind: str
) -> None:
    """Whoever is let in by the door gives the command as who they are: nobody borrows the duties' role."""
    spec = COMMANDS[kind]
    for role in spec.by_door - spec.roles:
        with pytest.raises(Forbidden):
            room.desk.submit(kind, {}, Actor("somebody", role))
        with pytest.raises(InvalidCommand):  # let in, and told that the form is empty
            room.desk.submit(kind, {}, Actor("somebody", role), by_door=True)
    for role in set(Role) - spec.roles - spec.by_door:
        with pytest.raises(Forbidden):
            room.desk.submit(kind, {}, Actor("somebody", role), by_door=True)


def test_no_door_lets_others_have_the_duties_role() -> None:
    faked = [
        str(path.relative_to(PACKAGE))
        for path in sorted(PACKAGE.rglob("*.py"))
        if "role=Role.DUTY" in path.read_text(encoding="utf-8")
    ]
    assert faked == ["domain/actor.py"]


def test_a_wrong_form_is_refused_with_each_field(room: ControlRoom) -> None:
    with pytest.raises(InvalidCommand) as error:
        room.does("ann", "report.receive", channel="smoke", place="tank", text="x", colour="red")
    assert {e["loc"][0] for e in error.value.errors} == {"channel", "text", "colour"}


@pytest.mark.parametrize("at", [0, -1, 10**30, "yesterday", 1.5])
def test_a_time_that_is_none_is_a_wrong_form(room: ControlRoom, at: object) -> None:
    with pytest.raises(InvalidCommand):
        room.does("ann", "report.receive", **REPORT, at=at)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -1.0, 1e300])
def test_a_number_that_is_none_is_a_wrong_form(room: ControlRoom, number: float) -> None:
    with pytest.raises(InvalidCommand):
        room.does("ann", "resource.count", resource="mask", store="hall", quantity=number)


def test_the_same_key_answers_with_the_first_facts(room: ControlRoom) -> None:
    first = submit(room, "report.receive", REPORT, "k1")
    room.does("ben", "report.receive", **REPORT)
    second = submit(room, "report.receive", REPORT, "k1")
    assert isinstance(first, Accepted)
    assert isinstance(second, Accepted)
    assert first.facts == second.facts
    assert len(room.facts("report.received")) == 2


def test_the_same_key_for_another_command_is_refused(room: ControlRoom) -> None:
    submit(room, "report.receive", REPORT, "k1")
    for kind, data in (
        ("report.receive", REPORT | {"text": "It smells of rain"}),
        ("incident.open", {"place": "tank"}),
    ):
        with pytest.raises(KeyReused):
            submit(room, kind, data, "k1")
    with pytest.raises(KeyReused):
        room.desk.submit("report.receive", REPORT, person("ben"), key="k1")


def test_a_key_is_kept_over_a_restart(room: ControlRoom, rooms: OpenRoom, tmp_path: Path) -> None:
    first = submit(room, "report.receive", REPORT, "k1")
    again = rooms(tmp_path / "journal.sqlite", clock=room.clock, shift=None)
    assert again.state == room.state
    second = submit(again, "report.receive", REPORT, "k1")
    assert isinstance(first, Accepted)
    assert isinstance(second, Accepted)
    assert second.facts == first.facts
    with pytest.raises(KeyReused):
        submit(again, "report.receive", REPORT | {"text": "Something else"}, "k1")


def test_a_command_that_changes_nothing_keeps_its_key_too(room: ControlRoom) -> None:
    again = {"shift": "night"}
    answer = room.desk.submit("shift.begin", again, DUTY_ACTOR, key="k1")
    assert isinstance(answer, Accepted)
    assert answer.facts == []
    room.does(DUTY_ACTOR, "shift.begin", shift="day")
    answer = room.desk.submit("shift.begin", again, DUTY_ACTOR, key="k1")
    assert isinstance(answer, Accepted)
    assert answer.facts == []
    assert room.state.roster.shift == "day"


def test_a_listener_that_submits_is_told_so_at_once(room: ControlRoom) -> None:
    """It would wait for itself for ever, and the whole board with it."""
    told: list[Exception] = []

    def submits(facts: Sequence[Fact], state: State) -> None:
        for call in (room.desk.catch_up, lambda: room.does("ann", "report.receive", **REPORT)):
            try:
                call()
            except ListenerSubmits as error:
                told.append(error)

    room.desk.listen(submits)
    room.does("ann", "report.receive", **REPORT)
    assert len(told) == 2
    assert len(room.facts("report.received")) == 1


def test_a_refusal_changes_nothing(room: ControlRoom) -> None:
    room.leak()
    before = room.replayed()
    room.refuses("gus", "person.check_in", person="fay", muster="muster-north")
    room.refuses("ann", "incident.close", incident="INC-1")
    assert room.state == before
    assert room.replayed() == before


def test_listeners_hear_every_fact_once_in_order_with_the_state_that_holds_it(
    room: ControlRoom,
) -> None:
    heard: list[int] = []

    def listen(facts: Sequence[Fact], state: State) -> None:
        assert state.seq == facts[-1].seq
        heard.extend(f.seq for f in facts)

    room.desk.listen(listen)
    start = room.state.seq
    room.leak()
    room.refuses("ann", "resource.dispatch", incident="INC-1", kit="four", place="tank")
    room.does("ann", "resource.dispatch", incident="INC-1", kit="four", place="tank", partial=True)
    assert heard == list(range(start + 1, room.state.seq + 1))


def test_a_no_op_under_a_key_is_no_news(room: ControlRoom) -> None:
    heard: list[int] = []
    room.desk.listen(lambda facts, state: heard.append(len(facts)))
    answer = room.desk.submit("shift.begin", {"shift": "night"}, DUTY_ACTOR, key="k1")
    assert isinstance(answer, Accepted)
    assert heard == []


def test_what_is_durable_is_answered_and_told_though_a_listener_fails(
    room: ControlRoom, failed_alone: list[BaseException]
) -> None:
    """A 500 for a command that was carried out would have it given twice."""
    heard: list[str] = []

    def fails(facts: Sequence[Fact], state: State) -> None:
        raise RuntimeError("a screen cannot be drawn")

    room.desk.listen(fails)
    room.desk.listen(lambda facts, state: heard.extend(fact.kind for fact in facts))
    assert isinstance(submit(room, "report.receive", REPORT, "k1"), Accepted)
    assert heard == ["report.received"]
    assert [str(error) for error in failed_alone] == ["a screen cannot be drawn"]
    failed_alone.clear()


def test_every_fact_says_who_how_when_and_why(room: ControlRoom) -> None:
    room.leak()
    fact = room.facts("incident.opened")[0]
    assert (fact.site, fact.actor, fact.actor_kind, fact.via) == ("works", "ann", "human", "screen")
    assert fact.recorded_at == fact.at == room.now
    assert fact.caused_by == room.facts("alarm.raised")[0].seq
