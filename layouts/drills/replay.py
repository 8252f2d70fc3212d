"""Replay on the wall's own components, with a slider for the second: `/replay/ID`."""

from dash import html

from layouts.components.panel import Panel
from layouts.view import View
from layouts.wall import wall


def replay(view: View) -> html.Div:
    """Return the wall as it was; `assets/live/replay.js` gives it the rows of the chosen second."""
    return html.Div([wall(view), Panel("replay_bar")], className="replayed")
