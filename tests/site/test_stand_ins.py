"""On the demonstration's plant and on one as `init` writes it, a hazard anywhere at any hour is somebody's."""

from datetime import date
from pathlib import Path

import pytest

from command_center.data_files import data_folder
from command_center.domain.matters.playing.posts import find_stand_in, head_of, holders_of
from command_center.domain.people.roster import manning
from command_center.domain.site.map.nearness import area_of_place
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.people.roster import Roster
from command_center.site_file import load
from command_center.site_file.beginning import begin

DAY = date(2026, 11, 28)


def plants(tmp_path: Path) -> dict[str, Site]:
    begin(tmp_path / "new", "en")
    return {"demo": load(data_folder("sites") / "demo", DAY), "new": load(tmp_path / "new", DAY)}


@pytest.mark.parametrize("plant", ["demo", "new"])
def test_a_hazard_anywhere_at_any_hour_is_held_by_somebody(tmp_path: Path, plant: str) -> None:
    site = plants(tmp_path)[plant]
    helped = set()
    for shift in site.shifts:
        state = State.start(site)
        manned = manning(site, shift.id, DAY)
        state.roster = Roster(shift.id, 0, dict(manned["holders"]), frozenset(manned["on_site"]))
        for place in site.places:
            area = area_of_place(site, place)
            head = head_of(site, area)
            if head is not None and list(holders_of(state, site, head)):
                continue
            found = find_stand_in(state, site, area, "area-head")
            assert found is not None, (shift.id, place)
            helped.add((shift.id, area))
    assert helped, "it is asked for somewhere"
