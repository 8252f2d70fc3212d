"""Following a directive: acknowledged, started, done; then verified, sent back or withdrawn.

Done by word never moves a valve; a late acknowledgement is kept and marked late.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.directives.directive import Directive
from command_center.domain.fact import Draft, Fact
from command_center.domain.incidents.in_command import not_in_command
from command_center.domain.payload import Words
from command_center.domain.refusal import Decision, Phrase, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.speaking import speaks_for
from command_center.domain.text import Note, Reason

if TYPE_CHECKING:
    from command_center.domain.state import State

RECIPIENTS = (Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER)
ISSUERS = (Role.COMMANDER,)

FROM = {
    "directive.acknowledged": {"issued"},
    "directive.started": {"acknowledged"},
    "directive.progressed": {"acknowledged", "in_progress"},
    "directive.done": {"acknowledged", "in_progress"},
    "directive.refused": {"issued", "acknowledged", "in_progress"},
    "directive.verified": {"done"},
    "directive.returned": {"done"},
    "directive.withdrawn": {"issued", "acknowledged", "in_progress", "done"},
}
"""From which states each step may be taken: nothing is implied, an acknowledgement least of all."""


class NameDirective(Command):
    """Names a directive."""

    directive: str = Field(max_length=40)


class Noted(NameDirective):
    """Names a directive, with a note, and with what proves it: a photograph's or paper's number."""

    note: Note | None = None
    evidence: str | None = Field(default=None, max_length=200)


class Progress(Noted):
    """How far it has got, in per cent."""

    percent: int = Field(ge=0, le=100)


class Reasoned(NameDirective):
    """Names a directive, with the reason that such a step needs."""

    reason: Reason


class Acknowledged(TypedDict):
    """The recipient has taken it; `late` when after its time, and then by `late_ms`."""

    directive: str
    late: bool
    late_ms: int


class DirectiveNoted(TypedDict):
    """The recipient began, or says it is done."""

    directive: str
    note: str | Words | None
    evidence: str | None


class Progressed(TypedDict):
    """The recipient says how far it has got."""

    directive: str
    percent: int
    note: str | Words | None
    evidence: str | None


class DirectiveReasoned(TypedDict):
    """Refused by its recipient, or sent back or withdrawn by its issuer, with the reason."""

    directive: str
    reason: str | Words


class DirectiveNamed(TypedDict):
    """Verified by its issuer."""

    directive: str


May = Callable[["State", Directive, NameDirective, Context], Refusal | None]
"""Whether this hand may take a step with a directive; the refusal if not."""


def _recipient(
    state: "State", found: Directive, command: NameDirective, ctx: Context
) -> Refusal | None:
    """The person it was given to, or whoever holds the post now."""
    holder = state.roster.holders.get(found.to_post or "")
    if any(p and speaks_for(p, command, ctx) for p in (found.to_person, holder)):
        return None
    person = ctx.site.person_by_id.get(found.to_person or holder or "")
    post = ctx.site.post_by_id.get(found.to_post or "")
    name = person.name if person else post.name if post else found.id
    return Refusal("not_your_directive", {"name": name}, status=403)


def _issuer(
    state: "State", found: Directive, command: NameDirective, ctx: Context
) -> Refusal | None:
    """Whoever commands the incident."""
    return not_in_command(state.incidents[found.incident], ctx)


def _step(
    state: "State", command: NameDirective, ctx: Context, kind: str, may: May, **more: Any
) -> Decision:
    """The fact `kind` with what the command says, if it may follow the directive's present state.

    It answers the directive's last fact; `more` is what the command does not say itself.
    """
    found = state.directives.get(command.directive)
    if found is None:
        return Refusal("unknown_directive", {"directive": command.directive})
    if found.state not in FROM[kind]:
        now = Phrase(f"phrase.directive_{found.state}")
        return Refusal("directive_state", {"directive": found.id, "state": now})
    if refusal := may(state, found, command, ctx):
        return refusal
    data = command.model_dump(exclude=set(Command.model_fields)) | more
    return [Draft(kind, data, found.incident, caused_by=found.history[-1])]


@decides("directive.ack", NameDirective, RECIPIENTS)
def acknowledge(state: "State", command: NameDirective, ctx: Context) -> Decision:
    """Taken, even when late."""
    found = state.directives.get(command.directive)
    late_ms = max(0, ctx.when(command) - found.ack_by) if found else 0
    late = {"late": late_ms > 0, "late_ms": late_ms}
    return _step(state, command, ctx, "directive.acknowledged", _recipient, **late)


@decides("directive.start", Noted, RECIPIENTS)
def start(state: "State", command: Noted, ctx: Context) -> Decision:
    """Work has begun."""
    return _step(state, command, ctx, "directive.started", _recipient)


@decides("directive.progress", Progress, RECIPIENTS)
def progress(state: "State", command: Progress, ctx: Context) -> Decision:
    """A per cent and a note."""
    return _step(state, command, ctx, "directive.progressed", _recipient)


@decides("directive.done", Noted, RECIPIENTS)
def done(state: "State", command: Noted, ctx: Context) -> Decision:
    """Done by the recipient's word."""
    return _step(state, command, ctx, "directive.done", _recipient)


@decides("directive.refuse", Reasoned, RECIPIENTS)
def refuse(state: "State", command: Reasoned, ctx: Context) -> Decision:
    """The recipient cannot or will not, and says why."""
    return _step(state, command, ctx, "directive.refused", _recipient)


@decides("directive.verify", NameDirective, ISSUERS)
def verify(state: "State", command: NameDirective, ctx: Context) -> Decision:
    """The issuer accepts it; an evacuation only when everybody is accounted for."""
    decision = _step(state, command, ctx, "directive.verified", _issuer)
    if isinstance(decision, Refusal):
        return decision
    found = state.directives[command.directive]
    headcount = state.incidents[found.incident].evacuation
    if found.evacuates and headcount and headcount.unaccounted:
        return Refusal("evacuation_unaccounted", {"count": headcount.unaccounted})
    return decision


@decides("directive.return", Reasoned, ISSUERS)
def send_back(state: "State", command: Reasoned, ctx: Context) -> Decision:
    """Not good enough: back to its recipient."""
    return _step(state, command, ctx, "directive.returned", _issuer)


@decides("directive.withdraw", Reasoned, ISSUERS)
def withdraw(state: "State", command: Reasoned, ctx: Context) -> Decision:
    """No longer wanted."""
    return _step(state, command, ctx, "directive.withdrawn", _issuer)


def _advance(state: "State", fact: Fact, word: str) -> Directive:
    found = state.directives[fact.data["directive"]]
    found.state = word
    found.history.append(fact.seq)
    if not found.open:
        state.in_hand.ended(found)
    return found


def _note(found: Directive, fact: Fact) -> None:
    """The newest note and evidence stand; a word without any leaves them."""
    found.note = fact.data["note"] or found.note
    found.evidence = fact.data.get("evidence") or found.evidence  # v1 had none


@applies("directive.acknowledged", Acknowledged)
def acknowledged(state: "State", fact: Fact) -> None:
    """Taken, on time or late."""
    found = _advance(state, fact, "acknowledged")
    found.acknowledged_at = fact.at
    found.ack_late = fact.data["late"]
    found.via = fact.via.value
    found.speaker = fact.speaker


@applies("directive.started", DirectiveNoted, v=2)
def started(state: "State", fact: Fact) -> None:
    """In progress."""
    found = _advance(state, fact, "in_progress")
    found.started_at = fact.at
    _note(found, fact)


@applies("directive.progressed", Progressed, v=2)
def progressed(state: "State", fact: Fact) -> None:
    """In progress, so far."""
    found = _advance(state, fact, "in_progress")
    found.progress = fact.data["percent"]
    _note(found, fact)


@applies("directive.done", DirectiveNoted, v=2)
def was_done(state: "State", fact: Fact) -> None:
    """Waits to be verified."""
    found = _advance(state, fact, "done")
    found.done_at = fact.at
    found.progress = 100
    _note(found, fact)


@applies("directive.refused", DirectiveReasoned)
def was_refused(state: "State", fact: Fact) -> None:
    """Somebody else must."""
    found = _advance(state, fact, "refused")
    found.reason = fact.data["reason"]
    found.ended_at = fact.at


@applies("directive.verified", DirectiveNamed)
def verified(state: "State", fact: Fact) -> None:
    """Closed."""
    _advance(state, fact, "verified").ended_at = fact.at


@applies("directive.returned", DirectiveReasoned)
def was_sent_back(state: "State", fact: Fact) -> None:
    """In progress again, with the reason."""
    found = _advance(state, fact, "in_progress")
    found.returned = True
    found.done_at = None
    found.reason = fact.data["reason"]


@applies("directive.withdrawn", DirectiveReasoned)
def was_withdrawn(state: "State", fact: Fact) -> None:
    """Ended by its issuer."""
    found = _advance(state, fact, "withdrawn")
    found.reason = fact.data["reason"]
    found.ended_at = fact.at
