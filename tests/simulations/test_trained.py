"""Virtual people answer a scenario that no plan of the site knows; at a real desk, by their own doors."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import Actor, ActorKind, Role
from command_center.domain.fact import Fact
from command_center.domain.incidents.asked_by_hazard import hazard_of, questions_of
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.scenario import ShiftKind
from simulations.exercise.night import ExerciseNight
from simulations.parameters import parameters
from simulations.scenarios import library
from simulations.surprise import Drawn, draw, played
from tests.simulations.real_board import RealBoard
from tests.simulations.sites import demo

SEED = 12


def at_desk(
    folder: Path, scenario: str, shift: ShiftKind | None = None
) -> tuple[RealBoard, DrillPlan]:
    """A desk whose people live the scenario's hours; nothing was fired yet."""
    site, own = demo()
    plan = played(library()[scenario], site, SEED)
    if shift is not None:
        drawn = draw(site, library(), SEED, only=scenario, shift=shift)
        assert isinstance(drawn, Drawn)
        plan = drawn.plan
    assert isinstance(plan, DrillPlan)
    at_its_hour = own.model_copy(update={"starts_at": plan.manned.time})
    board = RealBoard(site, at_its_hour, SEED, folder)
    board.night = ExerciseNight(site, own, parameters(), plan, board.began_ms)
    return board, plan


def fires(board: RealBoard, at: dict[float, str], until: float) -> None:
    """These injects at these seconds."""
    for second, inject in at.items():
        board.run(second)
        board.night.fire(inject)
    board.run(until)


def of(board: RealBoard, kind: str, **data: Any) -> list[Fact]:
    return [
        fact
        for fact in board.facts
        if fact.kind == kind and all(fact.data.get(name) == value for name, value in data.items())
    ]


@pytest.fixture(scope="module")
def storm(tmp_path_factory: pytest.TempPathFactory) -> tuple[RealBoard, DrillPlan]:
    board, plan = at_desk(tmp_path_factory.mktemp("storm"), "storm-switch-room")
    fires(board, {1: "warning", 60: "yard", 120: "inside", 240: "foam"}, until=1500)
    return board, plan


def test_what_the_scenario_expects_is_ordered_and_done(storm: tuple[RealBoard, DrillPlan]) -> None:
    board, plan = storm
    room, seals, outfall = (plan.id_of(need) for need in ("switch-room", "seals", "outfall"))
    assert of(board, "incident.opened")
    assert of(board, "resource.dispatched", kit=seals)
    assert of(board, "kit.drawn", kit=seals)
    assert of(board, "evacuation.ordered", zones=[room])
    assert of(board, "valve.reported", element=outfall, state="shut")
    assert of(board, "outfall.sampled")
    [ordered] = [
        fact
        for fact in of(board, "directive.issued")
        if fact.data["to_post"] == plan.id_of("electrician") and not fact.data["evacuates"]
    ]
    for kind in ("directive.acknowledged", "directive.done"):
        assert of(board, kind, directive=ordered.data["id"])


def test_an_order_takes_its_time_and_no_thing_is_ordered_twice(
    storm: tuple[RealBoard, DrillPlan],
) -> None:
    board, plan = storm
    issued = of(board, "directive.issued")
    assert all(a.at < b.at for a, b in pairwise(issued)), "one mouth"
    outfall = plan.id_of("outfall")
    assert len([f for f in issued if f.data["acts_on"] == [outfall]]) == 1
    assert len({f.data["text"]["en"] for f in issued}) == len(issued)


def test_a_locked_cabinet_is_still_locked(tmp_path: Path) -> None:
    """Being told what should follow opens no door: the kit in it is dispatched short, or refused."""
    board, plan = at_desk(tmp_path, "confined-space", "night")
    kit = plan.id_of("air-kit")
    fires(board, {1: "cry"}, until=500)
    [short] = of(board, "resource.refused", kit=kit)
    assert short.data["locked"]
    assert of(board, "custody.tried", store=short.data["locked"][0], result="locked")
    assert of(board, "kit.drawn", kit=kit), "what lies open is fetched"
    # No plan covers it: the leader says what has happened, and the wall asks what that hazard asks.
    [opened] = of(board, "incident.opened")
    assert (opened.data["plan"], opened.data.get("hazard")) == (None, "person_down")
    incident = board.desk.state.incidents[opened.data["id"]]
    assert questions_of(hazard_of(board.site, incident)) == ["casualty", "entry", "gas", "medics"]


def test_who_was_relieved_of_command_orders_nothing(tmp_path: Path) -> None:
    board, _ = at_desk(tmp_path, "storm-switch-room")
    fires(board, {1: "warning"}, until=200)
    opened = of(board, "incident.opened")[0]
    site = board.site
    manager = next(
        r.person
        for r in site.roster
        if r.post in {p.id for p in site.posts if p.commands}
        and r.person != board.night.commander.person
    )
    taken = board.submit(
        "incident.take", {"incident": opened.data["id"]},
        Actor("person", Role.COMMANDER, ActorKind.HUMAN, manager),
    )  # fmt: skip
    assert taken.accepted
    fires(board, {210: "yard", 215: "inside"}, until=500)
    assert of(board, "directive.issued") == []


def test_what_a_step_of_the_plan_is_about_is_left_to_the_plan(tmp_path: Path) -> None:
    board, plan = at_desk(tmp_path, "night-toxic-leak")
    fires(board, {1: "onset"}, until=700)
    outfall = plan.id_of("outfall")
    about = [f for f in of(board, "directive.issued") if outfall in f.data["acts_on"]]
    assert [f.data["step"] is not None for f in about] == [True]
