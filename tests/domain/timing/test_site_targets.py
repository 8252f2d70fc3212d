"""A site's own targets: where no rule sets one, and nowhere else."""

from pathlib import Path

import pytest

from command_center.domain.site.parts.plan import TimingTargets
from command_center.domain.timing.table import timing_of
from tests.support.closing import closed_incident
from tests.support.factories import ControlRoom


@pytest.fixture
def room(tmp_path: Path) -> ControlRoom:
    return ControlRoom(tmp_path / "works.db")


def test_a_row_is_held_to_what_the_site_has_set_and_says_whose_it_is(room: ControlRoom) -> None:
    incident = closed_incident(room)
    plain = {r.row: r for r in timing_of(room.facts(), incident, room.site)}
    own = TimingTargets(authority_s=120, reach_s=60, headcount_s=600)
    site = room.site.model_copy(update={"timing_targets": own})
    held = {r.row: r for r in timing_of(room.facts(), incident, site)}
    assert (plain["authority"].target.source, plain["authority"].verdict) == ("site", None)
    assert (held["authority"].target.seconds, held["authority"].target.source) == (120, "site_own")
    assert held["authority"].verdict == "over", "open for half an hour"
    for row in ("reach", "headcount"):
        assert held[row].verdict is None, "a gap is no verdict"
    for row in ("answering", "processing", "intervention", "control", "donning", "detection"):
        assert held[row].target == plain[row].target, row
