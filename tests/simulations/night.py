"""The demo plant's night at the real desk, for tests of it: begun, leaking, and who was told what."""

from pathlib import Path

from command_center.domain.fact import Fact
from simulations.scenario import Scenario
from tests.simulations.real_board import RealBoard
from tests.simulations.sites import demo

LEAK_AT_S = 60.0
SEED = 7


def night_at(
    folder: Path, seed: int, until_s: float, scenario: Scenario | None = None
) -> RealBoard:
    """The demo plant's night until so many seconds after the leak."""
    site, written = demo()
    board = RealBoard(site, scenario or written, seed, folder)
    leaking(board, until_s)
    return board


def leaking(board: RealBoard, until_s: float) -> None:
    board.run(LEAK_AT_S)
    board.night.plant.start_leak()
    board.run(LEAK_AT_S + until_s)


def directive_of(board: RealBoard, step: str) -> Fact:
    found = board.first("directive.issued", step=step)
    assert found is not None, step
    return found
