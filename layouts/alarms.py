"""The alarm desk: what stands and waits for a person, what is put aside, and what the alarms ask."""

from enum import StrEnum

from dash import html

from layouts.components.grid import column, grid
from layouts.components.panel import Panel
from layouts.view import View


class Id(StrEnum):
    """Ids of the alarm desk."""

    GRID = "alarms-grid"


def alarms(view: View) -> html.Div:
    """Standing alarms with their hands on the left; load, offenders and shelved ones beside them."""
    say = view.say
    columns = [
        column("raised", say("alarms.raised"), said="moment", sort="desc", flex=19, minWidth=190),
        column(
            "name",
            say("alarms.alarm"),
            sign=True,
            flex=25,
            minWidth=150,
            essential=True,
            tooltipField="name",
        ),
        column("priority", say("alarms.priority"), flex=10, minWidth=104),
        column("value", say("alarms.value"), said="number", flex=8, minWidth=82),
        column("limit", say("alarms.limit"), said="number", flex=6, minWidth=64),
        column("acked", say("alarms.acked_after"), said="age", flex=9, minWidth=92),
        column("by", say("alarms.acked_by"), flex=11, minWidth=112),
        column("stood", say("alarms.stood"), said="age", flex=8, minWidth=80),
        column("state", say("alarms.state"), flex=8, minWidth=88, essential=True),
        column(
            "history",
            say("alarms.history"),
            cellRenderer="LinkedCell",
            filter=False,
            flex=8,
            minWidth=80,
        ),
        column(
            "seq", say("alarms.fact"), cellRenderer="LinkedCell", filter=False, flex=6, minWidth=58
        ),
    ]
    return html.Div(
        [
            html.Section(Panel("alarms_standing"), className="panel standing-panel"),
            html.Section(Panel("alarms_load"), className="panel load-panel"),
            html.Section(Panel("alarms_offenders"), className="panel offenders-panel"),
            html.Section(Panel("alarms_shelved"), className="panel shelved-panel"),
            html.Section(
                Panel("alarms_past", args={"grid": Id.GRID}, children=grid(Id.GRID, columns, view)),
                className="panel sheet-panel past-panel",
            ),
        ],
        className="desk alarms",
    )
