"""What was sent, called and mobilised for an incident, as rows of a form."""

from command_center.reports.export.forms.sheet import Moment, Told, Value
from command_center.reports.forms.gathered import Gathered


def resource_rows(g: Gathered) -> list[list[Value]]:
    """Dispatches, outside units and teams: name, identifier, ordered, expected (nobody says), arrived, notes."""
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
