"""Which directives need authority, and whose: freed are the deeds that cannot wait for it."""

from command_center.domain.directives.authority import beyond_authority
from command_center.domain.refusal import Refusal
from command_center.domain.registry import Context
from command_center.domain.state import State
from command_center.domain.state.incident import Incident

FREE = frozenset({"isolation", "root", "outfall", "diversion"})
"""Valves whose closing anybody may order (DOMAIN, "Authority": isolate, close the storm valve)."""


def isolates(ctx: Context, acts_on: list[str]) -> bool:
    """Whether all of it isolates or shuts down: valves of those kinds, and pumps."""
    valves = [ctx.site.valve_by_id[e] for e in acts_on if e in ctx.site.valve_by_id]
    return bool(acts_on) and all(valve.kind in FREE for valve in valves)


def authority_to_direct(
    state: State,
    ctx: Context,
    incident: Incident,
    to: str,
    mobilises: str | None,
    *,
    free: bool,
) -> Refusal | None:
    """Mobilising a team always needs it; ordering a person does unless the deed is free."""
    if mobilises is not None:
        area = ctx.site.team_by_id[mobilises].area
        return beyond_authority(state, ctx, incident, "mobilise", area, mobilises)
    own = to == ctx.actor.person or to in state.roster.posts_of(ctx.actor.person)
    if free or own:
        return None
    post = ctx.site.post_by_id.get(to)
    directed = post.area if post else _belongs(state, ctx, to)
    return beyond_authority(state, ctx, incident, "direct", directed, to) if directed else None


def _belongs(state: State, ctx: Context, person: str) -> str | None:
    """The area of a person: their home, else that of a post they hold."""
    posts = [ctx.site.post_by_id.get(p) for p in state.roster.posts_of(person)]
    return ctx.site.person_by_id[person].home or next((p.area for p in posts if p and p.area), None)
