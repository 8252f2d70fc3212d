"""The log: every fact as a sentence, newest first, as far back as the journal goes."""

from dash import html

from command_center.domain.registry import FACTS
from layouts.components.panel import Panel
from layouts.view import View


def log(view: View) -> html.Div:
    """Return the page: the journal, filtered by kind, incident, and person or thing."""
    return html.Div(
        html.Section(Panel("log", args={"kinds": sorted(FACTS)}), className="panel log-panel"),
        className="desk log",
    )
