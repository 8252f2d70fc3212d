"""The facts of one incident, real or of a drill, running or over."""

from command_center.desk import Desk
from command_center.domain.fact import Fact
from command_center.domain.site.model import Site
from command_center.domain.state.incident import Incident
from command_center.reports.sources import Sources, Subject


def found_incident(desk: Desk, name: str) -> Incident | None:
    """The incident of that id on the plant's board or on that of a drill that runs."""
    states = (desk.state, *desk.state.twins.values())
    return next((one for state in states if (one := state.incidents.get(name))), None)


def incident_facts(sources: Sources, desk: Desk, name: str) -> list[Fact]:
    """Everything the journal holds of it, in the order of its numbers; empty where there is no such incident. Of an
    incident in a drill that has ended, what the drill's review was made from."""
    subject = sources.subject(name) or _in_drill(desk, name)
    if subject is None:
        over = next((r for r in desk.state.reviews.by_id if name.startswith(f"{r}-")), None)
        subject = sources.subject(over) if over else None
    return [] if subject is None else [f for f in sources.facts(subject) if f.incident == name]


def site_then(desk: Desk, facts: list[Fact]) -> Site:
    """The plant as it was described when the incident was opened."""
    opened = next((fact for fact in facts if fact.kind == "incident.opened"), None)
    return desk.described(opened.data.get("site_version") if opened else None)


def _in_drill(desk: Desk, name: str) -> Subject | None:
    found = found_incident(desk, name)
    if found is None:
        return None
    return Subject(name, found.first_seq, None, exercise=True, review=None)
