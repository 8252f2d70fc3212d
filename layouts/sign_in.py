"""Signing in: by name and password, and in a demonstration by role."""

from dash import html

from layouts.components.panel import Panel
from layouts.view import View


def sign_in(view: View) -> html.Div:
    """Return the only page without a session. The form posts to REST, where it is throttled."""
    return html.Div(
        Panel("sign_in", args={"site": view.text(view.site.name), "demo": view.demo}),
        className="sign-in",
    )
