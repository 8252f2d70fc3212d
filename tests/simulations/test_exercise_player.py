"""The player of drills at a real server: it keeps to the exercise, and to the exercise's clock."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import ActorKind, Role
from command_center.domain.drills.exercise_tag import in_drill
from command_center.domain.registry import FACTS
from command_center.domain.scenarios.plan import DrillPlan
from command_center.site_file import load
from command_center.store.accounts.virtual_tokens import provide_tokens
from command_center.store.database.databases import databases
from simulations.exercise.clock import running_drill
from simulations.exercise.night import begins_at
from simulations.exercise.player import Player
from simulations.scenarios import library
from simulations.surprise import played
from simulations.tokens import Tokens
from tests.support.running_center import DEMO, RunningCenter, running
from tests.support.waiting import eventually

pytestmark = pytest.mark.slow

SPEED = 60
SITE = load(DEMO)


@dataclass
class Drilled:
    """A drill that runs at a real server, and the player that plays it."""

    center: RunningCenter
    player: Player
    controller: str
    drill: str

    def give(self, kind: str, **data: Any) -> None:
        self.center.command(self.controller, kind, drill=self.drill, **data)

    def facts(self) -> list[dict[str, Any]]:
        """The whole journal."""
        found: list[dict[str, Any]] = []
        while page := self.center.get(
            f"journal?after={found[-1]['seq'] if found else 0}&limit=1000", self.controller
        )["facts"]:
            found += page
        return found

    def inside(self) -> list[dict[str, Any]]:
        """What happened in the drill."""
        facts = self.facts()
        return [f for f in facts if f.get("drill") and not FACTS[f["kind"]].of_drill]

    def by_virtual(self) -> list[dict[str, Any]]:
        return [f for f in self.facts() if f["actor_kind"] == "virtual"]

    def tick(self) -> int:
        playing = self.player.playing
        return 0 if playing is None else playing.life.tick

    def stands(self) -> bool:
        """The player has seen that the exercise's clock stands, and where."""
        row = running_drill(self.player.seen)
        playing = self.player.playing
        if row is None or row.runs or playing is None:
            return False
        assert playing.life.tick <= playing.due(row.exercise_ms)
        return True


@contextmanager
def drilled(folder: Path) -> Iterator[Drilled]:
    with running(folder) as center:
        with databases(center.settings()) as stores:
            now = center.clock.now()
            tokens = Tokens(**provide_tokens(stores.journal, SITE, now))
        controller = center.token("direction", Role.CONTROLLER, kind=ActorKind.CONTROLLER)
        center.start()
        asked = {"scenario": "night-toxic-leak", "seed": 7}
        drill = center.post("drills/surprise", controller, asked).json()["drill"]
        plan = played(library()["night-toxic-leak"], SITE, 7)
        assert isinstance(plan, DrillPlan)
        began = begins_at(SITE, plan, now)
        center.command(
            controller, "drill.start", drill=drill, exercise_at=began, virtual=True, speed=SPEED
        )
        player = Player(DEMO, center.url, tokens)
        thread = threading.Thread(target=player.run, daemon=True)
        thread.start()
        try:
            yield Drilled(center, player, controller, drill)
        finally:
            player.stopping.set()
            thread.join(30)


def test_it_plays_the_drill_and_nothing_of_it_reaches_reality(tmp_path: Path) -> None:
    with drilled(tmp_path) as it:
        level = next(t.level for t in SITE.tanks)

        def rows() -> dict[str, Any]:
            found: dict[str, Any] = it.center.get("board", it.controller)["rows"]
            return found

        def measured() -> bool:
            known = rows().get(in_drill(it.drill, "levels"), {}).get(level)
            return known is not None and known["value"] is not None

        eventually(measured)  # first: at this speed the drill is over after a minute
        eventually(lambda: any(f["kind"] == "incident.opened" for f in it.inside()))
        eventually(lambda: any(f["kind"] == "directive.acknowledged" for f in it.inside()))
        assert all(f["drill"] == it.drill for f in it.by_virtual())
        assert {f["kind"] for f in it.facts() if not f.get("drill")} <= {
            "shift.began", "alarm.raised", "clock.stepped",
        }  # fmt: skip
        assert rows().get("levels", {}).get(level, {}).get("value") is None
        assert not rows().get("incident")


def test_it_stands_still_while_the_drill_does_and_forgets_one_that_has_ended(
    tmp_path: Path,
) -> None:
    with drilled(tmp_path) as it:
        eventually(it.tick)
        it.give("drill.pause", reason="coffee")
        eventually(it.stands)
        stood = it.tick()
        it.give("drill.resume")
        eventually(lambda: it.tick() > stood)
        it.give("drill.suspend", cause="stop_word")
        eventually(it.stands)
        stood = it.tick()
        it.give("drill.resume")
        eventually(lambda: it.tick() > stood)
        it.give("drill.end")
        eventually(lambda: it.player.playing is None)
        still = {"drill.paused": "drill.resumed", "drill.suspended": "drill.resumed"}
        standing: str | None = None
        for fact in it.facts():
            if fact["kind"] in still:
                standing = still[fact["kind"]]
            elif fact["kind"] == standing:
                standing = None
            assert standing is None or fact["actor_kind"] != "virtual"
