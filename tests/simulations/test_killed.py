"""`kill -9` of the simulation in the middle of the leak: it goes on at the doors of a real server."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.simulations.sites import demo
from tests.simulations.test_doors import SPEED, Stage, stage
from tests.support.running_center import DEMO, REPOSITORY
from tests.support.waiting import eventually

__all__ = ["stage"]

pytestmark = [pytest.mark.slow, pytest.mark.thorough]


@contextmanager
def process(stage: Stage, state: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`python -m simulations`, killed at the end."""
    arguments = ["--site", str(DEMO), "--url", stage.center.url, "--seed", "7", "--speed"]
    arguments += [str(SPEED), "--leak-after", "20", "--state", str(state)]
    run = subprocess.Popen(
        [sys.executable, "-m", "simulations", *arguments], stdin=subprocess.PIPE, cwd=REPOSITORY
    )
    assert run.stdin is not None
    run.stdin.write(json.dumps({**stage.told, "clock_offset_ms": stage.offset}).encode())
    run.stdin.close()
    try:
        yield run
    finally:
        run.kill()
        run.wait()


def acknowledged(stage: Stage) -> list[str]:
    facts = stage.facts()
    return [f["data"]["directive"] for f in facts if f["kind"] == "directive.acknowledged"]


def test_killed_in_the_leak_it_goes_on_and_nobody_acts_twice(stage: Stage, tmp_path: Path) -> None:
    site, scenario = demo()
    assert scenario.leak is not None
    tag = site.tank_by_id[scenario.leak.tank].level
    full = scenario.tanks[scenario.leak.tank]
    state = tmp_path / "plant.jsonl"

    def level() -> Any:
        return stage.board()["levels"][tag]

    with process(stage, state):
        eventually(lambda: len(acknowledged(stage)) >= 3)
        eventually(lambda: level()["value"] < full - 0.12)
    before, told = level(), len(acknowledged(stage))
    with process(stage, state):
        after = eventually(lambda: (now := level())["ts"] > before["ts"] + 1_000 and now)
        seconds = (after["ts"] - before["ts"]) / 1000
        fastest_m_s = SPEED * 0.020 / 60  # 15 mm a minute from a full tank, and the noise
        assert after["value"] <= before["value"] + fastest_m_s * 1.0 + 0.005
        assert after["value"] >= before["value"] - fastest_m_s * seconds - 0.005
        eventually(lambda: level()["value"] < before["value"] - 0.03)
        eventually(lambda: len(acknowledged(stage)) > told)
        facts = stage.facts()
    once = Counter(
        (f["kind"], f["data"].get("step") or f["data"].get("directive"))
        for f in facts
        if f["kind"] in ("incident.opened", "directive.issued", "directive.acknowledged")
    )
    assert set(once.values()) == {1}
