"""A fact, which is one immutable line of the journal, its draft before the journal numbers it, what it
mentions, and whether it was entered late.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from command_center.domain.actor import ActorKind, Via


class AtBasis(StrEnum):
    """How the time `at` of a fact is known: observed as it happened, estimated afterwards, or
    entered late."""

    OBSERVED = "observed"
    ESTIMATED = "estimated"
    BACKDATED = "backdated"


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact that a decision wants to record; the Desk completes it to a `Fact`.

    `kind` and the keys of `data` are declared in the registry. `at` overrides the command's time
    (UTC epoch ms). `caused_by` is the seq of the fact that this one answers. `drill` is set where
    the fact belongs to a drill although the command was given outside it. `speaker` and `via`
    override the command's, because a carrier passes on a person's answer.
    """

    kind: str
    data: Mapping[str, Any]
    incident: str | None = None
    caused_by: int | None = None
    at: int | None = None
    drill: str | None = None
    speaker: str | None = None
    via: Via | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the journal. Times are UTC epoch ms; `hash` chains it to the fact before."""

    seq: int
    site: str
    at: int
    at_basis: AtBasis
    recorded_at: int
    actor: str
    actor_kind: ActorKind
    via: Via
    kind: str
    v: int
    data: Mapping[str, Any]
    speaker: str | None = None
    incident: str | None = None
    drill: str | None = None
    exercise: bool = False
    caused_by: int | None = None
    hash: str = field(default="", compare=False)


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


LATE_MS = 60_000
"""Entered so long after it happened, a fact says so where it is shown (ours)."""


def entered_late(fact: Fact) -> int | None:
    """Returns by how many ms a fact was entered late; None where it was not.

    An exercise has its own clock, whose distance from the wall clock says nothing about late entry.
    """
    late = fact.recorded_at - fact.at
    return None if fact.exercise or late <= LATE_MS else late
