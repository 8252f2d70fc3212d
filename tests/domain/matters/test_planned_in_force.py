"""What a plan opens where its template is not in force: nothing, by the same rule that refuses it to a person."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.matters.duties import plans
from command_center.domain.matters.opening import planning
from command_center.domain.state.matters import Rollout
from tests.domain.matters.test_plans import DUTY, Planned
from tests.support.small_works import PARTS

PLACED = DUTY.replace("what: {type: text}", "what: {type: text}\n  place: {type: place}")
FARM = PLACED + "enabled: {areas: [farm]}\n"
SHOP = PLACED + "enabled: {areas: [shop-1]}\n"
BOTH = """
plan: checks
for: {posts: [farm-hand, lead-1]}
every: day
opens: duty
"""
AT_TANK = BOTH + "fill: {place: tank}\n"
OF_PLACES = "plan: checks\nfor: {places: [tank, shop-1]}\nevery: day\nopens: duty\n"
OF_PEOPLE = "plan: checks\nfor: {people: [cai, eva]}\nevery: day\nopens: duty\n"
PEOPLE = [one | {"home": "shop-1"} if one["id"] == "cai" else one for one in PARTS["people"]]


def opened(works: Planned) -> list[str]:
    """For whom the plan opened something, after its clock has turned."""
    works.turn()
    return sorted(fact.data["subject"] for fact in works.facts("matter.opened"))


def asked(works: Planned) -> Iterator[Any]:
    works.later(10)
    return works.beats.due(works.state, works.site, works.shelf, None, works.now)


@pytest.mark.parametrize(
    ("template", "plan", "subjects"),
    [
        (PLACED, BOTH, ["farm-hand", "lead-1"]),
        (FARM, BOTH, ["farm-hand"]), (SHOP, BOTH, ["lead-1"]),
        (FARM, AT_TANK, ["farm-hand", "lead-1"]), (SHOP, AT_TANK, []),
        (FARM, OF_PLACES, ["tank"]), (SHOP, OF_PLACES, ["shop-1"]),
        (FARM, OF_PEOPLE, ["eva"]), (SHOP, OF_PEOPLE, ["cai"]),
    ],
)  # fmt: skip
def test_a_plan_opens_only_where_its_template_is_in_force(
    tmp_path: Path, template: str, plan: str, subjects: list[str]
) -> None:
    works = Planned(tmp_path, template, plan, people=PEOPLE)
    assert opened(works) == subjects
    assert [kind for kind, _ in asked(works) if kind == "matter.plan"] == [], (
        "what would be refused is not asked for again and again"
    )


@pytest.mark.parametrize(("template", "subjects"), [(FARM, ["farm-hand"]), (SHOP, ["lead-1"])])
def test_the_post_that_nobody_holds_belongs_to_its_own_area(
    tmp_path: Path, template: str, subjects: list[str]
) -> None:
    works = Planned(tmp_path, template, BOTH, people=PEOPLE)
    works.state.roster.holders.update({"farm-hand": None, "lead-1": None})
    assert opened(works) == subjects
    (made,) = works.facts("matter.opened")
    assert made.data["opener"] == "duty"


def test_the_desk_refuses_what_the_clock_does_not_ask_for(tmp_path: Path) -> None:
    works = Planned(tmp_path, SHOP, OF_PLACES, people=PEOPLE)
    data = {"plan": "checks", "period": "2026-12-02", "subject": "tank"}
    assert works.refuses(DUTY_ACTOR, "matter.plan", **data).refusal.code == "template_not_here"
    works.does(DUTY_ACTOR, "matter.plan", **(data | {"subject": "shop-1"}))


def test_from_its_day_on_and_by_its_roll_out(tmp_path: Path) -> None:
    later = PLACED + "enabled: {from: 2026-12-03}\n"
    works = Planned(tmp_path, later, BOTH, people=PEOPLE)
    assert opened(works) == []
    works.later(86_400)
    assert opened(works) == ["farm-hand", "lead-1"]
    works.state.matters.rollouts["duty"] = Rollout("pilot", ("farm",), None, "eva")
    works.later(86_400)
    works.turn()
    assert opened(works) == ["farm-hand", "farm-hand", "lead-1"], "the pilot's area alone"
    works.state.matters.rollouts["duty"] = Rollout("pilot", None, None, "eva")
    works.later(10)
    assert opened(works) == ["farm-hand", "farm-hand", "lead-1", "lead-1"]


@pytest.mark.parametrize("where", ["{areas: [shop-1]}", "{from: 2026-12-03}"])
def test_what_is_not_in_force_is_looked_at_without_the_calendar_and_without_a_form(
    tmp_path: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of hundreds of people the clock asks for the area alone."""
    until = PLACED.replace("place: {type: place}", "place: {type: place}\n  until: {type: time}")
    yearly = OF_PEOPLE.replace("every: day", "every: year")
    works = Planned(tmp_path, until + f"enabled: {where}\n", yearly)

    def asked_for(*_: object) -> None:
        raise AssertionError("asked for what is not opened")

    monkeypatch.setattr(planning, "begun", asked_for)
    monkeypatch.setattr(plans, "due_by", asked_for)
    assert opened(works) == []
