"""The gate desk: admit a visitor, sign one out, and see who is inside."""

from dash import html

from layouts.components.panel import Panel
from layouts.view import View


def gate(view: View) -> html.Div:
    """Return the page: the form on the left, visitors here in the middle, gates and areas on the right."""
    return html.Div(
        [
            html.Section(Panel("gate_form"), className="panel gate-form"),
            html.Section(Panel("gate_visitors"), className="panel gate-visitors"),
            html.Section(Panel("gate_inside"), className="panel gate-inside"),
        ],
        className="desk gate-desk",
    )
