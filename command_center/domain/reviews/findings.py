"""Findings of a review: added, changed and rated by people; each cites the facts on which it rests."""

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.payload import Words
from command_center.domain.quantities import FactNumber
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, Scene, applies, decides
from command_center.domain.reviews.lapsing import lapsing
from command_center.domain.reviews.opening import NameReview, draft, drop_signatures, open_review
from command_center.domain.reviews.people import JUDGES, REVIEWERS
from command_center.domain.state.review import Finding, Remark, Review
from command_center.domain.text import Reason, kept

if TYPE_CHECKING:
    from command_center.domain.state import State

Cited = Annotated[list[FactNumber], Field(min_length=1, max_length=50)]
Severity = Literal["major", "moderate", "minor"]


class AddFinding(NameReview):
    """Add a problem or strength, with the numbers of the facts on which it rests. `problem` is the
    key of the draft's own problem that it takes over; its cause may be given now or later."""

    nature: Literal["problem", "strength"] = "problem"
    text: Reason
    facts: Cited
    problem: str | None = Field(default=None, max_length=120)
    cause: Reason | None = None


class NameFinding(Command):
    """Names a finding."""

    finding: str = Field(max_length=40)


class ChangeFinding(NameFinding):
    """Change a finding's text, root cause or cited facts; what is left out stays."""

    text: Reason | None = None
    cause: Reason | None = None
    facts: Cited | None = None


class RateFinding(NameFinding):
    """Rate how grave a problem is, by a person's judgement."""

    severity: Severity


class RectifyFact(NameReview):
    """Rectify a fact of the log: the fact stays, and is shown with this text beside it."""

    fact: FactNumber
    text: Reason


class FindingAdded(TypedDict):
    """A person added a finding that rests on `facts`. `rectifies` is the fact by which the findings
    had been agreed, if it came after that."""

    finding: str
    review: str
    nature: str
    text: str | Words
    facts: list[int]
    problem: str | None
    cause: str | Words | None
    rectifies: int | None


class FindingChanged(TypedDict):
    """A finding was changed. `rectifies` is the fact that it corrects after the log was frozen."""

    finding: str
    text: str | Words | None
    cause: str | Words | None
    facts: list[int] | None
    rectifies: int | None


class FindingRated(TypedDict):
    """A person rated how grave a problem is."""

    finding: str
    severity: str
    rectifies: int | None


class FactRectified(TypedDict):
    """What is wrong with a fact of the log. `late`: stated after the log was frozen."""

    review: str
    fact: int
    text: str | Words
    late: bool


def _beyond(state: "State", facts: list[int] | None) -> Refusal | None:
    unknown = [seq for seq in facts or () if seq > state.seq]
    return Refusal("unknown_fact", {"seq": unknown[0]}) if unknown else None


@decides("finding.add", AddFinding, REVIEWERS, scene=Scene.REALITY)
def add(state: "State", command: AddFinding, ctx: Context) -> Decision:
    """Adds a finding until the review is signed. Each problem of the draft is taken up once. A finding that
    comes after the findings were agreed is shown as a rectification.
    """
    review = open_review(state, command.review, ctx)
    if isinstance(review, Refusal):
        return review
    if refusal := _beyond(state, command.facts):
        return refusal
    for known in state.reviews.findings_of(review):
        if command.problem is not None and known.problem == command.problem:
            return Refusal("problem_taken_up", {"finding": known.id})
    data = FindingAdded(
        finding=f"FND-{len(state.reviews.findings) + 1}",
        review=review.id,
        nature=command.nature,
        text=kept(command.text),
        facts=list(dict.fromkeys(command.facts)),
        problem=command.problem,
        cause=kept(command.cause) if command.cause else None,
        rectifies=review.done["agreed"].seq if "agreed" in review.done else None,
    )
    added = draft("finding.added", data, review.id, state, review.opened_seq)
    return [added, *lapsing(state, review)]


def _changeable(
    state: "State", name: str, ctx: Context
) -> tuple[Finding, Review, int | None] | Refusal:
    """Returns the finding, its review, and the fact that a change rectifies (after the findings
    were agreed); or a refusal."""
    found = state.reviews.findings.get(name)
    if found is None:
        return Refusal("unknown_finding", {"finding": name})
    review = open_review(state, found.review, ctx)
    if isinstance(review, Refusal):
        return review
    return found, review, found.history[-1] if "agreed" in review.done else None


@decides("finding.change", ChangeFinding, REVIEWERS, scene=Scene.REALITY)
def change(state: "State", command: ChangeFinding, ctx: Context) -> Decision:
    """Changes a finding until the review is signed. After the findings were agreed the change names the fact
    that it rectifies.
    """
    known = _changeable(state, command.finding, ctx)
    if isinstance(known, Refusal):
        return known
    found, review, rectifies = known
    if not (command.text or command.cause or command.facts):
        return Refusal("finding_unchanged", {"finding": found.id})
    if refusal := _beyond(state, command.facts):
        return refusal
    data = FindingChanged(
        finding=found.id,
        text=kept(command.text) if command.text else None,
        cause=kept(command.cause) if command.cause else None,
        facts=list(dict.fromkeys(command.facts)) if command.facts else None,
        rectifies=rectifies,
    )
    changed = draft("finding.changed", data, review.id, state, found.history[-1])
    return [changed, *lapsing(state, review)]


@decides("finding.rate", RateFinding, JUDGES, scene=Scene.REALITY)
def rate(state: "State", command: RateFinding, ctx: Context) -> Decision:
    """Rates how grave a problem is, by a person who watched. The rating is never computed."""
    known = _changeable(state, command.finding, ctx)
    if isinstance(known, Refusal):
        return known
    found, review, rectifies = known
    if found.nature != "problem":
        return Refusal("not_a_problem", {"finding": found.id})
    data = FindingRated(finding=found.id, severity=command.severity, rectifies=rectifies)
    rated = draft("finding.rated", data, review.id, state, found.history[-1])
    return [rated, *lapsing(state, review)]


@decides("review.rectify", RectifyFact, REVIEWERS, scene=Scene.REALITY)
def rectify(state: "State", command: RectifyFact, ctx: Context) -> Decision:
    """Records what is wrong with a fact of the log. The fact stays; after the freeze the rectification is
    marked as late.
    """
    review = open_review(state, command.review, ctx)
    if isinstance(review, Refusal):
        return review
    if refusal := _beyond(state, [command.fact]):
        return refusal
    late = review.frozen_seq is not None
    data = FactRectified(review=review.id, fact=command.fact, text=kept(command.text), late=late)
    rectified = draft("review.rectified", data, review.id, state, command.fact)
    return [rectified, *lapsing(state, review)]


@applies("finding.added", FindingAdded, of_drill=True, readers=EVERYBODY)
def added(state: "State", fact: Fact) -> None:
    """Applies the fact: the finding is on the list; a person adds its cause, rating and owner."""
    d = fact.data
    found = Finding(
        id=d["finding"],
        review=d["review"],
        nature=d["nature"],
        text=d["text"],
        facts=list(d["facts"]),
        at=fact.at,
        by=fact.actor,
        seq=fact.seq,
        problem=d["problem"],
        cause=d["cause"],
        late=d["rectifies"] is not None,
        history=[fact.seq],
    )
    state.reviews.findings[found.id] = found
    state.reviews.by_id[found.review].findings.append(found.id)
    drop_signatures(state, found.review)


def _next(state: "State", fact: Fact) -> Finding:
    found = state.reviews.findings[fact.data["finding"]]
    found.history.append(fact.seq)
    if fact.data["rectifies"] is not None:
        found.rectified.append(fact.seq)
    drop_signatures(state, found.review)
    return found


@applies("finding.changed", FindingChanged, of_drill=True, readers=EVERYBODY)
def changed(state: "State", fact: Fact) -> None:
    """Applies the fact: the finding has the new text, cause or facts."""
    found, d = _next(state, fact), fact.data
    text: Remark | None = d["text"]
    found.text = text or found.text
    found.cause = d["cause"] or found.cause
    found.facts = list(d["facts"] or found.facts)


@applies("finding.rated", FindingRated, of_drill=True, readers=EVERYBODY)
def rated(state: "State", fact: Fact) -> None:
    """Applies the fact: the finding has this rating."""
    found = _next(state, fact)
    found.severity = fact.data["severity"]
    found.rated_by = fact.actor


@applies("review.rectified", FactRectified, of_drill=True, readers=EVERYBODY)
def rectified(state: "State", fact: Fact) -> None:
    """Applies the fact: the rectification is shown beside the fact wherever the review cites it."""
    beside = state.reviews.by_id[fact.data["review"]].rectified
    beside.setdefault(fact.data["fact"], []).append((fact.seq, fact.data["text"]))
