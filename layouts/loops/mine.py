"""The viewer's own tasks: matters, directives and review actions in one list, and one matter beside it."""

from dash import html

from layouts.components.panel import Panel
from layouts.view import View


def mine(view: View) -> html.Div:
    """Return the page: unsent commands above; below, the list and the chosen matter."""
    return html.Div([Panel("offline"), Panel("mine")], className="desk mine-desk")
