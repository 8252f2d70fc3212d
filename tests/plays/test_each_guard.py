"""Each guard is what stands between a matter and its move: with it the move is refused, without it the move is made.

So the removal of any guard turns a test of this file red: the same step of the same matter is tried twice, and only
the guard makes the difference.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from command_center.desk import Accepted, Refused
from command_center.domain.matters.guards.rule import RULES
from command_center.domain.matters.moving import going_in, make_move
from command_center.template_file import library_texts
from tests.plays import loops, permits
from tests.plays.permits import approved, measured, started
from tests.plays.plant import AWAY, CONTRACTOR, DAY, HOUR, MINUTE, Works
from tests.support.factories import person
from tests.support.template_shelf import Shelf

Step = tuple[str, str, str, dict[str, Any]]
"""Who moves which matter by which move, with which fields."""
CASES: dict[str, tuple[str, Callable[[Works], Step]]] = {}
"""Guard -> the code of its refusal, and how a matter is brought before it."""


def case(guard: str, code: str) -> Callable[[Callable[[Works], Step]], Callable[[Works], Step]]:
    """Declare the case of a guard."""

    def declare(brought: Callable[[Works], Step]) -> Callable[[Works], Step]:
        CASES[guard] = (code, brought)
        return brought

    return declare


@case("gas_fresh", "gas_stale")
def gas_of_half_an_hour_and_a_minute(w: Works) -> Step:
    made = approved(w, "confined-space")
    measured(w, "confined-space", made)
    w.later(31 * MINUTE)
    return "hua", made, "start", {}


@case("isolated", "isolation_permit_state")
def an_isolation_whose_permit_is_still_open(w: Works) -> Step:
    blind = started(w, "blind-plate")
    line = {"point": "root-valve", "way": "blind", "tag": "MB-17", "permit": blind}
    made = approved(w, "confined-space", {"guardian": ["una"]}, isolations=[line])
    measured(w, "confined-space", made)
    return "una", made, "start", {}


@case("confirmed", "not_confirmed")
def a_measure_that_does_not_apply_without_a_reason(w: Works) -> Step:
    made = permits.prepared(w, "road-closing")
    w.fills("eva", made, measures={"lights": {"answer": "na"}})
    permits.everything_signed(w, "road-closing", made)
    return "hua", made, "start", {}


@case("no_conflict", "conflict_same_place")
def two_works_in_one_space(w: Works) -> Step:
    plate = permits.isolation(permits.plated(w))
    started(w, "confined-space")
    made = approved(w, "confined-space", {"guardian": ["una"]}, isolations=[plate])
    measured(w, "confined-space", made)
    return "una", made, "start", {}


@case("all_certified", "not_certified")
def a_worker_without_a_certificate(w: Works) -> Step:
    made = approved(w, "confined-space", workers=[{"person": "fay"}])
    measured(w, "confined-space", made)
    return "hua", made, "start", {}


@case("present", "party_absent")
def a_guardian_who_is_at_home(w: Works) -> Step:
    return AWAY, approved(w, "road-closing", {"guardian": [AWAY]}), "start", {}


@case("not_banned", "banned")
def a_company_without_points(w: Works) -> Step:
    made = approved(w, "road-closing")
    loops.booked(w, "permit", "grave", "无票作业")
    return "hua", made, "start", {}


@case("graded", "level_too_low")
def hot_work_at_night_in_the_class_of_the_day(w: Works) -> Step:
    w.later(10 * HOUR)
    made = approved(w, "hot-work")
    measured(w, "hot-work", made)
    return "hua", made, "start", {}


@case("wind_below", "wind_over")
def a_lift_in_a_storm(w: Works) -> Step:
    made = approved(w, "lifting")
    measured(w, "lifting", made, m_s=14)
    return "hua", made, "start", {}


@case("rechecked_after", "not_rechecked")
def work_goes_on_after_an_hour_without_a_new_test(w: Works) -> Step:
    made = started(w, "hot-work")
    w.moves("hua", made, "pause", reason="午餐休息")
    w.later(55 * MINUTE)
    measured(w, "hot-work", made)
    w.later(6 * MINUTE)
    return "hua", made, "resume", {}


@case("in_equals_out", "people_inside")
def somebody_is_still_inside(w: Works) -> Step:
    made = started(w, "confined-space")
    w.does("hua", "matter.enter", matter=made, person="xia")
    return "hua", made, "end", {}


@case("tools_equal", "tools_inside")
def a_tool_is_still_inside(w: Works) -> Step:
    made = started(w, "confined-space")
    w.does("hua", "matter.enter", matter=made, person="xia", tools=3)
    w.does("hua", "matter.leave", matter=made, person="xia", tools=2)
    return "hua", made, "end", {}


@case("steps_in_order", "step_out_of_order")
def a_step_was_done_before_the_one_above_it(w: Works) -> Step:
    steps = [{"step": "关进口阀"}, {"step": "开放空阀"}]
    made = w.opens(
        "fay",
        "operation-ticket",
        {"watcher": ["hua"]},
        place="tank",
        kind="valve",
        task="储罐切出",
        steps=steps,
    )
    w.signs("fay", made, "approve", "operator")
    w.signs("hua", made, "approve", "watcher")
    w.moves("lee", made, "approve")
    w.moves("hua", made, "begin")
    done = [{**step, "read_back": True, "done": w.now - n * 1000} for n, step in enumerate(steps)]
    return "fay", made, "finish", {"steps": done}


@case("handed_over", "not_handed_over")
def a_live_permit_that_nobody_read_back(w: Works) -> Step:
    ticket = started(w, "lifting")
    made = w.opens("fay", "handover", {"taker": ["xia"]}, place="farm", process="平稳")
    w.fills("fay", made, live=[{"matter": ticket, "note": "吊装中"}])
    return "xia", made, "take", {}


@case("isolations_released", "isolation_shared")
def an_isolation_that_other_work_relies_on(w: Works) -> Step:
    made, other = loops.work_ticket(w), loops.work_ticket(w)
    w.fills("gus", other, place="curtain-valve")
    for ticket in (made, other):
        w.moves("lee", ticket, "issue")
    w.moves("eva", made, "permit")
    w.moves("eva", other, "permit")
    return "eva", made, "end", {}


@case("points_left", "no_points_left")
def nobody_without_points_is_asked_back(w: Works) -> Step:
    w.desk.templates = w.shelf = Shelf(*library_texts_with(POINTS_ASKED))
    loops.booked(w, "permit", "grave", "无票作业")
    made = w.opens("fay", "gate-pass", company=CONTRACTOR)
    return "ben", made, "let_in", {}


@case("serves_work", "served_work_unsigned")
def power_for_hot_work_that_nobody_has_signed(w: Works) -> Step:
    hot = permits.prepared(w, "hot-work", {"guardian": ["una"]})
    made = approved(w, "temporary-power", for_special=True, serves=[hot])
    measured(w, "temporary-power", made)
    return "hua", made, "start", {}


@case("validity", "validity_over")
def a_permit_that_is_over(w: Works) -> Step:
    made = started(w, "road-closing")
    w.moves("hua", made, "pause", reason="夜间停工")
    w.later(7 * DAY + MINUTE)
    return "hua", made, "resume", {}


@case("no_danger", "danger_in_zone")
def an_alarm_stands_in_the_zone(w: Works) -> Step:
    made = approved(w, "road-closing")
    w.alarm()
    return "hua", made, "start", {}


POINTS_ASKED = """
template: gate-pass
title: {zh: 入厂单, en: Gate pass}
fields: {company: {type: company, required: true}}
parties: {asker: opener, desk: {post: safety-head}}
states: [asked, inside]
moves: {let_in: {from: asked, to: inside, by: desk, guards: [points_left: {account: contractor-points}]}}
"""


def library_texts_with(*more: str) -> list[str]:
    """The library and these texts."""
    return [*library_texts().values(), *more]


def tried(w: Works, step: Step) -> Accepted | Refused:
    """What the Desk answers to the step."""
    who, matter, move, fields = step
    data = {"matter": matter, "move": move, "fields": fields}
    return w.desk.submit("matter.move", data, person(who))


def test_every_guard_has_a_case() -> None:
    assert set(CASES) == set(RULES)


@pytest.mark.parametrize("guard", CASES)
def test_only_the_guard_stands_before_the_move(
    guard: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    w = Works(tmp_path)
    permits.certified(w)
    code, brought = CASES[guard]
    with pytest.MonkeyPatch.context() as relaxed:
        if guard == "isolations_released":
            relaxed.setitem(RULES, "no_conflict", lambda *_: None)
        step = brought(w)
    answer = tried(w, step)
    assert isinstance(answer, Refused), guard
    assert answer.refusal.code == code
    monkeypatch.setitem(RULES, guard, lambda *_: None)
    for module in (make_move, going_in):
        if hasattr(module, guard):
            monkeypatch.setattr(module, guard, lambda *_: None)
    assert isinstance(tried(w, step), Accepted), guard
