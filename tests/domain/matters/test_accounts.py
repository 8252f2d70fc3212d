"""Steps of an account: who is told at one, what stops there, and what a new period brings."""

from pathlib import Path

import pytest

from command_center.domain.matters.contractors.bans import gate_ban
from tests.domain.matters.permit import PermitWorks
from tests.domain.matters.test_board import POINTS, READMISSION, VIOLATION, judged
from tests.domain.matters.works import CATEGORIES, HAZARD, Works


@pytest.fixture
def works(tmp_path: Path) -> Works:
    """The works with contractors' points."""
    return Works(tmp_path, POINTS, VIOLATION, READMISSION, HAZARD, CATEGORIES)


def told(works: Works) -> list[list[str]]:
    return [
        [one["person"] for one in fact.data["after"].get("told", ())]
        for fact in works.facts("matter.moved")
    ]


def test_a_step_tells_its_people_once_when_it_is_reached(works: Works) -> None:
    for _ in range(3):
        judged(works, "serious")
    assert told(works) == [[], ["joe"], []], "12, 9, 6 and 3: the step at 6 is reached once"


def test_points_of_a_new_year_begin_anew_and_the_old_are_not_taken_out(works: Works) -> None:
    first = judged(works, "serious")
    works.later(40 * 86_400)
    account = works.state.matters.accounts["contractor-points"]["Weld Ltd"]
    assert (account.balance, account.at(works.now)) == (9, 12)
    judged(works, "minor")
    assert works.state.matters.accounts["contractor-points"]["Weld Ltd"].balance == 11
    works.moves("ben", first, "overturn")
    assert works.state.matters.accounts["contractor-points"]["Weld Ltd"].balance == 11
    assert works.replayed().matters == works.state.matters


def test_what_pauses_permits_leaves_the_gate_open(tmp_path: Path) -> None:
    text = POINTS.replace("bans: [gate, permit]", "pauses: [permits]")
    works = PermitWorks(tmp_path, text, VIOLATION, READMISSION)
    permit = works.started()
    judged(works, "grave", person="cai")
    assert works.beat() == ["matter.watch"]
    assert works.of(permit).paused_because == "banned"
    assert gate_ban(works.state, "cai", "Weld Ltd") is None


SPOT = """
template: acceptance
fields: {place: {type: place, required: true}}
parties: {owner: opener}
states: [ended, closed]
moves: {accept: {from: ended, to: closed, by: owner, at: place}}
"""


def test_a_move_on_the_spot_is_made_there(tmp_path: Path) -> None:
    works = Works(tmp_path, SPOT)
    made = works.opens("eva", "acceptance", place="tank")
    assert works.denied("eva", made, "accept") == "move_at_place"
    assert works.denied("eva", made, "accept", place="pool") == "move_at_place"
    works.moves("eva", made, "accept", place="tank")
