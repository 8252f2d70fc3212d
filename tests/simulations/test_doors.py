"""The simulation at the public doors of a real server: with its tokens, without, and through kills."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from command_center.clock import Clock
from command_center.domain.actor import Role
from command_center.store.accounts.accounts import Accounts
from command_center.store.accounts.virtual_tokens import PREFIX, provide_tokens
from command_center.store.database.databases import databases
from simulations.run import Options, Simulation
from simulations.tokens import Tokens
from tests.support.running_center import DEMO, RunningCenter, demo_site, running
from tests.support.waiting import PATIENCE_S, eventually

pytestmark = pytest.mark.slow

SPEED = 20.0


def night_offset() -> int:
    """So that it is ten past two at the plant."""
    site = demo_site()
    local = datetime.fromtimestamp(Clock().now() / 1000, site.zone)
    night = local.replace(hour=2, minute=10, second=0, microsecond=0)
    return round(((night - timedelta(days=1)) - local).total_seconds() * 1000)


class Stage:
    """A center with every token of a demonstration."""

    def __init__(self, center: RunningCenter, offset: int) -> None:
        self.center, self.offset = center, offset
        now = Clock(offset).now()
        with databases(center.settings()) as stores:
            self.told = provide_tokens(stores.journal, demo_site(), now)
            accounts = Accounts(stores.journal)
            lead = accounts.find_token(self.told["commander"])
            assert lead is not None
            self.readings_token = f"{PREFIX}{now}-readings"
            self.viewer = accounts.add_token("eyes", Role.VIEWER, now)
            self.human = accounts.add_token("hand", Role.COMMANDER, now, person=lead.person)
            self.administrator = accounts.add_token("office", Role.ADMINISTRATOR, now)
        center.start()

    def tokens(self) -> Tokens:
        """All that a demonstration is given."""
        return Tokens.model_validate({**self.told, "clock_offset_ms": self.offset})

    def board(self) -> dict[str, dict[str, Any]]:
        rows: dict[str, dict[str, Any]] = self.center.get("board", self.human)["rows"]
        return rows

    def facts(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.center.get("journal?limit=5000", self.viewer)["facts"]
        return found

    def newest(self) -> int:
        """When the newest reading was taken; 0 before the first."""
        return max((feed["last_ts"] or 0 for feed in self.board().get("feeds", {}).values()),
                   default=0)  # fmt: skip


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    offset = night_offset()
    with running(tmp_path, CC_CLOCK_OFFSET_MS=str(offset)) as center:
        yield Stage(center, offset)


@contextmanager
def simulated(
    stage: Stage, tokens: Tokens, leak_after_s: float | None = None
) -> Iterator[Simulation]:
    options = Options(DEMO, stage.center.url, 7, SPEED, leak_after_s)
    simulation = Simulation(options, tokens)
    thread = threading.Thread(target=simulation.run)
    thread.start()
    try:
        yield simulation
    finally:
        simulation.stopping.set()
        thread.join(PATIENCE_S)


def acknowledged(stage: Stage, directive: str) -> bool:
    row = stage.board().get("directives", {}).get(directive)
    return row is not None and row["acknowledged_at"] is not None


def test_readings_people_and_commander_come_in_and_outlive_a_killed_server(stage: Stage) -> None:
    site = demo_site()
    with simulated(stage, stage.tokens(), leak_after_s=30) as simulation:
        eventually(lambda: set(stage.board().get("feeds", {})) >= {t.source for t in site.tags})
        on_site = simulation.night.shift.positions()
        eventually(lambda: all(f"position:{p}" in stage.board()["people"] for p in on_site))
        acks = eventually(lambda: [f for f in stage.facts() if f["kind"] == "alarm.acknowledged"])
        assert acks[0]["actor_kind"] == "virtual"

        stage.center.kill()
        before = simulation.night.plant.time_s
        eventually(lambda: simulation.night.plant.time_s > before + SPEED)
        stage.center.start()

        lived_on_ms = simulation._life.at_ms(before + SPEED)
        eventually(lambda: stage.newest() >= lived_on_ms)
        # Not at the tank that leaks: the virtual leader may have opened one there by now.
        leaking = simulation.night.plant.scenario.leak
        tank = next(tank.id for tank in site.tanks if leaking and tank.id != leaking.tank)
        opened = stage.center.command(stage.human, "incident.open", place=tank)
        incident = opened["facts"][0]["incident"]
        post = site.plans[0].steps[0].post
        issued = stage.center.command(
            stage.human,
            "directive.issue",
            incident=incident,
            to=post,
            text="look",
            urgency="urgent",
        )
        directive = issued["facts"][0]["data"]["id"]
        eventually(lambda: acknowledged(stage, directive))


def test_without_tokens_nothing_arrives(stage: Stage) -> None:
    with simulated(stage, Tokens(clock_offset_ms=stage.offset), leak_after_s=0) as simulation:
        eventually(lambda: simulation.night.plant.leaked > 1)
    assert stage.newest() == 0
    assert {f["actor_kind"] for f in eventually(stage.facts)} == {"duty"}
    assert not [key for key in stage.board()["people"] if key.startswith("position:")]


def test_a_withdrawn_token_falls_silent_and_the_others_go_on(stage: Stage) -> None:
    with simulated(stage, stage.tokens()) as simulation:
        person = next(iter(simulation.night.shift.positions()))

        def located() -> int:
            """When the person was last located; 0 before the first time."""
            position = stage.board()["people"].get(f"position:{person}")
            return position["ts"] if position else 0

        eventually(lambda: stage.newest() > 0 and located() > 0)
        answer = requests.delete(
            f"{stage.center.url}/api/v1/tokens/{stage.readings_token}",
            headers={"Authorization": f"Bearer {stage.administrator}"},
            timeout=PATIENCE_S,
        )
        assert answer.ok, answer.text
        # What was on its way when the token went is stored before any position sent after it.
        seen = located()
        eventually(lambda: located() > seen + 2_000)
        last = stage.newest()
        eventually(lambda: located() > seen + 5_000)
        assert stage.newest() == last


def test_a_restarted_simulation_leaves_an_old_press_of_the_button_alone(stage: Stage) -> None:
    stage.center.command(stage.human, "simulation.leak")
    with simulated(stage, stage.tokens()) as simulation:
        eventually(lambda: next(simulation.night.view.ticker(), None))
        assert simulation.night.plant.leak_m3_s == 0
        stage.center.command(stage.human, "simulation.leak")
        eventually(lambda: simulation.night.plant.leak_m3_s > 0)
