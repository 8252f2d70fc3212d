"""The readiness page: what the plans lack and what mends it, who may do what now, and what is delegated."""

from dash import html

from layouts.components.form import drawers
from layouts.components.panel import Panel
from layouts.forms import FORMS
from layouts.view import View

DELEGATE = tuple(form for form in FORMS if form.kind == "authority.delegate")
"""The form that delegates: the gap of authority and the list of delegations both lead to it."""


def readiness(view: View) -> html.Div:
    """Gaps first, because they are what a hand mends; under them the table that a manager reads and prints."""
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
