"""The readiness page: gaps of the plans and how to close them, who may do what now, and delegations."""

from dash import html

from layouts.components.form import drawers
from layouts.components.panel import Panel
from layouts.forms import FORMS
from layouts.view import View

DELEGATE = tuple(form for form in FORMS if form.kind == "authority.delegate")
"""The form that delegates: the gap of authority and the list of delegations both lead to it."""


def readiness(view: View) -> html.Div:
    """Return the page: gaps first, because people must close them; below, the table that a manager
    reads and prints.
    """
    form = drawers(DELEGATE, view)
    return html.Div(
        [
            html.Section(Panel("gaps_desk"), id="panel-gaps", className="panel gaps-desk"),
            html.Section(
                Panel("delegations", children=form or None),
                id="panel-delegations",
                className="panel delegations",
            ),
            html.Section(
                Panel("authority_matrix"), id="panel-authority", className="panel authority-matrix"
            ),
        ],
        className="desk readiness",
    )
