"""Makes the fact of a new directive: resolves the recipient, and freezes the recipient and the
times with it."""

from dataclasses import dataclass, field, fields

from typing_extensions import TypedDict

from command_center.domain.fact import Draft, Fact
from command_center.domain.notifications.ladder import Step, ladder
from command_center.domain.notifications.replies import page
from command_center.domain.notifications.wanted import gets_messages
from command_center.domain.payload import Words
from command_center.domain.readers import EVERYBODY
from command_center.domain.registry import Context, applies
from command_center.domain.site.model import Category, Post, Site, Urgency
from command_center.domain.state import State
from command_center.domain.state.directives.directive import Directive
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.notices.notice import SENT, Rung

ACK_WITHIN_S = {
    Urgency.LIFE_SAFETY: 30,
    Urgency.URGENT: 60,
    Urgency.NORMAL: 180,
    Urgency.ROUTINE: 600,
}
"""Seconds to acknowledge, by urgency (docs/domain.md, "Directive")."""


WORK_S = {
    Urgency.LIFE_SAFETY: 300,
    Urgency.URGENT: 600,
    Urgency.NORMAL: 1800,
    Urgency.ROUTINE: 14_400,
}
"""Seconds for the work when neither the issuer nor a plan's step says: ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """The content of a directive before it is issued. `to` is a post or a person. `due_at` (UTC
    epoch ms) follows from the urgency if it is not given."""

    to: str
    text: Words
    urgency: Urgency
    category: Category
    place: str | None = None
    step: str | None = None
    kit: str | None = None
    acts_on: list[str] = field(default_factory=list)
    evacuates: list[str] = field(default_factory=list)
    mobilises: str | None = None
    due_at: int | None = None
    supersedes: str | None = None


class DirectiveIssued(TypedDict):
    """A directive was issued. Its recipient, its escalation chain and its times are frozen with it.
    One to oneself notifies nobody: it has no chain, and no time from which it is paged."""

    id: str
    text: Words
    to_post: str | None
    to_person: str | None
    urgency: str
    category: str
    place: str | None
    step: str | None
    kit: str | None
    acts_on: list[str]
    evacuates: list[str]
    mobilises: str | None
    ack_by: int
    due_at: int
    chain: list[str]
    paged_from: int | None
    ladder: list[Rung]
    conflict: bool
    supersedes: str | None


_FOLLOWED = frozenset(kept.name for kept in fields(Directive))
"""What the fact says and the board follows stands under one name in both."""


def draft_directive(
    state: State, ctx: Context, incident: Incident, told: Instruction, at: int, *, ahead: int = 0
) -> Draft:
    """Returns the fact of a directive issued at `at` (UTC epoch ms), with its recipient resolved
    and its times frozen. `ahead` is how many directives the same decision issues before it."""
    post = told.to if told.to in ctx.site.post_by_id else None
    person = state.roster.holders.get(told.to) if post else told.to
    asked = _asked(state, ctx, post, person)
    own = person is not None and person == ctx.actor.person
    payload = DirectiveIssued(
        id=state.name("DIR", len(state.directives) + 1 + ahead),
        text=told.text,
        to_post=post,
        to_person=person,
        urgency=told.urgency.value,
        category=told.category.value,
        place=told.place,
        step=told.step,
        kit=told.kit,
        acts_on=told.acts_on,
        evacuates=told.evacuates,
        mobilises=told.mobilises,
        ack_by=at + ACK_WITHIN_S[told.urgency] * 1000,
        due_at=told.due_at or at + WORK_S[told.urgency] * 1000,
        chain=chain_of(ctx, post),
        paged_from=None if own else ctx.now,
        ladder=[]
        if own
        else ladder(
            told.urgency,
            ACK_WITHIN_S[told.urgency],
            asked,
            _at_once(state, ctx.site, person, asked),
        ),
        conflict=any(d.id != told.supersedes for d in state.in_hand.of_person(person)),
        supersedes=told.supersedes,
    )
    return Draft("directive.issued", payload, incident.id, caused_by=_cause(state, incident, at))


def _cause(state: State, incident: Incident, at: int) -> int:
    """Returns the fact that a directive answers: the acknowledgement of the alarm, if it was given
    by then, else the opening of the incident."""
    answered = incident.answered_seq
    if answered is not None and state.times[answered - 1] <= at:
        return answered
    return incident.opened_seq


def chain_of(ctx: Context, post: str | None) -> list[str]:
    """Returns the deputy and then the superior of a post: the posts to which an unanswered
    directive escalates, frozen at issue."""
    found = ctx.site.post_by_id.get(post or "")
    return [p for p in (found.deputy, found.superior) if p] if found else []


def _asked(state: State, ctx: Context, post: str | None, person: str | None) -> Post | None:
    """Returns the post whose deputy and superior form the escalation chain; for a person, the first
    post that they hold."""
    held = [post] if post else state.roster.posts_of(person)
    return ctx.site.post_by_id.get(held[0]) if held else None


def _at_once(state: State, site: Site, person: str | None, post: Post | None) -> list[Step]:
    """Returns the step of the escalation that is taken at once because no message goes to the
    recipient, who cannot have been told: the deputy or superior, the first who is on site and gets
    messages."""
    if post is None or _reached(state, site, person):
        return []
    others: list[tuple[Step, str | None]] = [("deputy", post.deputy), ("superior", post.superior)]
    for step, name in others:
        other = state.roster.holder_on_site(name or "")
        if other is not None and other != person and _reached(state, site, other):
            return [step]
    return []


def _reached(state: State, site: Site, person: str | None) -> bool:
    """Returns whether a person can be sent a message."""
    known = site.person_by_id.get(person or "")
    return known is not None and gets_messages(state, known)


@applies("directive.issued", DirectiveIssued, v=2, readers=EVERYBODY)
def issued(state: State, fact: Fact) -> None:
    """Applies the fact: the directive is on the board. A directive that it supersedes has ended."""
    new = Directive(
        incident=fact.incident or "",
        issuer=fact.actor,
        issued_at=fact.at,
        issued_seq=fact.seq,
        history=[fact.seq],
        number=len(state.in_hand.given.get(fact.incident or "", ())) + 1,
        **{name: value for name, value in fact.data.items() if name in _FOLLOWED},
    )
    if new.paged_from is not None and new.to_person is not None:  # v1 and oneself: nobody
        new.pages.append(page(state, new, SENT, new.to_person, fact.seq, fact.at, new.to_post))
    state.directives[new.id] = new
    state.in_hand.issued(new)
    old = state.directives.get(new.supersedes or "")
    if old is not None:
        old.state = "superseded"
        old.ended_at = fact.at
        old.history.append(fact.seq)
        state.in_hand.ended(old)
