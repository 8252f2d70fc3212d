"""The templates page: the fields and rules of hazards, permits and point accounts, edited without code."""

from dash import html

from layouts.components.panel import Panel
from layouts.view import View


def templates(view: View) -> html.Div:
    """Return the list, the editor and the preview, drawn by one panel."""
    return html.Div(
        html.Section(Panel("templates"), className="templates-page"), className="desk templates"
    )
