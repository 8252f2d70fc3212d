"""Reviews: every one with its clock, and one whole at an address of its own, `/reviews/ID`."""

from enum import StrEnum

from dash import dcc, html

from layouts.components.panel import Panel
from layouts.components.trend import empty_trend
from layouts.view import View


class Id(StrEnum):
    """Ids of the review pages."""

    PLOTLY = "reviews-plotly"


def reviews(view: View) -> html.Div:
    """The browser draws the list or the one that the address names (`assets/reviews/reviews.js`).

    The graph stays empty and unseen: it is how Dash brings Plotly to the page.
    """
    graph = dcc.Graph(id=Id.PLOTLY, figure=empty_trend(), config={"staticPlot": True})
    return html.Div(Panel("reviews", children=graph), className="desk reviews")
