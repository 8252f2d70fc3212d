"""Maps a directory record to a person entry, by the rules for its fields."""

from collections.abc import Mapping, Sequence

from command_center.domain.people.directory_sync import Entry, LeavingRules
from command_center.people_directory.rules import Mapped, SyncRules

Record = Mapping[str, Sequence[str]]
"""The values of each field; a field that is not there has none."""


def entry_of(where: str, record: Record, rules: SyncRules) -> Entry | None:
    """Return the person in a record; None for a record without an id, which is not a person (a service, a room)."""
    own = _first(record, rules.fields.id)
    if own is None:
        return None
    return Entry(
        where,
        f"{rules.fields.prefix}{own}",
        _name(record, rules),
        _mapped(record, rules.fields.employer),
        _mapped(record, rules.fields.home),
        _left(record, rules),
    )


def leaving(rules: SyncRules) -> LeavingRules:
    """Return the leaving rules in the form that the comparison takes."""
    return LeavingRules(rules.owns, rules.left.absent, rules.left.most_share)


def _first(record: Record, field: str) -> str | None:
    return next((value.strip() for value in record.get(field, ()) if value.strip()), None)


def _name(record: Record, rules: SyncRules) -> dict[str, str] | None:
    told = rules.fields.name
    fields = {"zh": told, "en": told} if isinstance(told, str) else dict(told)
    names = {lang: said for lang, field in fields.items() if (said := _first(record, field))}
    return names or None


def _mapped(record: Record, rule: Mapped | None) -> str | None:
    """What a value stands for; without a table the value itself. None leaves the person as they are."""
    if rule is None:
        return None
    value = _first(record, rule.field)
    if value is None:
        return rule.default
    return rule.values.get(value, rule.default) if rule.values else value


def _left(record: Record, rules: SyncRules) -> bool:
    said = any(_first(record, field) in values for field, values in rules.left.when.items())
    return said or any(
        value.isdigit() and int(value) & bits
        for field, bits in rules.left.bits.items()
        if (value := _first(record, field) or "")
    )
