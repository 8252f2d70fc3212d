"""Finds mistakes across the parts of a text: names that name nothing, and moves that lead nowhere."""

from collections.abc import Iterable, Iterator

from command_center.domain.site.references import Broken, Path
from command_center.domain.template_language.account_rules import broken_account, broken_plan
from command_center.domain.template_language.engine_names import (
    broken_copy,
    broken_engine_names,
)
from command_center.domain.template_language.field_rules import (
    broken_condition,
    broken_fields,
    named_field,
)
from command_center.domain.template_language.guards import Guard, RecheckedAfter
from command_center.domain.template_language.known import Known, of_kind, unknown
from command_center.domain.template_language.lock_rules import broken_locks, loosened
from command_center.domain.template_language.moves import Move
from command_center.domain.template_language.parties import DUTY, REASON
from command_center.domain.template_language.people_rules import broken_people
from command_center.domain.template_language.template import Account, Description, Plan, Template
from command_center.domain.template_language.time_rules import broken_choice, broken_times


def broken_rules(
    description: Description, known: Known, base: Description | None = None
) -> Iterator[Broken]:
    """Yields every rule that a text of the right shape still breaks. `base`: the library text of
    which it is a copy."""
    if isinstance(description, Template):
        yield from broken_fields(description, known)
        yield from broken_way(description, known)
        yield from broken_people(description, known)
        yield from broken_times(description)
        yield from broken_engine_names(description, known)
        if description.into is not None:
            yield from _into(description.into, known)
    elif isinstance(description, Account):
        yield from broken_account(description, known)
    elif isinstance(description, Plan):
        yield from broken_plan(description, known)
    yield from broken_locks(description)
    if base is not None and type(base) is type(description):
        yield from loosened(base, description)
        yield from broken_copy(base, description)


def _into(name: str, known: Known) -> Iterator[Broken]:
    """Yields the mistake of a score's account that is unknown or bans somebody. Points that lead to
    bans must come from the matters that the account itself names."""
    account = known.others.get(name)
    if not isinstance(account, Account):
        yield unknown(("into",), "template.unknown_account", name, known.names(Account))
    elif any(step.bans or step.pauses for step in account.steps):
        yield Broken(("into",), "template.score_closes_doors", {"name": name})


def same_numbers(template: Template, others: Iterable[Description]) -> Iterator[Broken]:
    """Yields the mistakes of a number format by which two matters would get the same number: of
    this template alone, or of it and another one."""
    line = template.number_line
    if "{n}" not in line or not ("{year}" in line or "{date}" in line):
        said = {"number": line, "n": "{n}", "year": "{year}", "date": "{date}"}
        yield Broken(("number",), "template.number_repeats", said)
    for one in others:
        if isinstance(one, Template) and one.id != template.id and one.number_line == line:
            yield Broken(("number",), "template.number_taken", {"number": line, "name": one.id})
            return


def broken_way(template: Template, known: Known) -> Iterator[Broken]:
    """Yields every mistake in states and moves."""
    for name, move in template.moves.items():
        yield from _move(("moves", name), move, template, known)
    yield from _reach(template)
    for index, opens in enumerate(template.opens):
        here = ("opens", index)
        if opens.on not in template.moves:
            yield unknown((*here, "on"), "template.unknown_move", opens.on, template.moves)
        if opens.template != template.id:
            where = (*here, "template")
            yield from of_kind(where, opens.template, Template, known, "template.unknown_template")
        if opens.when is not None:
            yield from broken_condition((*here, "when"), opens.when, template.fields)
        other = known.template(opens.template)
        for target, source in opens.fill.items():
            if other is not None and target not in other.fields:
                yield unknown(
                    (*here, "fill", target), "template.unknown_field", target, other.fields
                )
            if source not in template.fields:
                yield unknown(
                    (*here, "fill", target), "template.unknown_field", source, template.fields
                )


def _move(here: Path, move: Move, template: Template, known: Known) -> Iterator[Broken]:
    for state in move.from_:
        if state not in template.states:
            yield unknown((*here, "from", state), "template.unknown_state", state, template.states)
    if move.to not in template.states:
        yield unknown((*here, "to"), "template.unknown_state", move.to, template.states)
    for party in move.by:
        if party != DUTY and party not in template.parties:
            among = [*template.parties, DUTY]
            yield unknown((*here, "by", party), "template.unknown_party", party, among)
    for name in move.needs:
        if name != REASON and name not in template.fields:
            among = [*template.fields, REASON]
            yield unknown((*here, "needs", name), "template.unknown_field", name, among)
    if move.by == [DUTY] and REASON in move.needs:
        yield Broken((*here, "needs", REASON), "template.duty_gives_no_reason")
    if move.when is not None:
        yield from broken_condition((*here, "when"), move.when, template.fields)
    if move.at is not None:
        yield from named_field((*here, "at"), move.at, template.fields, ("place",))
    if move.after is not None and template.signatures is None:
        yield Broken((*here, "after"), "template.no_signatures")
    if move.opens is not None and move.opens != template.id:
        yield from of_kind(
            (*here, "opens"), move.opens, Template, known, "template.unknown_template"
        )
    for index, guard in enumerate(move.guards):
        yield from _guard((*here, "guards", index), guard, template)
        for name, refers in guard.named():
            if refers.party:
                if name not in template.parties:
                    where = (*here, "guards", index)
                    yield unknown(where, "template.unknown_party", name, template.parties)
            else:
                where = (*here, "guards", index)
                yield from named_field(where, name, template.fields, refers.types)


def _guard(here: Path, guard: Guard, template: Template) -> Iterator[Broken]:
    """Yields mistakes in the condition of a guard, and in a span that depends on a choice."""
    form = guard.form
    if form.when is not None:
        yield from broken_condition(here, form.when, template.fields)
    if isinstance(form, RecheckedAfter):
        yield from broken_choice(here, form.longer_than, template)


def _reach(template: Template) -> Iterator[Broken]:
    """Yields states that no move reaches, and states from which no end can be reached."""
    moves = template.moves.values()
    onward: dict[str, set[str]] = {state: set() for state in template.states}
    back: dict[str, set[str]] = {state: set() for state in template.states}
    for move in moves:
        for state in move.from_:
            onward.setdefault(state, set()).add(move.to)
            back.setdefault(move.to, set()).add(state)
    reached = _closed([template.first], onward)
    for state in template.states:
        if state not in reached:
            yield Broken(("states", state), "template.unreachable", {"name": state})
    if not template.ends:
        yield Broken(("states",), "template.no_end")
        return
    ending = _closed(template.ends, back)
    for state in template.states:
        if state in reached and state not in ending:
            yield Broken(("states", state), "template.no_way_out", {"name": state})


def _closed(begin: Iterable[str], steps: dict[str, set[str]]) -> set[str]:
    found, waiting = set(begin), list(begin)
    while waiting:
        for state in steps.get(waiting.pop(), ()):
            if state not in found:
                found.add(state)
                waiting.append(state)
    return found
