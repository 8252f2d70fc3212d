"""The trained crew of the demo plant answers every scenario of the library: what stays open is the plant's
own defect, named here, and nothing that virtual people or plant cannot do."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from command_center.domain.actor import Actor, ActorKind, Role
from simulations.scenarios import library
from tests.simulations.scripted_board import ScriptedBoard

SEED = 7
OPEN: dict[str, dict[str, str]] = {
    "night-toxic-leak": {
        "manager-reached": "the deputy general manager's number is dead",
        "isolated": "two of four suits lie behind the lock of C2 (played whole in test_night.py)",
        "outfall-sampled": "nothing spills within the drill: no film, nothing to sample",
    },
    "holiday-power-cut": {"manager-reached": "the deputy general manager's number is dead"},
    "fire-water-run-off": {
        "first-counted": "of an evening the roster has seven posts and nobody in the tank farm",
    },
    "pump-failure-transfer": {
        "root-shut": "two of four suits lie behind the lock of C2: the neighbour's come late",
    },
}
"""What the plant itself stands in the way of."""
LATE: dict[str, set[str]] = {
    "night-toxic-leak": {"dressed"},
    "toxic-wind-shift": {"dressed"},  # the suits of C2 again
    "confined-space": {"dressed", "inside"},  # by day the fire leader has no team
}
"""What they come to, and too late for the same reasons; the outfall is a hand valve that takes 2-15 min."""
SLOW = {"outfall-shut", "outfall-set"}


Played = Callable[[str], ScriptedBoard]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """A scenario as it was played, once for all who look at it."""

    @cache
    def board_of(name: str) -> ScriptedBoard:
        board = ScriptedBoard(name, SEED, tmp_path_factory.mktemp(name))
        board.play(OPEN.get(name, {}))
        return board

    return board_of


@pytest.mark.parametrize("name", sorted(library()))
def test_what_can_be_done_is_done_by_the_trained_crew(name: str, played: Played) -> None:
    board = played(name)
    found = board.outcomes()
    assert board.night.acts.undone == []
    for expected in board.plan.expectations:
        if expected.id in OPEN.get(name, {}):
            continue
        came = found[expected.id]
        late = expected.id in LATE.get(name, set()) | SLOW
        assert came.state in ({"met", "moot", "late"} if late else {"met", "moot"}), (
            f"{expected.id}: {came.state} after {came.took_s}, by {expected.by_s}"
        )


def test_two_go_into_the_pit_while_two_stand_by_and_bring_the_casualty_out(played: Played) -> None:
    board = played("confined-space")
    ready = [f for f in board.facts if f.kind == "entry.ready"]
    went = [f for f in board.facts if f.kind == "entry.in"]
    came = [f for f in board.facts if f.kind == "entry.out"]
    assert sum(len(f.data["persons"]) for f in ready) == 4
    assert len(went) == 2, "one pair was enough"
    assert {f.data["person"] for f in went} <= {p for f in ready for p in f.data["persons"]}
    assert all(f.data["reason"] is None for f in went), "nobody went in without two standing by"
    lain_s = (came[0].at - went[0].at) / 1000
    way_s = 12 / 0.7 + 12 / 0.9
    assert way_s < lain_s < 20 * 60
    air = {f.data["person"]: f.data["pressure_mpa"] for f in went}
    assert min(air.values()) >= 25
    dressed = {board.night.crew.people[p].worn for f in ready for p in f.data["persons"]}
    assert dressed <= {(), ("scba",)}, "a pit calls for air, and not for a heavy suit"


def test_whoever_is_inside_comes_out_when_called(tmp_path: Path) -> None:
    board = ScriptedBoard("confined-space", SEED, tmp_path)
    board.play({"out-in-time"})
    board.run(board.t_s + 60)
    inside = [f.data["person"] for f in board.facts if f.kind == "entry.in"]
    assert inside
    assert not any(f.kind == "entry.out" for f in board.facts)
    board.night.fire("air-low")
    board.run(board.t_s + 120)
    out = [f.data["person"] for f in board.facts if f.kind == "entry.out"]
    assert sorted(out) == sorted(inside)


def test_at_the_change_of_shift_command_goes_over_and_the_suited_go_on(played: Played) -> None:
    board = played("pump-failure-transfer")
    board.run(max(board.t_s, 900))
    held = [f for f in board.facts if f.kind in ("incident.opened", "incident.taken")]
    leaving, coming = held[0].data["commander"], held[-1].data["person"]
    assert (leaving, coming) == ("liu-jianguo", "hao-jianmin")
    after = [f for f in board.facts if f.kind == "directive.issued" and f.at > held[-1].at]
    assert after
    assert {f.actor for f in after} == {"hao-jianmin"}
    steps = [f.data["step"] for f in board.facts if f.kind == "directive.issued" and f.data["step"]]
    again = {step for step in steps if steps.count(step) > 1}
    assert again <= {"step-gas", "step-gas-downwind"}, "only gas is measured a second time"


def test_a_casualty_who_was_brought_out_is_counted_and_still_down(tmp_path: Path) -> None:
    """No inject says that they were found: those who carried them out know."""
    board = ScriptedBoard("confined-space", SEED, tmp_path)
    site, crew = board.site, board.night.crew
    commander = Actor("hand", Role.COMMANDER, ActorKind.HUMAN, board.night.commander.person)
    for at, inject in ((5, "down"), (20, "cry")):
        board.run(float(at))
        board.night.fire(inject)
    board.run(120)
    [casualty] = [p for p in crew.people.values() if not p.fit]
    [opened] = [f for f in board.facts if f.kind == "incident.opened"]
    zones = {"incident": opened.data["id"], "zones": [area.id for area in site.areas]}
    assert board.submit("evacuation.order", zones, commander).accepted
    board.run(2400)

    def of(kind: str) -> list[int]:
        return [f.at for f in board.facts if f.kind == kind and f.data["person"] == casualty.id]

    [missed], [found], [counted] = (of(f"person.{it}") for it in ("missing", "found", "checked_in"))
    came_out = next(f.at for f in board.facts if f.kind == "entry.out")
    assert missed < came_out < found < counted
    assert (casualty.brought_out, casualty.fit) == (True, False)
