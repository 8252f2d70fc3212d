"""Shortages: kits that open incidents want and that cannot be made up, then resources below their
minimum.

docs/domain.md, "Verdicts": each incident that wants a kit needs all of it; what was sent to one
does not help another; what can still be had counts once for all of them. A line of the ledger is
short when its resource is.
"""

from collections.abc import Collection, Iterator
from typing import Literal

from typing_extensions import TypedDict

from command_center.domain.resources.ledger import had_now
from command_center.domain.site.model import Kit, KitLine, Site
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.resources.ledger import Dispatch, amount
from command_center.domain.verdicts.orders import SIGN_ORDER


class KitLack(TypedDict):
    """A line of a kit that falls short. `wanting` incidents need it, `needed` is for all of them
    together; `had` is what was `sent` to them plus what can be had now."""

    kit: str
    resource: str
    needed: float
    sent: float
    had: float
    wanting: int


class Shortage(TypedDict):
    """A shortage of a resource: `urgent` when a kit cannot be made up, `warn` when less than the
    sum of its minimums is there, behind a lock or not. `wanting` incidents need it (0: none does
    now). `order` ranks shortages, the smaller the worse: by sign, then by how little of what is
    needed can be had."""

    sign: Literal["urgent", "warn"]
    needed: float
    sent: float
    had: float
    wanting: int
    order: float


def kit_sign(complete: bool, wanted: bool) -> Literal["urgent", "warn", "plain"]:
    """Returns the sign of a kit: plain when it can be made up; else urgent while an open incident
    has `wanted` it, and otherwise a warning."""
    if complete:
        return "plain"
    return "urgent" if wanted else "warn"


def wanted_kits(site: Site, incident: Incident) -> set[str]:
    """Returns the kits that an incident wants: those of its plan's steps, and those it has asked
    for."""
    plan = incident.plan_in(site)
    steps = plan.steps if plan is not None else ()
    return {step.kit for step in steps if step.kit is not None} | incident.kits.keys()


def is_wanted(state: State, site: Site, kit: str) -> bool:
    """Returns whether an open incident wants the kit."""
    return any(kit in wanted_kits(site, one) for one in state.open_incidents.values())


def sent_to(state: State, site: Site, incident: str, kit: Kit, resource: str) -> float:
    """Returns how many of a resource the incident has for this kit: what the kit's dispatches hold, reserved or
    sent, and what outside units brought of it."""
    of_kits, brought = dict[str, float](), 0.0
    for one in state.ledger.dispatches.values():
        if one.incident != incident:
            continue
        quantity = sum(line["quantity"] for line in one.away if line["resource"] == resource)
        if one.unit is not None:
            brought += quantity
        else:
            of_kits[one.kit] = of_kits.get(one.kit, 0) + quantity
    return amount(
        of_kits.get(kit.id, 0) + _of_brought(state, site, incident, kit, resource, of_kits, brought)
    )


def _of_brought(
    state: State,
    site: Site,
    incident: str,
    kit: Kit,
    resource: str,
    of_kits: dict[str, float],
    brought: float,
) -> float:
    """Returns how much of what outside units brought this kit takes: the kits that the incident wants make up
    what they lack, in the order of the site file, until nothing is left."""
    if not brought:
        return 0
    wanted = wanted_kits(site, state.incidents[incident])
    for one in site.kits:
        if one.id not in wanted and one.id != kit.id:
            continue
        need = sum(line.quantity for line in one.lines if line.resource == resource)
        takes = min(brought, max(0.0, need - of_kits.get(one.id, 0)))
        if one.id == kit.id:
            return takes
        brought -= takes
    return 0


def sent_by_incident(state: State, site: Site, kit: Kit, resource: str) -> dict[str, float]:
    """Returns the quantity that was sent to each open incident."""
    sent = {one: sent_to(state, site, one, kit, resource) for one in state.open_incidents}
    return {incident: quantity for incident, quantity in sent.items() if quantity}


def not_sent(state: State, site: Site, incident: str, kit: Kit) -> dict[str, float]:
    """Returns what of a kit an incident was not sent yet, by resource; empty once it has all of
    it."""
    left = {
        line.resource: line.quantity - sent_to(state, site, incident, kit, line.resource)
        for line in kit.lines
    }
    return {resource: amount(quantity) for resource, quantity in left.items() if quantity > 0}


def sent_how(state: State, site: Site, kit: Kit) -> dict[str, Literal["part", "whole"]]:
    """Returns for each open incident that was sent some of a kit whether that is all of it."""
    given = {one for line in kit.lines for one in sent_by_incident(state, site, kit, line.resource)}
    return {one: "part" if not_sent(state, site, one, kit) else "whole" for one in sorted(given)}


def kit_lacks(state: State, site: Site, kit: Kit, incidents: Collection[Incident]) -> list[KitLack]:
    """Returns the lines of a kit that fall short for these incidents together; for a kit that none
    of them wants, the lines of which too few can be had."""
    wanting = [one for one in incidents if kit.id in wanted_kits(site, one)]
    return [
        lack
        for line in kit.lines
        if (lack := _lack(state, site, kit, line, wanting, had_now(state, site, line.resource)))
    ]


def worst_lack(state: State, site: Site, incident: Incident) -> KitLack | None:
    """Returns the kit line that lacks most for this incident alone; None if nothing lacks."""
    wanted = wanted_kits(site, incident)
    lacks = [
        lack
        for kit in site.kits
        if kit.id in wanted
        for lack in kit_lacks(state, site, kit, [incident])
    ]
    return max(lacks, key=_missing, default=None)


def shortage(state: State, site: Site, resource: str) -> Shortage | None:
    """Returns whether a resource is short, for the open incidents and by its minimum; None if it is
    not."""
    wanted = [(one, wanted_kits(site, one)) for one in state.open_incidents.values()]
    had = had_now(state, site, resource)
    lacks = [
        lack
        for kit in site.kits
        for line in kit.lines
        if line.resource == resource
        if (lack := _lack(state, site, kit, line, [i for i, kits in wanted if kit.id in kits], had))
    ]
    if lacks:
        worst = max(lacks, key=lambda lack: (lack["wanting"] > 0, _missing(lack)))
        sign: Literal["urgent", "warn"] = "urgent" if worst["wanting"] else "warn"
        return _short(sign, worst["needed"], worst["sent"], worst["had"], worst["wanting"])
    minimum = site.minimum_of.get(resource, 0)
    if not minimum:
        return None
    out = (d for d in state.ledger.dispatches.values() if d.incident in state.open_incidents)
    sent = _quantity((d for d in out if d.unit is None), resource)
    lines = state.ledger.lines.of(resource)
    had = amount(sum(line.available for line in lines) + sent)
    if had >= minimum:
        return None
    return _short("warn", minimum, sent, had, 0)


def _short(
    sign: Literal["urgent", "warn"], needed: float, sent: float, had: float, wanting: int
) -> Shortage:
    order = round(SIGN_ORDER.index(sign) + min(had / needed, 0.9999), 4)
    return Shortage(sign=sign, needed=needed, sent=sent, had=had, wanting=wanting, order=order)


def _lack(
    state: State, site: Site, kit: Kit, line: KitLine, wanting: Collection[Incident], had_now: float
) -> KitLack | None:
    sent = [sent_to(state, site, incident.id, kit, line.resource) for incident in wanting]
    missing = sum(max(0.0, line.quantity - one) for one in sent) if wanting else line.quantity
    needed = amount(line.quantity * max(1, len(wanting)))
    had = amount(needed - missing + had_now)
    if had >= needed:
        return None
    return KitLack(
        kit=kit.id,
        resource=line.resource,
        needed=needed,
        sent=amount(sum(sent)),
        had=had,
        wanting=len(wanting),
    )


def _missing(lack: KitLack) -> float:
    return lack["needed"] - lack["had"]


def _quantity(dispatches: Iterator[Dispatch], resource: str) -> float:
    return amount(
        sum(
            line["quantity"]
            for dispatch in dispatches
            for line in dispatch.away
            if line["resource"] == resource
        )
    )
