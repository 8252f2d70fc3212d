"""The log: every fact as a sentence, newest first."""

from dash import html

from layouts.components.panel import Panel
from layouts.view import View


def log(view: View) -> html.Div:
    """The last facts of the journal, as they are recorded."""
    return html.Div(html.Section(Panel("log"), className="panel log-panel"), className="desk log")
