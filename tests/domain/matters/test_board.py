"""Matters and the board help each other: who is inside is counted, what is impaired is a gap, points close doors."""

from pathlib import Path

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.matters.contractors.bans import gate_ban
from command_center.domain.people.expected_inside import expected_inside
from command_center.domain.readiness.standing_gap import gap_stands, standing_gaps
from command_center.duties.matters import MatterClock
from tests.domain.matters.permit import PermitWorks
from tests.domain.matters.works import CATEGORIES, HAZARD, Works
from tests.support.small_works import PARTS

POINTS = """
account: contractor-points
of: [company, person]
starts: 12
resets: {every: year}
entries:
  - {from: violation, move: confirm, read: grade, points: {minor: -1, serious: -3, grave: -12}}
  - {from: violation, move: overturn, undoes: confirm}
steps: [{at_most: 6, tell: [manager]}, {at_most: 0, bans: [gate, permit]}]
back: {from: readmission, move: approve, to: 6}
"""
VIOLATION = """
template: violation
title: {zh: 违章, en: Violation}
fields:
  company: {type: company, required: true}
  grade: {type: choice, of: [minor, serious, grave], required: true}
  person: {type: person}
parties: {finder: opener, judge: {post: safety-officer, never: [finder]}}
states: [found, confirmed, overturned]
moves:
  confirm: {from: found, to: confirmed, by: judge}
  overturn: {from: confirmed, to: overturned, by: judge}
"""
READMISSION = """
template: readmission
title: {zh: 恢复准入, en: Readmission}
fields: {company: {type: company, required: true}}
parties: {asker: opener, judge: {post: safety-officer, never: [asker]}}
states: [asked, approved]
moves: {approve: {from: asked, to: approved, by: judge}}
"""
ROUND = """
template: round
title: {zh: 巡检, en: Round}
fields: {until: {type: time}, post: {type: post}}
parties: {walker: {post: farm-hand}}
states: [due, walked]
moves: {walk: {from: due, to: walked, by: walker}}
due: {walk: {by: until, escalate: [superior]}}
"""
DAILY = "plan: daily-round\nfor: {posts: [farm-hand, lead-1]}\nevery: day\nopens: round\n"


def judged(works: Works, grade: str, **more: str) -> str:
    violation = works.opens("fay", "violation", company="Weld Ltd", grade=grade, **more)
    works.moves("ben", violation, "confirm")
    return violation


@pytest.fixture
def points(tmp_path: Path) -> Works:
    """The works with contractors' points."""
    return Works(tmp_path, POINTS, VIOLATION, READMISSION, HAZARD, CATEGORIES)


def test_points_fall_and_at_zero_the_gate_and_permits_close_until_readmission(
    points: Works,
) -> None:
    judged(points, "serious")
    assert points.state.matters.accounts["contractor-points"]["Weld Ltd"].balance == 9
    assert gate_ban(points.state, "Weld Ltd") is None
    judged(points, "grave")
    assert gate_ban(points.state, "Weld Ltd") == ("Weld Ltd", "contractor-points")
    points.later(40 * 86_400)  # a new year alone opens no door
    judged(points, "minor")
    assert gate_ban(points.state, "Weld Ltd") is not None
    back = points.opens("fay", "readmission", company="Weld Ltd")
    points.moves("ben", back, "approve")
    assert gate_ban(points.state, "Weld Ltd") is None
    assert points.state.matters.accounts["contractor-points"]["Weld Ltd"].balance == 6
    assert points.replayed().matters == points.state.matters


def test_one_company_has_one_account_however_its_name_is_typed(tmp_path: Path) -> None:
    people = [
        {**one, "employer": "contractor", "company": "Weld Ltd"} if one["id"] == "cai" else one
        for one in PARTS["people"]
    ]
    works = PermitWorks(tmp_path, POINTS, VIOLATION, people=people)
    permit = works.started()
    for typed in ("WELD ltd", " Weld  Ltd", "Weld Ltd"):
        violation = works.opens("fay", "violation", company=typed, grade="minor")
        works.moves("ben", violation, "confirm")
    (account,) = works.state.matters.accounts["contractor-points"].items()
    assert (account[0], account[1].balance) == ("Weld Ltd", 9)
    grave = works.opens("fay", "violation", company="weld ltd", grade="grave")
    works.moves("ben", grave, "confirm")
    assert works.beat() == ["matter.watch"]
    assert works.of(permit).paused_because == "banned", "Cai belongs to that company"


def test_an_overturned_violation_gives_its_points_back_and_lifts_its_ban(points: Works) -> None:
    grave = judged(points, "grave")
    assert gate_ban(points.state, "Weld Ltd") is not None
    points.moves("ben", grave, "overturn")
    assert gate_ban(points.state, "Weld Ltd") is None
    assert points.state.matters.accounts["contractor-points"]["Weld Ltd"].balance == 12


def test_a_banned_entrant_pauses_the_permit_and_refuses_its_start(tmp_path: Path) -> None:
    works = PermitWorks(tmp_path, POINTS, VIOLATION)
    permit = works.started()
    judged(works, "grave", person="cai")
    assert works.beat() == ["matter.watch"]
    assert works.of(permit).paused_because == "banned"
    second = works.approved(space="root-valve")
    works.tests_gas(second)
    assert works.denied("hua", second, "start") == "banned"


def test_who_is_inside_by_a_permit_is_counted_there_although_no_shift_has_them(
    tmp_path: Path,
) -> None:
    works = PermitWorks(tmp_path)
    permit = works.started()
    works.does("hua", "matter.enter", matter=permit, person="cai")
    (found,) = [one for one in expected_inside(works.state, works.site) if one.who == "cai"]
    assert (found.source, found.zone) == ("permit", "farm")
    works.does("hua", "matter.leave", matter=permit, person="cai")
    (found,) = [one for one in expected_inside(works.state, works.site) if one.who == "cai"]
    assert found.source == "shift"


def test_impaired_equipment_is_a_gap_until_its_hazard_is_archived(points: Works) -> None:
    photo = [{"sha256": "a" * 64, "camera": True}]
    hazard = points.opens("fay", "hazard", place="tank", category="equipment/pipe/clamp", level="general",
                          found="The pump is dead", impairs="tank-pump")  # fmt: skip
    assert gap_stands(points.state, points.site, "impaired:tank-pump", points.now)
    points.beat()
    points.moves("eva", hazard, "sign")
    points.moves("eva", hazard, "prove", fields={"fixed": photo})
    points.moves("ben", hazard, "recheck", fields={"seen_fixed": photo})
    assert not gap_stands(points.state, points.site, "impaired:tank-pump", points.now)


@pytest.mark.parametrize(
    "name",
    ["tank-pump", "root-valve", "tank", "pool", "LT-T", "four", "suit", "suit@hall", "hose@shed"],
)
def test_what_is_impaired_is_a_part_of_the_plant_that_readiness_knows(
    points: Works, name: str
) -> None:
    points.opens("fay", "hazard", place="tank", category="equipment/pipe/clamp", level="general",
                 found="It is dead", impairs=name)  # fmt: skip
    assert gap_stands(points.state, points.site, f"impaired:{name}", points.now)


@pytest.mark.parametrize(
    "name", ["the big pump", "tank-pumpe", "suit@shed", "farm", "hall", "@hall"]
)
def test_what_the_plant_does_not_have_is_refused_with_what_was_probably_meant(
    points: Works, name: str
) -> None:
    fields = {
        "place": "tank",
        "category": "equipment/pipe/clamp",
        "level": "general",
        "found": "It is dead",
    }
    asked = {"matter": "00000000-abcd", "template": "hazard", "fields": {**fields, "impairs": name}}
    told = points.refuses("fay", "matter.open", **asked).refusal
    (problem,) = told.params["problems"]
    assert problem.key == "phrase.no_such_equipment"
    if name == "tank-pumpe":
        assert problem.params["near"] == "tank-pump"


def test_an_older_matter_keeps_what_it_says_in_free_words(points: Works) -> None:
    made = points.opens("fay", "hazard", place="tank", category="equipment/pipe/clamp", level="general",
                        found="It is dead")  # fmt: skip
    points.of(made).fields["impairs"] = "the big pump"
    points.does(
        "fay", "matter.fill", matter=made, fields={"impairs": "the big pump", "found": "Dead"}
    )
    told = points.refuses("fay", "matter.fill", matter=made, fields={"impairs": "pump"}).refusal
    assert told.code == "matter_fields"
    points.does("fay", "matter.fill", matter=made, fields={"impairs": "tank-pump"})
    assert gap_stands(points.state, points.site, "impaired:tank-pump", points.now)


CABINET = """
template: cabinet-round
title: {zh: 应急柜巡查, en: Round of an emergency cabinet}
fields: {place: {type: place, required: true}}
parties: {checker: opener}
states: [owed, checked]
moves: {check: {from: owed, to: checked, by: checker}}
due: {check: {within: 2 d}}
"""


def test_an_overdue_round_is_a_gap_that_closes_by_itself_when_it_is_made(tmp_path: Path) -> None:
    works = Works(
        tmp_path, CABINET, CABINET.replace("cabinet-round", "our-cabinets\nbased_on: cabinet-round")
    )
    for template in ("cabinet-round", "our-cabinets"):
        made = works.opens("fay", template, place="shop-1")
        gap = f"round:{made}"
        assert not gap_stands(works.state, works.site, gap, works.now)
        works.later(2 * 86_400)
        assert gap_stands(works.state, works.site, gap, works.now)
        assert gap in standing_gaps(works.state, works.site, works.now)
        works.moves("fay", made, "check")
        assert not gap_stands(works.state, works.site, gap, works.now)
    assert not standing_gaps(works.state, works.site, works.now) & {gap}


def test_a_plan_opens_one_matter_a_day_for_each_post_and_its_deadline_is_the_end_of_the_day(
    tmp_path: Path,
) -> None:
    works = Works(tmp_path, ROUND, DAILY)
    clock = MatterClock()

    def beat() -> list[str]:
        asked = list(clock.due(works.state, works.site, works.shelf, None, works.now))
        for kind, data in asked:
            works.does(DUTY_ACTOR, kind, **data)
        return [kind for kind, _ in asked]

    assert beat() == ["matter.plan", "matter.plan"]
    works.later(60)
    assert beat() == []
    made = works.facts("matter.opened")
    assert [one.data["subject"] for one in made] == ["farm-hand", "lead-1"]
    assert made[0].data["period"] == "2026-12-02"
    works.later(23 * 3600)
    assert sorted(beat()) == ["matter.escalate", "matter.escalate", "matter.plan", "matter.plan"]
