"""What a command costs, from WSGI to the last frame, however much stands beside it."""

import pytest

from tests.costs.ceilings import SIZES, Ceilings
from tests.costs.conftest import OpenStage
from tests.costs.stage import Stage

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


def test_another_center_counts_the_same(
    stage_of: OpenStage, tmp_path_factory: pytest.TempPathFactory
) -> None:
    again = Stage(tmp_path_factory.mktemp("again"), SIZES[0])
    assert again.given.counted == stage_of(SIZES[0]).given.counted
