"""The demonstration's gates at the doors of a real server: who passes, who is let in, and through a killed server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from command_center.domain.people.roster import manning
from simulations.doors.gates import GUESTS, Gates
from simulations.doors.http import Unreachable
from tests.simulations.test_doors import Stage, night_offset
from tests.support.running_center import demo_site, running
from tests.support.waiting import eventually

pytestmark = pytest.mark.slow

SITE = demo_site()
PEOPLE = manning(SITE, "SH-N")["on_site"]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    offset = night_offset()
    with running(tmp_path, CC_CLOCK_OFFSET_MS=str(offset)) as center:
        yield Stage(center, offset)


def gates_of(stage: Stage) -> Gates:
    from command_center.clock import Clock

    return Gates(
        stage.center.url, stage.told["positions"], stage.told["commander"], SITE, PEOPLE, 7,
        "run-1", Clock(stage.offset).now,
    )  # fmt: skip


def counted(stage: Stage) -> tuple[int, int, int, str] | None:
    row = stage.board().get("people", {}).get("inside")
    return row and (row["people"], row["visitors"], row["never_passed"], row["turns"][0][2])


def test_everybody_passes_in_and_the_same_night_sent_again_changes_nothing(stage: Stage) -> None:
    whole = (len(PEOPLE), len(GUESTS), 0, "exact")
    gates_of(stage).send()
    eventually(lambda: counted(stage) == whole)
    gates_of(stage).send()
    stage.center.kill()
    with pytest.raises(Unreachable):
        gates_of(stage).send()
    stage.center.start()
    gates_of(stage).send()
    eventually(lambda: counted(stage) == whole)
    names = {
        row["name"] for key, row in stage.board()["people"].items() if key.startswith("visitor:")
    }
    assert names == {one.name or None for one in GUESTS}
    assert sum(fact["kind"] == "visitor.registered" for fact in stage.facts()) == len(GUESTS)
