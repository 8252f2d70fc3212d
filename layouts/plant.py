"""The plant page: every noun of the plant description, editable by those who know it."""

from dash import html

from layouts.components.grid import grid
from layouts.components.panel import Panel
from layouts.view import View

GRID_ID = "plant-grid"


def plant(view: View) -> html.Div:
    """Return the page: the nouns, a grid with the rows of one, and the form of a row beside it. The columns depend on
    the noun.
    """
    return html.Div(
        Panel("plant_page", args={"grid": GRID_ID}, children=grid(GRID_ID, [], view)),
        className="desk plant",
    )
