"""Figures of past data, made in Python (`layouts/figures/`) and put into their places by a callback."""

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
from dash import dcc, html
from dash.development.base_component import Component

from layouts.view import View

CONFIG: Any = {"displayModeBar": False, "responsive": True, "doubleClick": False}


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a page: `name` begins their ids; `places` are filled together.

    The browser writes its request into the Store `asked` (`assets/shared/figures.js`); a callback fills the places
    and writes the request's key into the Store `answered`.
    """

    name: str
    places: tuple[str, ...]

    @property
    def asked(self) -> str:
        """The id of the Store that the browser asks by."""
        return f"{self.name}-figures-asked"

    @property
    def answered(self) -> str:
        """The id of the Store that the server answers into."""
        return f"{self.name}-figures-answered"

    @property
    def heard(self) -> str:
        """The id of the Store that the browser's own callback needs as its output."""
        return f"{self.name}-figures-heard"

    def place_id(self, place: str) -> str:
        """The id of one place."""
        return f"{self.name}-{place}"

    def stores(self) -> html.Div:
        """Return the Stores, once for each page."""
        ids = (self.asked, self.answered, self.heard)
        return html.Div([dcc.Store(id=one) for one in ids], hidden=True)

    def place(self, place: str, view: View) -> html.Div:
        """Return one place, which shows that it is waiting until it is filled."""
        busy: dict[str, Any] = {"aria-busy": "true"}
        waiting = html.P(view.say("chart.waiting"), className="none", **busy)
        return html.Div(waiting, id=self.place_id(place), className="figure-place")


def drawn(figure: go.Figure, name: str, label: str) -> Component:
    """Return a figure in its place, with the height of its layout; `label` describes it to people
    who cannot see it.
    """
    made: dict[str, Any] = figure.to_plotly_json()
    height = made["layout"].pop("height")
    graph = dcc.Graph(
        id=f"{name}-graph", figure=made, config=CONFIG, style={"height": f"{height:.0f}px"}
    )
    about: dict[str, Any] = {"aria-label": label}
    return html.Div(graph, role="img", className="drawn-figure", **about)
