"""Open hot work, and anybody inside under a permit, hold a drill's start; the refusal names the permit and place."""

from pathlib import Path

import pytest

from command_center.domain.actor import Role
from command_center.words import spoken
from tests.domain.matters.permit import HOT, PermitWorks
from tests.support.factories import CONTROLLER, person

OWN = HOT.replace("template: hot-work", "template: our-welding\nbased_on: hot-work")


@pytest.fixture
def works(tmp_path: Path) -> PermitWorks:
    """The works with permits; a drill at the desk is planned and sealed."""
    made = PermitWorks(tmp_path, OWN)
    made.does(CONTROLLER, "drill.plan", name="Desk drill")
    made.seals("DRL-1")
    return made


def holding(works: PermitWorks) -> list[str]:
    """Why the drill may not start now, as the controller reads it."""
    refusal = works.refuses(CONTROLLER, "drill.start", drill="DRL-1").refusal
    assert refusal.code == "drill_held"
    return [str(spoken("en", one)) for one in refusal.params["reasons"]]


def test_hot_work_holds_a_drill_until_it_ends(works: PermitWorks) -> None:
    hot = works.opens("fay", "hot-work", place="shop-1")
    works.moves("fay", hot, "start")
    [reason] = holding(works)
    assert works.of(hot).number in reason
    assert "Hot work" in reason
    assert "Shop 1" in reason
    works.moves("fay", hot, "end")
    works.does(CONTROLLER, "drill.start", drill="DRL-1")


def test_an_entry_holds_a_drill_and_says_how_many_are_inside(works: PermitWorks) -> None:
    permit = works.started()
    assert "the work goes on" in holding(works)[0]
    works.does("hua", "matter.enter", matter=permit, person="cai")
    [reason] = holding(works)
    assert works.of(permit).number in reason
    assert "1 person is inside" in reason
    works.moves("hua", permit, "pause", reason="a break")
    assert "1 person is inside" in holding(works)[0]
    works.does("hua", "matter.leave", matter=permit, person="cai")
    works.does(CONTROLLER, "drill.start", drill="DRL-1")


def test_a_copy_of_hot_work_holds_and_other_work_does_not(works: PermitWorks) -> None:
    welding = works.opens("fay", "our-welding", place="shop-1")
    assert works.of(welding).kind == "hot-work"
    works.moves("fay", welding, "start")
    assert len(holding(works)) == 1
    works.moves("fay", welding, "end")
    blind = works.opens("fay", "blind-plate", place="tank")
    works.moves("fay", blind, "start")
    works.does(CONTROLLER, "drill.start", drill="DRL-1")


def test_an_exit_that_nobody_recorded_is_stated_by_whoever_commands(works: PermitWorks) -> None:
    """The guardian has gone home: without this a drill could never be started again."""
    permit = works.started()
    works.does("hua", "matter.enter", matter=permit, person="cai", tools=3)
    works.moves("hua", permit, "pause", reason="a break")
    told = {"matter": permit, "person": "cai"}
    stranger = works.refuses("bao", "matter.leave", **told, reason="I saw them")
    assert stranger.refusal.code == "exit_not_recorded"
    assert (
        works.refuses(person("dan", Role.COMMANDER), "matter.leave", **told).refusal.code
        == "exit_reason"
    )
    [fact] = works.does(
        person("dan", Role.COMMANDER), "matter.leave", **told, reason="He sits in the canteen"
    )
    assert (fact.kind, fact.data["person"], fact.data["tools"]) == ("matter.left", "cai", 3)
    assert fact.data["reason"] == "He sits in the canteen"
    works.does(CONTROLLER, "drill.start", drill="DRL-1")


def test_whoever_keeps_the_list_needs_no_reason(works: PermitWorks) -> None:
    permit = works.started()
    works.does("hua", "matter.enter", matter=permit, person="cai")
    [fact] = works.does("hua", "matter.leave", matter=permit, person="cai")
    assert "reason" not in fact.data
