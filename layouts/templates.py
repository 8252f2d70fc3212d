"""Templates: what a hazard, a permit or an account of points asks, edited without code."""

from dash import html

from layouts.components.panel import Panel
from layouts.view import View


def templates(view: View) -> html.Div:
    """The list, the editor and the preview, drawn by one panel."""
    return html.Div(
        html.Section(Panel("templates"), className="templates-page"), className="desk templates"
    )
