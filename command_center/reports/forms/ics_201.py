"""ICS 201, incident briefing (fields after FEMA's ICS Forms Booklet, FEMA 502-2)."""

from command_center.domain.directives.plan_progress import plan_progress
from command_center.domain.incidents.closing import missing_to_close
from command_center.domain.presence import tally, unaccounted
from command_center.domain.reviews.draft.overview import overview
from command_center.domain.state.directives.directive import Directive
from command_center.domain.timing.record import Record
from command_center.reports.export.forms.sheet import (
    Band,
    Box,
    Column,
    Grid,
    Moment,
    Part,
    Sheet,
    Told,
    Value,
)
from command_center.reports.forms.gathered import Gathered, told_of, words
from command_center.reports.forms.organization import CHIEFS, COMMAND_STAFF, commander, holding

SKETCH_LINES = 14


def ics_201(gathered: Gathered) -> Sheet:
    """Return the briefing as of the end of the period."""
    g, prepared = gathered, gathered.prepared("6")
    head = Band([
        g.box_name(), g.box_number(), Box("3", "initiated", [Moment(g.incident.t0)], 1.3),
    ])  # fmt: skip
    situation: list[Part] = [
        head,
        Band([Box("4", "map", _sketch(g), lines=SKETCH_LINES)]),
        Band([Box("5", "situation", [*_course(g), *_safety(g)], lines=4)]),
        prepared,
    ]
    plan: list[Part] = [
        head,
        Band([Box("7", "objectives", _objectives(g), lines=3)]),
        Grid(
            "8",
            "actions",
            [Column("time", 1.1), Column("action", 3), Column("status", 1.2)],
            _actions(g),
            spare=2,
        ),
        prepared,
    ]
    organization: list[Part] = [head, Grid(
        "9", "organization", [Column("position", 1), Column("name", 2)],
        [
            (Told("ics.incident_commander"), commander(g)),
            *((Told(f"ics.{one}"), holding(g, one)) for one in (*COMMAND_STAFF, *CHIEFS)),
        ],
    ), prepared]  # fmt: skip
    resources: list[Part] = [head, Grid(
        "10", "resources",
        [
            Column("resource", 1.6), Column("identifier", 1), Column("ordered", 1.2), Column("eta", 0.8),
            Column("arrived", 1.2, ticked=True), Column("notes", 2),
        ],
        resource_rows(g), spare=3,
    ), prepared]  # fmt: skip
    return g.sheet("ics-201", [situation, plan, organization, resources])


def _sketch(g: Gathered) -> list[Value]:
    """The place in words; the drawing is a hand's."""
    told: list[Value] = [Told("forms.place", {"place": g.named(g.incident.place)})]
    return [*told, Told("forms.hot_zone", {"metres": g.incident.hot_zone_m})]


def _course(g: Gathered) -> list[Value]:
    record = Record.of(g.facts, g.incident.id)
    if record.opened is None:
        return []
    return [told_of(one) for one in overview(record, g.names)]


def _safety(g: Gathered) -> list[Value]:
    incident, told = g.incident, list[Value]()
    if incident.evacuation is not None:
        counted = incident.evacuation
        if counted.ordered:
            told.append(
                Told("forms.evacuated", {"zones": [g.named(zone) for zone in counted.zones]})
            )
        found = tally(g.state, incident)
        told.append(Told("forms.counted", {
            "all": len(counted.accounts), "safe": found["checked_in"],
            "assigned": found["assigned"] + found["on_air"], "open": unaccounted(g.state, incident),
        }))  # fmt: skip
    if incident.entry.inside:
        told.append(
            Told("forms.inside", {"names": [g.named(one) for one in incident.entry.inside]})
        )
    measured = [fact for fact in g.facts if fact.kind == "gas.measured"]
    if measured:
        last = measured[-1]
        told.append(Told("forms.gas", {
            "place": g.named(last.data["place"]), "value": float(last.data["value"]),
            "unit": str(last.data["unit"]), "at": Moment(last.at),
        }))  # fmt: skip
    return told


def _objectives(g: Gathered) -> list[Value]:
    """What closing the incident still needs."""
    if g.incident.over_at is not None and g.incident.over_at <= g.until:
        return []
    return [
        Told(f"missing.{one['code']}", {"count": one["count"]})
        for one in missing_to_close(g.state, g.site, g.incident)
    ]


def _actions(g: Gathered) -> list[list[Value]]:
    """Directives by the time they were given, then the steps of the plan that nobody was given."""
    rows = [
        [Moment(one.issued_at), _to(g, one), Told(f"directive.state.{one.state}")]
        for one in g.directives()
    ]
    plan, progress = (
        g.site.plan_by_id.get(g.incident.plan or ""),
        plan_progress(g.state, g.site, g.incident),
    )
    if plan is not None and progress is not None and g.incident.over_at is None:
        for step in sorted(plan.steps, key=lambda one: (one.due_s, one.id)):
            if step.id not in progress["given"]:
                due = Moment(g.incident.t0 + round(step.due_s * 1000))
                told = Told("forms.to_whom", {"to": g.named(step.post), "text": step.text})
                rows.append([due, told, Told("forms.planned")])
    return rows


def _to(g: Gathered, one: Directive) -> Value:
    to = g.named(one.to_post or one.to_person)
    return Told("forms.to_whom", {"to": to, "text": words(one.text)})


def resource_rows(g: Gathered) -> list[list[Value]]:
    """Return dispatches, outside units and teams: name, identifier, ordered, expected (blank: nobody records it),
    arrived, notes.
    """
    arrived = {f.data["dispatch"]: f.at for f in g.facts if f.kind == "resource.arrived"}
    rows: list[list[Value]] = []
    for one in g.state.ledger.dispatches.values():
        if one.incident != g.incident.id or one.at > g.until:
            continue
        came = Moment(arrived[one.id]) if one.id in arrived else None
        note: Value = Told("forms.dispatch_note", {
            "place": g.named(one.place), "state": Told(f"forms.dispatch.{one.state}"),
        })  # fmt: skip
        rows.append([g.named(one.kit), one.id, Moment(one.at), None, came, note])
    for unit, call in g.incident.calls.items():
        came = None if call.arrived_at is None else Moment(call.arrived_at)
        answered = call.answered_at
        note = None if answered is None else Told("forms.answered", {"at": Moment(answered)})
        rows.append([g.named(unit), call.reference, Moment(call.called_at), None, came, note])
    for directive in g.directives():
        if directive.mobilises:
            state = Told(f"directive.state.{directive.state}")
            asked = Moment(directive.issued_at)
            rows.append([g.named(directive.mobilises), directive.id, asked, None, None, state])
    return rows
