"""The people desk: the roster in one grid, post holders, contacts, and the headcount."""

from enum import StrEnum
from typing import Any

from dash import html

from layouts.components.grid import column, grid, ranked
from layouts.components.panel import Panel
from layouts.view import View


class Id(StrEnum):
    """Ids of the people desk."""

    GRID = "people-grid"


def people(view: View) -> html.Div:
    """Return the page: everybody with their current status; beside it posts, contacts and the headcount."""
    say = view.say
    seen: dict[str, Any] = {
        "valueFormatter": {"function": "said_seen(params.data)"},
        "filter": "agNumberColumnFilter",
    }
    columns = [
        ranked(),
        column(
            "name",
            say("people.name"),
            sign=True,
            essential=True,
            flex=18,
            minWidth=116,
            tooltipField="name",
        ),
        column(
            "posts",
            say("people.posts"),
            essential=True,
            flex=23,
            minWidth=110,
            tooltipField="posts",
            cellClass="two-lines",
        ),
        column(
            "area",
            say("people.area"),
            flex=13,
            minWidth=92,
            tooltipField="area",
            cellClass="two-lines",
        ),
        column("team", say("people.team"), flex=18, tooltipField="team", cellClass="two-lines"),
        column(
            "state",
            say("people.state"),
            essential=True,
            flex=13,
            minWidth=122,
            tooltipField="state",
        ),
        column("shift", say("people.shift"), flex=12, minWidth=84, tooltipField="shift"),
        column("status", say("people.status"), flex=15, tooltipField="status", occasional=True),
        column("directive", say("people.directive"), flex=12, minWidth=76, occasional=True),
        column("account", say("people.account"), flex=13, minWidth=84, occasional=True),
        column("seen", say("people.seen_column"), signed="seenKind", flex=16, **seen),
    ]
    return html.Div(
        [
            html.Section(
                Panel("people_desk", args={"grid": Id.GRID}, children=grid(Id.GRID, columns, view)),
                className="panel sheet-panel",
            ),
            html.Div(
                [
                    Panel("person_line"),
                    Panel("headcount_desk"),
                    html.Section(Panel("posts_desk"), className="panel posts-desk"),
                    html.Section(Panel("contacts_desk"), className="panel contacts-desk"),
                ],
                className="column",
            ),
        ],
        className="desk sheet with-column",
    )
