"""The automatic steps of a review's clock: reminder, escalation, overdue; each happens once."""

from typing import TYPE_CHECKING

from command_center.domain.notifications.wanted import AT_ONCE, contact_of

if TYPE_CHECKING:
    from command_center.domain.site.model import Site
    from command_center.domain.state import State

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Fact
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Context, Scene, applies, decides
from command_center.domain.reviews.opening import NameReview, draft, known_review
from command_center.domain.reviews.steps import reminder_time
from command_center.domain.state.review import Review, StepName, Telling

if TYPE_CHECKING:
    from command_center.domain.state import State


Proposal = tuple[str, dict[str, str]]


class TellOfStep(NameReview):
    """Names a review and one of its steps."""

    step: StepName = Field()


class StepTold(TypedDict):
    """Somebody was reminded of a step, or a superior was told that it is late or that nobody could
    be reminded. It holds the post, its present holder (None: the whole chain is vacant), when
    the step is due, how late this fact itself is (after an outage), and the vacant posts that
    were skipped."""

    review: str
    step: str
    due_at: int
    to_post: str | None
    to_person: str | None
    late_ms: int
    skipped: NotRequired[list[str]]


class ReviewOverdue(TypedDict):
    """The 72 hours are over, and the review is not signed."""

    review: str
    due_at: int
    late_ms: int


def proposals(state: "State", now: int) -> Iterator[Proposal]:
    """Yields the commands that the clocks of reviews make due at `now` (UTC epoch ms), each once."""
    for name in list(state.reviews.waiting):
        yield "review.open", {"review": name}
    for review in list(state.reviews.running.values()):
        for step, due_at in review.due.items():
            if step in review.done:
                continue
            named = {"review": review.id, "step": step}
            unreached = step in review.reminded and review.unreached(step)
            if (now >= due_at or unreached) and step not in review.escalated:
                yield "review.escalate", named
            elif reminder_time(review.ended_at, due_at) <= now < due_at and (
                step not in review.reminded
            ):
                yield "review.remind", named
        if now >= review.due["signed"] and review.overdue_seq is None:
            yield "review.overdue", {"review": review.id}


def _told(
    state: "State", review: Review, step: str, ctx: Context, chain: list[str], due: int
) -> StepTold:
    post, person, skipped = somebody(state, ctx.site, chain)
    return StepTold(
        review=review.id,
        step=step,
        due_at=review.due[step],
        to_post=post,
        to_person=person,
        late_ms=max(0, ctx.now - due),
        skipped=skipped,
    )


@decides("review.remind", TellOfStep, [Role.DUTY], scene=Scene.REALITY)
def remind(state: "State", command: TellOfStep, ctx: Context) -> Decision:
    """Reminds, once for each step, the post that commanded, when three quarters of the step's time
    are over. Where nobody holds it, the next held post of the chain is reminded."""
    review = known_review(state, command.review)
    if isinstance(review, Refusal) or command.step in {*review.done, *review.reminded}:
        return []
    due = reminder_time(review.ended_at, review.due[command.step])
    chain = chain_of(ctx.site, review.owner_post)
    data = _told(state, review, command.step, ctx, chain, due)
    return [draft("review.reminded", data, review.id, state, review.opened_seq)]


@decides("review.escalate", TellOfStep, [Role.DUTY], scene=Scene.REALITY)
def escalate(state: "State", command: TellOfStep, ctx: Context) -> Decision:
    """Tells the superior, once, of a step whose time is over and that nobody has taken; or at once
    where nobody could be reminded."""
    review = known_review(state, command.review)
    if isinstance(review, Refusal) or command.step in {*review.done, *review.escalated}:
        return []
    chain = chain_of(ctx.site, review.owner_post)
    reminded = [told.post for told in review.tellings if told.step == command.step]
    above = superiors(ctx.site, review.owner_post)
    others = [post for post in [*above, *chain] if post not in reminded]
    data = _told(state, review, command.step, ctx, others or chain, review.due[command.step])
    return [draft("review.escalated", data, review.id, state, review.opened_seq)]


@decides("review.overdue", NameReview, [Role.DUTY], scene=Scene.REALITY)
def overdue(state: "State", command: NameReview, ctx: Context) -> Decision:
    """Marks a review as overdue, once, when the time of its last step is over, until it is signed."""
    review = known_review(state, command.review)
    if isinstance(review, Refusal) or review.signed or review.overdue_seq is not None:
        return []
    due_at = review.due["signed"]
    if ctx.now < due_at:
        return []
    data = ReviewOverdue(review=review.id, due_at=due_at, late_ms=ctx.now - due_at)
    return [draft("review.overdue", data, review.id, state, review.opened_seq)]


@applies("review.reminded", StepTold, of_drill=True, readers=EVERYBODY)
def was_reminded(state: "State", fact: Fact) -> None:
    """Applies the fact: the reminder of the step was given."""
    state.reviews.by_id[fact.data["review"]].reminded[fact.data["step"]] = fact.seq
    _tell(state, fact, "reminded")


@applies("review.escalated", StepTold, of_drill=True, readers=EVERYBODY)
def was_escalated(state: "State", fact: Fact) -> None:
    """Applies the fact: the superior has been told of the step."""
    state.reviews.by_id[fact.data["review"]].escalated[fact.data["step"]] = fact.seq
    _tell(state, fact, "escalated")


def _tell(state: "State", fact: Fact, kind: Literal["reminded", "escalated"]) -> None:
    d = fact.data
    skipped = tuple(d.get("skipped", ()))
    told = Telling(kind, d["step"], d["to_post"], d["to_person"], fact.seq, fact.at, skipped)
    state.reviews.by_id[d["review"]].tellings.append(told)


@applies("review.overdue", ReviewOverdue, of_drill=True, readers=EVERYBODY)
def is_overdue(state: "State", fact: Fact) -> None:
    """Applies the fact: the review is shown in red until it is signed."""
    state.reviews.by_id[fact.data["review"]].overdue_seq = fact.seq


def superiors(site: "Site", post: str | None) -> list[str]:
    """Returns the posts above a post, the nearest first; for one that has no superior, its deputy."""
    found: list[str] = []
    known = site.post_by_id.get(post or "")
    while known is not None and known.superior and known.superior not in found:
        found.append(known.superior)
        known = site.post_by_id.get(known.superior)
    own = site.post_by_id.get(post or "")
    return found or ([own.deputy] if own and own.deputy else [])


def chain_of(site: "Site", post: str | None) -> list[str]:
    """Returns the post, its deputy, its superiors, and at last every commanding post, to which a
    review without a leader falls."""
    known = site.post_by_id.get(post or "")
    own = [known.id, known.deputy] if known else []
    commanding = [one.id for one in site.posts if one.commands]
    return list(dict.fromkeys(p for p in [*own, *superiors(site, post), *commanding] if p))


def somebody(
    state: "State", site: "Site", chain: list[str]
) -> tuple[str | None, str | None, list[str]]:
    """Returns the first post of a chain whose holder can be notified, that holder, and the vacant
    posts before it.

    Where no holder has an address the first holder counts: they read it on the page. Where all
    posts are vacant, returns the first post and None.
    """
    held = [(post, state.roster.holders[post]) for post in chain if state.roster.holders.get(post)]
    for post, person in held:
        known = site.person_by_id.get(person or "")
        if known is not None and any(contact_of(state, known, channel) for channel in AT_ONCE):
            return post, person, _vacant(state, chain[: chain.index(post)])
    if held:
        post, person = held[0]
        return post, person, _vacant(state, chain[: chain.index(post)])
    return (chain[0] if chain else None), None, _vacant(state, chain)


def _vacant(state: "State", posts: list[str]) -> list[str]:
    return [post for post in posts if not state.roster.holders.get(post)]
