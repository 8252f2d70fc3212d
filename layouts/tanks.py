"""The tanks page: every vessel, and the history of any tag over any span."""

from enum import StrEnum

from dash import dcc, html

from layouts.components.panel import Panel
from layouts.components.trend import empty_trend
from layouts.view import View


class Id(StrEnum):
    """Ids of the tanks page."""

    HISTORY = "tanks-history"


def tanks(view: View) -> html.Div:
    """Vessels on the left; the browser draws the history into the graph (`assets/js/history_chart.js`)."""
    graph = dcc.Graph(
        id=Id.HISTORY,
        figure=empty_trend(),
        config={"displayModeBar": False, "scrollZoom": True, "doubleClick": False},
        className="history-graph",
    )
    return html.Div(
        [
            html.Section(Panel("vessels"), className="panel vessels-panel"),
            html.Section(
                Panel("history", args={"graph": Id.HISTORY}, children=graph),
                className="panel history-panel",
            ),
        ],
        className="desk tanks",
    )
