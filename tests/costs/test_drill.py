"""What a minute of a drill costs: its center, its plant and its people, as `command-center drill run` plays them."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from command_center.boot import clock_driven
from command_center.boot.app import Server, build
from command_center.boot.turned_clock import TurnedClock
from command_center.cli.exercises.turned_center import TurnedCenter
from command_center.domain.drills.sealing import commitment_of
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.sealed import sealed_text
from command_center.settings import Settings
from command_center.site_file import load
from command_center.store.database.databases import databases
from command_center.store.sealed import Kept
from simulations.exercise.clock import ExerciseRow
from simulations.exercise.night import begins_at
from simulations.exercise.playing import Playing
from simulations.exercise.turn_by_turn import SPEED, TurnedDoors
from simulations.scenario import load as load_simulation
from simulations.scenarios import library
from simulations.surprise import played
from tests.costs.ceilings import Ceilings
from tests.support.cost_counter import counted

SITE = Path(__file__).resolve().parents[2] / "sites" / "demo"
SCENARIO, SEED, TODAY_MS = "night-toxic-leak", 7, 1_790_000_000_000
BEGUN, MINUTE = 120, 60
"""Turns of a second: the leak is known by then and everybody is at work; and those that are counted."""


class _Here(TurnedCenter):
    """The same center in the test's own process, where its lines can be counted."""

    def serve(self, server: Server, clock: TurnedClock) -> None:
        """Answer from now on by this server."""
        self._server, self._clock = server, clock
        self.turn(0)

    def turn(self, by_ms: int) -> int:
        self._clock.turn(by_ms)
        told = clock_driven.turned(self._server, self._clock)
        self.seq, self.rev = told["seq"], told["rev"]
        return self.rev

    def ask(self, method: str, path: str, secret: str, body: bytes = b"") -> tuple[int, bytes]:
        wanted = {"method": method, "path": path, "secret": secret}
        return clock_driven.ask(self._server.wsgi, wanted, body)


@pytest.fixture
def turns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Iterator[Playing]]:
    """The turns of a drill that has just begun, the same in every run."""
    site = load(SITE)
    scenario = load_simulation(SITE / "simulation.yaml", site)
    plan = played(library()[SCENARIO], site, SEED)
    assert isinstance(plan, DrillPlan)
    start_ms = begins_at(site, plan, TODAY_MS)
    kept = Kept(sealed_text(plan, 1), "0" * 32)
    commitment = commitment_of(kept.content, kept.nonce)
    center, clock = _Here(SITE, site, tmp_path, start_ms, (commitment, kept)), TurnedClock(start_ms)
    settings = Settings(data_dir=tmp_path / "var", site=SITE / "site.yaml")
    with databases(settings, lasting=False) as stores:
        server = build(settings, load(SITE, clock=clock), stores, clock)
        center.serve(server, clock)
        drill = center.command("drill.plan", name=plan.name.model_dump(), unannounced=True)
        ident = str(drill[0]["data"]["id"])
        center.command("drill.seal", drill=ident, commitment=commitment, generator=plan.generator)
        center.command("drill.start", drill=ident, exercise_at=start_ms, virtual=True)
        center.turn(0)

        def begin(row: ExerciseRow) -> Playing:
            return Playing(site, scenario, plan, row.id, row.began_ms, SPEED)

        doors = TurnedDoors(center.ask, center.tokens, site, "run")
        yield doors.turns(center.turn, begin, center.rev)
        server.live.close()


def test_a_minute_of_a_drill(turns: Iterator[Playing]) -> None:
    list(islice(turns, BEGUN))
    cost = counted(lambda: list(islice(turns, MINUTE)))
    Ceilings().check("turns", "a minute of a drill", cost._asdict())
