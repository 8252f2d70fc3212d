"""The course of a review: hotwash, log frozen, findings agreed, meeting held, signed."""

from typing import TYPE_CHECKING, Literal, get_args

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.domain.fact import Fact
from command_center.domain.payload import Words
from command_center.domain.quantities import FactNumberOrZero
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Phrase, Refusal
from command_center.domain.registry import COMMANDS, Context, Scene, applies, decides
from command_center.domain.reviews.lapsing import lapsing
from command_center.domain.reviews.opening import NameReview, draft, known_review, taken
from command_center.domain.reviews.people import REVIEWERS, SIGNERS, hand, not_a_person
from command_center.domain.state.review import Review, StepName
from command_center.domain.text import Note, kept

if TYPE_CHECKING:
    from command_center.domain.state import State


class HoldHotwash(NameReview):
    """Record the hotwash right after the end: how many were present, and its notes."""

    present: int = Field(ge=1, le=10_000)
    notes: Note


class HoldMeeting(NameReview):
    """Record the review meeting: how many attended, and its minutes."""

    present: int = Field(ge=1, le=10_000)
    notes: Note


class SignReview(NameReview):
    """Sign the review as it is; `seen` is the number of the newest fact of its content that the
    signer has read."""

    seen: FactNumberOrZero | None = None


class Held(TypedDict):
    """A meeting about the review: how many attended, and its notes or minutes."""

    review: str
    present: int
    notes: str | Words


class LogFrozen(TypedDict):
    """The log of the review ends with fact `upto`. A later change is shown as a rectification."""

    review: str
    upto: int


class FindingsAgreed(TypedDict):
    """The findings were agreed as they are."""

    review: str
    findings: list[str]


class ReviewSigned(TypedDict):
    """A person signed the problem list and the plan as of fact `upto`. `complete`: now both the
    side that led and the side that evaluated have signed."""

    review: str
    role: str
    upto: int
    complete: bool


CourseStep = Literal["hotwash", "frozen", "agreed", "meeting", "signed"]
"""What people do for a review; the meeting is no step of its clock."""

AFTER: dict[CourseStep, CourseStep] = {
    "agreed": "frozen",
    "meeting": "agreed",
    "signed": "meeting",
}
"""What must be done before a step. A hotwash may be held late, and the log frozen at any time."""


def can_be_taken(review: Review) -> list[CourseStep]:
    """Returns the steps that can be taken now: not taken yet, with the step before taken, in order."""
    taken: set[str] = {*review.done, *(["meeting"] if review.meeting else [])}
    steps: tuple[CourseStep, ...] = get_args(CourseStep)
    return [
        step for step in steps if step not in taken and (step not in AFTER or AFTER[step] in taken)
    ]


KINDS: dict[StepName, str] = {
    "hotwash": "review.hotwash",
    "frozen": "review.freeze",
    "agreed": "review.agree",
    "signed": "review.sign",
}
"""The command that takes each step of the clock."""


def unsigned(review: Review) -> list[Role]:
    """Returns the roles that have not signed."""
    signed = {done.said["role"] for done in review.signatures.values()}
    return [role for role in SIGNERS if role.value not in signed]


def lacking(review: Review) -> dict[StepName, list[Role]]:
    """Returns for each step that is not done the roles that may take it; for the last step, the
    roles that have not signed."""
    return {
        step: []
        if step in review.done
        else unsigned(review)
        if step == "signed"
        else [role for role in HUMAN_ROLES if role in COMMANDS[kind].roles]
        for step, kind in KINDS.items()
    }


def _first(review: Review, step: CourseStep) -> Refusal | None:
    """Refuses a step while the one before it is not done."""
    if step in can_be_taken(review):
        return None
    return Refusal("review_step_first", {"step": Phrase(f"review.step.{AFTER[step]}")})


def _untaken(state: "State", command: NameReview, ctx: Context, step: str) -> Review | Refusal:
    """The review, unless `step` is done already."""
    review = known_review(state, command.review)
    if isinstance(review, Refusal):
        return review
    if refusal := not_a_person(ctx):
        return refusal
    if step in review.done or (step == "meeting" and review.meeting):
        return Refusal("review_step_done", {"step": Phrase(f"review.step.{step}")})
    return review


@decides("review.hotwash", HoldHotwash, REVIEWERS, scene=Scene.REALITY)
def hotwash(state: "State", command: HoldHotwash, ctx: Context) -> Decision:
    """Records the hotwash, once. A late one is accepted and marked as late."""
    review = _untaken(state, command, ctx, "hotwash")
    if isinstance(review, Refusal):
        return review
    data = Held(review=review.id, present=command.present, notes=kept(command.notes))
    held = draft("review.hotwash_held", data, review.id, state, review.opened_seq)
    return [held, *lapsing(state, review)]


@decides("review.freeze", NameReview, REVIEWERS, scene=Scene.REALITY)
def freeze(state: "State", command: NameReview, ctx: Context) -> Decision:
    """Freezes the log. Every later change is shown as a rectification."""
    review = _untaken(state, command, ctx, "frozen")
    if isinstance(review, Refusal):
        return review
    data = LogFrozen(review=review.id, upto=state.seq)
    return [draft("review.frozen", data, review.id, state, review.opened_seq)]


@decides("review.agree", NameReview, SIGNERS, scene=Scene.REALITY)
def agree(state: "State", command: NameReview, ctx: Context) -> Decision:
    """Agrees the findings, after the log is frozen and every problem has a cause and a rating by a person."""
    review = _untaken(state, command, ctx, "agreed")
    if isinstance(review, Refusal):
        return review
    if refusal := _first(review, "agreed"):
        return refusal
    if unjudged := _unjudged(state, review):
        return Refusal("findings_unjudged", {"findings": unjudged})
    data = FindingsAgreed(review=review.id, findings=list(review.findings))
    return [draft("review.agreed", data, review.id, state, review.done["frozen"].seq)]


@decides("review.hold", HoldMeeting, REVIEWERS, scene=Scene.REALITY)
def hold(state: "State", command: HoldMeeting, ctx: Context) -> Decision:
    """Records the review meeting, with attendance and minutes. Nothing is signed without it."""
    review = _untaken(state, command, ctx, "meeting")
    if isinstance(review, Refusal):
        return review
    if refusal := _first(review, "meeting"):
        return refusal
    data = Held(review=review.id, present=command.present, notes=kept(command.notes))
    return [draft("review.held", data, review.id, state, review.done["agreed"].seq)]


@decides("review.sign", SignReview, SIGNERS, scene=Scene.REALITY)
def sign(state: "State", command: SignReview, ctx: Context) -> Decision:
    """Signs the review. Only people sign, each in their own name and once; it is complete with both
    sides. Every problem needs a cause, a rating and an action, and every action an owner and a
    due time. Refused if something was changed after `seen`."""
    review = _untaken(state, command, ctx, "signed")
    if isinstance(review, Refusal):
        return review
    if review.meeting is None:
        return Refusal("review_step_first", {"step": Phrase("review.step.meeting")})
    if command.speaker is not None:
        return Refusal("sign_yourself", status=403)
    if hand(ctx) in review.signatures:
        return Refusal("already_signed")
    if command.seen is not None and review.content_seq > command.seen:
        return Refusal("review_moved", {"seq": review.content_seq})
    if unplanned := list(dict.fromkeys(_unjudged(state, review) + _unplanned(state, review))):
        return Refusal("plan_incomplete", {"missing": unplanned})
    data = ReviewSigned(
        review=review.id,
        role=ctx.actor.role.value,
        upto=state.seq,
        complete=set(unsigned(review)) <= {ctx.actor.role},
    )
    return [draft("review.signed", data, review.id, state, review.meeting.seq)]


def _unjudged(state: "State", review: Review) -> list[str]:
    """Returns problems to which no person has given a root cause and a rating."""
    return [
        f.id
        for f in state.reviews.findings_of(review)
        if f.nature == "problem" and not (f.cause and f.severity)
    ]


def _unplanned(state: "State", review: Review) -> list[str]:
    """Returns problems without an action, and actions without an owner or a due time."""
    actions = state.reviews.actions_of(review)
    met = {action.finding for action in actions}
    problems = [f for f in state.reviews.findings_of(review) if f.nature == "problem"]
    return [f.id for f in problems if f.id not in met] + [
        a.id for a in actions if a.owner is None or a.due_at is None
    ]


@applies("review.hotwash_held", Held, of_drill=True, readers=EVERYBODY)
def was_hotwashed(state: "State", fact: Fact) -> None:
    """Applies the fact: the hotwash, the review's first step, is done."""
    state.reviews.by_id[fact.data["review"]].done["hotwash"] = taken(fact)


@applies("review.frozen", LogFrozen, of_drill=True, readers=EVERYBODY)
def was_frozen(state: "State", fact: Fact) -> None:
    """Applies the fact: the log is frozen, the review's second step."""
    state.reviews.by_id[fact.data["review"]].done["frozen"] = taken(fact)


@applies("review.agreed", FindingsAgreed, of_drill=True, readers=EVERYBODY)
def was_agreed(state: "State", fact: Fact) -> None:
    """Applies the fact: the findings are agreed, the review's third step."""
    state.reviews.by_id[fact.data["review"]].done["agreed"] = taken(fact)


@applies("review.held", Held, of_drill=True, readers=EVERYBODY)
def was_held(state: "State", fact: Fact) -> None:
    """Applies the fact: the meeting is held; the signatures remain."""
    state.reviews.by_id[fact.data["review"]].meeting = taken(fact)


@applies("review.signed", ReviewSigned, of_drill=True, readers=EVERYBODY)
def was_signed(state: "State", fact: Fact) -> None:
    """Applies the fact: the signature is kept. With both sides' signatures the review's clock
    stops."""
    review = state.reviews.by_id[fact.data["review"]]
    done = taken(fact)
    review.signatures[fact.actor] = done
    review.lapsed.pop(fact.actor, None)
    if fact.data["complete"]:
        review.done["signed"] = done
        state.reviews.running.pop(review.id, None)
