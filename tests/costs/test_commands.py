"""What a command costs, from WSGI to the last frame, however much stands beside it."""

from itertools import pairwise
from pathlib import Path

import pytest

from tests.costs.ceilings import SIZES, Ceilings
from tests.costs.conftest import OpenStage
from tests.costs.stage import Stage
from tests.support.cost_counter import Counted, counted

KINDS = (
    "report.receive", "matter.open", "person.check_in", "responder.status", "directive.issue", "directive.ack",
    "directive.start", "directive.progress", "directive.done", "directive.verify",
)  # fmt: skip
"""What people give most often in the recorded drills, and what opens a report and a matter."""


@pytest.mark.parametrize("kind", KINDS)
def test_a_command(stage_of: OpenStage, kind: str) -> None:
    given = [stage_of(size).given for size in SIZES]
    Ceilings().check(
        "commands",
        kind,
        {
            "lines": [one.counted[kind].lines for one in given],
            "statements": [one.counted[kind].statements for one in given],
            "kib": [one.kib[kind] for one in given],
        },
    )


ORDERS = ("directive.issue", "directive.ack", "directive.done", "directive.verify")
OPEN = (1, 100, 600)


def test_a_directive_beside_others_of_the_same_person(tmp_path: Path) -> None:
    """However many of their recipient's are open, each step of one more costs the same."""
    stage = Stage(tmp_path, SIZES[0])
    told: dict[str, list[Counted]] = {kind: [] for kind in ORDERS}
    for before, beside in pairwise((0, *OPEN)):
        for _ in range(beside - before):
            stage.order()()
        for kind, work in stage.ordered():
            cost = counted(work)
            if kind in told:
                told[kind].append(cost)
    for kind, each in told.items():
        Ceilings().check("open_directives", kind, max(each)._asdict())
        assert max(each).lines < min(each).lines * 1.1, (kind, each)


def test_another_center_counts_the_same(
    stage_of: OpenStage, tmp_path_factory: pytest.TempPathFactory
) -> None:
    again = Stage(tmp_path_factory.mktemp("again"), SIZES[0])
    assert again.given.counted == stage_of(SIZES[0]).given.counted
