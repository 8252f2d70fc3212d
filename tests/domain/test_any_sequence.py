"""Whatever anybody does in whatever order: the journal tells it all, and the board stays sound."""

import copy
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from command_center.desk import Accepted, Desk, Refused
from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.areas import __all__ as areas
from command_center.domain.drills.sealing import commitment_of
from command_center.domain.fold import replay
from command_center.domain.presence import tally
from command_center.domain.registry import COMMANDS, FACTS
from command_center.domain.resources.due_index import DueIndex, due_index
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.directives.directive import Filed, InHand
from command_center.store.database.engine import open_engine
from command_center.store.journal import Journal
from command_center.store.journal.refusals import read_refusal, written
from command_center.words import LANGUAGES, say
from tests.support.any_command import KINDS, NONCE, SEALED, actors, commands
from tests.support.empty_database import empty_at
from tests.support.factories import CONTROLLER, START, ControlRoom, person
from tests.support.hand_clock import HandClock
from tests.support.small_works import small_works

SITE = small_works()
AS_DESCRIBED = SITE.model_copy(deep=True)
"""What `SITE` was before anybody did anything: every example's plant is made of the same parts."""
ATTEMPTS = {"authority.refused", "resource.refused", "drill.held"}
"""The only facts a refused command may leave behind."""

assert areas


class Room:
    """A Desk on a file that need not survive a power cut, used by one example after the other."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.file = empty_at(Path(self.folder.name) / "journal.sqlite")
        self.engine = open_engine(f"sqlite:///{self.file}", synchronous="NORMAL")
        self.sites = 0

    def open(self) -> tuple[Desk, Journal, HandClock]:
        """A new, empty journal: one file holds those of many sites."""
        self.sites += 1
        clock = HandClock(START)
        site = SITE.model_copy(update={"id": f"works-{self.sites}"})
        journal = Journal(self.engine, site.id, clock.now)
        return Desk(site, journal, clock), journal, clock

    def close(self) -> None:
        self.engine.dispose()
        self.folder.cleanup()


class RoomInTheMidst(Room):
    """One in which `midst` was played once: every example goes on from there."""

    def __init__(self) -> None:
        super().__init__()
        desk, _, clock = super().open()
        midst(desk, clock)
        self.site, self.now = desk.site, clock.now()
        self.played = sqlite3.connect(":memory:")
        with closing(sqlite3.connect(self.file)) as file:
            file.backup(self.played)

    def open(self) -> tuple[Desk, Journal, HandClock]:
        """The journal as `midst` left it, and a desk that has read it."""
        with closing(sqlite3.connect(self.file)) as file:
            self.played.backup(file)
        clock = HandClock(self.now)
        journal = Journal(self.engine, self.site.id, clock.now)
        desk = Desk(self.site, journal, clock)
        desk.catch_up()
        return desk, journal, clock

    def close(self) -> None:
        self.played.close()
        super().close()


@pytest.fixture(scope="module")
def doors() -> Any:
    """Where every example finds an empty journal."""
    doors = Room()
    yield doors
    doors.close()


@pytest.fixture(scope="module")
def doors_in_the_midst() -> Any:
    """Where every example finds a night in which something of everything is open."""
    doors = RoomInTheMidst()
    yield doors
    doors.close()


def without_attempts(state: State, described: Site) -> State:
    """The state as it would be had nobody tried what was refused. What the plant was `described` as at first is not
    copied: `AS_DESCRIBED` says whether anything has changed in it."""
    plain = copy.deepcopy(state, {id(described): described})
    for board in (plain, *plain.twins.values()):
        board.times.clear()  # one list for all of them
        for incident in board.incidents.values():
            incident.authority_refusals.clear()
            incident.authority_attempts.clear()
    return replace(plain, seq=0, recorded_at=0, times=[])


def filed_anew(state: State) -> dict[str, Filed]:
    """The directives of each incident as one who knows nothing would file them."""
    anew = InHand()
    for directive in state.directives.values():
        anew.issued(directive)
        if directive.acknowledged_by is not None:
            anew.heard(directive, directive.acknowledged_by)
        for notice in directive.notices.values():
            anew.heard(directive, notice.person)
    return anew.filed


def check_sound(state: State) -> None:
    """What no sequence of commands may break."""
    for incident in state.incidents.values():
        if count := incident.evacuation:
            assert tally(state, incident).total() == len(count.accounts)
        assert len(set(incident.entry.ready)) == len(incident.entry.ready)
        assert not set(incident.entry.ready) & set(incident.entry.inside)
        assert (incident.commander is None) == (incident.commander_post is None)
        assert incident.t0 <= incident.opened_at
    for line in state.ledger.lines.values():
        assert 0 <= line.out <= line.quantity
    kept, anew = due_index(state, state.in_force), DueIndex()
    anew.follow(state, state.in_force)
    assert (kept.counts, kept.inspections) == (anew.counts, anew.inspections)
    assert kept.good_until == anew.good_until
    for board in (state, *state.twins.values()):
        assert board.in_hand.filed == filed_anew(board)
    for directive in state.directives.values():
        assert directive.history == sorted(set(directive.history))
        if directive.state in ("acknowledged", "in_progress", "done", "verified"):
            assert directive.acknowledged_at is not None
            assert directive.ack_late == (directive.acknowledged_at > directive.ack_by)
    for alarm in state.alarms.values():
        assert alarm.shelved_until is None or alarm.out_of_service or alarm.priority != "emergency"


def check_facts(journal: Journal) -> None:
    """Every fact is as its kind declares, and answers an earlier one."""
    facts = journal.read(0, 10_000)
    for fact in facts:
        spec = FACTS[fact.kind]
        assert spec.adapter.validate_python(fact.data, strict=True) == fact.data
        assert fact.v == spec.v
        assert fact.exercise == (fact.drill is not None)
        assert fact.exercise or fact.at <= fact.recorded_at
        if fact.caused_by is not None:
            assert 1 <= fact.caused_by < fact.seq


def check_words(answer: Refused) -> None:
    """A refusal can be said in every language."""
    refusal = answer.refusal
    for lang in LANGUAGES:
        assert say(lang, f"refusal.{refusal.code}", **refusal.params)
        assert say(lang, f"refusal.{refusal.code}.mend", **refusal.params)


def check_kept(answer: Refused) -> None:
    """A refusal read back from its idempotency key says the same."""
    given = answer.refusal
    kept = read_refusal(written(given))
    assert (kept.code, kept.status, kept.params) == (given.code, given.status, given.params)


def begin(desk: Desk, clock: HandClock) -> None:
    """The night shift, a leak, and somebody in command."""
    desk.submit("shift.begin", {"shift": "night"}, DUTY_ACTOR)
    alarm = {
        "tag": "LT-T", "condition": "NETLOSS", "priority": "emergency", "onset": START,
        "value": 5.0,
    }  # fmt: skip
    desk.submit("alarm.raise", alarm, DUTY_ACTOR)
    opened = {"place": "tank", "plan": "leak-plan", "alarm": "LT-T:NETLOSS"}
    desk.submit("incident.open", opened, person("ann"))


def midst(desk: Desk, clock: HandClock) -> None:
    """In the midst of the response: something of everything is open."""
    begin(desk, clock)
    for kind, given_, who in (
        ("directive.issue", {"incident": "INC-1", "step": "look"}, "ann"),
        ("directive.ack", {"directive": "DIR-1"}, "eva"),
        ("directive.issue", {"incident": "INC-1", "step": "clear-2"}, "ann"),
        ("evacuation.order", {"incident": "INC-1", "zones": ["shop-1"]}, "ann"),
        ("resource.dispatch", {"incident": "INC-1", "kit": "pair", "place": "tank"}, "ann"),
        ("outside.call", {"incident": "INC-1", "unit": "next-door"}, "ann"),
        ("entry.ready", {"incident": "INC-1", "pressure_mpa": 27,
                         "persons": ["eva", "fay", "gus", "hua"]}, "ann"),
        ("gas.measure", {"incident": "INC-1", "place": "tank", "value": 0, "unit": "ppm"}, "ann"),
        ("entry.in", {"incident": "INC-1", "pressure_mpa": 27, "person": "eva"}, "ann"),
        ("incident.transfer", {"incident": "INC-1", "to_person": "ben"}, "ann"),
    ):  # fmt: skip
        clock.move(1)
        assert isinstance(desk.submit(kind, given_, person(who)), Accepted)


def exercise(desk: Desk, clock: HandClock) -> None:
    """A drill runs, and its incident is open."""
    seal = commitment_of(SEALED, NONCE)
    desk.submit("drill.plan", {"name": "Night"}, CONTROLLER)
    desk.submit("drill.seal", {"drill": "DRL-1", "commitment": seal, "generator": "t"}, CONTROLLER)
    desk.submit("drill.start", {"drill": "DRL-1"}, CONTROLLER)
    opened = {"place": "tank", "plan": "leak-plan"}
    answer = desk.submit("incident.open", opened, person("ann"), drill="DRL-1")
    assert isinstance(answer, Accepted)


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.data())
def test_any_sequence_of_commands(doors: Room, data: st.DataObject) -> None:
    desk, journal, clock = doors.open()
    described = desk.site
    data.draw(st.sampled_from([lambda *_: None, begin, midst, midst, exercise]), "prelude")(
        desk, clock
    )
    for _ in range(data.draw(st.integers(1, 30), "length")):
        clock.move(data.draw(st.sampled_from([0, 0.2, 5, 60, 1000]), "pause"))
        spec = COMMANDS[data.draw(st.sampled_from(KINDS), "kind")]
        command = data.draw(commands(spec, desk.site, desk.state, clock.now()), "command")
        actor = data.draw(actors(spec, desk.site, desk.state, command), "actor")
        before = without_attempts(desk.state, described)
        drill = data.draw(st.sampled_from([None, *desk.state.twins]), "drill")
        answer = desk.submit(spec.kind, command, actor, drill=drill)
        event(f"{spec.kind} {'accepted' if isinstance(answer, Accepted) else 'refused'}")
        if isinstance(answer, Refused):
            assert without_attempts(desk.state, described) == before
            assert {f.kind for f in answer.facts} <= ATTEMPTS
            check_words(answer)
        check_sound(desk.state)
    assert SITE == AS_DESCRIBED
    check_facts(journal)
    assert replay(desk.fresh(described), journal.read(0, 10_000)) == desk.state


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_valid_command_raises_in_the_midst_of_everything(
    doors_in_the_midst: Room, kind: str, data: st.DataObject
) -> None:
    desk, journal, clock = doors_in_the_midst.open()
    described = desk.site
    spec = COMMANDS[kind]
    clock.move(data.draw(st.integers(0, 2000)))
    command = data.draw(commands(spec, desk.site, desk.state, clock.now()))
    answer = desk.submit(kind, command, data.draw(actors(spec, desk.site, desk.state, command)))
    if isinstance(answer, Refused):
        check_words(answer)
        check_kept(answer)
    check_sound(desk.state)
    check_facts(journal)
    assert replay(desk.fresh(described), journal.read(0, 10_000)) == desk.state


def test_the_story_of_one_night_replays_to_the_same_board(room: ControlRoom) -> None:
    incident = room.leak()
    room.orders(incident)
    room.hears("eva", "directive.ack", directive="DIR-1")
    room.does("ann", "evacuation.order", incident=incident, zones=["shop-2"])
    assert room.replayed() == room.state
