"""Completes a draft to a fact, except for its number, and computes the fingerprint of a command."""

import hashlib
import json

from command_center.domain.actor import Actor
from command_center.domain.fact import AtBasis, Draft, Fact
from command_center.domain.registry import FACTS, Command, Context

AT_ONCE_MS = 5_000
"""A command of one's own hand that says when it happened and arrives within so long was sent at once and not entered
later (ours): a phone says the time of each touch, because a touch may wait for a line. What somebody else's radio
message says of its time is entered later, however near it is."""


def complete(draft: Draft, command: Command, ctx: Context) -> Fact:
    """Returns the draft with everything that its command and context add. The registry checks its
    payload."""
    spec = FACTS[draft.kind]
    near = AT_ONCE_MS if command.speaker is None else 0
    late = command.at is not None and command.at < ctx.now - near
    backdated = draft.at is None and late
    drill = draft.drill or ctx.drill
    return Fact(
        seq=0,
        site=ctx.site.id,
        at=draft.at if draft.at is not None else ctx.when(command),
        at_basis=AtBasis.BACKDATED if backdated else AtBasis.OBSERVED,
        recorded_at=ctx.recorded_at or ctx.now,
        actor=ctx.actor.person or ctx.actor.id,
        actor_kind=ctx.actor.kind,
        via=draft.via or command.via,
        speaker=draft.speaker or command.speaker,
        kind=draft.kind,
        v=spec.v,
        data=spec.adapter.validate_python(draft.data, strict=True),
        incident=draft.incident,
        drill=drill,
        exercise=drill is not None,
        caused_by=draft.caused_by,
    )


def fingerprint_of(kind: str, command: Command, actor: Actor, drill: str | None = None) -> str:
    """Returns the fingerprint of a command that an idempotency key stands for: kind, fields as
    sent, sender, and drill."""
    sent = command.model_dump(mode="json", exclude_unset=True)
    asked = [kind, actor.id, sent] if drill is None else [kind, actor.id, sent, drill]
    text = json.dumps(asked, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
