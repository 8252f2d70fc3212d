"""What reviews left open becomes what the next drill asks for, by the problem's own key."""

from typing import Literal

from command_center.domain.payload import Words
from command_center.domain.scenarios import plan as plans
from command_center.domain.scenarios.draw_bias import Shown, open_actions, shown
from command_center.domain.scenarios.manning import manned
from command_center.domain.scenarios.observing import Observation, observation
from command_center.domain.state.drills.drill import Expectation
from command_center.domain.state.review import Action, Finding, Remark, Reviews
from tests.domain.scenarios.test_sealed import plan
from tests.support.small_works import small_works


def reviews(*problems: str | None) -> Reviews:
    found = Reviews()
    for number, problem in enumerate(problems, 1):
        finding = Finding(f"F-{number}", "DRL-1", "problem", "wrong", [1], 0, "x", 1, problem)
        found.findings[finding.id] = finding
        text: Remark = {"zh": "改正", "en": "Mend it"} if number % 2 else "Typed"
        action = Action(f"ACT-{number}", "DRL-1", finding.id, text, 0, "x", 1)
        found.actions[action.id] = action
    return found


def test_an_action_is_known_by_the_problem_it_came_from() -> None:
    told = open_actions(reviews("dead_contact:joe", "locked:vault", "exhausted:board-1", None))
    assert [(a.problem, a.about) for a in told] == [
        ("dead_contact", "joe"), ("locked_cabinet", "vault"), ("overdue_ack", "board-1"),
        ("other", None),
    ]  # fmt: skip
    assert (told[0].text.zh, told[1].text.en) == ("改正", "Typed")


def test_a_closed_action_is_no_longer_asked_for() -> None:
    found = reviews("locked:vault", "locked:vault")
    found.actions["ACT-1"].closed_at = 5
    assert [a.id for a in open_actions(found)] == ["ACT-2"]


def test_every_problem_found_by_a_review_itself_can_be_observed() -> None:
    site = small_works()
    there = manned(site, "night")
    assert there is not None
    keys = ["dead_contact:joe", "locked:vault", "authority:team-2", "authority:lead-2",
            "authority:shop-2", "late_ack:farm-hand", "exhausted:farm-hand",
            "shortage:four", "contradicted:source"]  # fmt: skip
    for action in open_actions(reviews(*keys)):
        seen = observation(action, site, there, 1, 60)
        assert isinstance(seen, Observation), (action.problem, action.about, seen)
        assert seen.expectation.text == action.text


def test_a_pool_without_an_outfall_is_not_drilled() -> None:
    site = small_works()
    there = manned(site, "night")
    assert there is not None
    (action,) = open_actions(reviews("water:pool"))
    assert not isinstance(observation(action, site, there, 1, 60), Observation)


def test_what_a_drill_showed_is_a_pass_a_fail_or_nothing() -> None:
    fired: list[Literal["met", "moot", "late", "missed", "open", "not_reached"]]
    fired = ["met", "moot", "late", "missed", "open", "not_reached"]
    tested = [plans.Tested(action=n, inject=n, expectation=n) for n in (*fired, "unfired")]
    words: Words = {"zh": "词", "en": "word"}
    states: dict[str, Expectation] = {
        n: Expectation(n, n, words, 0, 60, n, matched=7 if n in ("met", "moot", "late") else None)
        for n in fired
    }
    assert list(shown(plan().model_copy(update={"tested": tested}), states)) == [
        Shown("met", "met", "met", "pass", 7),
        Shown("moot", "moot", "moot", "pass", 7),
        Shown("late", "late", "late", "fail", 7),
        Shown("missed", "missed", "missed", "fail", None),
        Shown("open", "open", "open", None, None),
        Shown("not_reached", "not_reached", "not_reached", None, None),
        Shown("unfired", "unfired", "unfired", None, None),
    ]
