"""Every scenario of the library, and drawn ones, played to the end by the duties with nobody there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from command_center.domain.drills.sealing import commitment_of
from command_center.domain.scenarios.bias import Bias, OpenAction
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.sealed import sealed_text
from command_center.domain.text import Prose
from command_center.site_file import load
from command_center.store.database.engine import open_engine
from command_center.store.sealed import Kept
from simulations.scenarios import library
from simulations.surprise import Drawn, draw, played
from tests.support.empty_database import empty_at
from tests.support.factories import START
from tests.support.hand_clock import HandClock
from tests.test_drill_script import NONCE, Played

SITE = load(Path(__file__).parents[1] / "sites" / "demo" / "site.yaml")
SPEED = 60
LONG = Prose(zh="很长的措施。" * 70, en="A long action. " * 30)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Played]:
    file = empty_at(tmp_path / "journal.sqlite")
    engine: Engine = open_engine(f"sqlite:///{file}", synchronous="NORMAL")
    room = Played(engine, HandClock(START), SITE)
    room.beat()
    yield room
    engine.dispose()


def play_to_the_end(room: Played, plan: DrillPlan) -> None:
    content = sealed_text(plan, 1)
    seal = commitment_of(content, NONCE)
    room.sealed.keep(seal, Kept(content, NONCE), room.clock.now())
    room.done("drill.plan", name=plan.name.model_dump())
    room.done("drill.seal", drill="DRL-1", commitment=seal, generator=plan.generator)
    room.done("drill.start", drill="DRL-1", speed=SPEED, virtual=True)
    for _ in range(plan.max_s // SPEED + 3):
        room.beat(1)


def all_of_it_happened(room: Played, plan: DrillPlan) -> None:
    assert room.drill.phase == "ended"
    assert room.drill.revealed
    fired = {one["inject"] for one in room.told("inject.fired")}
    assert {i.id for i in plan.injects if i.at is not None} <= fired
    missing = {i.id for i in plan.injects if i.when is not None and i.when.missing is not None}
    assert missing <= fired, "what nobody did has its consequence"
    assert {i.id for i in plan.injects if i.held}.isdisjoint(fired)
    opened = {e.id for e in plan.expectations if e.inject in fired}
    assert set(room.drill.expectations) == opened
    ended = room.drill.exercise_at(room.drill.ended_at)
    for one in room.drill.expectations.values():
        assert one.state == ("missed" if ended > one.by else "not_reached"), one.id
    assert any(one.state == "missed" for one in room.drill.expectations.values())


@pytest.mark.parametrize("name", sorted(library()))
def test_a_scenario_nobody_answers_is_played_to_its_end(room: Played, name: str) -> None:
    plan = played(library()[name], SITE, 7)
    assert isinstance(plan, DrillPlan)
    play_to_the_end(room, plan)
    all_of_it_happened(room, plan)


def test_a_drawn_drill_with_a_long_open_action_is_played_to_its_end(room: Played) -> None:
    action = OpenAction(id="ACT-1", text=LONG, problem="dead_contact", about="deputy-gm")
    drawn = draw(SITE, library(), 7, Bias(open_actions=[action]))
    assert isinstance(drawn, Drawn)
    plan = drawn.plan
    play_to_the_end(room, plan)
    all_of_it_happened(room, plan)
    assert plan.tested[0].expectation in room.drill.expectations
