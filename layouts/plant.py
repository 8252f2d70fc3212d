"""The plant as living data: every noun of its description, edited by those who know it."""

from dash import html

from layouts.components.grid import grid
from layouts.components.panel import Panel
from layouts.view import View

GRID_ID = "plant-grid"


def plant(view: View) -> html.Div:
    """The nouns, the rows of one in a grid, and beside them the form of a row. The columns come with the noun."""
    return html.Div(
        Panel("plant_page", args={"grid": GRID_ID}, children=grid(GRID_ID, [], view)),
        className="desk plant",
    )
