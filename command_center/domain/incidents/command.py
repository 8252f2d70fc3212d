"""Command of an incident: somebody takes it when nobody has it; otherwise both sides acknowledge a
transfer."""

from typing_extensions import TypedDict

from command_center.domain.actor import ActorKind, Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.fields import PersonId
from command_center.domain.incidents.in_command import commanding_post, not_in_command
from command_center.domain.open_incident import NameIncident, open_incident
from command_center.domain.people.evacuation import draft_commander_counted
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Context, applies, decides
from command_center.domain.state import State


class OfferCommand(NameIncident):
    """Offer command to somebody who holds a commanding post."""

    to_person: PersonId


class CommandHeld(TypedDict):
    """Somebody commands the incident from now on."""

    person: str
    post: str
    kind: str
    before: str | None


class CommandOffered(TypedDict):
    """Command was offered; nothing changes until the other side takes it."""

    to_person: str


@decides("incident.take", NameIncident, [Role.COMMANDER])
def take(state: State, command: NameIncident, ctx: Context) -> Decision:
    """Takes command when nobody holds it, when the virtual commander holds it, or when its holder
    has no commanding post any more. Otherwise command must be transferred (`incident.transfer`). A
    headcount that asks for the person has them accounted for."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    post = commanding_post(state, ctx, ctx.actor.person)
    if post is None or ctx.actor.person is None:
        return Refusal("no_commanding_post")
    human_takes_over = (
        incident.commander_kind == ActorKind.VIRTUAL and ctx.actor.kind is not ActorKind.VIRTUAL
    )
    gone = commanding_post(state, ctx, incident.commander) is None
    if incident.commander is not None and not human_takes_over and not gone:
        if not_in_command(incident, ctx) is None:
            return Refusal("command_yours", {"incident": incident.id})
        holder = ctx.site.person_by_id.get(incident.commander)
        name = holder.name if holder else incident.commander
        return Refusal("command_held", {"name": name})
    data = CommandHeld(
        person=ctx.actor.person, post=post, kind=ctx.actor.kind.value, before=incident.commander
    )
    taken = Draft("incident.taken", data, incident.id, caused_by=incident.opened_seq)
    return [taken, *draft_commander_counted(ctx, incident, ctx.when(command))]


@decides("incident.transfer", OfferCommand, [Role.COMMANDER])
def offer(state: State, command: OfferCommand, ctx: Context) -> Decision:
    """Offers command to a person. Nothing changes until they accept."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    if refusal := not_in_command(incident, ctx):
        return refusal
    if command.to_person not in ctx.site.person_by_id:
        return Refusal("unknown_person", {"person": command.to_person})
    if command.to_person == incident.commander:
        return Refusal("command_yours", {"incident": incident.id})
    if commanding_post(state, ctx, command.to_person) is None:
        name = ctx.site.person_by_id[command.to_person].name
        return Refusal("their_post_commands_nothing", {"name": name})
    data = CommandOffered(to_person=command.to_person)
    return [Draft("incident.command_offered", data, incident.id, caused_by=incident.opened_seq)]


@decides("incident.transfer_ack", NameIncident, [Role.COMMANDER])
def accept(state: State, command: NameIncident, ctx: Context) -> Decision:
    """Accepts command that was offered, which completes the transfer. A headcount that asks for the
    person has them accounted for."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    if (
        ctx.actor.person is None
        or incident.offered_to != ctx.actor.person
        or incident.offered_seq is None
    ):
        return Refusal("command_not_offered", {"incident": incident.id})
    post = commanding_post(state, ctx, ctx.actor.person)
    if post is None:
        return Refusal("no_commanding_post")
    data = CommandHeld(
        person=ctx.actor.person, post=post, kind=ctx.actor.kind.value, before=incident.commander
    )
    transferred = Draft("incident.transferred", data, incident.id, caused_by=incident.offered_seq)
    return [transferred, *draft_commander_counted(ctx, incident, ctx.when(command))]


def _hold(state: State, fact: Fact) -> None:
    incident = state.incidents[fact.incident or ""]
    incident.commander = fact.data["person"]
    incident.commander_post = fact.data["post"]
    incident.commander_kind = fact.data["kind"]
    incident.commander_since = fact.at
    incident.offered_to = None
    incident.offered_seq = None


@applies("incident.taken", CommandHeld, readers=EVERYBODY)
def taken(state: State, fact: Fact) -> None:
    """Applies the fact: the person commands the incident."""
    _hold(state, fact)


@applies("incident.transferred", CommandHeld, readers=EVERYBODY)
def transferred(state: State, fact: Fact) -> None:
    """Applies the fact: the person commands the incident, because both sides have agreed."""
    _hold(state, fact)


@applies("incident.command_offered", CommandOffered, readers=EVERYBODY)
def offered(state: State, fact: Fact) -> None:
    """Applies the fact: the offer of command waits for the other person's answer."""
    incident = state.incidents[fact.incident or ""]
    incident.offered_to = fact.data["to_person"]
    incident.offered_seq = fact.seq
