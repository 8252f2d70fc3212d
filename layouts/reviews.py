"""Reviews: every one with its clock, and one whole at an address of its own, `/reviews/ID`."""

from dash import html

from layouts.components.figure import Figures
from layouts.components.panel import Panel
from layouts.view import View

FIGURES = Figures("reviews", ("waterfall", "planned", "over"))
"""Of one review; the panel places them by this order."""


def reviews(view: View) -> html.Div:
    """The browser draws the list or the one that the address names (`assets/reviews/reviews.js`); its figures
    are made in `callbacks/reviews.py`."""
    places = [FIGURES.place(place, view) for place in FIGURES.places]
    return html.Div(
        Panel("reviews", children=[FIGURES.stores(), *places]), className="desk reviews"
    )
