"""What the one who looks owes: matters, directives and review actions in one list, and one matter beside it."""

from dash import html

from layouts.components.panel import Panel
from layouts.view import View


def mine(view: View) -> html.Div:
    """What waits to be sent above; the list, and the matter that was chosen."""
    return html.Div([Panel("offline"), Panel("mine")], className="desk mine-desk")
