"""The resource desk: the whole ledger in one grid, what can be had and how soon, and kits."""

from enum import StrEnum
from typing import Any

from dash import html

from layouts.components.grid import column, grid, ranked
from layouts.components.panel import Panel
from layouts.view import View


class Id(StrEnum):
    """Ids of the resource desk."""

    GRID = "resources-grid"


def resources(view: View) -> html.Div:
    """Return the page: every stock line with its custody, its expiry and what is out; beside it the kits."""
    say = view.say
    soon: dict[str, Any] = {
        "valueFormatter": {"function": "said_had(params.data)"},
        "filter": "agNumberColumnFilter",
        "headerTooltip": say("resources.had_basis"),
    }
    day: dict[str, Any] = {"flex": 10, "minWidth": 113}
    columns = [
        ranked(),
        column(
            "name",
            say("resources.name"),
            sign=True,
            essential=True,
            flex=27,
            minWidth=150,
            tooltipField="name",
            cellClass="two-lines",
            # Where a phone has no column for the state, the name says it.
            valueFormatter={"function": "said_line(params.data)"},
        ),
        column(
            "state",
            say("resources.state"),
            flex=11,
            minWidth=72,
            tooltipField="state",
            cellClass="two-lines",
        ),
        column(
            "minutes",
            say("resources.had"),
            essential=True,
            flex=15,
            minWidth=120,
            tooltipField="had",
            cellClass="two-lines",
            **soon,
        ),
        column("available", say("resources.available"), said="number", flex=6, minWidth=64),
        column("quantity", say("resources.quantity"), said="number", flex=6, minWidth=66),
        column("minimum", say("resources.minimum"), said="number", flex=8, minWidth=92),
        column("committed", say("resources.committed"), said="number", flex=6, minWidth=60),
        column(
            "store",
            say("resources.store"),
            essential=True,
            flex=18,
            minWidth=164,
            tooltipField="store",
            cellClass="two-lines",
        ),
        column(
            "custody",
            say("resources.custody"),
            flex=14,
            minWidth=186,
            tooltipField="custody",
            cellClass="two-lines",
        ),
        column("expires", say("resources.expires"), signed="expiresKind", **day),
        column("inspection", say("resources.inspection"), signed="inspectionKind", **day),
        column("counted", say("resources.counted"), **day),
    ]
    desk = Panel(
        "of_incident",
        args={"className": "desk sheet with-column"},
        children=[
            html.Section(
                Panel(
                    "resources_desk",
                    args={"grid": Id.GRID},
                    children=grid(Id.GRID, columns, view),
                ),
                className="panel sheet-panel",
            ),
            html.Div(
                [
                    Panel("ledger_line"),
                    html.Section(Panel("due_desk"), className="panel due-desk"),
                    html.Section(Panel("stock_table"), className="panel stock-table"),
                    html.Section(Panel("kits_desk"), className="panel kits-desk"),
                    html.Section(Panel("out_desk"), className="panel"),
                ],
                className="column",
            ),
        ],
    )
    return html.Div(desk, className="of-incident")
