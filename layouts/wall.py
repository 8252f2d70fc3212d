"""The wall display, read at four metres without touch. In quiet times it asks *would the plan work tonight?*; in an
incident it answers four questions: people, source, water, outside.

Both states are in one tree; the browser shows one of them as incidents open and close.
"""

from enum import StrEnum

from dash import html

from layouts.components.panel import Panel
from layouts.components.site_map import site_map
from layouts.view import View


class Id(StrEnum):
    """Ids of the wall."""

    MAP = "wall-map"


def wall(view: View) -> html.Div:
    """Return the wall, for any signed-in role."""
    return html.Div(
        [
            Panel("cells"),
            html.Section(site_map(view, Id.MAP), className="panel map-panel"),
            html.Section(Panel("wall_side"), className="panel side-panel"),
            html.Section(Panel("levels"), className="panel levels-panel"),
            html.Section(Panel("wall_alarms"), className="panel alarms-panel"),
            html.Section(Panel("wall_short"), className="panel short-panel"),
        ],
        className="wall",
    )
