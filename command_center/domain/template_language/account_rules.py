"""Finds mistakes in plans and accounts: wrong names of templates, and choices without points."""

from collections.abc import Iterator

from command_center.domain.site.references import Broken, Path
from command_center.domain.template_language.field_rules import broken_condition, named_field
from command_center.domain.template_language.fields import ChoiceField, ListField, NumberField
from command_center.domain.template_language.known import Known, of_kind, unknown
from command_center.domain.template_language.people_rules import broken_post
from command_center.domain.template_language.template import Account, Entry, Plan, Template
from command_center.domain.template_language.time_rules import LEAST_PLAN_MS, too_often

DOORS = ("gate", "permit")
"""What an account's step can close."""
PAUSED = ("permits",)
POINTS = "points"
"""The column of a report that holds what somebody has."""


def broken_account(account: Account, known: Known) -> Iterator[Broken]:
    """Yields every mistake in an account."""
    for index, entry in enumerate(account.entries):
        yield from _entry(("entries", index), entry, known)
    for index, step in enumerate(account.steps):
        for door in step.bans or ():
            if door not in DOORS:
                yield unknown(("steps", index, "bans", door), "template.unknown_door", door, DOORS)
        for one in step.pauses or ():
            if one not in PAUSED:
                yield unknown(("steps", index, "pauses", one), "template.unknown_door", one, PAUSED)
        for name in step.tell or ():
            yield from broken_post(("steps", index, "tell", name), name, known, {})
        if index and step.at_most >= account.steps[index - 1].at_most:
            details = {"least": step.at_most, "most": account.steps[index - 1].at_most}
            yield Broken(("steps", index, "at_most"), "template.steps_order", details)
    for key, calendar in (("closes", account.closes), ("resets", account.resets)):
        if calendar is not None and calendar.report is not None:
            yield from _report((key, "report"), calendar.report, known)
    for name in account.corrected_by or ():
        where = ("corrected_by", name)
        yield from of_kind(where, name, Template, known, "template.unknown_template")
    if account.back is not None:
        yield from _move(("back",), account.back.from_, account.back.move, known)
    closes = [step for step in account.steps if step.bans or step.pauses]
    if closes and account.back is None:
        yield Broken(("steps",), "template.no_way_back")
    elif closes and account.back is not None and account.back.to <= closes[0].at_most:
        details = {"to": account.back.to, "at_most": closes[0].at_most}
        yield Broken(("back", "to"), "template.back_too_low", details)


def lines_of_points(template: Template) -> tuple[str, ListField] | None:
    """Returns (name, field) of a report's list whose lines have a number `points`; None where it
    has none."""
    return next(
        (
            (name, field)
            for name, field in template.fields.items()
            if isinstance(field, ListField) and isinstance(field.of.get(POINTS), NumberField)
        ),
        None,
    )


def _report(here: Path, name: str, known: Known) -> Iterator[Broken]:
    yield from of_kind(here, name, Template, known, "template.unknown_template")
    found = known.template(name)
    if found is not None and lines_of_points(found) is None:
        yield Broken(here, "template.report_without_points", {"name": name})


def _move(here: Path, template: str, move: str, known: Known) -> Iterator[Broken]:
    found = known.template(template)
    if found is None:
        yield from of_kind((*here, "from"), template, Template, known, "template.unknown_template")
    elif move not in found.moves:
        yield unknown((*here, "move"), "template.unknown_move", move, found.moves)


def _entry(here: Path, entry: Entry, known: Known) -> Iterator[Broken]:
    yield from _move(here, entry.from_, entry.move, known)
    if (entry.points is None) == (entry.undoes is None):
        details = {"possible": ["points", "undoes"], "n": 0 if entry.points is None else 2}
        yield Broken(here, "exactly_one", details)
    found = known.template(entry.from_)
    if found is None:
        return
    if entry.undoes is not None and entry.undoes not in found.moves:
        yield unknown((*here, "undoes"), "template.unknown_move", entry.undoes, found.moves)
    if entry.read is not None and entry.read not in found.fields:
        yield unknown((*here, "read"), "template.unknown_field", entry.read, found.fields)
    elif isinstance(entry.points, dict):
        yield from _points(here, entry, entry.points, found)


def _points(here: Path, entry: Entry, points: dict[str, int], found: Template) -> Iterator[Broken]:
    field = found.fields.get(entry.read or "")
    if not isinstance(field, ChoiceField):
        details = {
            "name": entry.read or "",
            "type": field.type if field else "",
            "wanted": ["choice"],
        }
        yield Broken((*here, "points"), "template.wrong_type", details)
        return
    for name in points:
        if name not in field.of:
            yield unknown((*here, "points", name), "template.unknown_choice", name, field.of)
    for name in field.of:
        if name not in points:
            details = {"name": name, "field": entry.read or ""}
            yield Broken((*here, "points"), "template.choice_without", details)


def broken_plan(plan: Plan, known: Known) -> Iterator[Broken]:
    """Yields every mistake in a plan."""
    yield from of_kind(("opens",), plan.opens, Template, known, "template.unknown_template")
    yield from too_often(("every",), plan.every, LEAST_PLAN_MS)
    opened = known.template(plan.opens)
    for name in plan.fill:
        if opened is not None and name not in opened.fields:
            yield unknown(("fill", name), "template.unknown_field", name, opened.fields)
    given = [
        key
        for key in ("posts", "people", "places", "companies")
        if getattr(plan.for_, key) is not None
    ]
    if len(given) != 1:
        details = {"possible": ["posts", "people", "places", "companies"], "n": len(given)}
        yield Broken(("for",), "exactly_one", details)
    for name in plan.for_.posts or ():
        yield from broken_post(("for", "posts", name), name, known, {})
    if plan.into is not None:
        yield from of_kind(("into",), plan.into, Account, known, "template.unknown_account")
    if plan.score and plan.into is None:
        yield Broken(("score",), "template.score_into_nothing")
    for name in plan.due.escalate or ():
        yield from broken_post(("due", "escalate", name), name, known, {})
    if plan.accept is not None:
        if plan.accept.at is not None and opened is not None:
            yield from named_field(("accept", "at"), plan.accept.at, opened.fields, ("place",))
        for index, group in enumerate(plan.accept.chain):
            if group.at is not None and opened is not None:
                at: Path = ("accept", "chain", index, "at")
                yield from named_field(at, group.at, opened.fields, ("place",))
            for name in group.signers:
                yield from broken_post(("accept", "chain", index, name), name, known, {})
    if (met := plan.met_by) is not None:
        here: Path = ("met_by", "count")
        yield from of_kind(
            (*here, "template"), met.count.template, Template, known, "template.unknown_template"
        )
        counted = known.template(met.count.template)
        if counted is None:
            return
        if met.count.state is not None and met.count.state not in counted.states:
            where = (*here, "state")
            yield unknown(where, "template.unknown_state", met.count.state, counted.states)
        if met.count.where is not None:
            yield from broken_condition((*here, "where"), met.count.where, counted.fields)
