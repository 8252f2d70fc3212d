"""Somebody always owes: who stands in where nobody holds a party, and whom a step tells when it fires."""

from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.matters.consequences import in_state
from command_center.domain.matters.parties.addressees import addressed, turn_of_matter
from command_center.domain.matters.parties.parties import may_be
from command_center.domain.readiness.standing_gap import gap_stands, standing_gaps
from command_center.domain.readiness.unheld import unheld
from command_center.domain.template_language.fields import ListField
from tests.domain.matters.works import CATEGORIES, HAZARD, POSTS, SCORE, Works
from tests.support.small_works import PARTS, at
from tests.support.template_shelf import Shelf

DAY = 86_400
CLAMP = {"place": "tank", "category": "equipment/pipe/clamp", "level": "general", "found": "rusty"}
TOLD = HAZARD.replace("sign: {within: 4 h}", "sign: {within: 4 h, escalate: [superior]}")
LAW = """
law:
  of: ours
  checked: false
  source: {zh: 无, en: none}
  clauses: {"9": {quote: {zh: 九, en: nine}}}
"""
PICTURE = [{"sha256": "a" * 64, "camera": True}]


def works_with(where: Path, **parts: Any) -> Works:
    parts = {"areas": [*PARTS["areas"], at("dock", 240, 20, width=20, height=20)], **parts}
    made = Works(where, CATEGORIES, TOLD, SCORE, **parts)
    made.does(DUTY_ACTOR, "shift.begin", shift="night")
    return made


@pytest.fixture
def works(tmp_path: Path) -> Works:
    return works_with(tmp_path)


def told(works: Works) -> list[list[str]]:
    return [
        [one["person"] for one in fact.data["told"]] for fact in works.facts("matter.escalated")
    ]


def test_a_step_tells_the_superior_of_whom_it_is_the_turn_when_it_fires(works: Works) -> None:
    """In the state before the move it was the clockwork's turn, above which nobody stands."""
    works.opens("fay", "hazard", **CLAMP)
    works.beat()
    works.later(4 * 3_600)
    works.beat()
    assert told(works) == [["ann"]]


def test_the_superior_is_the_next_one_above_that_is_held(tmp_path: Path) -> None:
    posts = [{**one, "superior": "keeper"} if one["id"] == "farm-hand" else one for one in POSTS]
    works = works_with(tmp_path, posts=posts)
    works.opens("fay", "hazard", **CLAMP)
    works.beat()
    works.later(4 * 3_600)
    works.beat()
    assert works.state.roster.holders["keeper"] is None
    assert told(works) == [["joe"]], "the manager, above the keeper whom nobody is at night"


def test_a_place_without_a_post_is_the_shift_leaders(works: Works) -> None:
    hazard = works.opens("fay", "hazard", **{**CLAMP, "place": "dock"})
    works.beat()
    found = works.of(hazard)
    assert found.holders == ("ann",)
    (instead,) = found.stand_ins
    assert instead == {
        "party": "owner", "why": "no_post", "by": "shift_leader_on_duty", "people": ["ann"],
    }  # fmt: skip
    works.moves("ann", hazard, "sign")
    works.moves("ann", hazard, "prove", fields={"fixed": PICTURE})
    assert works.of(hazard).holders == ("ben",)
    assert works.of(hazard).stand_ins == ()
    assert works.replayed().matters == works.state.matters


def test_the_plant_says_who_stands_in(tmp_path: Path) -> None:
    works = works_with(tmp_path, fallback=["lead-2", "site_head"])
    hazard = works.opens("fay", "hazard", **{**CLAMP, "place": "dock"})
    works.beat()
    assert works.of(hazard).holders == ("dov",)
    assert works.of(hazard).stand_ins[0]["by"] == "lead-2"


def test_who_found_a_hazard_does_not_check_it_and_somebody_else_does(works: Works) -> None:
    hazard = works.opens("ben", "hazard", **CLAMP)
    works.beat()
    works.moves("eva", hazard, "sign")
    works.moves("eva", hazard, "prove", fields={"fixed": PICTURE})
    (instead,) = works.of(hazard).stand_ins
    assert (instead["party"], instead["why"], works.of(hazard).holders) == (
        "checker", "barred", ("ann",),
    )  # fmt: skip
    assert works.denied("ben", hazard, "recheck", fields={"seen_fixed": PICTURE}) == "not_your_move"
    works.moves("ann", hazard, "recheck", fields={"seen_fixed": [{"sha256": "b" * 64}]})
    assert hazard in works.state.matters.ended


def told_parties(works: Works, hazard: str) -> dict[str, list[str]]:
    found = works.of(hazard)
    return may_be(works.play(hazard).template, found.parties, found.fields)


def test_a_party_is_told_as_who_may_be_it(works: Works) -> None:
    hazard = works.opens("ben", "hazard", **CLAMP)
    works.beat()
    assert works.of(hazard).parties["checker"] == ("ben", "ann")  # who is barred reads it too
    assert told_parties(works, hazard) == {"finder": ["ben"], "owner": ["eva"], "checker": ["ann"]}


def test_a_party_that_nobody_may_be_is_told_as_nobody(tmp_path: Path) -> None:
    """The finder holds the checker's post, and nobody else stands in."""
    works = works_with(tmp_path, fallback=["second"])
    hazard = works.opens("ben", "hazard", **CLAMP)
    works.beat()
    works.moves("eva", hazard, "sign")
    works.moves("eva", hazard, "prove", fields={"fixed": PICTURE})
    assert turn_of_matter(works.play(hazard)).nobody == ("checker",)
    assert told_parties(works, hazard)["checker"] == []


def test_whom_a_list_names_may_not_be_a_party_that_it_bars(works: Works) -> None:
    barring = works.shelf.newest("hazard")
    assert barring is not None
    template = barring.template
    crew = ListField.model_validate({"of": {"who": {"type": "person"}}, "type": "list"})
    checker = template.parties["checker"].model_copy(update={"never": ["crew"]})
    changed = template.model_copy(
        update={
            "fields": {**template.fields, "crew": crew},
            "parties": {**template.parties, "checker": checker},
        }
    )
    parties, fields = {"checker": ["ann", "ben"]}, {"crew": [{"who": "ben"}]}
    assert may_be(changed, parties, fields) == {"checker": ["ann"]}
    assert may_be(None, parties, fields) == parties


def escalated_without_manager(
    tmp_path: Path, fallback: list[str], *, late: str = "ben", vacant: str = "manager"
) -> tuple[list[str], Any]:
    """Somebody who would stand in for the manager is late at the dock: whom the step tells that is for the manager."""
    roster = [one for one in PARTS["roster"] if one["post"] not in ("manager", vacant)]
    works = works_with(tmp_path, roster=roster, fallback=fallback)
    works.shelf = works.desk.templates = Shelf(
        CATEGORIES, TOLD.replace("escalate: [superior]", "escalate: [manager]"), SCORE
    )
    hazard = works.opens("fay", "hazard", **{**CLAMP, "place": "dock"})
    works.beat()
    assert works.of(hazard).holders == (late,)
    works.later(4 * 3_600)
    works.beat()
    (fact,) = works.facts("matter.escalated")
    return [one["person"] for one in fact.data["told"]], fact.data["stand_in"]


def test_who_is_late_stands_in_for_nobody_who_is_to_hear_of_it(tmp_path: Path) -> None:
    found, instead = escalated_without_manager(tmp_path, ["second", "shift_leader_on_duty"])
    assert found == ["ann"]
    assert instead == {
        "party": "manager", "why": "vacant", "by": "shift_leader_on_duty", "people": ["ann"],
    }  # fmt: skip


def test_nobody_below_who_is_late_hears_of_it_in_the_managers_place(tmp_path: Path) -> None:
    """The farm hand's post is below the chief's, the lead of shop 2 is below nobody."""
    fallback = ["shift_leader_on_duty", "farm-hand", "lead-2"]
    found, instead = escalated_without_manager(tmp_path, fallback, late="ann", vacant="second")
    assert (found, instead["by"]) == (["dov"], "lead-2")


def test_where_nobody_else_can_hear_of_it_the_fact_says_so(tmp_path: Path) -> None:
    found, instead = escalated_without_manager(tmp_path, ["second"])
    assert found == ["ben"]
    assert instead == {"party": "manager", "why": "top", "by": "own", "people": ["ben"]}


def test_an_approval_is_never_given_twice_by_one_person_and_waits_for_another(
    tmp_path: Path,
) -> None:
    """Nobody holds the manager's post by whom the last rank is signed: nobody below signs it for them by law."""
    locked = LAW + TOLD.replace("manager]}", 'manager], locked: "9"}')
    roster = [one for one in PARTS["roster"] if one["post"] != "manager"]
    works = Works(tmp_path, CATEGORIES, locked, SCORE, roster=roster)
    works.does(DUTY_ACTOR, "shift.begin", shift="night")
    hazard = works.opens("fay", "hazard", **{**CLAMP, "level": "major"})
    works.signs("eva", hazard, "dispatch", "area-head")
    works.signs("ben", hazard, "dispatch", "safety-officer")
    assert works.of(hazard).holders == ()
    assert works.of(hazard).nobody == ("manager",)
    assert gap_stands(works.state, works.site, "unheld:nobody", works.now)


def test_what_nobody_holds_is_a_gap_and_somebodys_again_when_a_shift_has_one(
    tmp_path: Path,
) -> None:
    roster = [one for one in PARTS["roster"] if one["shift"] == "day"]
    works = works_with(tmp_path, roster=roster)
    hazard = works.opens("fay", "hazard", **CLAMP)
    works.beat()
    assert works.of(hazard).nobody == ("owner",)
    works.later(4 * 3_600)
    assert works.beat() == ["matter.escalate"]
    assert told(works) == [[]]
    row = unheld(works.state)
    assert row is not None
    assert (row["nobody"], row["untold"], row["nobody_first"][0]["matter"]) == (1, 1, hazard)
    assert {"unheld:nobody", "unheld:untold"} <= standing_gaps(works.state, works.site, works.now)
    assert works.beat() == [], "nobody is told of it again and again"
    works.does(DUTY_ACTOR, "shift.begin", shift="day")
    assert sorted(works.beat()) == ["matter.escalate", "matter.hold"]
    assert works.of(hazard).holders == ("ben",)
    assert told(works)[-1] == ["joe"]
    (held,) = works.facts("matter.held")
    assert [one["person"] for one in held.data["after"]["paged"]] == ["ben"]
    assert unheld(works.state) is None
    assert works.replayed().matters == works.state.matters


def test_what_nobody_held_in_an_older_journal_is_somebodys_again(tmp_path: Path) -> None:
    """Facts of older journals do not say `nobody`."""
    roster = [one for one in PARTS["roster"] if one["shift"] == "day"]
    works = works_with(tmp_path, roster=roster)
    hazard = works.opens("fay", "hazard", **CLAMP)
    works.beat()
    works.of(hazard).nobody = ()
    works.does(DUTY_ACTOR, "shift.begin", shift="day")
    assert works.beat() == ["matter.hold"]
    assert works.of(hazard).holders == ("ben",)


def test_of_steps_that_told_nobody_in_their_time_only_the_newest_pages(tmp_path: Path) -> None:
    roster = [one for one in PARTS["roster"] if one["shift"] == "day"]
    parts = {"areas": [*PARTS["areas"], at("dock", 240, 20, width=20, height=20)]}
    later = TOLD.replace("escalate: [superior]}", "escalate: [superior, manager]}")
    works = Works(tmp_path, CATEGORIES, later, SCORE, roster=roster, **parts)
    works.does(DUTY_ACTOR, "shift.begin", shift="night")
    works.opens("fay", "hazard", **CLAMP)
    works.beat()
    works.later(5 * 3_600)
    assert works.beat() == ["matter.escalate", "matter.escalate"]
    works.does(DUTY_ACTOR, "shift.begin", shift="day")
    works.beat()
    facts = works.facts("matter.escalated")[2:]
    assert [one.data["step"] for one in facts] == ["1-superior", "2-manager"]
    assert [bool(one.data["told"]) for one in facts] == [True, True]
    assert ["paged" in one.data for one in facts] == [False, True]


BY_TWO = """
template: by-two
title: {zh: 两人, en: By two}
fields: {place: {type: place, required: true}}
parties: {finder: opener, mover: {post: head-of-moves}, approver: {post: head-of-approvals}}
states: [found, done]
moves: {go: {from: found, to: done, by: mover}}
approvals: [{before: go, chain: [approver]}]
"""


def test_who_stands_in_for_two_does_not_approve_a_move_and_make_it(tmp_path: Path) -> None:
    works = Works(tmp_path, BY_TWO)
    works.does(DUTY_ACTOR, "shift.begin", shift="night")
    matter = works.opens("fay", "by-two", place="tank")
    (both,) = works.of(matter).holders
    works.signs(both, matter, "go", "approver")
    assert works.denied(both, matter, "go") == "signed_as_another"
    assert works.of(matter).holders == ()
    assert works.of(matter).nobody == ("mover",)
    assert works.replayed().matters == works.state.matters


def test_whom_a_state_waits_for_can_be_asked_of_any_state(works: Works) -> None:
    """As a prover asks it: of a state that no fact has brought yet."""
    hazard = works.opens("fay", "hazard", **{**CLAMP, "place": "dock"})
    play = works.play(hazard)
    assert turn_of_matter(play).holders == (), "the clockwork dispatches it"

    there = in_state(play, "dispatched", {}, works.now)
    assert turn_of_matter(there).holders == ("ann",)
    assert [one["person"] for one in addressed(there, ["superior"]).told] == ["joe"]
