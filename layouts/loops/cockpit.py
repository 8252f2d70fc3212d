"""The leaders' cockpit: the month's figures, permits now, duties, contractors, the roll-out. Each number links to its
facts.
"""

from dash import html

from layouts.components.figure import Figures
from layouts.components.panel import Panel
from layouts.view import View

FIGURES = Figures("cockpit", ("cards", "permits", "duties", "contractors", "rollout", "course"))
"""Made in `callbacks/cockpit.py`."""


def cockpit(view: View) -> html.Div:
    """Return the page: cards above; permits, duties and contractors below; the roll-out and the year's course at the
    end.
    """
    args = {"name": "cockpit", "choices": ["month"], "report": True}

    def part(name: str) -> html.Section:
        return html.Section(FIGURES.place(name, view), className=f"panel {name}-panel")

    return html.Div(
        [
            html.Section(
                Panel("past_head", args=args, children=FIGURES.stores()),
                className="panel past-head",
            ),
            FIGURES.place("cards", view),
            html.Div(
                [part("permits"), part("duties"), part("contractors")], className="cockpit-now"
            ),
            html.Div([part("course"), part("rollout")], className="cockpit-past"),
        ],
        className="desk past cockpit-page",
    )
