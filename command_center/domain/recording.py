"""How a draft becomes a fact: everything but its number, which the journal gives."""

from command_center.domain.fact import AtBasis, Draft, Fact
from command_center.domain.registry import FACTS, Command, Context


def complete(draft: Draft, command: Command, ctx: Context) -> Fact:
    """The draft with all that its command and context say; its payload checked by the registry."""
    spec = FACTS[draft.kind]
    backdated = draft.at is None and command.at is not None and command.at < ctx.now
    return Fact(
        seq=0,
        site=ctx.site.id,
        at=draft.at if draft.at is not None else ctx.when(command),
        at_basis=AtBasis.BACKDATED if backdated else AtBasis.OBSERVED,
        recorded_at=ctx.now,
        actor=ctx.actor.person or ctx.actor.id,
        actor_kind=ctx.actor.kind,
        via=command.via,
        speaker=command.speaker,
        kind=draft.kind,
        v=spec.v,
        data=spec.adapter.validate_python(draft.data, strict=True),
        incident=draft.incident,
        caused_by=draft.caused_by,
    )
