"""Tells which directives need authority, and over which area. Urgent safety actions, such as
isolating or evacuating, need none."""

from collections.abc import Sequence

from command_center.domain.directives.authority import beyond_authority
from command_center.domain.directives.holdings import Capability
from command_center.domain.refusal import Refusal
from command_center.domain.registry import Context
from command_center.domain.site.model import Site, Step
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.people.roster import Roster

FREE = frozenset({"isolation", "root", "outfall", "diversion"})
"""Valves whose closing anybody may order (docs/domain.md, "Authority": isolate, close the storm valve)."""


def isolates(site: Site, acts_on: Sequence[str]) -> bool:
    """Returns whether all elements are valves of the kinds that isolate or shut down, or pumps."""
    valves = [site.valve_by_id[e] for e in acts_on if e in site.valve_by_id]
    return bool(acts_on) and all(valve.kind in FREE for valve in valves)


def needed_for_step(site: Site, roster: Roster, step: Step) -> tuple[Capability, str] | None:
    """Returns the capability and the area that issuing a plan's step needs; None where it needs
    none."""
    free = bool(step.evacuates or step.calls) or isolates(site, step.acts_on)
    return needed(site, roster, step.post, step.mobilises, free=free)


def needed(
    site: Site, roster: Roster, to: str, mobilises: str | None, *, free: bool
) -> tuple[Capability, str] | None:
    """Returns the capability and the area that a directive to `to` (a post or person) needs; None
    where it needs none.

    Mobilising a team always needs authority over its area. Directing somebody needs authority over
    the area they belong to, unless the action is free.
    """
    if mobilises is not None:
        return "mobilise", site.team_by_id[mobilises].area
    if free:
        return None
    post = site.post_by_id.get(to)
    area = post.area if post else _belongs(site, roster, to)
    return ("direct", area) if area else None


def authority_to_direct(
    state: State,
    ctx: Context,
    incident: Incident,
    to: str,
    mobilises: str | None,
    *,
    free: bool,
) -> Refusal | None:
    """Refuses a directive that the actor has no authority to give; None if they may. Nobody needs
    authority over themselves."""
    wanted = needed(ctx.site, state.roster, to, mobilises, free=free)
    own = to == ctx.actor.person or to in state.roster.posts_of(ctx.actor.person)
    if wanted is None or (own and mobilises is None):
        return None
    capability, area = wanted
    return beyond_authority(state, ctx, incident, capability, area, mobilises or to)


def _belongs(site: Site, roster: Roster, person: str) -> str | None:
    """Returns the area of a person: their home area, else that of a post they hold."""
    posts = [site.post_by_id.get(p) for p in roster.posts_of(person)]
    return site.person_by_id[person].home or next((p.area for p in posts if p and p.area), None)
