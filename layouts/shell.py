"""The frame of every page: the strip and the live socket."""

from enum import StrEnum

from dash import dcc, html
from dash_socketio import DashSocketIO

from layouts.components.panel import Panel
from layouts.documents import DOCUMENTS, about, address
from layouts.pages import FIRST, GROUPS, PAGES


class Id(StrEnum):
    """Ids of the shell."""

    LOCATION = "location"
    PAGE = "page"
    SOCKET = "live"


def shell() -> html.Div:
    """Return the whole application; the page of the address is put into `Id.PAGE`."""
    pages = {
        "pages": [
            [page.path, page.name, page.listed, page.roles and sorted(page.roles), page.group]
            for page in PAGES.values()
        ],
        "groups": list(GROUPS),
        "first": {role.value: list(paths) for role, paths in FIRST.items()},
    }
    documents = {"documents": [[address(name), about(name)] for name in DOCUMENTS]}
    return html.Div(
        [
            dcc.Location(id=Id.LOCATION),
            DashSocketIO(id=Id.SOCKET, url="/live"),
            Panel("sos"),  # before everything else on every screen
            Panel("exercise"),
            Panel("center_state"),
            Panel("strip", args={**pages, **documents}),
            Panel("command_bar", args={**pages, **documents}),
            Panel("lost"),
            Panel("next_steps"),
            Panel("guide"),
            Panel("heard"),
            html.Main(Panel("waiting"), id=Id.PAGE, tabIndex="-1"),
        ],
        className="shell",
    )
