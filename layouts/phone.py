"""The phone page: what somebody out on the plant must see and say, with one thumb and gloves on."""

from dash import html

from layouts.components.panel import Panel
from layouts.view import View


def phone(view: View) -> html.Div:
    """One's own directives and questions, where one stands, checking in, and the call for help."""
    return html.Div(Panel("phone"), className="phone")
