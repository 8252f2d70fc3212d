"""A real center in the middle of a drill, or after it, ready in seconds instead of half an hour.

The night leak is played headless through the product's own doors and broken off at that second, or
played to its end; a `web` process whose clock is shifted to that moment goes on with its data. Nobody
acts any more.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from command_center.cli.exercises.headless import run_headless
from command_center.clock import Clock
from command_center.domain.scenarios.plan import DrillPlan
from command_center.store.accounts.virtual_tokens import provide_tokens
from command_center.store.database.databases import databases
from simulations.exercise.night import begins_at
from simulations.scenarios import library
from simulations.surprise import played
from tests.simulations.sites import demo
from tests.support.running_center import DEMO, RunningCenter, running
from tests.support.waiting import eventually

SCENARIO, SEED = "night-toxic-leak", 7
UNHURRIED = 1e9


class _EnoughError(Exception):
    """The second that was asked for has come."""


@contextmanager
def staged_drill(folder: Path, until_s: float | None) -> Iterator[RunningCenter]:
    """A center `until_s` seconds into drill DRL-1 of the demo plant; None is just after its end."""
    site, truth = demo()
    plan = played(library()[SCENARIO], site, SEED)
    assert isinstance(plan, DrillPlan)
    start_ms = begins_at(site, plan, Clock().now())
    reached = 0.0

    def progress(t_s: float) -> None:
        nonlocal reached
        reached = t_s
        if until_s is not None and t_s >= until_s:
            raise _EnoughError

    with suppress(_EnoughError):
        run_headless(DEMO, site, truth, plan, speed=UNHURRIED, progress=progress, folder=folder)
    offset = start_ms + int(reached * 1000) - Clock().now()
    with running(folder, CC_CLOCK_OFFSET_MS=str(offset)) as center:
        with databases(center.settings()) as stores:
            told = provide_tokens(stores.journal, site, Clock(offset).now())
        center.start()
        with _plant(center, told | {"clock_offset_ms": offset}):
            yield center


@contextmanager
def _plant(center: RunningCenter, told: dict[str, Any]) -> Iterator[None]:
    """The real plant beside the drill, at rest: its tokens by standard input, as the demo gives them."""
    command = [sys.executable, "-m", "simulations", "--site", str(DEMO), "--url", center.url]
    process = subprocess.Popen([*command, "--seed", str(SEED)], stdin=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.write(json.dumps(told).encode())
    process.stdin.close()
    try:
        eventually(lambda: center.get("board", told["direction"])["rows"].get("levels"))
        yield
    finally:
        process.terminate()
        process.wait(10)
