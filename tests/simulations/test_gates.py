"""The demonstration's gates at the doors of a real server: who passes, who is let in, and through a killed server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from command_center.clock import Clock
from command_center.domain.people.roster import manning
from command_center.store.database.databases import databases
from command_center.store.people.passages import Passages
from simulations.doors.gates import GUESTS, Gates
from simulations.doors.http import Unreachable
from tests.simulations.test_doors import Stage, night_offset
from tests.support.running_center import demo_site, running
from tests.support.waiting import eventually

pytestmark = pytest.mark.slow

SITE = demo_site()
PEOPLE = manning(SITE, "SH-N")["on_site"]
MINUTE_MS = 60_000


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    offset = night_offset()
    with running(tmp_path, CC_CLOCK_OFFSET_MS=str(offset)) as center:
        yield Stage(center, offset)


def gates_of(stage: Stage, began: int, at: int | None = None) -> Gates:
    """The gates of the night that began then. Their clock is the board's, or stands still at a moment `at`."""
    now = Clock(stage.offset).now if at is None else lambda: at
    return Gates(
        stage.center.url, stage.told["positions"], stage.told["commander"], SITE, PEOPLE, 7,
        "run-1", began, now,
    )  # fmt: skip


def counted(stage: Stage) -> tuple[int, int, int, str] | None:
    row = stage.board().get("people", {}).get("inside")
    return row and (row["people"], row["visitors"], row["never_passed"], row["turns"][0][2])


def passages(stage: Stage) -> set[tuple[object, ...]]:
    """What is stored: a running center holds its database for itself."""
    stage.center.kill()
    with databases(stage.center.settings()) as stores:
        kept: set[tuple[object, ...]] = set(Passages(stores.journal, SITE.id).all())
    stage.center.start()
    return kept


def not_taken(gates: Gates) -> list[str]:
    """What the door did not take of what is due, by its codes."""
    with capture_logs() as told:
        gates.send()
    warned = [one["answer"] for one in told if one["event"] == "passages not taken"]
    return [refused["code"] for answer in warned for refused in answer["rejected"]]


def test_everybody_passes_in_and_the_same_night_sent_again_changes_nothing(stage: Stage) -> None:
    whole = (len(PEOPLE), len(GUESTS), 0, "exact")
    began = Clock(stage.offset).now()
    assert not_taken(gates_of(stage, began)) == []
    eventually(lambda: counted(stage) == whole)
    again = gates_of(stage, began)
    stage.center.kill()
    with pytest.raises(Unreachable):
        again.send()
    stage.center.start()
    assert not_taken(again) == []
    eventually(lambda: counted(stage) == whole)
    names = {
        row["name"] for key, row in stage.board()["people"].items() if key.startswith("visitor:")
    }
    assert names == {one.name["zh"] if one.name else None for one in GUESTS}
    assert sum(fact["kind"] == "visitor.registered" for fact in stage.facts()) == len(GUESTS)


def test_a_process_that_is_started_again_tells_every_passage_as_it_was_and_those_since(
    stage: Stage,
) -> None:
    """It died in the fifth minute of the night and is back in the tenth: its readers kept what they saw meanwhile."""
    began = Clock(stage.offset).now() - 11 * MINUTE_MS
    first = gates_of(stage, began, at=began + 4 * MINUTE_MS)
    assert not_taken(first) == []
    stored = passages(stage)
    assert len(stored) == len(PEOPLE) + 5
    again = gates_of(stage, began, at=began + 10 * MINUTE_MS)
    assert not_taken(again) == []
    whole = passages(stage)
    assert stored <= whole
    assert len(whole) == len(PEOPLE) + 11
