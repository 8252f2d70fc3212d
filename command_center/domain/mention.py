"""Finds whether a fact mentions an id: in its actor, its speaker, its incident or its data."""

from collections.abc import Mapping
from typing import Any

from command_center.domain.fact import Fact


def mentions(fact: Fact, ident: str) -> bool:
    """Returns whether the id of a person, place, directive ... occurs in `fact`, including the tag
    of an alarm."""
    return ident in (fact.actor, fact.speaker, fact.incident) or _holds(fact.data, ident)


def _holds(value: Any, ident: str) -> bool:
    if isinstance(value, str):
        tag, _, condition = value.partition(":")  # an alarm is TAG:CONDITION
        return value == ident or (tag == ident and condition.isalnum())
    if isinstance(value, Mapping):
        return any(_holds(part, ident) for part in value.values())
    if isinstance(value, (list, tuple)):
        return any(_holds(part, ident) for part in value)
    return False
