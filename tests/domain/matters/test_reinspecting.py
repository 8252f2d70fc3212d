"""Points of a round that ended are drawn, and somebody else owes their second inspection by a deadline."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.matters import fold
from command_center.domain.matters.reading.mine import owed, seen
from command_center.domain.matters.rounds.points import points_of
from command_center.domain.matters.rounds.samples import drawn
from command_center.domain.matters.rounds.track import track_of
from command_center.domain.registry import Context
from command_center.domain.state.matters import Matter, Rollout
from command_center.domain.template_language.fields import ListField
from tests.domain.matters.test_plans import Planned
from tests.domain.matters.works import CATEGORIES
from tests.support.factories import person
from tests.support.small_works import PARTS

CODES = [f"P-{n}" for n in range(10)]
POINTS = "reference: route\nentries:\n" + "".join(
    f'  p{n}: {{title: {{zh: 点{n}, en: Point {n}}}, place: tank, code: "P-{n}"}}\n'
    for n in range(10)
)
WALK = """
template: walk
title: {zh: 巡检, en: Walk}
fields:
  place: {type: place, required: true}
  points:
    type: list
    points: route
    reinspect: 30 %
    of: {code: {type: code, required: true}, ok: {type: yes_no, must_be: true}}
parties: {inspector: opener}
states: [walking, closed, broken_off]
moves:
  close: {from: walking, to: closed, by: inspector, needs: [points]}
  break_off: {from: walking, to: broken_off, by: inspector}
due: {close: {within: 8 h, escalate: [superior]}}
score: {inspector: {reported: 1}}
into: duty-score
"""


class Walked(Planned):
    """The works whose rounds are inspected again."""

    def __init__(self, where: Path, *texts: str, **parts: Any) -> None:
        super().__init__(where, POINTS, WALK, *texts, **parts)

    def walk(self, who: str = "eva", codes: list[str] = CODES, move: str = "close") -> str:
        """Somebody walks these points and hands the round in."""
        made = self.opens(who, "walk", place="tank")
        for code in codes:
            values = {"code": code, "ok": True}
            self.does(who, "matter.measure", matter=made, field="points", values=values)
        self.moves(who, made, move)
        return made

    def again(self, first: str) -> Matter | None:
        """The open second inspection of a round."""
        open_now = self.state.matters.open.values()
        return next((one for one in open_now if one.again == first), None)


def test_what_is_drawn_is_owed_by_the_safety_officer_with_the_deadline_of_a_round(
    tmp_path: Path,
) -> None:
    works = Walked(tmp_path)
    first = works.walk()
    ended = works.facts("matter.moved")[-1]
    assert ended.data["after"]["reinspects"]["codes"] == CODES
    assert works.turn() == ["matter.reinspect"]
    made = works.again(first)
    assert made is not None
    assert (made.opener, made.place, made.holders) == ("ben", "tank", ("ben",))
    assert made.sample == tuple(drawn(CODES, 0.3, ended.hash))
    assert len(made.sample) == 3
    (due,) = made.due
    assert due["at"] - works.now == 8 * 3_600_000
    (line,) = owed(works.state, works.shelf, "ben", works.now)
    assert line["id"] == made.id
    assert works.facts("matter.opened")[-1].data["after"].get("points") is None, "nothing reported"
    works.later(3_600)
    assert "matter.reinspect" not in works.turn()
    assert works.replayed() == works.state


def test_the_track_of_the_round_shows_the_same_points(tmp_path: Path) -> None:
    works = Walked(tmp_path)
    first = works.walk(codes=CODES[2:8])
    ended = works.facts("matter.moved")[-1]
    works.turn()
    made = works.again(first)
    assert made is not None
    field = works.play(made.id).template.fields["points"]
    assert isinstance(field, ListField)
    lines = [{"code": code} for code in CODES[2:8]]
    points = points_of(works.site, works.shelf, "tank", field)
    assert track_of(points, field, lines, ended.hash).sample == list(made.sample)
    assert set(made.sample) <= set(CODES[2:8])


def test_only_the_drawn_points_are_asked_for_and_taken(tmp_path: Path) -> None:
    works = Walked(tmp_path)
    first = works.walk()
    works.turn()
    made = works.again(first)
    assert made is not None
    ctx = Context(works.now, person("ben"), works.site, templates=works.shelf)
    told = seen(works.state, made.id, ctx)
    assert isinstance(told, dict)
    assert [one.code for one in told["points"]["points"]] == list(made.sample)
    other = next(code for code in CODES if code not in made.sample)
    refusal = works.refuses(
        "ben", "matter.measure", matter=made.id, field="points", values={"code": other, "ok": True}
    ).refusal
    assert [one.key for one in refusal.params["problems"]] == ["phrase.no_such_point"]
    for rank, code in enumerate(made.sample):
        values = {"code": code, "ok": True}
        works.does("ben", "matter.measure", matter=made.id, field="points", values=values)
        if rank == 0:
            refusal = works.refuses("ben", "matter.move", matter=made.id, move="close").refusal
            assert refusal.code == "matter_incomplete"
            left = [one.title for one in told["points"]["points"]][1:]
            assert refusal.params["fields"] == left
    works.moves("ben", made.id, "close")
    assert works.turn() == [], "a second inspection is not drawn again"
    assert works.state.matters.draws == {}
    assert works.replayed() == works.state


def test_a_second_inspection_that_nobody_makes_is_told_up_and_stays_owed(tmp_path: Path) -> None:
    works = Walked(tmp_path)
    first = works.walk()
    works.turn()
    works.later(8 * 3_600 + 1)
    assert "matter.escalate" in works.turn()
    made = works.again(first)
    assert made is not None
    (told,) = [fact.data for fact in works.facts("matter.escalated")]
    assert (told["matter"], told["colour"]) == (made.id, "red")
    assert made.holders == ("ben",)


@pytest.mark.parametrize(("who", "asked"), [("ben", None), ("eva", "ben"), ("cai", "ben")])
def test_nobody_inspects_their_own_round_again(tmp_path: Path, who: str, asked: str | None) -> None:
    works = Walked(tmp_path)
    first = works.walk(who)
    works.turn()
    made = works.again(first)
    assert (None if made is None else made.opener) == asked


def test_where_nobody_holds_the_safety_post_the_superior_inspects_and_else_it_waits(
    tmp_path: Path,
) -> None:
    posts = PARTS["posts"]  # of these nobody has the safety officer's function
    works = Walked(tmp_path, posts=posts)
    first = works.walk("eva")
    works.turn()
    made = works.again(first)
    assert made is not None
    assert made.opener == "ann", "the chief, who is above the farm hand"
    works.state.roster.holders["manager"] = None
    waiting = works.walk("ann")
    works.later(10)
    assert works.turn() == []
    assert list(works.state.matters.draws) == [waiting]
    works.does(DUTY_ACTOR, "matter.reinspect", matter=waiting)
    assert works.again(waiting) is None
    works.state.roster.holders["manager"] = "joe"
    works.later(10)
    works.turn()
    made = works.again(waiting)
    assert made is not None
    assert made.opener == "joe"


def test_a_round_without_a_point_or_without_a_share_draws_nothing(tmp_path: Path) -> None:
    works = Walked(tmp_path)
    works.walk(codes=[], move="break_off")
    assert works.turn() == []
    works.shelf.put(WALK.replace("    reinspect: 30 %\n", ""))
    works.walk()
    assert works.turn() == []


def test_asked_twice_it_is_opened_once_and_after_a_restart_too(tmp_path: Path) -> None:
    from command_center.desk import Desk

    works = Walked(tmp_path)
    first = works.walk()
    works.desk = Desk(works.site, works.journal, works.clock)
    works.desk.templates = works.shelf
    works.desk.catch_up()
    assert list(works.state.matters.draws) == [first]
    for _ in range(2):
        works.does(DUTY_ACTOR, "matter.reinspect", matter=first)
    opened = [fact for fact in works.facts("matter.opened") if fact.data.get("again") == first]
    assert len(opened) == 1


def test_nobody_who_did_a_point_of_the_round_or_ended_it_inspects_it_again(tmp_path: Path) -> None:
    """Eva opened the round and ended it, Ben did a point of it: he is the safety officer."""
    works = Walked(tmp_path)
    helped = WALK.replace("inspector: opener}", "inspector: opener, helper: {}}")
    works.shelf.put(helped.replace("by: inspector", "by: [inspector, helper]"))
    for who, ends in (("ben", "eva"), ("eva", "ben")):
        made = works.opens("eva", "walk", {"helper": ["ben"]}, place="tank")
        for code, by in (("P-1", "eva"), ("P-2", who)):
            values = {"code": code, "ok": True}
            works.does(by, "matter.measure", matter=made, field="points", values=values)
        works.moves(ends, made, "close")
        ended = works.facts("matter.moved")[-1].data["after"]["reinspects"]
        assert ended["walked"] == ["eva", "ben"]
        works.turn()
        again = works.again(made)
        assert again is not None
        assert again.opener == "ann", "her superior"
        works.later(10)
    assert works.replayed() == works.state


def test_of_a_journal_without_who_walked_the_opener_alone_is_known(tmp_path: Path) -> None:
    works = Walked(tmp_path)
    first = works.walk("ben")
    draw = works.state.matters.draws[first]
    assert draw.walked == ("ben",)
    works.state.matters.draws[first] = replace(draw, walked=())
    works.turn()
    assert works.again(first) is None


# What cannot be asked for


def test_what_the_desk_would_refuse_is_not_asked_for_again_and_again(tmp_path: Path) -> None:
    works = Walked(tmp_path)
    first = works.walk()
    works.state.matters.rollouts["walk"] = Rollout("pilot", ("shop-1",), None, "eva")
    for _ in range(3):
        works.later(10)
        assert works.turn() == []
    assert list(works.state.matters.draws) == [first]
    del works.state.matters.rollouts["walk"]
    works.later(10)
    assert works.turn() == ["matter.reinspect"]


def test_of_the_first_form_only_the_place_and_the_category_are_taken_over(tmp_path: Path) -> None:
    works = Walked(tmp_path, CATEGORIES)
    kind = "fields:\n  kind: {type: taxonomy, of: hazard-3-levels, required: true}\n"
    kind += "  why: {type: text, required: true}\n"
    works.shelf.put(WALK.replace("fields:\n", kind))
    made = works.opens("eva", "walk", place="tank", kind="equipment/pipe/clamp", why="Monthly")
    values = {"code": "P-1", "ok": True}
    works.does("eva", "matter.measure", matter=made, field="points", values=values)
    works.moves("eva", made, "close")
    draw = works.state.matters.draws[made]
    assert draw.fields == {"place": "tank", "kind": "equipment/pipe/clamp"}
    # A journal of before says more, and what it says may be known no more.
    old = dict(draw.fields) | {"why": 7, "kind": "equipment/gone/away", "lost": "x"}
    works.state.matters.draws[made] = replace(draw, fields=old)
    assert works.turn() == ["matter.reinspect"]
    again = works.again(made)
    assert again is not None
    assert again.fields == {"place": "tank"}


def test_a_refusal_is_asked_for_once_an_hour(tmp_path: Path) -> None:
    works = Walked(tmp_path)
    first = works.walk()
    asked = [("matter.reinspect", {"matter": first})]
    for wait, expected in ((0, asked), (10, []), (3_580, []), (10, asked), (10, [])):
        works.later(wait)
        found = list(works.beats.due(works.state, works.site, works.shelf, None, works.now))
        assert found == expected


def test_after_a_vacancy_few_are_opened_at_once_and_old_ones_never(tmp_path: Path) -> None:
    works = Walked(tmp_path, posts=PARTS["posts"])
    works.state.roster.holders["manager"] = None
    old = works.walk("ann", ["P-1"])
    works.later(29 * 86_400)
    later = [works.walk("ann", ["P-1"]) for _ in range(7)]
    assert list(works.state.matters.draws) == [old, *later]
    works.later(86_400 + 1)
    works.state.roster.holders["manager"] = "joe"
    assert works.turn() == ["matter.reinspect"] * 5
    works.does(DUTY_ACTOR, "matter.reinspect", matter=old)
    assert works.again(old) is None
    works.later(10)
    assert works.turn() == ["matter.reinspect"] * 2
    assert all(works.again(one) for one in later)
    works.state.roster.holders["manager"] = None
    newest = works.walk("ann", ["P-1"])
    assert list(works.state.matters.draws) == [newest], "the old one is forgotten"
    assert works.replayed().matters.draws == works.state.matters.draws


def test_a_sample_is_kept_no_longer_than_its_matter(tmp_path: Path) -> None:
    works = Walked(tmp_path)
    first = works.walk()
    before = dict(fold._SEVERAL)
    works.turn()
    made = works.again(first)
    assert made is not None
    assert made.sample
    assert made.sample not in {*fold._SEVERAL} - {*before}
