"""The heat page: where and when hazards are found, on a table and the plant's map, recurring hazards, and the course
of a year.
"""

from enum import StrEnum

from dash import html

from layouts.components.figure import Figures
from layouts.components.panel import Panel
from layouts.components.site_map import site_map
from layouts.view import View


class Id(StrEnum):
    """Ids of the page."""

    MAP = "heat-map"


FIGURES = Figures("heat", ("table", "remarks", "back", "course"))
"""Made in `callbacks/heat.py`."""


def heat(view: View) -> html.Div:
    """Return the page: the table on the left, with what exceeds chance below it; the map and the
    course on the right.
    """
    args = {"name": "heat", "choices": ["month", "across", "kind"]}
    return html.Div(
        [
            html.Section(Panel("past_head", args=args, children=FIGURES.stores()), className="panel past-head"),
            html.Div(
                [
                    html.Section(
                        [FIGURES.place("table", view), FIGURES.place("remarks", view)],
                        className="panel heat-panel",
                    ),
                    html.Div(
                        [
                            html.Section(
                                [Panel("heat_map"), site_map(view, Id.MAP)],
                                className="panel map-panel",
                            ),
                            html.Section(FIGURES.place("back", view), className="panel"),
                            html.Section(FIGURES.place("course", view), className="panel"),
                        ],
                        className="past-column",
                    ),
                ],
                className="past-columns",
            ),
        ],
        className="desk past heat-page",
    )  # fmt: skip
