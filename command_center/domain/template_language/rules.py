"""What no single part of a text can see: every name that names nothing, every way that leads nowhere."""

from collections.abc import Iterable, Iterator

from command_center.domain.site.references import Broken
from command_center.domain.template_language.account_rules import broken_account, broken_plan
from command_center.domain.template_language.engine_names import (
    broken_copy,
    broken_engine_names,
)
from command_center.domain.template_language.field_rules import broken_fields
from command_center.domain.template_language.known import Known, unknown
from command_center.domain.template_language.lock_rules import broken_locks, loosened
from command_center.domain.template_language.people_rules import broken_people
from command_center.domain.template_language.template import Account, Description, Plan, Template
from command_center.domain.template_language.time_rules import broken_times
from command_center.domain.template_language.way_rules import broken_way


def broken_rules(
    description: Description, known: Known, base: Description | None = None
) -> Iterator[Broken]:
    """Every rule that a text of the right shape still breaks. `base`: the library's text of which it is a copy."""
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
    """The account of a score: one that is known and closes no door. Points that close doors come from the matters that
    the account itself names."""
    account = known.others.get(name)
    if not isinstance(account, Account):
        yield unknown(("into",), "template.unknown_account", name, known.names(Account))
    elif any(step.bans or step.pauses for step in account.steps):
        yield Broken(("into",), "template.score_closes_doors", {"name": name})


def same_numbers(template: Template, others: Iterable[Description]) -> Iterator[Broken]:
    """The mistakes of a line by which two matters would get the same number: of this template alone, or of it and
    another one."""
    line = template.number_line
    if "{n}" not in line or not ("{year}" in line or "{date}" in line):
        said = {"number": line, "n": "{n}", "year": "{year}", "date": "{date}"}
        yield Broken(("number",), "template.number_repeats", said)
    for one in others:
        if isinstance(one, Template) and one.id != template.id and one.number_line == line:
            yield Broken(("number",), "template.number_taken", {"number": line, "name": one.id})
            return
