"""Who may read a matter, and what an ended one says, from its facts."""

from collections.abc import Iterable, Mapping
from typing import Any

from command_center.domain.actor import Role
from command_center.domain.fact import Fact
from command_center.domain.readers import MATTER_READERS

EVERYONE = "everyone"


def may_read(row: Mapping[str, Any], role: Role, person: str | None) -> bool:
    """Whether somebody may read a matter: by their role, as one of its people, or because its template lets everyone.
    `row` has `people`, `opener` and `readers`."""
    if role in MATTER_READERS or EVERYONE in row["readers"]:
        return True
    return person is not None and (person == row["opener"] or person in row["people"])


def fields_of(facts: Iterable[Fact]) -> dict[str, Any]:
    """The fields of a matter as its facts wrote them."""
    fields: dict[str, Any] = {}
    for fact in facts:
        told = fact.data
        if fact.kind == "matter.corrected":
            fields[told["field"]] = told["value"]
        elif fact.kind == "matter.measured":
            taken = {
                **told["values"],
                "at": fact.at,
                "by": fact.speaker or fact.actor,
                "over": told["over"],
            }
            fields[told["field"]] = [*fields.get(told["field"], ()), taken]
        else:
            fields.update(told.get("fields", {}))
    return fields
