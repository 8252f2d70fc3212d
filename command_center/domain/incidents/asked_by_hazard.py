"""What a hazard asks of an incident: the questions of the wall, and with them what closing it may demand."""

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
    """What whoever opened it said, else the kind of its plan; None where neither says."""
    if incident.hazard is not None:
        return incident.hazard
    plan = incident.plan_in(site)
    return None if plan is None else plan.kind


def questions_of(hazard: Hazard | None) -> list[Question]:
    """The four questions of the wall, in their order."""
    return USUAL if hazard is None else ASKED.get(hazard, USUAL)


def leaks(site: Site, incident: Incident) -> bool:
    """Whether there is a source to be isolated: its hazard asks for one, or one was named."""
    asked = questions_of(hazard_of(site, incident))
    return "source" in asked or incident.source.tank is not None


def gas_matters(site: Site, incident: Incident) -> bool:
    """Whether gas is to be measured: something leaks, its hazard asks for gas, or a value was taken already."""
    asked = questions_of(hazard_of(site, incident))
    return leaks(site, incident) or "gas" in asked or bool(incident.measurements.gas)


def water_matters(site: Site, incident: Incident) -> bool:
    """Whether the outfall is to be sampled: its hazard asks where the water goes, or something leaks."""
    return leaks(site, incident) or "water" in questions_of(hazard_of(site, incident))
