"""The command page: everything a hand can do, and what it did, on one desk."""

from enum import StrEnum

from dash import dcc, html

from layouts.components.panel import Panel
from layouts.components.site_map import site_map
from layouts.forms import CHECK_IN, DIRECTIVE, EVACUATION, OPEN, REPORT, TRANSFER, Form
from layouts.view import View


class Id(StrEnum):
    """Ids of the command page."""

    INCIDENT = "command-incident"
    MAP = "command-map"


def _drawer(form: Form, view: View, title: str, *, opened: bool = False) -> html.Details | None:
    """A form behind its title; nothing for whom the Desk would refuse its command."""
    if view.viewer is None or form.kind not in view.viewer.may:
        return None
    return html.Details(
        [html.Summary(view.say(title)), form.draw(form, view)], open=opened, className="drawer"
    )


def command(view: View) -> html.Div:
    """The desk of the commander and of whoever keeps the radio log."""
    return html.Div(
        [
            dcc.Store(id=Id.INCIDENT),
            html.Div(
                [
                    html.Section(
                        [
                            Panel("incident"),
                            _drawer(OPEN, view, "command.open_by_hand"),
                            _drawer(REPORT, view, "command.report"),
                            _drawer(TRANSFER, view, "command.transfer"),
                        ],
                        className="panel",
                    ),
                    html.Section(
                        [
                            Panel("headcount"),
                            _drawer(EVACUATION, view, "command.evacuate"),
                            _drawer(CHECK_IN, view, "command.check_in_form"),
                        ],
                        className="panel",
                    ),
                    html.Section(Panel("outside"), className="panel"),
                ],
                className="column",
            ),
            html.Div(
                [
                    html.Section(
                        [
                            Panel("directives_desk"),
                            _drawer(DIRECTIVE, view, "command.issue_free"),
                        ],
                        className="panel directives-desk",
                    ),
                    html.Section(Panel("plan_steps"), className="panel plan-steps"),
                ],
                className="column",
            ),
            html.Div(
                [
                    html.Section(Panel("alarms_desk"), className="panel"),
                    html.Section(site_map(view, Id.MAP), className="panel map-panel"),
                    html.Section(Panel("kits"), className="panel"),
                ],
                className="column",
            ),
        ],
        className="desk command",
    )
