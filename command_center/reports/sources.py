"""The source of a review's facts: the journal between its first and last fact, read once.

A reviewed case is over, so its draft is made once and cached; only that of a running one is remade.
"""

from collections.abc import Callable
from dataclasses import dataclass

from command_center.desk import Desk
from command_center.domain.fact import Fact
from command_center.domain.reviews.draft.whole import Draft, draft_of
from command_center.domain.scenarios.sealed import SealedContent, content_of
from command_center.domain.site.model import Site
from command_center.domain.state.drills.drill import Drill
from command_center.domain.state.review import Review
from command_center.store.journal import Journal, steps
from command_center.store.journal.search import Sought, search
from command_center.store.last_in_turn import last_in_turn
from command_center.store.photographs import Photographs

LATER = 1_000
"""Facts of it after its end that are looked for: words typed in late, notes of evaluators, alarms that
returned."""
KEPT = 60
"""Drafts of what is over, kept in memory."""


def at_once(work: Callable[[], Draft]) -> Draft:
    """Run the work at once, for callers without an event loop."""
    return work()


@dataclass(frozen=True, slots=True)
class Subject:
    """The subject of a review: an incident or drill, with its review once it is over. A withdrawn one is over and has
    no review.
    """

    id: str
    first_seq: int
    ended_seq: int | None
    exercise: bool
    review: Review | None


class Sources:
    """Drafts of this site's incidents and drills. `beside` runs long computations outside the event loop."""

    def __init__(
        self, desk: Desk, journal: Journal, beside: Callable[[Callable[[], Draft]], Draft] = at_once
    ) -> None:
        self._beside = beside
        self._desk = desk
        self._journal = journal
        self._drafts: dict[tuple[str, int], Draft] = {}
        self._sealed: dict[str, SealedContent | None] = {}
        self._photographs = Photographs(journal.engine, journal.site)

    def subject(self, name: str) -> Subject | None:
        """Return the incident of that name, open or over, or the drill once it is over: nobody may read a drill's
        plans before.
        """
        state = self._desk.state
        review = state.reviews.by_id.get(name)
        if review is not None:
            return Subject(name, review.first_seq, review.ended_seq, review.exercise, review)
        incident = state.incidents.get(name)
        if incident is not None:
            gone = incident.withdrawn.seq if incident.withdrawn else None
            return Subject(name, incident.first_seq, gone, exercise=False, review=None)
        return None

    def draft(self, subject: Subject, now: int, *, made_once: bool = False) -> Draft:
        """Return the draft by the log up to the freeze, or up to now.

        `made_once`: a finished case may be as it was when last requested; a late entry changes no figure of an
        earlier case that is only used for comparison.
        """
        review = subject.review
        upto = review.frozen_seq if review else None
        key = (subject.id, upto or 0)
        over = subject.ended_seq is not None
        if key in self._drafts and (upto is not None or (over and made_once)):
            return self._drafts[key]
        facts = self._facts(subject, upto)
        site = self.site_of(subject)
        with last_in_turn():
            made = self._beside(lambda: draft_of(facts, subject.id, site, now, upto))
        if over:
            while len(self._drafts) >= KEPT:
                self._drafts.pop(next(iter(self._drafts)))
            self._drafts[key] = made
        return made

    def facts(self, subject: Subject) -> list[Fact]:
        """Return everything between its first and last fact, and later facts that belong to it."""
        review = subject.review
        return self._facts(subject, review.frozen_seq if review else None)

    def fact(self, seq: int) -> Fact | None:
        """The fact of that number."""
        return next(iter(self._journal.read(seq - 1, 1)), None)

    def photograph(self, sha256: str) -> bytes | None:
        """Return the picture that a note names; None if it is not stored."""
        kept = self._photographs.of(sha256)
        return kept.content if kept else None

    def sealed(self, drill: Drill) -> SealedContent | None:
        """Return the sealed content of a drill once revealed. It is read from the journal, because a restored journal
        has no other copy.
        """
        if drill.revealed_seq is None:
            return None
        if drill.id not in self._sealed:
            told = self.fact(drill.revealed_seq)
            # None too for what another program sealed, of another layout.
            self._sealed[drill.id] = content_of(told.data["content"] if told else None)
        return self._sealed[drill.id]

    def _facts(self, subject: Subject, upto: int | None) -> list[Fact]:
        end = subject.ended_seq or self._desk.state.seq
        found: list[Fact] = []
        for page in steps(self._journal, subject.first_seq - 1, end):
            found += page
        if subject.ended_seq is not None:
            before = (upto or self._desk.state.seq) + 1
            drill = subject.id in self._desk.state.drills
            own = Sought(drill=subject.id) if drill else Sought(incident=subject.id)
            later = search(
                self._journal.engine, self._journal.site, own, before=before, limit=LATER
            )
            found += [f for f in reversed(later.facts) if f.seq > subject.ended_seq]
        return found

    def version_of(self, subject: Subject) -> int | None:
        """Return the number of the plant description in force when it began; None if unknown."""
        state = self._desk.state
        began = state.drills.get(subject.id) or state.incidents.get(subject.id)
        return began.site_version if began is not None else None

    def site_of(self, subject: Subject) -> Site:
        """Return the plant description in force when the incident or drill began, unaffected by later edits."""
        return self._desk.described(self.version_of(subject))
