"""The command page: all commands of an incident and their results, on one desk."""

from enum import StrEnum

from dash import html

from layouts.components.form import drawers, more_commands
from layouts.components.panel import Panel
from layouts.components.site_map import site_map
from layouts.forms import MORE, OF_PANELS
from layouts.view import View


class Id(StrEnum):
    """Ids of the command page."""

    MAP = "command-map"


def _panel(of: str, view: View) -> html.Section:
    """A panel with its drawers; a lead (`assets/hands/leads.js`) finds it by `panel-NAME`."""
    name = of.replace("_", "-")
    inside = drawers(OF_PANELS.get(of, ()), view)
    return html.Section(
        Panel(of, children=inside or None), id=f"panel-{name}", className=f"panel {name}"
    )


def command(view: View) -> html.Div:
    """Return the desk of the commander and of the radio log keeper."""
    columns = (
        # Air runs out inside: an overdue entry outranks everything else.
        [
            _panel(of, view)
            for of in (
                "incident",
                "entry",
                "headcount",
                "permits",
                "roll_call",
                "source",
                "outside",
                "official",
                "papers",
            )
        ],
        [_panel(of, view) for of in ("directives_desk", "plan_steps")],
        [
            _panel("alarms_desk", view),
            html.Section(site_map(view, Id.MAP), className="panel map-panel"),
            _panel("kits", view),
            *more_commands(MORE, view),
        ],
    )
    desk = Panel(
        "of_incident",
        args={"className": "desk command", "first": 1},
        children=[html.Div(column, className="column") for column in columns],
    )
    return html.Div([desk, Panel("hand_over")], className="of-incident")
