"""The place to which a kit is sent."""

from command_center.domain.site.model import Plan, Site, Step
from command_center.domain.state.incidents.incident import Incident


def kit_place(plan: Plan | None, kit: str, incident_place: str, step: Step | None = None) -> str:
    """Returns the place of the plan's step that sends the kit: of `step` if it is named, else of
    the first one with a place. A kit that no step sends goes to the incident's place, never to
    another place of its plan."""
    if step is not None and step.place is not None:
        return step.place
    steps = plan.steps if plan is not None else ()
    sends = (one.place for one in steps if one.kit == kit and one.place is not None)
    return next(sends, incident_place)


def kit_places(site: Site, incident: Incident) -> dict[str, str]:
    """Returns for each kit of the site where it goes in this incident."""
    plan = incident.plan_in(site)
    return {kit.id: kit_place(plan, kit.id, incident.place) for kit in site.kits}
