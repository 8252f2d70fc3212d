"""The alarm desk: alarms that wait for a person, shelved alarms, and the operator load."""

from enum import StrEnum
from typing import Any

from dash import html

from layouts.components.figure import Figures
from layouts.components.grid import column, grid
from layouts.components.panel import Panel
from layouts.view import View


class Id(StrEnum):
    """Ids of the alarm desk."""

    GRID = "alarms-grid"


FIGURES = Figures("alarms", ("load", "figures", "worst"))
"""The load as a figure, its numbers, and what was raised most; made in `callbacks/alarms.py`."""


def alarms(view: View) -> html.Div:
    """The alarm page: on the left standing alarms with their buttons; beside them the alarm load, the most frequent
    alarms and the shelved ones."""
    say = view.say
    measured: dict[str, Any] = {
        "valueFormatter": {"function": "said_measured(params.value, params.data)"}
    }
    columns = [
        column(
            "raised",
            say("alarms.raised"),
            said="moment",
            sort="desc",
            flex=1,
            minWidth=178,
            essential=True,
        ),
        column(
            "name",
            say("alarms.alarm"),
            sign=True,
            flex=60,
            minWidth=150,
            essential=True,
            tooltipField="name",
            cellClass="two-lines",
            cellRenderer="LinkedCell",
        ),
        column("priority", say("alarms.priority"), minWidth=96),
        column("value", say("alarms.value"), said="number", minWidth=124, **measured),
        column("limit", say("alarms.limit"), said="number", minWidth=104, **measured),
        column("acked", say("alarms.acked_after"), said="age", minWidth=84),
        column("by", say("alarms.acked_by"), minWidth=104),
        column("stood", say("alarms.stood"), said="age", minWidth=86),
        column("state", say("alarms.state"), minWidth=90, essential=True),
        column("seq", say("alarms.fact"), cellRenderer="LinkedCell", filter=False, minWidth=54),
    ]
    return html.Div(
        [
            html.Div(
                [
                    html.Section(Panel("alarms_standing"), className="panel standing-panel"),
                    html.Section(
                        Panel(
                            "alarms_past",
                            args={"grid": Id.GRID},
                            children=grid(Id.GRID, columns, view),
                        ),
                        className="panel sheet-panel past-panel",
                    ),
                ],
                className="alarms-column",
            ),
            html.Div(
                [
                    html.Section(
                        Panel(
                            "alarms_load",
                            children=[
                                FIGURES.stores(),
                                FIGURES.place("load", view),
                                FIGURES.place("figures", view),
                            ],
                        ),
                        className="panel load-panel",
                    ),
                    html.Section(
                        Panel("alarms_offenders", children=[FIGURES.place("worst", view)]),
                        className="panel offenders-panel",
                    ),
                    html.Section(Panel("alarms_shelved"), className="panel shelved-panel"),
                ],
                className="alarms-column",
            ),
        ],
        className="desk alarms",
    )
