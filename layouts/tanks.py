"""The tanks page: every vessel, and the history of any tag over any span."""

from enum import StrEnum

from dash import dcc, html

from layouts.components.panel import Panel
from layouts.view import View


class Id(StrEnum):
    """Ids of the tanks page."""

    PLOTLY = "tanks-plotly"


def tanks(view: View) -> html.Div:
    """Return the page: vessels on the left; the browser draws the history (`assets/tanks/history_chart.js`).

    The graph stays empty and hidden: it makes Dash load Plotly.
    """
    graph = dcc.Graph(id=Id.PLOTLY, figure={}, config={"staticPlot": True})
    return html.Div(
        [
            html.Section(Panel("vessels"), className="panel vessels-panel"),
            html.Section(Panel("history", children=graph), className="panel history-panel"),
        ],
        className="desk tanks",
    )
