"""Real stock, people and incidents with a drill beside them are as they would be without it."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from command_center.desk import Desk
from command_center.domain.registry import COMMANDS
from command_center.domain.state import State
from command_center.domain.timing.table import timing_of
from command_center.live.rows.projection import Projection
from command_center.store.database.engine import open_engine
from command_center.store.journal import Journal
from tests.domain.test_any_sequence import exercise, midst
from tests.support.any_command import KINDS, actors, commands
from tests.support.empty_database import empty_at
from tests.support.factories import START
from tests.support.hand_clock import HandClock
from tests.support.outbox import Told, outbox_on
from tests.support.reachable_works import reachable_works

SITE = reachable_works()
NUMBERS = itertools.count(1)
OF_DRILLS = ("drill.", "inject.", "expectation.", "observation.", "plant.onset")
PLAYED = [kind for kind in KINDS if not kind.startswith(OF_DRILLS)]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database for many journals."""
    file = empty_at(tmp_path_factory.mktemp("beside") / "journal.sqlite")
    engine = open_engine(f"sqlite:///{file}", synchronous="NORMAL")
    yield engine
    engine.dispose()


def without_numbers(row: Any) -> Any:
    """The row without the numbers of facts, however deep they stand."""
    if isinstance(row, dict):
        return {name: without_numbers(part) for name, part in row.items() if "seq" not in str(name)}
    return [without_numbers(part) for part in row] if isinstance(row, list) else row


def real_rows(state: State) -> Iterator[tuple[str, str, Any]]:
    """What reality's screens show, without the list of drills and the numbers of facts."""
    for topic, key, row in Projection(SITE).whole(state):
        if topic not in ("drill", "ticker"):
            named = "report:" if key.startswith("report:") else key  # its key is a fact's number
            shown = without_numbers(row or {})
            if key.startswith("contact:"):
                shown.pop("revision", None)  # the number of the fact that changed the contacts last
            yield topic, named, shown


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_drill_beside_it_changes_nothing(engine: Engine, data: st.DataObject) -> None:
    number = next(NUMBERS)
    clocks = [HandClock(START), HandClock(START)]
    desks, journals = [], []
    for clock, name in zip(clocks, ("with", "without"), strict=True):
        site = SITE.model_copy(update={"id": f"{name}-{number}"})
        journals.append(Journal(engine, site.id, clock.now))
        desks.append(Desk(site, journals[-1], clock))
    drilled, plain = desks
    exercise(drilled, clocks[0])
    for desk, clock in zip(desks, clocks, strict=True):
        midst(desk, clock)
    for _ in range(data.draw(st.integers(1, 12), "length")):
        seconds = data.draw(st.sampled_from([0, 5, 60]), "pause")
        for clock in clocks:
            clock.move(seconds)
        spec = COMMANDS[data.draw(st.sampled_from(PLAYED), "kind")]
        in_drill = data.draw(st.booleans(), "in the drill")
        board = drilled.state.twins["DRL-1"] if in_drill else plain.state
        command = data.draw(commands(spec, SITE, board, clocks[0].now()), "command")
        actor = data.draw(actors(spec, SITE, board, command), "actor")
        if in_drill:
            drilled.submit(spec.kind, command, actor, drill="DRL-1")
        else:
            answers = [desk.submit(spec.kind, command, actor) for desk in desks]
            assert type(answers[0]) is type(answers[1])
    assert list(real_rows(drilled.state)) == list(real_rows(plain.state))
    assert drilled.state.ledger.lines == plain.state.ledger.lines
    outside, statistics = [], []
    for desk, journal, clock in zip(desks, journals, clocks, strict=True):
        outside.append(told_outside(desk, journal, clock))
        statistics.append(counted(desk, journal, clock))
    assert outside[0] == outside[1]
    assert statistics[0] == statistics[1]


def told_outside(desk: Desk, journal: Journal, clock: HandClock) -> list[tuple[str, str]]:
    """What goes out by real channels now; nothing of it is an exercise's."""
    outside = {"im": Told("im"), "sms": Told("sms"), "voice": Told("voice")}
    outbox_on(desk, journal.engine, clock, outside).run_once(clock.now())
    given = [message for one in outside.values() for message in one.given]
    assert not [message for message in given if message.exercise]
    return [(message.address, message.text) for message in given]


def counted(desk: Desk, journal: Journal, clock: HandClock) -> list[Any]:
    """The statistics of every real incident: each row with its times and how it came out."""
    facts = journal.read(0, 10_000)
    return [
        (row.row, dict(row.about), row.seconds, row.open_s, row.outcome, row.apart_s, row.flags)
        for incident in desk.state.incidents
        for row in timing_of(facts, incident, desk.site, clock.now())
    ]
