"""What no single part of a text can see: every name that names nothing, every way that leads nowhere."""

from collections.abc import Iterator

from command_center.domain.site.references import Broken
from command_center.domain.template_language.account_rules import broken_account, broken_plan
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
        if description.into is not None and not isinstance(
            known.others.get(description.into), Account
        ):
            yield unknown(
                ("into",), "template.unknown_account", description.into, known.names(Account)
            )
    elif isinstance(description, Account):
        yield from broken_account(description, known)
    elif isinstance(description, Plan):
        yield from broken_plan(description, known)
    yield from broken_locks(description)
    if base is not None and type(base) is type(description):
        yield from loosened(base, description)
