"""The outbox: what left the building, and what came back. For administrators and controllers."""

from dash import html

from layouts.components.panel import Panel
from layouts.view import View


def outbox(view: View) -> html.Div:
    """The channels above, the messages below, a test of a person beside them."""
    return html.Div(Panel("outbox"), className="desk outbox")
