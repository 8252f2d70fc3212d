"""The resource desk: the whole ledger in one grid, and what of it can be had now."""

from enum import StrEnum

from dash import html

from layouts.components.grid import column, grid
from layouts.components.panel import Panel
from layouts.view import View


class Id(StrEnum):
    """Ids of the resource desk."""

    GRID = "resources-grid"


def resources(view: View) -> html.Div:
    """Every stock line with its custody, its expiry and what is out."""
    say = view.say
    columns = [
        column("name", say("resources.name"), sign=True, flex=2),
        column("state", say("resources.state")),
        column("store", say("resources.store"), flex=2),
        column("available", say("resources.available"), said="number"),
        column("quantity", say("resources.quantity"), said="number"),
        column("committed", say("resources.committed"), said="number"),
        column("minimum", say("resources.minimum"), said="number"),
        column("custody", say("resources.custody")),
        column("holder", say("resources.key"), flex=2),
        column("expires", say("resources.expires"), said="day"),
        column("inspection", say("resources.inspection"), said="day"),
        column("counted", say("resources.counted"), said="day"),
    ]
    return html.Div(
        html.Section(
            Panel("resources_desk", args={"grid": Id.GRID}, children=grid(Id.GRID, columns, view)),
            className="panel sheet-panel",
        ),
        className="desk sheet",
    )
