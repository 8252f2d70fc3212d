"""An answer to a notice: by a button, by the code of a text message, or by a key during a call.

It counts as given by the person to whose address the notice went, as long as the address is still
theirs.
"""

from collections.abc import Sequence
from dataclasses import replace

from command_center.domain.actor import ActorKind, Role, Via
from command_center.domain.directives.authority_requests import UNEXPLAINED, draft_answer
from command_center.domain.fact import Draft, Fact
from command_center.domain.incidents.authorities.outside import OutsideAnswered
from command_center.domain.notifications.answers import Word, answers_to
from command_center.domain.notifications.campaigns import confirmation
from command_center.domain.notifications.carriers import not_its_carrier
from command_center.domain.notifications.contacts_now import contacts_of
from command_center.domain.notifications.delivery_facts import (
    NameDelivery,
    Notified,
    notice_of,
    notified,
)
from command_center.domain.notifications.subjects import Subject
from command_center.domain.payload import Words
from command_center.domain.people.headcount import SaidSafe, counting
from command_center.domain.people.sos import SosNamed
from command_center.domain.presence import is_on_air
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Phrase, Refusal
from command_center.domain.registry import Context, applies, decides
from command_center.domain.state import State
from command_center.domain.state.directives.directive import Directive
from command_center.domain.state.directives.request import Request
from command_center.domain.state.notices.campaign import Campaign
from command_center.domain.state.notices.notice import Notice, Proof
from command_center.domain.state.notices.paging import Paging
from command_center.domain.state.review import Review

_FACTS: dict[Word, str] = {
    "acknowledge": "directive.acknowledged",
    "start": "directive.started",
    "refuse": "directive.refused",
}
NO_REASON = Words(zh="通过手机回复拒绝，未说明理由", en="Refused by telephone, no reason given")
"""A button or a key gives no reason; the fact says so, because a refusal has one."""


class AnswerNotice(NameDelivery):
    """Record what a person answered to a notice."""

    word: Word


class NoticeAnswered(Notified):
    """A person answered a notice. The facts recorded with it hold what follows from the answer."""

    word: str


@decides("notification.answer", AnswerNotice, [Role.CARRIER])
def answer(state: State, command: AnswerNotice, ctx: Context) -> Decision:
    """Takes a person's answer to a notice. In their name it acknowledges, begins or refuses the
    directive, answers a call for help or to their outside unit, grants or denies authority, accounts for them in an
    evacuation, or confirms a contact. It is refused where the address has changed since, where
    no answer is awaited, and for a carrier of another channel. The same answer again records
    nothing."""
    known = notice_of(state, command.delivery)
    if known is None:
        return Refusal("unknown_delivery", {"delivery": command.delivery})
    subject, notice = known
    if (
        refusal := not_its_carrier(notice, ctx)
        or _anonymous(ctx)
        or _not_theirs(state, notice, ctx)
    ):
        return refusal
    if notice.answer == command.word:
        return []
    if command.word not in answers_to(state, subject, notice.person):
        return _not_awaited(state, subject, notice, command, ctx)
    told = NoticeAnswered(**notified(subject, notice), word=command.word)
    incident = None if isinstance(subject, Review | Campaign) else subject.incident
    at = _when(state, command, ctx, notice)
    drafts = [Draft("notification.answered", told, incident, caused_by=notice.seq)]
    drafts += _effects(state, subject, notice, command.word, at)
    return [replace(draft, at=at, speaker=notice.person, via=Via.PHONE) for draft in drafts]


def _anonymous(ctx: Context) -> Refusal | None:
    """Refuses a carrier without a channel of its own, because nothing limits what it may answer."""
    if ctx.actor.channel is None and ctx.actor.kind is not ActorKind.VIRTUAL:
        return Refusal("carrier_without_channel", status=403)
    return None


def _not_theirs(state: State, notice: Notice, ctx: Context) -> Refusal | None:
    """Refuses an answer from an address that is no longer the person's, because somebody else may
    have it now. A person may have several addresses of one channel."""
    person = ctx.site.person_by_id.get(notice.person)
    if person is None:
        return Refusal("unknown_person", {"person": notice.person})
    if all(contact.version != notice.address for contact in contacts_of(state, person)):
        return Refusal("answer_address", {"name": person.name}, status=403)
    return None


def _not_awaited(
    state: State, subject: Subject, notice: Notice, command: AnswerNotice, ctx: Context
) -> Decision:
    """Returns why the answer changes nothing. A person's own second acknowledgement, by another
    channel, is accepted without a fact."""
    if isinstance(subject, Directive):
        found = subject
        own = found.acknowledged_by == notice.person and found.state == "acknowledged"
        if command.word == "acknowledge" and own:
            return []
        now = Phrase(f"phrase.directive_{found.state}")
        return Refusal("answer_not_awaited", {"subject": found.id, "state": now})
    over = Phrase("phrase.nothing_awaited")
    return Refusal("answer_not_awaited", {"subject": subject.id, "state": over})


def _when(state: State, command: AnswerNotice, ctx: Context, notice: Notice) -> int:
    """Returns when the person answered (UTC epoch ms): never before the notice was sent, whatever
    the provider's clock says. In a drill it is now, because a provider knows no exercise time."""
    if ctx.drill is not None:
        return ctx.now
    return max(ctx.when(command), min(notice.sent_at, ctx.now))


def _effects(
    state: State, subject: Subject, notice: Notice, word: Word, at: int
) -> Sequence[Draft]:
    if isinstance(subject, Directive):
        return [_of_directive(subject, notice, word, at)]
    if isinstance(subject, Request):
        granted = word == "grant"
        kind = "authority.granted" if granted else "authority.denied"
        reason = None if granted else UNEXPLAINED
        return [draft_answer(state, subject, kind, at, reason)]
    if isinstance(subject, Campaign):
        confirmed = confirmation(subject, notice.step, "answer")
        return [Draft("contact.confirmed", confirmed, caused_by=subject.seq)]
    if not isinstance(subject, Paging):
        return []
    if subject.kind == "sos":
        sos = state.sos[subject.about]
        return [Draft("person.sos_answered", SosNamed(person=sos.person), caused_by=sos.seq)]
    if subject.kind == "outside":
        call = state.incidents[subject.incident or ""].calls[subject.about]
        said = OutsideAnswered(unit=subject.about, reference=None)
        return [Draft("outside.answered", said, subject.incident, caused_by=call.seq)]
    if subject.kind == "evacuation" and word == "safe" and not is_on_air(state, notice.person):
        safe = SaidSafe(person=notice.person, channel=notice.channel)
        return [
            Draft("person.said_safe", safe, incident, caused_by=headcount.ordered_seq)
            for incident, headcount in counting(state, notice.person)
        ]
    return []


def _of_directive(found: Directive, notice: Notice, word: Word, at: int) -> Draft:
    data: dict[str, object] = {"directive": found.id, "channel": notice.channel}
    if word == "acknowledge":
        late_ms = max(0, at - found.ack_by)
        data |= {"late": late_ms > 0, "late_ms": late_ms}
    elif word == "start":
        data |= {"note": None, "evidence": None}
    else:
        data |= {"reason": NO_REASON}
    return Draft(_FACTS[word], data, found.incident, caused_by=found.history[-1])


@applies("notification.answered", NoticeAnswered, readers=EVERYBODY)
def was_answered(state: State, fact: Fact) -> None:
    """Applies the fact: the notice is answered and read, and the address counts as verified because
    its person answered."""
    known = notice_of(state, fact.data["delivery"])
    if known is None:
        return
    _, notice = known
    notice.answer = fact.data["word"]
    notice.answered_at = fact.at
    notice.state = "read"
    notice.read_at = notice.read_at or fact.at
    state.proofs[(notice.person, notice.address)] = Proof(fact.at)
