"""Rows of topic `review`: the deadlines of every unsigned review, and the number of all reviews."""

from collections.abc import Iterable
from typing import Literal

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.payload import Words
from command_center.domain.readers import EVERYBODY
from command_center.domain.reviews.lateness import review_turns
from command_center.domain.state.review import Done, StepName
from command_center.domain.verdicts.turns import Turn
from command_center.live.rows.kind import ONLY, RowKind, Seen
from command_center.live.rows.told.reach_rows import Attempt, attempts


class DoneSeen(TypedDict):
    """A completed step: when, by whom, and by which fact."""

    at: int
    by: str
    seq: int


class ReviewRow(TypedDict):
    """The deadlines of an unsigned review. `due` is by step; `seq` its newest fact; `unreached`: the last reminder of
    its next step reached nobody. `turns`: its status against the deadlines.
    """

    id: str
    subject: Literal["incident", "drill"]
    exercise: bool
    title: Words
    ended_at: int
    due: dict[str, int]
    done: dict[str, DoneSeen]
    signatures: dict[str, int]
    lapsed: list[str]
    next: StepName | None
    overdue: bool
    attempts: list[Attempt]
    unreached: bool
    seq: int
    findings: int
    open_actions: int
    turns: list[Turn]


class ReviewCount(TypedDict):
    """The number of all reviews, signed ones included; `seq` changes with any fact about any of them."""

    id: Literal["count"]
    reviews: int
    actions: int
    open_actions: int
    seq: int


COUNT = RowKind("review", "count", ReviewCount, readers=EVERYBODY)
REVIEW = RowKind("review", "", ReviewRow, readers=EVERYBODY)
"""An overdue one is red for all to see."""


@REVIEW.moved_by("review.*", "finding.*", "action.*")
def its_own(fact: Fact, seen: Seen) -> Iterable[str]:
    """Return the review to which a fact about a review, finding or action belongs."""
    reviews, data = seen.state.reviews, fact.data
    if "review" in data:
        return (str(data["review"]),)
    owned = reviews.findings if fact.kind.startswith("finding.") else reviews.actions
    return (owned[data[fact.kind.partition(".")[0]]].review,)


@REVIEW.moved_by("notification.*", "escalation.*")
def told_of(fact: Fact, seen: Seen) -> Iterable[str]:
    """The key of the review of which somebody was told."""
    return (fact.data["review"],) if fact.data.get("review") else ()


@COUNT.moved_by("review.*", "finding.*", "action.*", "observation.noted", "observation.changed")
def counted(fact: Fact, seen: Seen) -> Iterable[str]:
    """The key of the only row: each of these facts changes the count."""
    return ONLY


@REVIEW.listed
def running(seen: Seen) -> Iterable[str]:
    """Return the keys of unsigned reviews."""
    return seen.state.reviews.running


@REVIEW.made
def review_row(seen: Seen, key: str) -> ReviewRow | None:
    """Return the row of an unsigned review for the wall and the list: its steps, their due times, and what is late.

    A signed review leaves the board; `GET /api/v1/reviews` lists all.
    """
    state = seen.state
    found = state.reviews.running.get(key)
    if found is None:
        return None
    step = found.next_step
    return {
        "id": found.id,
        "subject": found.subject,
        "exercise": found.exercise,
        "title": found.title,
        "ended_at": found.ended_at,
        "due": found.due,
        "done": {name: _done(done) for name, done in found.done.items()},
        "signatures": {by: done.at for by, done in found.signatures.items()},
        "lapsed": [one.signer for one in found.lapsed.values()],
        "next": step,
        "overdue": found.overdue_seq is not None,
        "attempts": attempts(found),
        "unreached": step is not None and found.unreached(step),
        "seq": state.reviews.newest_fact_of(found),
        "findings": len(found.findings),
        "open_actions": sum(a.closed_at is None for a in state.reviews.actions_of(found)),
        "turns": review_turns(found),
    }


@COUNT.made
def count_row(seen: Seen, key: str) -> ReviewCount:
    """Return the number of reviews and actions, and how many actions are open."""
    state = seen.state
    actions = state.reviews.actions.values()
    return {
        "id": "count",
        "reviews": len(state.reviews.by_id),
        "actions": len(actions),
        "open_actions": sum(action.closed_at is None for action in actions),
        "seq": state.reviews.moved_seq,
    }


def _done(done: Done) -> DoneSeen:
    return {"at": done.at, "by": done.by, "seq": done.seq}
