"""Records what became of each attempt to notify somebody: sent, delivered, read or failed, each as
a fact.

Delivered or read never means acknowledged. Whoever carries the messages reports by the public API;
the board knows nothing else about a telephone.
"""

from typing import Literal, NotRequired, cast

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.notifications.carriers import not_its_carrier
from command_center.domain.notifications.subjects import Subject, subject_of
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Phrase, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.state import State
from command_center.domain.state.directives.directive import Directive
from command_center.domain.state.directives.request import Request
from command_center.domain.state.notices.campaign import Campaign
from command_center.domain.state.notices.notice import STALE, Channel, Error, Notice, Proof
from command_center.domain.state.review import Review

CARRIERS = (Role.CARRIER, Role.DUTY)
"""Not whoever feeds the plant's values in: a gas detector's token proves nobody's telephone."""


class SendNotice(Command):
    """Record that a notice was sent, or could not be (`error`), as the outbox has it."""

    delivery: str = Field(max_length=120)
    subject: str = Field(max_length=40)
    step: str = Field(max_length=64)
    person: str = Field(max_length=64)
    channel: Channel
    address_version: str = Field(max_length=16)
    attempt: int = Field(ge=1, le=1_000_000)
    error: Error | None = None
    unsure: bool = False
    merged_into: str | None = Field(default=None, max_length=120)


class NameDelivery(Command):
    """Names a delivery, as `notification.sent` does."""

    delivery: str = Field(max_length=120)


class FailDelivery(NameDelivery):
    """Record that a delivery did not reach its address, and why."""

    error: Error


class _Subject(TypedDict):
    """What somebody is notified of: exactly one of these. `paging` is that of an evacuation, a call
    for help, an alarm, a kit or a step of a matter."""

    directive: str | None
    request: str | None
    review: NotRequired[str | None]
    campaign: NotRequired[str | None]
    paging: NotRequired[str | None]


class _Marks(TypedDict, total=False):
    """Fields of a notice that was sent in an unusual way."""

    unsure: bool
    merged_into: str | None


class Notified(_Subject, _Marks):
    """A notice was sent, reached its address, or was read there. `attempt` above 1 was sent again
    after a crash: it may have arrived twice. `unsure`: nobody knows whether the provider
    accepted it. `merged_into`: another delivery's message covered it, because of a provider's
    limit. None of these is an acknowledgement."""

    delivery: str
    step: str
    person: str
    channel: str
    address_version: str
    attempt: int


class NotNotified(Notified):
    """A notice did not reach its address. The contact is unverified from now on."""

    error: str


@decides("notification.send", SendNotice, [Role.DUTY])
def send(state: State, command: SendNotice, ctx: Context) -> Decision:
    """Records that a notice was sent, or could not be. The same delivery is recorded only once."""
    found = subject_of(state, command.subject)
    if found is None:
        return Refusal("unknown_delivery", {"delivery": command.delivery})
    if command.person not in ctx.site.person_by_id:
        return Refusal("unknown_person", {"person": command.person})
    if command.delivery in found.notices:
        return []
    page = next((p for p in found.pages if p.step == command.step), None)
    if page is None or page.person != command.person:
        return Refusal("unknown_delivery", {"delivery": command.delivery})
    marks = _Marks()
    if command.unsure:
        marks["unsure"] = True
    if command.merged_into is not None:
        marks["merged_into"] = command.merged_into
    data = Notified(
        delivery=command.delivery,
        **_named(found),
        **marks,
        step=command.step,
        person=command.person,
        channel=command.channel,
        address_version=command.address_version,
        attempt=command.attempt,
    )
    return [_fact("sent", found, data, command.error, page.seq)]


def _fact(word: str, of: Subject, data: Notified, error: str | None, cause: int) -> Draft:
    """Returns the fact of what became of a notice. One about a review does not belong to the
    incident, which is over, and one of a campaign belongs to none."""
    incident = None if isinstance(of, Review | Campaign) else of.incident
    if error is None:
        return Draft(f"notification.{word}", data, incident, caused_by=cause)
    failed = cast(NotNotified, {**data, "error": error})
    return Draft("notification.failed", failed, incident, caused_by=cause)


def _named(subject: Subject) -> _Subject:
    named = _Subject(directive=None, request=None)
    if isinstance(subject, Directive):
        named["directive"] = subject.id
    elif isinstance(subject, Request):
        named["request"] = subject.id
    elif isinstance(subject, Campaign):
        named["campaign"] = subject.id
    elif isinstance(subject, Review):
        named["review"] = subject.id
    else:
        named["paging"] = subject.id
    return named


def notified(subject: Subject, notice: Notice) -> Notified:
    """Returns the fields that all facts about a notice have."""
    return Notified(
        delivery=notice.id,
        **_named(subject),
        **_Marks(),
        step=notice.step,
        person=notice.person,
        channel=notice.channel,
        address_version=notice.address,
        attempt=notice.attempt,
    )


def notice_of(state: State, delivery: str) -> tuple[Subject, Notice] | None:
    """Returns a recorded notice and its subject; None where it is unknown."""
    subject = subject_of(state, delivery.rpartition("/")[0].rpartition("/")[0])
    notice = subject.notices.get(delivery) if subject else None
    return (subject, notice) if subject and notice else None


Outcome = Literal["delivered", "read", "failed"]
FROM: dict[Outcome, frozenset[str]] = {
    "delivered": frozenset({"sent", "failed"}),
    "read": frozenset({"sent", "delivered", "failed"}),
    "failed": frozenset({"sent"}),
}
"""From which states each outcome may follow: one that was given up may have arrived all the same, and its receipt
comes late. The same word twice is one: carriers repeat themselves."""
_STANDS: dict[Outcome, frozenset[str]] = {
    "delivered": frozenset({"delivered", "read"}),
    "read": frozenset({"read"}),
    "failed": frozenset({"failed"}),
}


def _outcome(
    state: State, command: NameDelivery, ctx: Context, outcome: Outcome, error: str | None = None
) -> Decision:
    known = notice_of(state, command.delivery)
    if known is None:
        return Refusal("unknown_delivery", {"delivery": command.delivery})
    subject, notice = known
    if refusal := not_its_carrier(notice, ctx):
        return refusal
    if notice.state in _STANDS[outcome]:
        return []
    if notice.state not in FROM[outcome]:
        now = Phrase(f"phrase.notice_{notice.state}")
        return Refusal("delivery_state", {"delivery": notice.id, "state": now})
    return [_fact(outcome, subject, notified(subject, notice), error, notice.seq)]


@decides("notification.deliver", NameDelivery, CARRIERS)
def deliver(state: State, command: NameDelivery, ctx: Context) -> Decision:
    """Records that a notice has reached its address."""
    return _outcome(state, command, ctx, "delivered")


@decides("notification.read", NameDelivery, CARRIERS)
def read(state: State, command: NameDelivery, ctx: Context) -> Decision:
    """Records that somebody has opened a notice."""
    return _outcome(state, command, ctx, "read")


@decides("notification.fail", FailDelivery, CARRIERS)
def fail(state: State, command: FailDelivery, ctx: Context) -> Decision:
    """Records that a notice failed: it did not reach its address and will not."""
    return _outcome(state, command, ctx, "failed", command.error)


def _noted(state: State, fact: Fact) -> Notice:
    """The notice of a fact, begun by the first fact of it."""
    d = fact.data
    ident = d["directive"] or d["request"] or d.get("review") or d.get("paging") or d["campaign"]
    subject = subject_of(state, ident)
    assert subject is not None
    notices = subject.notices
    if d["delivery"] not in notices:
        notices[d["delivery"]] = Notice(
            d["delivery"], d["step"], d["person"], d["channel"], d["address_version"],
            d["attempt"], fact.at, fact.seq,
        )  # fmt: skip
        if d["directive"]:
            state.in_hand.heard(state.directives[ident], d["person"])
    return notices[d["delivery"]]


@applies("notification.sent", Notified, readers=EVERYBODY)
def was_sent(state: State, fact: Fact) -> None:
    """Applies the fact: the notice is sent."""
    _noted(state, fact)


@applies("notification.delivered", Notified, readers=EVERYBODY)
def was_delivered(state: State, fact: Fact) -> None:
    """Applies the fact: the notice has arrived, which verifies the address."""
    notice = _noted(state, fact)
    notice.state = "delivered"
    notice.delivered_at = fact.at
    state.proofs[(notice.person, notice.address)] = Proof(fact.at)


@applies("notification.read", Notified, readers=EVERYBODY)
def was_read(state: State, fact: Fact) -> None:
    """Applies the fact: the notice was read, which verifies the address. Reading is no
    acknowledgement."""
    notice = _noted(state, fact)
    notice.state = "read"
    notice.read_at = fact.at
    state.proofs[(notice.person, notice.address)] = Proof(fact.at)


@applies("notification.failed", NotNotified, readers=EVERYBODY)
def has_failed(state: State, fact: Fact) -> None:
    """Applies the fact: the notice failed; if the address was the reason, it is unverified."""
    notice = _noted(state, fact)
    notice.state = "failed"
    notice.error = fact.data["error"]
    notice.failed_at = fact.at
    if notice.error in STALE:
        state.proofs[(notice.person, notice.address)] = Proof(fact.at, notice.error)
