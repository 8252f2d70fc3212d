"""A served plant that is not simulated plays its drills itself; its virtual people act in drills only."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import ActorKind, Role
from command_center.domain.drills.exercise_tag import in_drill
from command_center.site_file import load
from command_center.store.accounts.accounts import Accounts
from command_center.store.accounts.virtual_tokens import PREFIX
from command_center.store.database.databases import databases
from tests.cli.command_line import command_center
from tests.support.running_center import RunningCenter, running
from tests.support.waiting import eventually


@pytest.fixture
def works(tmp_path: Path) -> Path:
    """A plant as `init` writes it."""
    plant = tmp_path / "works"
    assert command_center(tmp_path, "init", plant).returncode == 0
    return plant


@pytest.fixture
def center(tmp_path: Path, works: Path) -> Iterator[RunningCenter]:
    with running(
        tmp_path, works, CC_DEMO="false", CC_HOSTS="board.plant.example,127.0.0.1"
    ) as made:
        yield made


def player_of(center: RunningCenter) -> int | None:
    """The number of the player's process: the child of the server that plays."""
    told = subprocess.run(
        ["ps", "-axww", "-o", "pid=,ppid=,command="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 2) for line in told.splitlines()]
    mine = str(center.pid)
    return next((int(row[0]) for row in rows if row[1] == mine and "--parent" in row[2]), None)


def facts(center: RunningCenter, token: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = center.get("journal?limit=1000", token)["facts"]
    return found


def alive(process: int | None) -> bool:
    assert process is not None
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def standing(center: RunningCenter) -> list[str]:
    """Names of the virtual tokens that stand."""
    with databases(center.settings()) as stores:
        known = Accounts(stores.journal).tokens()
    return [one.name for one in known if one.name.startswith(PREFIX) and not one.revoked]


def test_the_player_lives_as_long_as_a_drill_does(center: RunningCenter) -> None:
    controller = center.token("direction", Role.CONTROLLER, kind=ActorKind.CONTROLLER)
    center.start()
    assert player_of(center) is None
    drill = center.post(
        "drills/surprise", controller, {"scenario": "somebody-down", "seed": 7}
    ).json()["drill"]
    center.command(controller, "drill.start", drill=drill, virtual=True, speed=20)

    def by_virtual() -> list[dict[str, Any]]:
        return [one for one in facts(center, controller) if one["actor_kind"] == "virtual"]

    eventually(by_virtual)
    assert all(one["drill"] == drill for one in by_virtual())
    eventually(lambda: in_drill(drill, "people") in center.get("board", controller)["rows"])

    first = eventually(lambda: player_of(center))
    assert first is not None
    os.kill(first, signal.SIGKILL)
    eventually(lambda: player_of(center) not in (None, first))

    center.command(controller, "drill.end", drill=drill)
    eventually(lambda: player_of(center) is None)
    center.stop()
    assert standing(center) == []


def test_a_player_without_its_server_ends_by_itself(center: RunningCenter) -> None:
    controller = center.token("direction", Role.CONTROLLER, kind=ActorKind.CONTROLLER)
    center.start()
    drill = center.post(
        "drills/surprise", controller, {"scenario": "somebody-down", "seed": 7}
    ).json()["drill"]
    center.command(controller, "drill.start", drill=drill, virtual=True, speed=20)
    player = eventually(lambda: player_of(center))
    center.kill()
    eventually(lambda: not alive(player))


def test_virtual_people_and_feeds_change_nothing_of_the_plant_itself(
    center: RunningCenter, works: Path
) -> None:
    site = load(works)
    person = site.people[0].id
    virtual = center.token("ghost", Role.COMMANDER, person, ActorKind.VIRTUAL)
    feed = center.token("ghost-feed", Role.GATEWAY, kind=ActorKind.VIRTUAL)
    human = center.token("hand", Role.COMMANDER, person)
    center.start()
    place = {"kind": "incident.open", "data": {"place": site.areas[0].id}}
    refused = center.post("commands", virtual, place)
    assert (refused.status_code, refused.json()["code"]) == (409, "virtual_outside_drill")
    where = {"person": person, "ts": center.clock.now(), "lat": 0.0, "lon": 0.0}
    batch = {"source": "gps", "positions": [where]}
    for path, body in (
        ("positions", batch),
        ("positions", {"source": "gps", "positions": "none"}),
        ("readings", {"source": "gps", "readings": [], "proof": [{"tag": "x", "ts": 1}]}),
        ("passages", {}),
        ("alarms", {}),
    ):
        answer = center.post(path, feed, body)
        assert (answer.status_code, answer.json()["code"]) == (409, "virtual_outside_drill"), path
    assert center.post("commands", human, place).status_code == 200
    kinds = {one["kind"] for one in facts(center, human)}
    assert "double.stood_down" not in kinds, "nobody of a real plant has a double there"
