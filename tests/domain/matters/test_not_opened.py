"""What a step was to open and could not stands in its fact and is a gap until somebody deals with it."""

from pathlib import Path

import pytest

from command_center.domain.actor import Role
from command_center.domain.readiness.standing_gap import gap_stands
from tests.domain.matters.works import CATEGORIES, Works, admin

MAJOR = """
template: found-major
title: {zh: 重大隐患, en: Major hazard}
fields:
  place: {type: place, required: true}
  words: {type: text}
parties: {finder: opener}
states: [found, general]
moves:
  downgrade: {from: found, to: general, by: finder, opens: minor}
"""
MINOR = """
template: minor
title: {zh: 一般隐患, en: General hazard}
fields:
  place: {type: place, required: true}
parties: {finder: opener}
states: [found, done]
moves: {finish: {from: found, to: done, by: finder}}
enabled: {areas: [shop-1]}
"""
ROUND = """
template: walk
fields:
  place: {type: place, required: true}
  answers: {type: checklist, of: questions, each: {wrong_opens: minor}}
parties: {walker: opener}
states: [open, done]
moves: {finish: {from: open, to: done, by: walker}}
"""
QUESTIONS = """
reference: questions
entries: {lamp: {title: {zh: 灯亮, en: The lamp is lit}}}
"""


@pytest.fixture
def works(tmp_path: Path) -> Works:
    return Works(tmp_path, CATEGORIES, MAJOR, MINOR, ROUND, QUESTIONS)


def lacking(works: Works) -> bool:
    return bool(gap_stands(works.state, works.site, "unheld:not_opened", works.now))


def test_a_matter_that_a_move_could_not_open_is_said_in_its_fact_and_a_gap(works: Works) -> None:
    """The template is not in force in the area of the place."""
    major = works.opens("eva", "found-major", place="tank")
    works.moves("eva", major, "downgrade")
    assert len(works.facts("matter.opened")) == 1
    (moved,) = works.facts("matter.moved")
    (told,) = moved.data["not_opened"]
    assert (told["template"], told["title"]["en"], told["why"]["code"]) == (
        "minor", "General hazard", "template_not_here",
    )  # fmt: skip
    assert major in works.state.matters.ended
    assert lacking(works)
    assert works.replayed().matters == works.state.matters


def test_a_hazard_of_a_wrong_answer_whose_template_is_withdrawn_is_not_forgotten(
    works: Works,
) -> None:
    walk = works.opens("eva", "walk", place="tank")
    works.shelf.withdraw("minor")
    works.does("eva", "matter.fill", matter=walk, fields={"answers": {"lamp": {"answer": "no"}}})
    (filled,) = works.facts("matter.filled")
    assert [one["why"]["code"] for one in filled.data["not_opened"]] == ["no_such_template"]
    assert lacking(works)


def test_the_gap_ends_when_somebody_says_what_was_done(works: Works) -> None:
    major = works.opens("eva", "found-major", place="tank")
    works.moves("eva", major, "downgrade")
    works.does("eva", "matter.settle", matter=major, reason="Opened by hand as GEN-7")
    assert not lacking(works)
    refused = works.refuses("eva", "matter.settle", matter=major, reason="once more")
    assert refused.refusal.code == "nothing_to_settle"
    assert works.replayed().matters == works.state.matters


def test_only_a_party_of_the_matter_or_who_leads_settles_what_it_could_not_open(
    works: Works,
) -> None:
    major = works.opens("eva", "found-major", place="tank")
    works.moves("eva", major, "downgrade")
    assert major in works.state.matters.ended
    refused = works.refuses("fay", "matter.settle", matter=major, reason="not needed")
    assert refused.refusal.code == "not_a_party"
    assert lacking(works)
    works.does(admin("ann", Role.CONTROLLER), "matter.settle", matter=major, reason="GEN-7")
    assert not lacking(works)
    walk = works.opens("eva", "walk", place="tank")
    works.shelf.withdraw("minor")
    works.does("eva", "matter.fill", matter=walk, fields={"answers": {"lamp": {"answer": "no"}}})
    stranger = works.refuses("fay", "matter.settle", matter=walk, reason="not needed")
    assert stranger.refusal.code == "not_a_party"
    works.does("eva", "matter.settle", matter=walk, reason="Opened by hand as GEN-8")
    assert works.replayed().matters == works.state.matters
