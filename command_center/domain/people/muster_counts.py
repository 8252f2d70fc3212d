"""The headcount by muster points: who was checked in at each, and who of those sent there is not
accounted for."""

from typing_extensions import TypedDict

from command_center.domain.people.muster_lists import expected_at
from command_center.domain.presence import TO_FIND, stands
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident


class MusterCount(TypedDict):
    """The count of a muster point (None: people without a known point): how many were checked in
    there; and of those sent there by their place of work, how many are not accounted for, and
    how many more were declared missing."""

    muster: str | None
    checked_in: int
    not_accounted: int
    missing: int


def muster_counts(state: State, site: Site, incident: Incident) -> list[MusterCount]:
    """Returns the headcount of each muster point, in the site's order; empty before an evacuation
    is ordered. The point None is last, only where it has people, and counts those without a
    point. The numbers of all points, of people assigned to the response and of people inside the
    hot zone add up to the whole headcount."""
    headcount = incident.evacuation
    if headcount is None or not headcount.ordered:
        return []
    found: dict[str | None, MusterCount] = {
        place: MusterCount(muster=place, checked_in=0, not_accounted=0, missing=0)
        for place in (*(one.id for one in site.musters), None)
    }
    waiting: list[str] = []
    standing = stands(state, incident)
    for person, stand in standing.items():
        if stand == "checked_in":
            place = headcount.musters.get(person)
            found[place if place in found else None]["checked_in"] += 1
        elif stand in TO_FIND:
            waiting.append(person)
    for part in expected_at(site, incident, waiting):
        for person in part["people"]:
            lost = headcount.accounts[person] == "missing"
            found[part["muster"]]["missing" if lost else "not_accounted"] += 1
    nowhere = found[None]
    if not (nowhere["checked_in"] or nowhere["not_accounted"] or nowhere["missing"]):
        del found[None]
    return list(found.values())
