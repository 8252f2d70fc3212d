"""What is read: the whole board of each role, and the answer of each GET door."""

from pathlib import Path

import orjson
import pytest

from command_center.domain.actor import HUMAN_ROLES, OUTSIDE_ROLES, Role
from command_center.live.audience import Audience
from command_center.web.request.rest_doors import RestDoor
from tests.costs.ceilings import Ceilings, Counts
from tests.costs.conftest import OpenStage
from tests.costs.stage import Stage
from tests.support.cost_counter import counted
from tests.support.declared_doors import EVERY_DOOR

BESIDE = 100
MANY = 10_000
LIST, WINDOW = "/api/v1/past/matters", 50
NAMED = [one for one in EVERY_DOOR if one.method == "get" and "{" not in one.path]
"""Doors that name no thing in their path."""
MOVED_BY_TIME = (
    "/api/v1/matters", "/api/v1/past/scores", "/api/v1/past/matters", "/api/v1/people/contacts/table.csv",
)  # fmt: skip
"""Doors whose work depends on the clock, or on what the process keeps of former answers."""


@pytest.mark.parametrize("role", HUMAN_ROLES)
def test_a_board(stage_of: OpenStage, role: Role) -> None:
    stage = stage_of(BESIDE)
    told: list[bytes] = []

    def read() -> None:
        told.append(stage.center.hub.board(Audience(role)).plain)

    stage.told("ann", "report.receive", **stage.report())()  # what was kept of it is dropped
    cost = counted(read)
    stage.told("ann", "report.receive", **stage.report())()
    assert counted(read) == cost
    Ceilings().check("boards", role.value, {"lines": cost.lines, "bytes": len(told[0])})


@pytest.mark.parametrize("door", NAMED, ids=lambda one: one.path)
def test_a_get_door(tmp_path: Path, door: RestDoor) -> None:
    Ceilings().check("doors", *_counted(door, tmp_path))


def test_a_door_counts_the_same_whichever_was_asked_before(tmp_path: Path) -> None:
    """Alone or beside all others, its ceiling says the same."""
    some = [one for one in NAMED if one.path in MOVED_BY_TIME]
    assert len(some) == len(MOVED_BY_TIME)
    told = [_counted(one, tmp_path / f"first-{n}") for n, one in enumerate(some)]
    again = [_counted(one, tmp_path / f"then-{n}") for n, one in enumerate(reversed(some))]
    assert again[::-1] == told


def _counted(door: RestDoor, folder: Path) -> tuple[str, dict[str, Counts]]:
    """A door's name, with its status where that is not 200, and what it counts. It is asked twice at a stage of its
    own, whose clock and caches no other door has moved."""
    folder.mkdir(exist_ok=True)
    stage = Stage(folder, BESIDE)
    among = door.roles or frozenset(OUTSIDE_ROLES)
    role = next((one for one in HUMAN_ROLES if one in among), None)
    who = "dcs" if role is None else "ann" if role is Role.COMMANDER else role
    status, answer = stage.asks(who, door.path)
    assert status < 500, answer
    cost = counted(stage.ready(who, door.path))
    stage.center.engine.dispose()
    name = door.path if status == 200 else f"{door.path} ({status})"
    return name, cost._asdict()


def test_the_list_of_matters_has_a_window_and_a_change_its_line(stage_of: OpenStage) -> None:
    windows: list[tuple[int, int]] = []
    for size in (BESIDE, MANY):
        stage = stage_of(size)
        status, first = stage.asks("eva", f"{LIST}?size={WINDOW}&count=0")
        assert status == 200, first
        told = orjson.loads(first)
        windows.append((len(told["matters"]), len(first)))
        one = told["matters"][-1]["id"]
        stage.does("eva", "matter.fill", matter=one, fields={"found": "It drips more"})
        status, since = stage.asks("eva", f"{LIST}?size={WINDOW}&count=0&since={told['seq']}")
        assert status == 200, since
        changed = orjson.loads(since)
        assert [line["id"] for line in changed["matters"]] == [one]
        assert changed["gone"] == []
        counts = {"rows": len(changed["matters"]), "bytes": len(since)}
        Ceilings().check("lists", "a change of one of the matters", counts)
    (rows, few), (same, many) = windows
    assert rows == same == WINDOW
    assert abs(many - few) < few / 100, "what is told at first does not grow with what there is"
    Ceilings().check("lists", "first window of the matters", {"rows": rows, "bytes": few})
