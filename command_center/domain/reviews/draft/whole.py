"""Makes the whole draft of a review, from facts alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from command_center.domain.actor import ActorKind
from command_center.domain.fact import Fact
from command_center.domain.reviews.draft.expectations import expectations
from command_center.domain.reviews.draft.injects import not_played
from command_center.domain.reviews.draft.names import Names
from command_center.domain.reviews.draft.overview import overview
from command_center.domain.reviews.draft.planned import Planned, planned
from command_center.domain.reviews.draft.problems import problems
from command_center.domain.reviews.draft.sentence import FoundProblem, Sentence
from command_center.domain.reviews.draft.strengths import strengths
from command_center.domain.site.model import Site
from command_center.domain.timing.interval import Interval
from command_center.domain.timing.record import Record
from command_center.domain.timing.table import table


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft of a review. It contains no cause, rating or owner, because people add these."""

    record: Record
    overview: list[Sentence]
    planned: list[Planned]
    timing: list[Interval]
    expectations: list[dict[str, Any]]
    strengths: list[Sentence]
    problems: list[FoundProblem]
    hands: dict[str, int]
    not_played: list[Sentence]

    @property
    def sentences(self) -> list[Sentence]:
        """Returns every sentence of the draft."""
        own = [s for problem in self.problems for s in problem.sentences]
        return [*self.overview, *self.not_played, *self.strengths, *own]


def draft_of(
    facts: Iterable[Fact], subject: str, site: Site, now: int | None = None, upto: int | None = None
) -> Draft:
    """Returns the draft for the incident or drill `subject`, from the facts up to `upto` (the
    frozen log)."""
    frozen = [f for f in facts if upto is None or f.seq <= upto]
    record, names = Record.of(frozen, subject, now), Names(site)
    timing = table(record, site)
    return Draft(
        record=record,
        overview=overview(record, names),
        planned=list(planned(record, site)),
        timing=timing,
        expectations=expectations(record),
        strengths=strengths(record, timing),
        problems=[] if record.withdrawn else problems(record, names),
        hands=_hands(record),
        not_played=not_played(record),
    )


def _hands(record: Record) -> dict[str, int]:
    """Returns how many different people, and how many virtual ones, took part."""
    kinds = {ActorKind.HUMAN: "people", ActorKind.VIRTUAL: "virtual"}
    hands: dict[str, set[str]] = {"people": set(), "virtual": set()}
    for fact in record.facts:
        reviewing = fact.kind.partition(".")[0] in ("review", "finding", "action")
        if fact.actor_kind in kinds and not reviewing:
            hands[kinds[fact.actor_kind]].add(fact.speaker or fact.actor)
    return {name: len(found) for name, found in hands.items()}
