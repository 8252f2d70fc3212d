"""Finds mistakes in deadlines, validity, repetition, watch rules and who is inside."""

from collections.abc import Iterator

from command_center.domain.site.references import Broken, Path
from command_center.domain.template_language.field_rules import broken_condition, named_field
from command_center.domain.template_language.fields import ChoiceField, ListField, PersonField
from command_center.domain.template_language.known import unknown
from command_center.domain.template_language.parties import DUTY
from command_center.domain.template_language.template import Template
from command_center.domain.template_language.timing import ByChoice, Due, Watch
from command_center.domain.template_language.values import UNITS_MS


def broken_times(template: Template) -> Iterator[Broken]:
    """Yields every mistake in the timed rules of a template."""
    for name, due in template.due.items():
        yield from _due(("due", name), name, due, template)
    if (valid := template.valid) is not None:
        if valid.from_ not in template.moves:
            yield unknown(("valid", "from"), "template.unknown_move", valid.from_, template.moves)
        yield from broken_choice(("valid", "at_most"), valid.at_most, template)
        if valid.with_ is not None:
            yield from named_field(("valid", "with"), valid.with_, template.fields, ("matter",))
    if (repeat := template.repeat) is not None:
        for name in repeat.same:
            yield from named_field(("repeat", "same", name), name, template.fields, ())
        if repeat.or_ is not None and repeat.or_.once_after not in template.states:
            state = repeat.or_.once_after
            yield unknown(("repeat", "or"), "template.unknown_state", state, template.states)
    for index, watch in enumerate(template.watch):
        yield from _watch(("watch", index), watch, template)
    if template.inside is not None:
        name = template.inside.list
        yield from named_field(("inside", "list"), name, template.fields, ("list",))
        field = template.fields.get(name)
        if isinstance(field, ListField) and not _has_people(field):
            yield Broken(("inside", "list"), "template.no_people", {"name": name})


LEAST_PLAN_MS = 5 * UNITS_MS["min"]
"""A plan makes matters no more often than this (ours): each is a fact, a page and a person's work, and one that nobody
could do before the next only buries what can be done."""
LEAST_AGAIN_MS = UNITS_MS["min"]
"""Within a matter something is due again no more often than this (ours): a continuous measurement is a bound tag."""


def too_often(here: Path, every: object, least_ms: int) -> Iterator[Broken]:
    """Yields the mistake of a span, or of one by a choice, that is shorter than `least_ms`."""
    spans = every.of.items() if isinstance(every, ByChoice) else [(None, every)]
    for choice, span in spans:
        if isinstance(span, int) and span < least_ms:
            path = here if choice is None else (*here, "of", choice)
            yield Broken(path, "template.too_often", {"least": least_ms // UNITS_MS["min"]})


def _has_people(field: ListField) -> bool:
    return any(isinstance(column, PersonField) for column in field.of.values())


def _due(here: Path, name: str, due: Due, template: Template) -> Iterator[Broken]:
    if name not in template.moves and due.of is None and due.while_ is None:
        yield unknown(here, "template.unknown_move", name, template.moves)
    for key, states in (("of", [due.of] if due.of else []), ("while", due.while_ or [])):
        for state in states:
            if state not in template.states:
                path = (*here, key, state) if key == "while" else (*here, key)
                yield unknown(path, "template.unknown_state", state, template.states)
    if due.late_at is not None and due.late is None:
        yield Broken((*here, "late_at"), "template.late_at_alone", {})
    if due.late is not None:
        yield from _by_duty((*here, "late"), due.late, template)
    if due.by is not None:
        yield from named_field((*here, "by"), due.by, template.fields, ("day", "time"))
    if due.yellow is not None and due.red is not None and due.yellow > due.red:
        yield Broken((*here, "yellow"), "template.order", {"least": due.yellow, "most": due.red})
    if due.when is not None:
        yield from broken_condition((*here, "when"), due.when, template.fields)
    yield from broken_choice((*here, "within"), due.within, template)
    yield from broken_choice((*here, "every"), due.every, template)
    yield from too_often((*here, "every"), due.every, LEAST_AGAIN_MS)


def broken_choice(here: Path, span: int | ByChoice | None, template: Template) -> Iterator[Broken]:
    """Yields mistakes in a span by a choice: the field, unknown choices, and choices without a
    span."""
    if not isinstance(span, ByChoice):
        return
    yield from named_field((*here, "field"), span.field, template.fields, ("choice",))
    field = template.fields.get(span.field)
    if not isinstance(field, ChoiceField):
        return
    for name in span.of:
        if name not in field.of:
            yield unknown((*here, "of", name), "template.unknown_choice", name, field.of)
    for name in field.of:
        if name not in span.of:
            details = {"name": name, "field": span.field}
            yield Broken((*here, "of"), "template.choice_without", details)


def _by_duty(path: Path, name: str, template: Template) -> Iterator[Broken]:
    """Yields a mistake where `duty` is not among those who may make a move that a timed rule makes."""
    move = template.moves.get(name)
    if move is None:
        yield unknown(path, "template.unknown_move", name, template.moves)
    elif DUTY not in move.by:
        yield Broken(path, "template.not_by_duty", {"name": name})


def _watch(here: Path, watch: Watch, template: Template) -> Iterator[Broken]:
    yield from _by_duty((*here, "do"), watch.do, template)
    absent, banned = watch.when.absent, watch.when.banned
    if absent is not None and absent not in template.parties:
        yield unknown((*here, "when", "absent"), "template.unknown_party", absent, template.parties)
    if watch.when.served is not None:
        where = (*here, "when", "served")
        yield from named_field(where, watch.when.served, template.fields, ("matter",))
    people = [*template.parties, *template.fields]
    if banned is not None and banned not in people:
        yield unknown((*here, "when", "banned"), "template.unknown_party", banned, people)
    if watch.when.valid is not None and template.valid is None:
        yield Broken((*here, "when", "valid"), "template.no_validity")
