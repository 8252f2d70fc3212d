"""Opens a review automatically when an incident closes or a drill ends; its clock starts at that
moment."""

from typing import TYPE_CHECKING

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.payload import Words
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, Scene, applies, decides, follows
from command_center.domain.reviews.people import not_a_person
from command_center.domain.reviews.steps import DUE_AFTER_MS, due_times
from command_center.domain.state.review import Done, Ended, Review

if TYPE_CHECKING:
    from command_center.domain.state import State


class NameReview(Command):
    """Names a review, by the incident or drill that it is about."""

    review: str = Field(max_length=40)


class ReviewOpened(TypedDict):
    """The review of what ended at `ended_at` (fact `ended_seq`) was opened. `due` is when each of
    its steps must be done (UTC epoch ms). Its log begins with fact `first_seq`."""

    review: str
    subject: str
    exercise: bool
    title: Words
    ended_at: int
    ended_seq: int
    first_seq: int
    due: dict[str, int]
    owner_post: str | None


@decides("review.open", NameReview, [Role.DUTY], scene=Scene.REALITY)
def open_(state: "State", command: NameReview, ctx: Context) -> Decision:
    """Opens the review of an incident that closed or a drill that ended, once."""
    ended = state.reviews.waiting.get(command.review)
    if ended is None:
        return []
    incident, drill = state.incidents.get(command.review), state.drills.get(command.review)
    title, first, post = Words(zh=command.review, en=command.review), ended.seq, None
    if incident is not None:
        title, post = incident.title, incident.commander_post
        first = incident.first_seq
    elif drill is not None:
        title, first = drill.name, drill.started_seq or ended.seq
        post = next((known.id for known in ctx.site.posts if known.commands), None)
    data = ReviewOpened(
        review=command.review,
        subject=ended.subject,
        exercise=ended.exercise,
        title=title,
        ended_at=ended.at,
        ended_seq=ended.seq,
        first_seq=first,
        due=due_times(ended.at),
        owner_post=post,
    )
    return [draft("review.opened", data, command.review, state, ended.seq)]


def draft(kind: str, data: object, review: str, state: "State", cause: int) -> Draft:
    """Returns a fact of a review, which belongs to the log of its incident or, with the exercise
    mark, of its drill."""
    incident = review if review in state.incidents else None
    drill = review if review in state.drills else None
    return Draft(kind, data, incident, cause, drill=drill)  # type: ignore[arg-type]


def known_review(state: "State", name: str) -> Review | Refusal:
    """Returns the review, or the refusal that there is none (yet)."""
    found = state.reviews.by_id.get(name)
    return found or Refusal("unknown_review", {"review": name})


def open_review(state: "State", name: str, ctx: Context) -> Review | Refusal:
    """Returns the review if it may still be changed and a person asks; else the refusal."""
    review = known_review(state, name)
    if isinstance(review, Refusal):
        return review
    if refusal := not_a_person(ctx):
        return refusal
    return Refusal("review_signed", {"review": name}) if review.signed else review


def drop_signatures(state: "State", name: str) -> None:
    """Drops the signatures of a review whose problem list or plan has changed; the signers are
    asked again. What both sides have signed stays signed."""
    review = state.reviews.by_id[name]
    if not review.signed:
        review.signatures.clear()


def taken(fact: Fact) -> Done:
    """Returns the data of a review's fact, with who gave it and when."""
    return Done(fact.at, fact.actor, fact.seq, dict(fact.data))


@follows("incident.closed")
def incident_ended(state: "State", fact: Fact) -> None:
    """Applies the fact: a real incident waits for its review; a drill's incident is reviewed with
    its drill."""
    if fact.drill is None and fact.incident is not None:
        state.reviews.waiting[fact.incident] = Ended("incident", fact.at, fact.seq, fact.exercise)


@follows("drill.ended")
def drill_ended(state: "State", fact: Fact) -> None:
    """Applies the fact: the drill has ended and waits for its review."""
    if fact.drill is not None:
        state.reviews.waiting[fact.drill] = Ended(
            "drill", fact.recorded_at, fact.seq, exercise=True
        )


@applies("review.opened", ReviewOpened, of_drill=True, readers=EVERYBODY)
def review_opened(state: "State", fact: Fact) -> None:
    """Applies the fact: the review is open, and the clock of its steps runs."""
    d = fact.data
    review = Review(
        id=d["review"],
        subject=d["subject"],
        exercise=d["exercise"],
        title=d["title"],
        ended_at=d["ended_at"],
        ended_seq=d["ended_seq"],
        first_seq=d["first_seq"],
        opened_seq=fact.seq,
        due={step: d["due"][step] for step in DUE_AFTER_MS},  # the journal sorts its keys
        owner_post=d["owner_post"],
    )
    state.reviews.waiting.pop(review.id, None)
    state.reviews.by_id[review.id] = state.reviews.running[review.id] = review
