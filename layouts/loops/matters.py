"""The list of matters, and one matter with its history at `/matters/ID`."""

from enum import StrEnum

from dash import html

from layouts.components.figure import Figures
from layouts.components.grid import column, grid
from layouts.components.panel import Panel
from layouts.view import View


class Id(StrEnum):
    """Ids of the page."""

    GRID = "matters-grid"


FIGURES = Figures("matter", ("about", "fields", "story", "beside"))
"""Of one matter; made in `callbacks/matter.py`."""


def matters(view: View) -> html.Div:
    """Return the list: selected by the address, filtered further in the grid."""
    say = view.say
    columns = [
        column("number", say("matters.number"), minWidth=172, cellRenderer="LinkedCell", essential=True),
        column(
            "what", say("matters.what"), sign=True, flex=3, minWidth=190, essential=True,
            tooltipField="what", cellClass="two-lines", cellRenderer="LinkedCell",
        ),
        column("template", say("matters.template"), minWidth=164, tooltipField="template"),
        column("place", say("matters.place"), minWidth=120),
        column("category", say("matters.category"), flex=2, minWidth=190, tooltipField="category"),
        column("state", say("matters.state"), minWidth=96, essential=True),
        # The server filters and orders (`store/stories/windows.py`): times by no words, what is missed by "late only".
        column("due", say("matters.due"), said="minute", minWidth=156, filter=False),
        column(
            "missed", say("matters.missed"), said="number", minWidth=80, filter=False, sortable=False,
        ),
        column("holders", say("matters.holders"), minWidth=130, tooltipField="holders"),
        column("opener", say("matters.opener"), minWidth=100),
        column("opened", say("matters.opened"), said="minute", sort="desc", minWidth=156, filter=False),
        column("ended", say("matters.ended"), said="minute", minWidth=156, filter=False),
        column("oldNumber", say("matters.old_number"), minWidth=110, occasional=True),
    ]  # fmt: skip
    return html.Div(
        html.Section(
            Panel("matters", args={"grid": Id.GRID}, children=grid(Id.GRID, columns, view)),
            className="panel sheet-panel",
        ),
        className="desk past matters-page",
    )


def matter(view: View, name: str) -> html.Div:
    """Return the page of one matter, open or ended."""
    args = {"name": "matter", "choices": [], "matter": name}
    return html.Div(
        [
            html.Section(
                Panel("past_head", args=args, children=FIGURES.stores()),
                className="panel past-head",
            ),
            html.Div(
                [
                    html.Section(
                        [FIGURES.place("about", view), FIGURES.place("story", view)],
                        className="panel story-panel",
                    ),
                    html.Div(
                        [
                            Panel("inside_now", args={"matter": name}),
                            Panel("settle", args={"matter": name}),
                            Panel("round_track", args={"matter": name}),
                            Panel("baseline_in", args={"matter": name}),
                            html.Section(FIGURES.place("fields", view), className="panel"),
                            html.Section(FIGURES.place("beside", view), className="panel"),
                        ],
                        className="past-column",
                    ),
                ],
                className="past-columns",
            ),
        ],
        className="desk past matter-page",
    )
