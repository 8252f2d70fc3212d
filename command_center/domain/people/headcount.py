"""The headcount of an evacuation. Only people's reports count somebody; a position counts nobody."""

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.fields import MusterId, PersonId
from command_center.domain.journal.causality import clock_of
from command_center.domain.people.wardens import wardens_now
from command_center.domain.presence import on_air
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.speaking import speaks_for, witness
from command_center.domain.state import State
from command_center.domain.state.people.headcount import Account, Headcount
from command_center.domain.text import Text

FIELD = (Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER)


class CheckIn(Command):
    """Check a person in as safe, by a warden's report or one's own: at a muster point, or where no
    evacuation was ordered."""

    person: PersonId
    muster: MusterId


class NamePerson(Command):
    """Names a person of the site, or a visitor by their number."""

    person: str = Field(max_length=40)


class CheckedIn(TypedDict):
    """A person or visitor is safe at this place, by a warden's report or their own."""

    person: str
    muster: str


class SaidSafe(TypedDict):
    """A person answered the notice of an evacuation that they are safe, without saying where."""

    person: str
    channel: str


class PersonNamed(TypedDict):
    """Names the person that the fact is about."""

    person: str


def counting(state: State, person: str) -> list[tuple[str, Headcount]]:
    """Returns the open incidents whose headcount includes the person. A check-in counts for all of
    them."""
    return [
        (incident.id, incident.evacuation)
        for incident in state.open_incidents.values()
        if incident.evacuation and person in incident.evacuation.accounts
    ]


def asked_as(state: State, person: str) -> str:
    """Returns whom the headcounts under way ask for by this name: the holder of a card that nobody knew when a list was
    printed, a code was handed out, or a phone was without network; else the same."""
    headcounts = (incident.evacuation for incident in state.open_incidents.values())
    return next((h.holders[person] for h in headcounts if h and person in h.holders), person)


def _account(
    state: State, ctx: Context, person: str, kind: str, data: CheckedIn | PersonNamed
) -> Decision:
    found = counting(state, person)
    if not found and person not in ctx.site.person_by_id:
        return Refusal("unknown_person", {"person": person})
    if not found:
        return Refusal("no_headcount", {"name": ctx.site.person_by_id[person].name})
    return [Draft(kind, data, incident, caused_by=h.ordered_seq) for incident, h in found]


def _name_of(state: State, ctx: Context, person: str) -> Text | str | None:
    """Returns the name of a person of the site; the number of a visitor or unknown card in a
    headcount; else None."""
    known = ctx.site.person_by_id.get(person)
    if known is not None:
        return known.name
    return person if counting(state, person) else None


def _safe_there(state: State, command: CheckIn, ctx: Context) -> bool:
    """Returns whether the place is a muster point, a gate, or an area that is not being evacuated."""
    site, place = ctx.site, command.muster
    if place in site.area_by_id:
        return all(place not in headcount.zones for _, headcount in counting(state, command.person))
    return any(place == known.id for known in (*site.musters, *site.gates))


def _may_count(state: State, command: CheckIn, ctx: Context) -> bool:
    """Whether the actor speaks for themselves or is a warden."""
    if speaks_for(command.person, command, ctx):
        return True
    return witness(command, ctx) in wardens_now(state, ctx.site)


@decides("person.check_in", CheckIn, FIELD)
def check_in(state: State, command: CheckIn, ctx: Context) -> Decision:
    """A person is safe, by their own word or a warden's. A position alone never checks anybody in. Refused for who was
    in the hot zone at that time: nobody can have seen them at a muster point.
    """
    command = command.model_copy(update={"person": asked_as(state, command.person)})
    if not _safe_there(state, command, ctx):
        place = ctx.site.places.get(command.muster)
        return Refusal("no_muster", {"place": place[0] if place else command.muster})
    name = _name_of(state, ctx, command.person)
    if name is not None and not _may_count(state, command, ctx):
        return Refusal("not_a_warden", {"name": name}, status=403)
    refusal = on_air_refusal(state, ctx, command.person, ctx.when(command))
    if refusal is not None:
        return refusal
    data = CheckedIn(person=command.person, muster=command.muster)
    return _account(state, ctx, command.person, "person.checked_in", data)


def on_air_refusal(state: State, ctx: Context, person: str, at: int) -> Refusal | None:
    """Refuses that a person was safe at `at` (UTC epoch ms): they were in the hot zone, where nobody at a muster point
    can have seen them."""
    inside = on_air(state, person)
    if inside is None or at < inside.since:
        return None
    since = clock_of(ctx.site, inside.since)
    return Refusal("safe_on_air", {"name": _name_of(state, ctx, person) or person, "since": since})


@decides("person.assign", NamePerson, FIELD)
def assign(state: State, command: NamePerson, ctx: Context) -> Decision:
    """Assigns a person to the response: by the commander, or by that person."""
    command = command.model_copy(update={"person": asked_as(state, command.person)})
    name = _name_of(state, ctx, command.person)
    own = speaks_for(command.person, command, ctx)
    if name is not None and ctx.actor.role is Role.RESPONDER and not own:
        return Refusal("not_yours", {"person": name}, status=403)
    data = PersonNamed(person=command.person)
    return _account(state, ctx, command.person, "person.assigned", data)


@decides("person.miss", NamePerson, FIELD)
def miss(state: State, command: NamePerson, ctx: Context) -> Decision:
    """Declares a person missing. Only a person does so."""
    data = PersonNamed(person=asked_as(state, command.person))
    return _account(state, ctx, data["person"], "person.missing", data)


@decides("person.find", NamePerson, FIELD)
def find(state: State, command: NamePerson, ctx: Context) -> Decision:
    """Records that a missing person was found. They are not accounted for until they or a warden
    check them in."""
    command = command.model_copy(update={"person": asked_as(state, command.person)})
    headcounts = counting(state, command.person)
    name = _name_of(state, ctx, command.person)
    if (
        name is not None
        and headcounts
        and all(h.accounts[command.person] != "missing" for _, h in headcounts)
    ):
        return Refusal("not_missing", {"name": name})
    data = PersonNamed(person=command.person)
    return _account(state, ctx, command.person, "person.found", data)


def _set(state: State, fact: Fact, account: Account) -> None:
    """Keeps the newest report about a person by its own time; a late entry does not undo a newer
    one."""
    headcount = state.incidents[fact.incident or ""].evacuation
    person = fact.data["person"]
    if headcount is not None and fact.at >= headcount.said_at.get(person, 0):
        headcount.accounts[person] = account
        headcount.musters.pop(person, None)
        if "muster" in fact.data:
            headcount.musters[person] = fact.data["muster"]
        headcount.said_at[person] = fact.at


@applies("person.checked_in", CheckedIn, readers=EVERYBODY)
def checked_in(state: State, fact: Fact) -> None:
    """Applies the fact: the person is safe at that place."""
    _set(state, fact, "checked_in")


@applies("person.assigned", PersonNamed, readers=EVERYBODY)
def assigned(state: State, fact: Fact) -> None:
    """Applies the fact: the person is accounted for, as a responder."""
    _set(state, fact, "assigned")


@applies("person.missing", PersonNamed, readers=EVERYBODY)
def missing(state: State, fact: Fact) -> None:
    """Applies the fact: the person is declared missing."""
    _set(state, fact, "missing")


@applies("person.found", PersonNamed, readers=EVERYBODY)
def found(state: State, fact: Fact) -> None:
    """Applies the fact: the person is no longer missing, and not accounted for until checked in."""
    _set(state, fact, "not_accounted")


@applies("person.said_safe", SaidSafe, readers=EVERYBODY)
def said_safe(state: State, fact: Fact) -> None:
    """Applies the fact: the person reported to be safe, at an unknown place."""
    _set(state, fact, "checked_in")
