"""The reviews page: every review with its deadlines, and each whole review at its own address, `/reviews/ID`."""

from dash import html

from layouts.components.figure import Figures
from layouts.components.panel import Panel
from layouts.view import View

FIGURES = Figures("reviews", ("waterfall", "planned", "over"))
"""Of one review; the panel places them by this order."""


def reviews(view: View) -> html.Div:
    """Return the page. The browser draws the list or the review in the address (`assets/reviews/reviews.js`);
    `callbacks/reviews.py` makes the figures.
    """
    places = [FIGURES.place(place, view) for place in FIGURES.places]
    return html.Div(
        Panel("reviews", children=[FIGURES.stores(), *places]), className="desk reviews"
    )
