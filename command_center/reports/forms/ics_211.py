"""ICS 211, incident check-in list (fields after FEMA's ICS Forms Booklet, FEMA 502-2)."""

from command_center.domain.fact import Fact
from command_center.reports.export.forms.sheet import (
    Band,
    Box,
    Column,
    Grid,
    Moment,
    Sheet,
    Told,
    Value,
)
from command_center.reports.forms.gathered import Gathered

ARRIVED = frozenset({"staged", "on_scene"})


def ics_211(gathered: Gathered) -> Sheet:
    """Return who came to the response, by the first fact about it: people, then outside units."""
    g = gathered
    came = _came(g)
    places = list(dict.fromkeys(f.data["place"] for f in came.values() if f.data.get("place")))
    columns = [
        Column("resource_name", 1.5, "5"), Column("order_number", 0.8, "6"),
        Column("checked_in", 1.1, "7"), Column("leader", 1, "8"), Column("persons", 0.6, "9"),
        Column("contact", 0.9, "10"), Column("home_unit", 1.2, "11"), Column("departure", 1, "12"),
        Column("travel", 0.7, "13"), Column("incident_assignment", 1.3, "14"),
        Column("qualifications", 0.9, "15"), Column("data_provided", 0.7, "16"),
    ]  # fmt: skip
    rows = [_person(g, person, fact) for person, fact in came.items()]
    rows += [
        [g.named(unit), call.reference, Moment(call.arrived_at), *[None] * 3, g.named(unit), *[None] * 5]
        for unit, call in g.incident.calls.items()
        if call.arrived_at is not None and call.arrived_at <= g.until
    ]  # fmt: skip
    return g.sheet("ics-211", [[
        Band([
            g.box_name(), g.box_number(),
            Box("3", "check_in_location", [[g.named(place) for place in places]] if places else [], 2),
            Box("4", "start", [Moment(g.since)], 1.2),
        ]),
        Grid("", "check_in", columns, rows, spare=6),
        g.prepared("17"),
    ]], wide=True)  # fmt: skip


def _came(g: Gathered) -> dict[str, Fact]:
    """By person the first fact that has them at the response: staged, on scene, or checked for an entry."""
    found: dict[str, Fact] = {}
    for fact in g.facts:
        if fact.kind == "responder.status" and fact.data["status"] in ARRIVED:
            found.setdefault(fact.data["person"], fact)
        if fact.kind == "entry.ready":
            for person in fact.data["persons"]:
                found.setdefault(person, fact)
    return found


def _person(g: Gathered, person: str, fact: Fact) -> list[Value]:
    known = g.site.person_by_id.get(person)
    team = g.site.team_by_id.get(fact.data.get("team") or "")
    leader = g.named(g.holder(team.lead)) if team else None
    employer: list[Value] = []
    if known is not None:
        employer = [Told(f"employer.{known.employer}"), g.named(known.home)]
    return [
        g.named(person), None, Moment(fact.at), leader, 1, None, employer, None, None,
        [*([team.name] if team else []), *g.posts_of(person)], None, None,
    ]  # fmt: skip
