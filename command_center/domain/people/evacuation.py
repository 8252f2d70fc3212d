"""The evacuation order: it fixes who must be accounted for, and needs no authority. People who pass
in afterwards are added; passing out does not make anybody safe."""

from collections.abc import Iterator, Mapping
from typing import NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import ActorKind, Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.fields import AreaId, MusterId
from command_center.domain.notifications.paged import PagedTo, everybody
from command_center.domain.open_incident import open_incident
from command_center.domain.people.evacuation_proposal import ways_of
from command_center.domain.people.expected_inside import Expected, expected_inside
from command_center.domain.people.headcount import PersonNamed
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, Scene, applies, decides
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.people.gate_presence import GatePresence
from command_center.domain.state.people.headcount import Account, Headcount, WayOrdered


class OrderEvacuation(Command):
    """Order areas to be evacuated, to that muster point, or to the best one in the wind that blows. It
    needs no authority. Of areas that are ordered already it changes where their people go."""

    incident: str = Field(max_length=40)
    zones: list[AreaId] = Field(min_length=1, max_length=50)
    muster: MusterId | None = None


class EvacuationOrdered(TypedDict):
    """Areas were ordered to be evacuated. `people` is the denominator of the headcount: people of
    the site, visitors by their number, and unknown cards. `paged` lists who is told where to go
    (older facts page nobody). `ways` are the ways out that were ordered: they hold until somebody
    orders others (older facts name none)."""

    zones: list[str]
    people: list[str]
    ways: NotRequired[list[WayOrdered]]
    paged: NotRequired[list[PagedTo]]


class JoinHeadcount(Command):
    """Adds people to the headcount who passed in after the order."""

    incident: str = Field(max_length=40)
    people: list[str] = Field(min_length=1, max_length=5000)


class HeadcountJoined(TypedDict):
    """These people came in after the order, through a gate or the gate desk, or went into the hot zone, so they must
    be accounted for too."""

    people: list[str]


@decides("evacuation.order", OrderEvacuation, [Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER])
def order(state: State, command: OrderEvacuation, ctx: Context) -> Decision:
    """Orders areas to be evacuated, and fixes the people expected inside as the denominator of the
    headcount: by the gates, the gate desk and the shift list, less those who left. Whoever commands
    is among them, and accounted for. A later order adds areas, or names another muster point, and
    keeps the denominator."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    for zone in command.zones:
        if zone not in ctx.site.area_by_id:
            return Refusal("unknown_place", {"place": zone})
    if command.muster is not None and command.muster not in {one.id for one in ctx.site.musters}:
        return Refusal("no_muster", {"place": command.muster})
    ordered = draft_evacuation(state, ctx, incident, command.zones, command.muster)
    return ordered or Refusal("evacuation_ordered", {"incident": incident.id})


def draft_evacuation(
    state: State, ctx: Context, incident: Incident, zones: list[str], muster: str | None
) -> list[Draft]:
    """Returns the fact that orders these areas to be evacuated, to a muster point or to the best one,
    and with the first order that the commander is accounted for; empty when all of the areas already
    are ordered, to that point."""
    site, known = ctx.site, incident.evacuation
    before = known if known is not None and known.ordered else None
    zones = list(dict.fromkeys(zones))
    stay = {zone for zone in zones if before and zone in before.zones}
    if before and all(zone in stay and muster in (None, before.muster_of(zone)) for zone in zones):
        return []
    at_work = known.accounts if known is not None else {}
    people = sorted(
        before.accounts if before else _denominator(state, site, ctx.gates) | at_work.keys()
    )
    told = everybody(state, _to_tell(incident, site, before.accounts if before else None, people))
    data = EvacuationOrdered(zones=zones, people=people, paged=told)
    led = zones if muster else [zone for zone in zones if zone not in stay]
    if ways := ways_of(site, incident, led, ctx.air_now(), muster):
        data["ways"] = ways
    drafts = [Draft("evacuation.ordered", data, incident.id, caused_by=incident.opened_seq)]
    at_screen = incident.at_screen
    asked = at_work.get(at_screen or "", "not_accounted") == "not_accounted"
    if before is None and at_screen in people and asked:
        counted = PersonNamed(person=at_screen)
        drafts.append(Draft("person.assigned", counted, incident.id, incident.opened_seq))
    return drafts


def draft_commander_counted(ctx: Context, incident: Incident, at: int) -> list[Draft]:
    """Returns the fact that a person who takes command at `at` (UTC epoch ms) is accounted for: they command at a
    screen, and go to no muster point. Empty where no headcount asks for them."""
    person, headcount = ctx.actor.person, incident.evacuation
    if ctx.actor.kind is not ActorKind.HUMAN or headcount is None or not headcount.ordered:
        return []
    if person is None or headcount.accounts.get(person) not in ("not_accounted", "missing"):
        return []
    since = max(at, headcount.ordered_at)
    data = PersonNamed(person=person)
    return [Draft("person.assigned", data, incident.id, headcount.ordered_seq, since)]


def _denominator(state: State, site: Site, gates: GatePresence | None) -> set[str]:
    """Whoever is expected inside or on air in the hot zone; of the shift list also people whom the site does not
    describe any more."""
    gone = state.roster.on_site - site.person_by_id.keys()
    breathing = {who for one in state.open_incidents.values() for who in one.entry.inside}
    return {one.who for one in expected_inside(state, site, gates)} | breathing | gone


def _to_tell(
    incident: Incident, site: Site, accounts: Mapping[str, Account] | None, people: list[str]
) -> list[str]:
    """Returns whom to notify: everybody inside, as the site lists them, but the person who commands:
    they order it, and go nowhere. A later order leaves out those who have checked in since, because
    they are at a muster point. A visitor has no address."""
    here = accounts if accounts is not None else dict.fromkeys(people, "not_accounted")
    told = [one.id for one in site.people if here.get(one.id, "checked_in") != "checked_in"]
    return [one for one in told if one != incident.at_screen]


@applies("evacuation.ordered", EvacuationOrdered, readers=EVERYBODY)
def ordered(state: State, fact: Fact) -> None:
    """Applies the fact: everybody on site at the order is not accounted for until a report says
    otherwise. People counted at work before stay as they were. Of the ways out the newest holds."""
    incident = state.incidents[fact.incident or ""]
    counted = incident.evacuation
    ways = {one["zone"]: one for one in fact.data.get("ways", ())}
    if counted is None or not counted.ordered:
        incident.evacuation = Headcount(list(fact.data["zones"]), fact.at, fact.seq)
        incident.evacuation.accounts = dict.fromkeys(fact.data["people"], "not_accounted")
        if counted is not None:
            incident.evacuation.accounts |= counted.accounts
            incident.evacuation.said_at = counted.said_at
            incident.evacuation.holders = counted.holders
        incident.evacuation.ways = ways
        return
    counted.ways |= ways
    known = counted.zones
    counted.zones = [*known, *(z for z in fact.data["zones"] if z not in known)]


@decides("evacuation.join", JoinHeadcount, [Role.DUTY], scene=Scene.REALITY)
def join(state: State, command: JoinHeadcount, ctx: Context) -> Decision:
    """Adds people who passed in after the order to the headcount."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    if incident.evacuation is None or not incident.evacuation.ordered:
        return Refusal("no_evacuation")
    known = incident.evacuation.accounts
    new = sorted(one for one in dict.fromkeys(command.people) if one not in known)
    if not new:
        return []
    data = HeadcountJoined(people=new)
    return [
        Draft("evacuation.joined", data, incident.id, caused_by=incident.evacuation.ordered_seq)
    ]


class NameCards(Command):
    """Says whose cards those are that a headcount asks for as unknown."""

    incident: str = Field(max_length=40)
    holders: dict[str, str] = Field(min_length=1, max_length=5000)


class CardsNamed(TypedDict):
    """`holders` says by unknown card whose it proved to be. The headcount asks for each of them once."""

    holders: dict[str, str]


@decides("evacuation.name_cards", NameCards, [Role.DUTY], scene=Scene.REALITY)
def name_cards(state: State, command: NameCards, ctx: Context) -> Decision:
    """Puts holders in the place of the cards that the headcount asks for, or that it gave another holder; other cards
    are passed over."""
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    if incident.evacuation is None:
        return Refusal("no_evacuation")
    data = CardsNamed(holders=incident.evacuation.to_name(command.holders))
    if not data["holders"]:
        return []
    return [Draft("evacuation.cards_named", data, incident.id, incident.evacuation.ordered_seq)]


@applies("evacuation.cards_named", CardsNamed, readers=EVERYBODY)
def cards_named(state: State, fact: Fact) -> None:
    """Applies the fact: what was last reported of a card or of its holder counts, and the card is gone."""
    headcount = state.incidents[fact.incident or ""].evacuation
    if headcount is not None:
        for card, who in fact.data["holders"].items():
            headcount.named(card, who)


def cards_to_name(state: State, holders: Mapping[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yields each open incident whose headcount asks for cards that proved to be somebody's, or to be somebody
    else's, with their `holders`."""
    for incident in state.open_incidents.values():
        headcount = incident.evacuation
        found = headcount.to_name(holders) if headcount is not None else {}
        if found:
            yield incident.id, found


def draft_joined(state: State, person: str, at: int) -> Iterator[Draft]:
    """The facts by which each headcount under way asks for somebody who went into the hot zone at `at` (UTC epoch ms).
    Of a headcount that began later they count from its beginning."""
    data = HeadcountJoined(people=[person])
    for incident in state.open_incidents.values():
        headcount = incident.evacuation
        if headcount is not None and headcount.ordered and person not in headcount.accounts:
            since = max(at, headcount.ordered_at)
            yield Draft("evacuation.joined", data, incident.id, headcount.ordered_seq, since)


@applies("evacuation.joined", HeadcountJoined, readers=EVERYBODY)
def joined(state: State, fact: Fact) -> None:
    """Applies the fact: these people are not accounted for until a report says otherwise."""
    headcount = state.incidents[fact.incident or ""].evacuation
    if headcount is not None:
        for person in fact.data["people"]:
            headcount.accounts.setdefault(person, "not_accounted")


def to_join(
    state: State, site: Site, gates: GatePresence | None
) -> Iterator[tuple[str, list[str]]]:
    """Yields each open incident with an evacuation, and the people who passed in or were registered
    since and are not counted yet.

    The shift list adds nobody, because a new shift does not go in.
    """
    inside: list[Expected] | None = None
    for incident in state.open_incidents.values():
        headcount = incident.evacuation
        if headcount is None or not headcount.ordered:
            continue
        if inside is None:
            inside = [one for one in expected_inside(state, site, gates) if one.source != "shift"]
        new = [
            one.who
            for one in inside
            if one.who not in headcount.accounts and (one.since or 0) >= headcount.ordered_at
        ]
        if new:
            yield incident.id, new
