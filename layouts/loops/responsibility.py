"""The responsibility page: who owes what, overdue (red) first, and the duty scores with their share of the month."""

from dash import html

from layouts.components.figure import Figures
from layouts.components.panel import Panel
from layouts.view import View

FIGURES = Figures("responsibility", ("people", "lines", "scores"))
"""Made in `callbacks/responsibility.py`."""


def responsibility(view: View) -> html.Div:
    """Return the page: how much everybody owes, every line of it, and the month's scores."""
    args = {"name": "responsibility", "choices": ["month", "person"], "report": True}
    return html.Div(
        [
            html.Section(
                Panel("past_head", args=args, children=FIGURES.stores()),
                className="panel past-head",
            ),
            html.Div(
                [
                    html.Section(FIGURES.place("lines", view), className="panel lines-panel"),
                    html.Div(
                        [
                            html.Section(FIGURES.place("people", view), className="panel"),
                            html.Section(FIGURES.place("scores", view), className="panel"),
                        ],
                        className="past-column",
                    ),
                ],
                className="past-columns",
            ),
        ],
        className="desk past responsibility-page",
    )
