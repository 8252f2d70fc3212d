"""Grids of the desks: AG Grid, whose rows the browser takes from the live board.

The browser side is `assets/js/grid.js`. Columns name a field of its rows; numbers and days stay
raw in the row, so that they sort, and are said by a formatter of the page's language.
"""

from typing import Any, Literal

from dash_ag_grid import AgGrid

from layouts.view import View

Said = Literal["number", "day", "moment", "age"]
"""How a raw value is said: a number of the locale, a calendar day, a moment of the site's zone
(epoch ms), an age in words (ms)."""

LOCALE_TEXT = (
    "noRowsToShow", "filterOoo", "equals", "notEqual", "contains", "notContains", "startsWith",
    "endsWith", "blank", "notBlank", "lessThan", "greaterThan", "lessThanOrEqual",
    "greaterThanOrEqual", "inRange", "inRangeStart", "inRangeEnd", "andCondition", "orCondition",
    "applyFilter", "resetFilter", "clearFilter", "ariaFilterMenuOpen", "ariaColumn",
    "ariaSortableColumn", "ariaFilterInput", "ariaFilteringOperator", "ariaFilterValue",
    "ariaFilterFromValue", "ariaFilterToValue", "ariaLabelColumnMenu", "ariaLabelColumnFilter",
)  # fmt: skip
"""What AG Grid says by itself; its words are `grid.NAME` of the catalogue."""


def column(
    field: str, title: str, *, said: Said | None = None, sign: bool = False, **more: Any
) -> dict[str, Any]:
    """A column of field `field`. With `sign` the row's state stands before it as shape and colour."""
    made: dict[str, Any] = {"field": field, "headerName": title, **more}
    if said:
        made["valueFormatter"] = {"function": f"said_{said}(params.value)"}
        made["filter"] = "agNumberColumnFilter" if said in ("number", "age") else made.get("filter")
        made["type"] = "rightAligned" if said in ("number", "age") else None
    if sign:
        made["cellRenderer"] = "SignedCell"
    return {name: value for name, value in made.items() if value is not None}


def grid(grid_id: str, columns: list[dict[str, Any]], view: View) -> AgGrid:
    """An empty grid of these columns; every row the browser puts in must have a unique `key`."""
    return AgGrid(
        id=grid_id,
        className="grid",
        columnDefs=columns,
        defaultColDef={
            "filter": "agTextColumnFilter",
            "flex": 1,
            "resizable": True,
            "sortable": True,
            "minWidth": 90,
            "wrapHeaderText": True,
            "autoHeaderHeight": True,
        },
        rowData=[],
        getRowId="params.data.key",
        dashGridOptions={
            "localeText": {name: view.say(f"grid.{name}") for name in LOCALE_TEXT},
            "animateRows": False,
            "enableCellTextSelection": True,
            "ensureDomOrder": True,
            "suppressDragLeaveHidesColumns": True,
        },
        style={"height": "100%", "width": "100%"},
    )
