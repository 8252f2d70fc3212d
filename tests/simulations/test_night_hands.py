"""Hands that interfere with the night: who takes command, types, falls silent or presses the button."""

from pathlib import Path

import pytest

from command_center.domain.actor import Actor, ActorKind, Role
from command_center.domain.site.parts.plan import Step
from tests.simulations.night import SEED, directive_of, leaking, night_at
from tests.simulations.real_board import RealBoard
from tests.simulations.sites import demo

COMMANDS_GIVEN = {
    "alarm.acknowledged", "incident.opened", "incident.closed", "directive.issued",
    "directive.verified", "resource.dispatched", "resource.refused", "authority.refused",
}  # fmt: skip


def human(board: RealBoard) -> Actor:
    return Actor("human-commander", Role.COMMANDER, ActorKind.HUMAN, board.night.commander.person)


def opened(board: RealBoard) -> str:
    board.run(board.t_s + 600, lambda: board.first("incident.opened") is not None)
    found = board.first("incident.opened")
    assert found is not None
    return str(found.data["id"])


def test_whoever_takes_command_is_left_in_command(tmp_path: Path) -> None:
    board = night_at(tmp_path, SEED, 10)
    incident = opened(board)
    board.run(board.t_s + 60)
    assert board.submit("incident.take", {"incident": incident}, human(board)).accepted
    board.run(board.t_s + 1)
    before = len(board.facts)
    board.run(board.t_s + 300)
    orders = [
        f for f in board.facts[before:]
        if f.actor_kind is ActorKind.VIRTUAL
        and f.kind in COMMANDS_GIVEN
    ]  # fmt: skip
    assert orders == []
    assert not [r for r in board.refusals if r[2] == "not_in_command"][1:]


def step_at_the_root(board: RealBoard) -> Step:
    """The plan's step that acts on what lies upstream of the leak."""
    leak = board.night.plant.scenario.leak
    assert leak is not None
    return next(s for s in board.site.plans[0].steps if set(s.acts_on) & set(leak.upstream))


def test_done_typed_by_hand_changes_no_flow(tmp_path: Path) -> None:
    board = night_at(tmp_path, SEED, 10)
    incident = opened(board)
    board.submit("incident.take", {"incident": incident}, human(board))
    step = step_at_the_root(board)
    asked = {"incident": incident, "step": step.id}
    assert board.submit("directive.issue", asked, human(board)).accepted
    directive = directive_of(board, step.id)
    typed = {
        "directive": directive.data["id"], "via": "radio", "speaker": directive.data["to_person"]
    }  # fmt: skip
    assert board.submit("directive.ack", typed, human(board)).accepted
    assert board.submit("directive.done", typed, human(board)).accepted
    flow = board.night.plant.leak_m3_s
    board.run(board.t_s + 300)
    assert board.night.plant.leak_m3_s == pytest.approx(flow, rel=0.05)
    assert board.night.plant.elements.position[step.acts_on[0]] == 1.0


def test_a_directive_that_cannot_be_done_is_refused_with_the_reason(tmp_path: Path) -> None:
    """The root valve, ordered before anybody wears a suit."""
    board = night_at(tmp_path, SEED, 10)
    incident = opened(board)
    board.submit("incident.take", {"incident": incident}, human(board))
    step = step_at_the_root(board)
    board.submit("directive.issue", {"incident": incident, "step": step.id}, human(board))
    board.run(board.t_s + 300, lambda: board.first("directive.refused") is not None)
    refused = board.first("directive.refused")
    assert refused is not None
    assert refused.data["directive"] == directive_of(board, step.id).data["id"]
    assert all(len(reason) > 5 for reason in refused.data["reason"].values())
    assert refused.data["reason"]["zh"] != refused.data["reason"]["en"]


def test_a_person_without_a_token_neither_answers_nor_acts(tmp_path: Path) -> None:
    site, scenario = demo()
    step = next(s for s in site.plans[0].steps if s.kit and s.mobilises)
    board = RealBoard(site, scenario, SEED, tmp_path)
    leader = board.night.crew.holders[step.post]
    assert leader is not None
    board.silent.add(leader)
    leaking(board, 500)
    assert directive_of(board, step.id).data["to_person"] == leader
    assert not [f for f in board.facts if f.actor == leader]
    assert not board.night.crew.people[leader].engaged


def test_the_button_starts_the_leak_and_an_old_press_does_not(tmp_path: Path) -> None:
    site, scenario = demo()
    board = RealBoard(site, scenario, SEED, tmp_path)
    board.run(30)
    assert board.night.plant.leak_m3_s == 0
    assert board.submit("simulation.leak", {}, human(board)).accepted
    board.run(32)
    assert board.night.plant.leak_m3_s > 0
    late = board.clock.now() + 1_000
    after = type(board.night)(site, scenario, board.night.plant.parameters, 7, late)
    after.view.merge({"ticker": dict(board.night.view.rows["ticker"])})
    after.step(1.0, late + 1_000)
    assert after.plant.leak_m3_s == 0
