"""A matter whose opening was set aside: its number is not given again, no list shows it, and what it owes is asked for
again once two administrators have it folded again."""

from pathlib import Path

import pytest

from command_center.desk import Accepted
from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from command_center.duties.matters import MatterClock
from command_center.store.matters import MatterTable, Wanted
from tests.domain.matters.test_hazard import CLAMP
from tests.domain.matters.works import CATEGORIES, HAZARD, SCORE, Works


@pytest.fixture
def works(tmp_path: Path) -> Works:
    return Works(tmp_path, HAZARD, CATEGORIES, SCORE)


def test_its_number_and_its_deadlines_outlive_it(works: Works) -> None:
    clock = MatterClock()

    def asked_for() -> set[str]:
        due = clock.due(works.state, works.site, works.shelf, None, works.now)
        return {data["matter"] for _, data in due if "matter" in data}

    def listed() -> list[str]:
        rows, _ = MatterTable(works.journal.engine, works.site.id, works.journal).page(
            Wanted(ended=False), 0, 10
        )
        return sorted(row["number"] for row in rows)

    first, second = (works.opens("fay", "hazard", **CLAMP) for _ in range(2))
    assert (asked_for(), listed()) == ({first, second}, ["hazard-2026-0001", "hazard-2026-0002"])
    opened = works.facts("matter.opened")[-1].seq
    told = {"fact": opened, "of": "matter.opened", "why": "KeyError"}
    assert isinstance(works.desk.submit("journal.set_aside", told, DUTY_ACTOR), Accepted)
    third = works.opens("fay", "hazard", **CLAMP)
    assert listed() == ["hazard-2026-0001", "hazard-2026-0003"]
    assert asked_for() == {first, third}
    for who in ("a1", "a2"):
        asked = {"fact": opened, "reason": "The program is mended"}
        actor = Actor(who, Role.ADMINISTRATOR)
        assert isinstance(works.desk.submit("journal.annul", asked, actor), Accepted)
    assert listed() == ["hazard-2026-0001", "hazard-2026-0002", "hazard-2026-0003"]
    assert asked_for() == {first, second, third}
