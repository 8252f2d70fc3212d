"""Unity of command: who may command an incident, and who does."""

from command_center.domain.actor import ActorKind
from command_center.domain.refusal import Refusal
from command_center.domain.registry import Context
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident


def commanding_post(state: State, ctx: Context, person: str | None) -> str | None:
    """Returns the post by which a person may command, if they hold one now; if several, the first
    in the site file."""
    held = state.roster.posts_of(person)
    return next((p.id for p in ctx.site.posts if p.commands and p.id in held), None)


def not_in_command(incident: Incident, ctx: Context) -> Refusal | None:
    """Refuses an order by anybody who does not command the incident (unity of command); None for
    the commander.

    A virtual commander and the person whose post it plays are two actors: once a human has taken
    command, the virtual one no longer has it.
    """
    if incident.commander is None:
        return Refusal("nobody_commands", {"incident": incident.id})
    same_hand = (ctx.actor.kind is ActorKind.VIRTUAL) == (
        incident.commander_kind == ActorKind.VIRTUAL
    )
    if incident.commander == ctx.actor.person and same_hand:
        return None
    person = ctx.site.person_by_id.get(incident.commander)
    named = {"name": person.name if person else incident.commander}
    if incident.commander_kind == ActorKind.VIRTUAL:
        # By the name alone, whoever bears it would read that they command.
        return Refusal("virtual_commands", named)
    return Refusal("not_in_command", named)
