"""The outbox page: messages sent, and what came back. For administrators and controllers."""

from dash import html

from layouts.components.panel import Panel
from layouts.view import View


def outbox(view: View) -> html.Div:
    """Return the page: channels above, messages below, and beside them a test message to a person."""
    return html.Div(Panel("outbox"), className="desk outbox")
