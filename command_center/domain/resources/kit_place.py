"""The place to which a kit, a team or a single thing is sent.

It goes where the plan sends it. Where the plan names no place it goes to the incident, unless that lies
in the hot zone: then it goes to the staging point. So does what the plan sends to a place that lies
downwind of the source, or in its modelled vapour, as the air is now.
"""

from collections.abc import Callable
from math import hypot

from command_center.domain.people.evacuation_proposal import danger_of
from command_center.domain.site.map.way_out import Air, Danger
from command_center.domain.site.model import Plan, Site, Step
from command_center.domain.site.parts.base import Point
from command_center.domain.state.incidents.incident import Incident


def kit_place(plan: Plan | None, kit: str, incident_place: str, step: Step | None = None) -> str:
    """Returns the place of the plan's step that sends the kit: of `step` if it is named, else of
    the first one with a place. A kit that no step sends goes to the incident's place, never to
    another place of its plan."""
    if step is not None and step.place is not None:
        return step.place
    return _planned(plan, lambda one: one.kit == kit) or incident_place


def kit_places(site: Site, incident: Incident) -> dict[str, str]:
    """Returns for each kit of the site where it goes in this incident while nothing is known of the air."""
    plan = incident.plan_in(site)
    return {kit.id: kit_place(plan, kit.id, incident.place) for kit in site.kits}


def kit_goes_to(site: Site, incident: Incident, kit: str, air: Air) -> str:
    """Returns where a kit goes, as the air is now."""
    plan = incident.plan_in(site)
    return goes_to(site, incident, _planned(plan, lambda one: one.kit == kit), air)


def team_goes_to(site: Site, incident: Incident, team: str, air: Air) -> str:
    """Returns where a team goes, as the air is now: the plan names a place in the step that mobilises it."""
    plan = incident.plan_in(site)
    return goes_to(site, incident, _planned(plan, lambda one: one.mobilises == team), air)


def goes_to(site: Site, incident: Incident, planned: str | None, air: Air) -> str:
    """Returns where something goes that the plan sends to `planned` (None: the plan does not send it)."""
    danger = danger_of(site, incident, air)
    place = planned or incident.place
    if danger is None or place not in site.places:
        return place
    at = site.places[place][1]
    unfit = _in_bad_air(at, danger) or (planned is None and danger.inside(at))
    return (staging_point(site, danger) or place) if unfit else place


def staging_point(site: Site, danger: Danger) -> str | None:
    """Returns the muster point nearest to the source that lies outside the hot zone, not downwind and in
    no modelled vapour; None where there is none."""
    fit = [
        one
        for one in site.musters
        if not danger.inside((one.x, one.y)) and not _in_bad_air((one.x, one.y), danger)
    ]
    x, y = danger.source
    nearest = min(fit, key=lambda one: (hypot(one.x - x, one.y - y), one.id), default=None)
    return None if nearest is None else nearest.id


def _in_bad_air(at: Point, danger: Danger) -> bool:
    return danger.in_lee(at) or danger.in_plume(at)


def _planned(plan: Plan | None, sends: Callable[[Step], bool]) -> str | None:
    """Returns the place of the plan's first step that sends it and names one."""
    steps = plan.steps if plan is not None else ()
    return next((one.place for one in steps if sends(one) and one.place is not None), None)
