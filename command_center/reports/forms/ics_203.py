"""ICS 203, organization assignment list (fields after FEMA's ICS Forms Booklet, FEMA 502-2)."""

from command_center.reports.export.forms.sheet import Band, Column, Grid, Part, Sheet, Told
from command_center.reports.forms.gathered import Gathered
from command_center.reports.forms.organization import (
    COMMAND_STAFF,
    FINANCE,
    LOGISTICS,
    PLANNING,
    commander,
    groups,
    position_rows,
    side_by_side,
    without_position,
)


def ics_203(gathered: Gathered) -> Sheet:
    """Return who holds each position at the end of the period. A position without a known holder stays blank."""
    g = gathered
    command = [
        (Told("ics.incident_commander"), commander(g)),
        *position_rows(g, COMMAND_STAFF),
    ]
    agencies = [[g.named(unit), None] for unit in g.incident.calls]
    operations = [
        *position_rows(g, ["operations_chief"]),
        *((Told("forms.group", {"name": name}), who) for name, who in groups(g)),
        *position_rows(g, ["staging_area", "air_operations"]),
    ]
    parts: list[Part] = [
        Band([g.box_name(), g.box_period()]),
        side_by_side("3", "command_staff", command),
        Grid("4", "agencies", [Column("agency", 1), Column("name", 1)], agencies, spare=1),
        side_by_side("5", "planning", position_rows(g, PLANNING)),
        side_by_side("6", "logistics", position_rows(g, LOGISTICS)),
        side_by_side("7", "operations", operations),
        side_by_side("8", "finance", position_rows(g, FINANCE)),
    ]
    others = without_position(g)
    if others:
        parts.append(side_by_side("", "other_posts", others))
    return g.sheet("ics-203", [[*parts, g.prepared("9")]])
