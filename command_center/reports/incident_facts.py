"""The facts of one incident, real or of a drill, running or over."""

from command_center.desk import Desk
from command_center.domain.fact import Fact
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident
from command_center.reports.sources import Sources, Subject


def found_incident(desk: Desk, name: str) -> tuple[State, Incident] | None:
    """Return the incident with that id and its state: the plant's, or that of a running drill."""
    states = (desk.state, *desk.state.twins.values())
    return next(((state, one) for state in states if (one := state.incidents.get(name))), None)


def incident_facts(sources: Sources, desk: Desk, name: str) -> list[Fact]:
    """Return the incident's facts from its first on, ordered by number; for an incident in a drill, all facts of that
    drill. Empty if there is no such incident.
    """
    subject = sources.subject(name) or _in_drill(desk, name)
    if subject is None:
        over = next((r for r in desk.state.reviews.by_id if name.startswith(f"{r}-")), None)
        subject = sources.subject(over) if over else _in_unreviewed(desk, name)
    facts = [] if subject is None else sources.facts(subject)
    opened = _opening(facts, name)
    return [] if opened is None else [fact for fact in facts if fact.drill == opened.drill]


def incident_of(sources: Sources, name: str) -> str:
    """Return the incident of that name; for a drill that is over, the first incident opened in it."""
    subject = sources.subject(name)
    if subject is None or not subject.exercise:
        return name
    opened = (f for f in sources.facts(subject) if f.kind == "incident.opened" and f.drill == name)
    return next((f.incident or name for f in opened), name)


def site_then(desk: Desk, facts: list[Fact], name: str) -> Site:
    """Return the plant description at the time when the incident was opened."""
    opened = _opening(facts, name)
    return desk.described(opened.data.get("site_version") if opened else None)


def _opening(facts: list[Fact], name: str) -> Fact | None:
    return next((f for f in facts if f.kind == "incident.opened" and f.incident == name), None)


def _in_unreviewed(desk: Desk, name: str) -> Subject | None:
    """A drill that has ended a moment ago: its review is not opened yet."""
    for drill in desk.state.drills.values():
        if drill.ended_at is not None and name.startswith(f"{drill.id}-") and drill.started_seq:
            return Subject(drill.id, drill.started_seq, None, exercise=True, review=None)
    return None


def _in_drill(desk: Desk, name: str) -> Subject | None:
    found = found_incident(desk, name)
    if found is None:
        return None
    return Subject(name, found[1].first_seq, None, exercise=True, review=None)
