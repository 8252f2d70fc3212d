"""The rows of a drill's script figure: the planned items with a time, and their results.

All times are exercise time, UTC epoch ms. The lists beside the figure are live and use the same rows in the browser
(`assets/drills/script.js`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from command_center.domain.payload import Words
from command_center.domain.refusal import Phrase
from command_center.domain.reviews.draft.names import Names
from command_center.domain.scenarios.broken import Broken
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.preview import InjectRow
from command_center.domain.site.model import Site
from command_center.domain.state.drills.drill import Drill, Expectation, ExpectationState
from command_center.domain.text import Text

Lane = Literal["plant", "weather", "broken", "people", "calls"]
LANES: tuple[Lane, ...] = ("plant", "weather", "broken", "people", "calls")
LANE_OF: dict[str, Lane] = {
    "leak": "plant", "fire": "plant", "inflow": "plant", "valve": "plant", "pump": "plant",
    "power": "plant", "flood": "plant", "sensor": "plant",
    "weather": "weather", "wind_shift": "weather",
    "person": "people", "sos": "people", "message": "calls", "call": "calls",
}  # fmt: skip
Spoken = Text | Words | Phrase | str
"""Anything that a `Speaker` says in its language."""


@dataclass(frozen=True, slots=True)
class Item:
    """An inject: when it was planned (None: by a condition or by hand) and when it happened."""

    lane: Lane
    text: Spoken
    state: str
    planned: int | None
    at: int | None


@dataclass(frozen=True, slots=True)
class Expected:
    """An action expected of the crew from `opened` until `by`, and when it was done (None: not done, or not yet).

    `state` is as the drill records it, or `to_come` before its inject.
    """

    text: Spoken
    state: ExpectationState
    opened: int
    by: int
    done: int | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """A script since `since`; `now` is None for one that is not being played."""

    since: int
    now: int | None
    items: list[Item]
    expected: list[Expected]


def lane_of(acts: Iterable[str]) -> Lane:
    """Return the lane of an inject, by its first act."""
    return LANE_OF.get(next(iter(acts), "call"), "calls")


def played(plan: DrillPlan, drill: Drill, site: Site, now: int) -> Script:
    """Return the plan of a drill that has begun, beside its results up to `now`; `site` is the drill's plant
    description.
    """
    since = drill.began_exercise_ms
    items, begins = [], dict[str, int]()
    for inject in plan.injects:
        was = drill.injects.get(inject.id)
        planned = None if inject.at is None else since + inject.at.s * 1000
        at = was.at if was is not None and was.state != "held" else None
        usual = (
            "to_come" if inject.at is not None else "waits" if inject.when is not None else "held"
        )
        item = Item(
            lane_of(act.which for act in inject.does), inject.text,
            was.state if was is not None else usual, planned, at,
        )  # fmt: skip
        items.append(item)
        begun = at if at is not None else planned
        if begun is not None and item.state != "skipped":
            begins[inject.id] = begun
    items += [Item("broken", _broken(one, site), "", None, since) for one in plan.broken]
    known = {inject.id for inject in plan.injects}
    items += [
        Item("calls", one.words or one.id, one.state, None, one.at)
        for one in drill.injects.values()
        if one.id not in known
    ]
    return Script(since, now, items, _expected(plan, drill, begins))


def _expected(plan: DrillPlan, drill: Drill, begins: dict[str, int]) -> list[Expected]:
    rows = []
    for one in plan.expectations:
        was = drill.expectations.get(one.id)
        if was is not None:
            rows.append(_settled(one.text, was))
        elif one.inject in begins:
            opened = begins[one.inject]
            rows.append(Expected(one.text, "to_come", opened, opened + one.by_s * 1000))
    known = {one.id for one in plan.expectations}
    rows += [_settled(one.words, one) for one in drill.expectations.values() if one.id not in known]
    return sorted(rows, key=lambda row: (row.by, row.opened))


def _settled(text: Spoken, was: Expectation) -> Expected:
    done = None if was.took_ms is None else was.opened + was.took_ms
    return Expected(text, was.state, was.opened, was.by, done)


def _broken(one: Broken, site: Site) -> Phrase:
    """What is broken on purpose, with the names of the site."""
    names = Names(site)
    told: dict[str, object] = {
        field: names.of(value) if isinstance(value, str) else value
        for field, value in getattr(one, one.which).model_dump().items()
    }
    if one.missing_authority is not None:
        told["answer"] = Phrase(f"drills.answer.{one.missing_authority.answer}")
    if one.full_pool is not None:
        told["share"] = round(one.full_pool.share * 100)
    return Phrase(f"drills.broken.{one.which}", told)


def planned_script(rows: Iterable[InjectRow]) -> Script:
    """Return a scenario as it would run on this site: its items with a time, counted from its start."""
    timed = [(row, row.at_s * 1000) for row in rows if row.at_s is not None]
    items = [Item(lane_of(row.acts), row.text, "to_come", at, None) for row, at in timed]
    expected = [
        Expected(one.text, "to_come", at, at + one.by_s * 1000)
        for row, at in timed
        for one in row.expects
    ]
    return Script(0, None, items, sorted(expected, key=lambda row: (row.by, row.opened)))
