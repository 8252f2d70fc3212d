"""The order to evacuate: it freezes who is to be accounted for, and needs no authority."""

from typing import NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.fact import Draft, Fact
from command_center.domain.fields import AreaId
from command_center.domain.notifications.paged import PagedTo, everybody
from command_center.domain.open_incident import open_incident
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.headcount import Headcount
from command_center.domain.state.incident import Incident


class OrderEvacuation(Command):
    """Order areas to be evacuated. It needs no authority."""

    incident: str = Field(max_length=40)
    zones: list[AreaId] = Field(min_length=1, max_length=50)


class EvacuationOrdered(TypedDict):
    """Areas were ordered empty; `people` is the frozen denominator of the headcount. `paged`: who is to be
    told where to go (older facts page nobody)."""

    zones: list[str]
    people: list[str]
    paged: NotRequired[list[PagedTo]]


@decides("evacuation.order", OrderEvacuation, [Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER])
def order(state: State, command: OrderEvacuation, ctx: Context) -> Decision:
    """Orders areas to be evacuated and fixes who was on site as the denominator of the headcount. A later
    order adds areas and leaves the denominator as it is.
    """
    incident = open_incident(state, command.incident)
    if isinstance(incident, Refusal):
        return incident
    for zone in command.zones:
        if zone not in ctx.site.area_by_id:
            return Refusal("unknown_place", {"place": zone})
    ordered = draft_evacuation(state, ctx.site, incident, command.zones)
    return [ordered] if ordered else Refusal("evacuation_ordered", {"incident": incident.id})


def draft_evacuation(
    state: State, site: Site, incident: Incident, zones: list[str]
) -> Draft | None:
    """The fact that orders these areas empty; None when all of them have been ordered so."""
    before = incident.evacuation
    if before and set(zones) <= set(before.zones):
        return None
    people = sorted(before.accounts if before else state.roster.on_site)
    told = everybody(state, _to_tell(state, site, before))
    data = EvacuationOrdered(zones=list(dict.fromkeys(zones)), people=people, paged=told)
    return Draft("evacuation.ordered", data, incident.id, caused_by=incident.opened_seq)


def _to_tell(state: State, site: Site, before: Headcount | None) -> list[str]:
    """Everybody on site, as the site lists them. After a later order nobody who has checked in since: they are at
    a muster point."""
    here = before.accounts if before else dict.fromkeys(state.roster.on_site, "not_accounted")
    return [one.id for one in site.people if here.get(one.id, "checked_in") != "checked_in"]


@applies("evacuation.ordered", EvacuationOrdered, readers=EVERYBODY)
def ordered(state: State, fact: Fact) -> None:
    """Everybody on site at the order is not accounted for until somebody says otherwise."""
    incident = state.incidents[fact.incident or ""]
    if incident.evacuation is None:
        incident.evacuation = Headcount(list(fact.data["zones"]), fact.at, fact.seq)
        incident.evacuation.accounts = dict.fromkeys(fact.data["people"], "not_accounted")
        return
    known = incident.evacuation.zones
    incident.evacuation.zones = [*known, *(z for z in fact.data["zones"] if z not in known)]
