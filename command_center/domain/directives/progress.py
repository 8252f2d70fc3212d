"""Commands that move a directive on: acknowledge, start, progress, done; then verify, send back or
withdraw.

A report of *done* never changes the state of a valve. A late acknowledgement is kept and marked
late.
"""

from collections.abc import Callable
from typing import Any

from pydantic import Field

from command_center.domain.actor import ActorKind, Role
from command_center.domain.directives.disputed import disputes, in_words
from command_center.domain.directives.followed import STEPS, Attached
from command_center.domain.directives.hands import may_answer, recipients
from command_center.domain.fact import Draft
from command_center.domain.fields import DirectiveId, Sha256
from command_center.domain.incidents.in_command import not_in_command
from command_center.domain.presence import unaccounted
from command_center.domain.refusal import Decision, Phrase, Refusal
from command_center.domain.registry import Command, Context, decides
from command_center.domain.speaking import speaks_for
from command_center.domain.state import State
from command_center.domain.state.directives.directive import Directive
from command_center.domain.text import Note, Reason

MOST_ATTACHED = 12
"""Photographs and voice notes of one directive (ours)."""
RECIPIENTS = (Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER)
ISSUERS = (Role.COMMANDER,)


class NameDirective(Command):
    """Names the directive that a command is about."""

    directive: DirectiveId


class Noted(NameDirective):
    """Names a directive, with a note and a reference to a photograph or paper that proves the work."""

    note: Note | None = None
    evidence: str | None = Field(default=None, max_length=200)


class TakeBack(NameDirective):
    """Take back a mistaken report of done, with a note on what is still to be done."""

    note: Note | None = None


class Attach(NameDirective):
    """Attach a photograph or a voice note that the recipient has brought of the work, by its SHA-256."""

    sha256: Sha256


class Progress(Noted):
    """Report how far a directive has got, in per cent."""

    percent: int = Field(ge=0, le=100)


class Reasoned(NameDirective):
    """Names a directive and gives a reason."""

    reason: Reason


class Accept(NameDirective):
    """Accept the work of a directive; with the reason where the plant or a lock contradicts the
    report."""

    reason: Reason | None = None


May = Callable[[State, Directive, NameDirective, Context], Refusal | None]
"""Whether this hand may take a step with a directive; the refusal if not."""


def _recipient(
    state: State, found: Directive, command: NameDirective, ctx: Context
) -> Refusal | None:
    """Refuses whoever may not report on the directive. Allowed are the person it was given to,
    whoever holds the post now, and those to whom it was escalated."""
    if any(speaks_for(person, command, ctx) for person in may_answer(state, found)):
        return None
    known = ctx.site.person_by_id
    person = next((known[one] for one in recipients(state, found) if one in known), None)
    post = ctx.site.post_by_id.get(found.to_post or "")
    name = person.name if person else post.name if post else found.id
    return Refusal("not_your_directive", {"name": name}, status=403)


def _issuer(state: State, found: Directive, command: NameDirective, ctx: Context) -> Refusal | None:
    """Refuses anybody but the commander of the incident."""
    return not_in_command(state.incidents[found.incident], ctx)


def _step(
    state: State, command: NameDirective, ctx: Context, kind: str, may: May, **more: Any
) -> Decision:
    """Returns the fact `kind` with the command's data, if the directive's present state allows that
    step; else a refusal. One that has ended with its incident takes only what was done before the
    close and comes late, from a phone without network for example.

    The fact answers the directive's last fact. `more` is data that the command does not hold.
    """
    found = state.directives.get(command.directive)
    if found is None:
        return Refusal("unknown_directive", {"directive": command.directive})
    before_the_close = found.ended_at is not None and ctx.when(command) <= found.ended_at
    if found.state == "ended" and not before_the_close:
        return Refusal("incident_closed", {"incident": found.incident})
    if (found.reached or found.state) not in STEPS[kind].taken_from:
        now = Phrase(f"phrase.directive_{found.state}")
        mend = Phrase(f"mends.directive_{found.state}")
        return Refusal("directive_state", {"directive": found.id, "state": now, "mend": mend})
    if refusal := may(state, found, command, ctx):
        return refusal
    data = command.model_dump(exclude=set(Command.model_fields)) | more
    return [Draft(kind, data, found.incident, caused_by=found.history[-1])]


@decides("directive.ack", NameDirective, RECIPIENTS)
def acknowledge(state: State, command: NameDirective, ctx: Context) -> Decision:
    """Acknowledges a directive for its recipient, in time or late."""
    found = state.directives.get(command.directive)
    late_ms = max(0, ctx.when(command) - found.ack_by) if found else 0
    late = {"late": late_ms > 0, "late_ms": late_ms}
    return _step(state, command, ctx, "directive.acknowledged", _recipient, **late)


@decides("directive.start", Noted, RECIPIENTS)
def start(state: State, command: Noted, ctx: Context) -> Decision:
    """Records that the recipient begins the work of a directive."""
    return _step(state, command, ctx, "directive.started", _recipient)


@decides("directive.progress", Progress, RECIPIENTS)
def progress(state: State, command: Progress, ctx: Context) -> Decision:
    """Records the recipient's progress on a directive: per cent and a note."""
    return _step(state, command, ctx, "directive.progressed", _recipient)


@decides("directive.done", Noted, RECIPIENTS)
def done(state: State, command: Noted, ctx: Context) -> Decision:
    """Records that the recipient reports a directive as done."""
    return _step(state, command, ctx, "directive.done", _recipient)


@decides("directive.attach", Attach, RECIPIENTS)
def attach(state: State, command: Attach, ctx: Context) -> Decision:
    """Attaches what the recipient has brought to a directive, in whatever state it is by then: it
    follows the words, and may come hours after them."""
    found = state.directives.get(command.directive)
    if found is None:
        return Refusal("unknown_directive", {"directive": command.directive})
    if refusal := _recipient(state, found, command, ctx):
        return refusal
    if any(one["sha256"] == command.sha256 for one in found.attached):
        return []
    if len(found.attached) >= MOST_ATTACHED:
        return Refusal("attached_full", {"directive": found.id, "most": MOST_ATTACHED})
    known = None if ctx.evidence is None else ctx.evidence(command.sha256)
    if known is None or not known.brought_by(ctx.actor.person):
        return Refusal("attached_not_brought")
    data = Attached(
        directive=found.id, sha256=command.sha256, type=known.type, flags=list(known.flags)
    )
    return [Draft("directive.attached", data, found.incident, caused_by=found.issued_seq)]


@decides("directive.take_back", TakeBack, RECIPIENTS)
def take_back(state: State, command: TakeBack, ctx: Context) -> Decision:
    """Takes back a mistaken *done* of the recipient, until the directive is verified. A virtual
    person cannot do so."""
    if ctx.actor.kind is ActorKind.VIRTUAL:
        return Refusal("virtual_takes_back", status=403)
    found = state.directives.get(command.directive)
    said_done = found.history[-1] if found else 0
    return _step(
        state, command, ctx, "directive.taken_back", _recipient, takes_back=said_done
    )  # fmt: skip


@decides("directive.refuse", Reasoned, RECIPIENTS)
def refuse(state: State, command: Reasoned, ctx: Context) -> Decision:
    """Records that the recipient refuses a directive, with the reason."""
    return _step(state, command, ctx, "directive.refused", _recipient)


@decides("directive.verify", Accept, ISSUERS)
def verify(state: State, command: Accept, ctx: Context) -> Decision:
    """Verifies the work for the issuer. Where the plant or a lock contradicts the report, a reason
    is needed. An evacuation is verified only when everybody is accounted for."""
    known = state.directives.get(command.directive)
    against = disputes(state, ctx.site, known) if known is not None else []
    codes = [dispute["code"] for dispute in against]
    decision = _step(state, command, ctx, "directive.verified", _issuer, against=codes)
    if isinstance(decision, Refusal):
        return decision
    found = state.directives[command.directive]
    if against and command.reason is None:
        words = [in_words(ctx.site, dispute) for dispute in against]
        return Refusal("directive_disputed", {"directive": found.id, "against": words})
    open_ = unaccounted(state, state.incidents[found.incident])
    if found.evacuates and open_:
        return Refusal("evacuation_unaccounted", {"count": open_})
    return decision


@decides("directive.return", Reasoned, ISSUERS)
def send_back(state: State, command: Reasoned, ctx: Context) -> Decision:
    """Sends a directive back to its recipient, with a reason, because the issuer does not accept
    the work."""
    return _step(state, command, ctx, "directive.returned", _issuer)


@decides("directive.withdraw", Reasoned, ISSUERS)
def withdraw(state: State, command: Reasoned, ctx: Context) -> Decision:
    """Withdraws a directive that is not needed any more, with a reason. A plan step whose directive was
    refused is settled by this and need not be issued again.
    """
    return _step(state, command, ctx, "directive.withdrawn", _issuer)
