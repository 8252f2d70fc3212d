"""A past second on the wall's own components, with the slider that chooses it: `/replay/ID`."""

from dash import html

from layouts.components.panel import Panel
from layouts.view import View
from layouts.wall import wall


def replay(view: View) -> html.Div:
    """The wall as it was; `assets/live/replay.js` gives it the rows of the chosen second."""
    return html.Div([wall(view), Panel("replay_bar")], className="replayed")
