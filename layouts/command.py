"""The command page: everything a hand can do, and what it did, on one desk."""

from enum import StrEnum

from dash import dcc, html

from layouts.components.form import drawer
from layouts.components.panel import Panel
from layouts.components.site_map import site_map
from layouts.forms import (
    CHECK_IN,
    DIRECTIVE,
    EVACUATION,
    GAS,
    LOCATE,
    MORE,
    OPEN,
    OUTFALL,
    READY,
    REPORT,
    RESPONDER,
    TRANSFER,
    VALVE,
    Form,
)
from layouts.view import View


class Id(StrEnum):
    """Ids of the command page."""

    INCIDENT = "command-incident"
    MAP = "command-map"


def _panel(of: str, view: View, *forms: Form) -> html.Section:
    """A panel with its drawers; a lead (`assets/hands/leads.js`) finds it by `panel-NAME`."""
    drawers = [drawn for form in forms if (drawn := drawer(form, view))]
    name = of.replace("_", "-")
    return html.Section(
        Panel(of, children=drawers or None), id=f"panel-{name}", className=f"panel {name}"
    )


def _more(view: View) -> list[html.Section]:
    """What this role may give besides, each behind its title; nothing where there is nothing."""
    drawers = [drawn for form in MORE if (drawn := drawer(form, view))]
    if not drawers:
        return []
    more = html.Details(
        [html.Summary(view.say("command.more_commands")), *drawers], className="drawer more"
    )
    return [html.Section(more, id="panel-more", className="panel")]


def command(view: View) -> html.Div:
    """The desk of the commander and of whoever keeps the radio log."""
    desk = Panel(
        "of_incident",
        args={"className": "desk command", "first": 2},
        children=[
            dcc.Store(id=Id.INCIDENT),
            html.Div(
                [
                    _panel("incident", view, OPEN, REPORT, TRANSFER),
                    # Air runs out inside: an overdue entry outranks everything else.
                    _panel("entry", view, READY),
                    _panel("headcount", view, EVACUATION, CHECK_IN, RESPONDER),
                    _panel("source", view, LOCATE, VALVE, GAS, OUTFALL),
                    _panel("outside", view),
                ],
                className="column",
            ),
            html.Div(
                [_panel("directives_desk", view, DIRECTIVE), _panel("plan_steps", view)],
                className="column",
            ),
            html.Div(
                [
                    _panel("alarms_desk", view),
                    html.Section(site_map(view, Id.MAP), className="panel map-panel"),
                    _panel("kits", view),
                    *_more(view),
                ],
                className="column",
            ),
        ],
    )
    return html.Div([desk, Panel("hand_over")], className="of-incident")
