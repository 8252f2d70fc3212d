"""The feeds page for commissioning: each tag's value and the evidence that it is right."""

from dash import html

from layouts.components.panel import Panel
from layouts.view import View


def feeds(view: View) -> html.Div:
    """Return the page: tags by gateway and connection on the left; refused readings and forecast accuracy on the
    right.
    """
    return html.Div(
        [
            html.Section(Panel("feeds_tags"), className="panel feeds-main"),
            html.Section(Panel("feeds_side"), className="panel feeds-side"),
        ],
        className="desk feeds",
    )
