"""A new plant says what nobody has done yet, until somebody does it."""

from pathlib import Path

import pytest

from command_center.domain.readiness.never_done import never_done
from command_center.domain.readiness.standing_gap import gap_stands, standing_gaps
from command_center.domain.site.view import public_site
from command_center.domain.state import State
from command_center.site_file import load
from command_center.site_file.beginning import begin
from tests.support.factories import ControlRoom


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_a_new_plant_is_never_counted_and_its_plan_never_reviewed(
    tmp_path: Path, lang: str
) -> None:
    site = load(begin(tmp_path / "new", lang))
    row = never_done(State.start(site), site)
    assert row == {"lines": 3, "of": 3, "plans": ["leak"]}
    assert {"never:counts", "never:reviews"} <= standing_gaps(State.start(site), site, 0)
    (plan,) = public_site(site)["plans"]
    assert (plan["reviewed"], [turn[2] for turn in plan["review"]]) == (None, ["never"])


def test_a_line_that_somebody_counted_lacks_no_count(room: ControlRoom) -> None:
    before = never_done(room.state, room.site)
    assert before is not None
    room.does("ann", "resource.count", resource="suit", store="hall", quantity=2)
    after = never_done(room.state, room.site)
    assert after is not None
    assert after["lines"] == before["lines"] - 1
    assert gap_stands(room.state, room.site, "never:counts", room.now)
    assert not gap_stands(room.state, room.site, "never:reviews", room.now)
