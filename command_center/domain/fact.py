"""A fact: one immutable line of the journal, and its draft before the journal numbers it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from command_center.domain.actor import ActorKind, Via


class AtBasis(StrEnum):
    """How `at` is known: seen as it happened, guessed afterwards, or entered late."""

    OBSERVED = "observed"
    ESTIMATED = "estimated"
    BACKDATED = "backdated"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a decision wants recorded; the Desk completes it to a `Fact`.

    `kind` and the keys of `data` are declared in the registry. `at` overrides the command's
    time (UTC epoch ms). `caused_by` is the seq of the fact this one answers. `drill` is set where
    it belongs to a drill though the command was given outside of it. `speaker` and `via` override the command's:
    a carrier brings the word of a person.
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
    """One journal line. Times are UTC epoch ms; `hash` chains it to the fact before."""

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
