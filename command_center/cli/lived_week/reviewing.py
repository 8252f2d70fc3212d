"""Carries out a review of the week: hotwash, log freeze, agreed findings, meeting and signatures of both sides."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from command_center.cli.lived_week.room import DAY_MS, MINUTE_MS, Room, Story
from command_center.domain.actor import Role

Words = dict[str, str]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A finding by people. The facts that it rests on are looked up when it is written down. `key` is the drafted
    problem that it takes up. `what` is the owner's improvement action.
    """

    text: Words
    cause: Words
    severity: str
    what: Words
    owner: str
    proof: str
    facts: Callable[[Room], list[int]]
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Reviewing:
    """One review. `at` holds the times (UTC epoch ms) of hotwash, freeze, agreement, meeting and signatures. `chief`
    answers for the response.
    """

    review: str
    chief: str
    at: tuple[int, int, int, int, int]
    hotwash: Words
    present: tuple[int, int]
    minutes: Words
    grade: str
    ratings: dict[str, str] = field(default_factory=dict)
    problems: tuple[Lesson, ...] = ()
    strength: tuple[Words, Callable[[Room], list[int]]] | None = None
    observed: Callable[[Room], list[dict[str, Any]]] = lambda _room: []


def reviewed(room: Room, plan: Reviewing) -> Story:
    """Play the review from its hotwash to its second signature."""
    chief = room.as_person(plan.chief, Role.COMMANDER)
    evaluator = room.as_person(None, Role.EVALUATOR)
    hotwash_at, frozen_at, agreed_at, met_at, signed_at = plan.at
    named = {"review": plan.review}

    yield hotwash_at
    room.does(chief, "review.hotwash", **named, present=plan.present[0], notes=plan.hotwash)

    yield frozen_at - 25 * MINUTE_MS
    for objective, rating in plan.ratings.items():
        room.does(evaluator, "review.rate", **named, objective=objective, rating=rating)
        yield room.now + MINUTE_MS
    yield frozen_at
    room.does(evaluator, "review.freeze", **named)

    yield agreed_at - 50 * MINUTE_MS
    if plan.strength is not None:
        text, facts = plan.strength
        room.does(
            evaluator, "finding.add", **named, nature="strength", text=text, facts=facts(room)
        )
    actions: list[tuple[str, Lesson]] = []
    for problem in plan.problems:
        yield room.now + 4 * MINUTE_MS
        actions.append((_taken_up(room, plan.review, problem, chief, evaluator), problem))
    for observed in plan.observed(room):
        yield room.now + 3 * MINUTE_MS
        room.does(evaluator, "action.observe", **observed)
    room.does(evaluator, "review.grade", **named, grade=plan.grade)
    yield agreed_at
    room.does(chief, "review.agree", **named)

    yield met_at
    room.does(chief, "review.hold", **named, present=plan.present[1], notes=plan.minutes)
    yield signed_at
    room.does(chief, "review.sign", **named)
    yield signed_at + 17 * MINUTE_MS
    room.does(evaluator, "review.sign", **named)
    for action, problem in actions:
        yield room.now + 3 * 60 * MINUTE_MS
        owner = room.as_person(problem.owner)
        room.does(owner, "action.done", action=action, proof=problem.proof)


def _taken_up(room: Room, review: str, problem: Lesson, chief: Any, evaluator: Any) -> str:
    """Write a problem down, with its cause, rating, action and owner; answers the action's id."""
    found = room.does(
        chief, "finding.add", review=review, text=problem.text, facts=problem.facts(room),
        problem=problem.key, cause=problem.cause,
    )[0].data["finding"]  # fmt: skip
    room.does(evaluator, "finding.rate", finding=found, severity=problem.severity)
    action = str(
        room.does(chief, "action.open", finding=found, text=problem.what)[0].data["action"]
    )
    due = room.now + 6 * DAY_MS
    room.does(chief, "action.assign", action=action, owner=problem.owner, due_at=due)
    return action
