"""Which questions the wall screen asks about an incident, by its hazard, and which conditions for
closing follow from them."""

from typing import Literal

from command_center.domain.site.model import Site
from command_center.domain.site.parts.hazard import Hazard
from command_center.domain.state.incidents.incident import Incident

Question = Literal[
    "people", "source", "water", "outside",
    "casualty", "entry", "gas", "medics", "foam", "exposure", "dark",
]  # fmt: skip

USUAL: list[Question] = ["people", "source", "water", "outside"]
"""Of a leak, and where nobody said what has happened."""
ASKED: dict[Hazard, list[Question]] = {
    "person_down": ["casualty", "entry", "gas", "medics"],
    "fire": ["people", "water", "foam", "exposure"],
    "power_cut": ["people", "dark", "water", "outside"],
    "flood": ["people", "dark", "water", "outside"],
    "toxic_release": ["people", "source", "gas", "outside"],
}


def hazard_of(site: Site, incident: Incident) -> Hazard | None:
    """Returns the hazard of an incident: the one stated when it was opened, else the kind of its
    plan; None where neither says."""
    if incident.hazard is not None:
        return incident.hazard
    plan = incident.plan_in(site)
    return None if plan is None else plan.kind


def questions_of(hazard: Hazard | None) -> list[Question]:
    """Returns the questions that the wall screen asks for this hazard, in their order."""
    return USUAL if hazard is None else ASKED.get(hazard, USUAL)


def leaks(site: Site, incident: Incident) -> bool:
    """Returns whether there is a source to isolate: the hazard asks for one, somebody named or
    reported one, or the plant measured a loss. A place that is a tank is no leak by itself."""
    asked = questions_of(hazard_of(site, incident))
    return "source" in asked or incident.source.told


def gas_matters(site: Site, incident: Incident) -> bool:
    """Returns whether gas must be measured: something leaks, the hazard asks for gas, or a value
    was measured already."""
    asked = questions_of(hazard_of(site, incident))
    return leaks(site, incident) or "gas" in asked or bool(incident.measurements.gas)


def water_matters(site: Site, incident: Incident) -> bool:
    """Returns whether the outfall must be sampled: the hazard asks where the water goes, or
    something leaks."""
    return leaks(site, incident) or "water" in questions_of(hazard_of(site, incident))
