"""Grids of the desks: AG Grid, whose rows the browser takes from the live board.

The browser part is `assets/shared/grid.js`. Columns name a field of its rows; numbers and days stay raw in the row,
so that they sort, and a formatter shows them in the page's language.
"""

from typing import Any, Literal

from dash_ag_grid import AgGrid

from layouts.view import View

Said = Literal["number", "day", "minute", "moment", "age"]
"""How a raw value is said: a number of the locale, a calendar day, a moment of the site's zone
(epoch ms) to the minute or the second, an age in words (ms)."""

NUMBERS = ("number", "age")
KINDS = ("urgent", "warn", "note", "good", "gone", "plain")
"""How a state is signed; the shapes are those of `assets/base/signs.js`."""

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
    field: str,
    title: str,
    *,
    said: Said | None = None,
    sign: bool = False,
    signed: str | None = None,
    essential: bool = False,
    occasional: bool = False,
    **more: Any,
) -> dict[str, Any]:
    """Return the column of `field`. A state sign (shape and colour) stands before the text; the row's field `signed`
    names it, or with `sign` the row's own `kind`. A phone shows only `essential` columns; an `occasional` one is
    shown only while some row has a value.
    """
    made: dict[str, Any] = {"field": field, "headerName": title}
    if said:
        made["valueFormatter"] = {"function": f"said_{said}(params.value)"}
        made["filter"] = "agNumberColumnFilter" if said in NUMBERS else None
        made["type"] = "rightAligned" if said in NUMBERS else None
        made["suppressHeaderFilterButton"] = said in NUMBERS or None
    if by := "kind" if sign else signed:
        # Classes, and no component: a component in every row is felt when thousands scroll by.
        made["cellClassRules"] = {f"sign-{kind}": f"params.data.{by} == '{kind}'" for kind in KINDS}
    if essential or occasional:
        made["context"] = {"essential": essential, "occasional": occasional}
    return {name: value for name, value in (made | more).items() if value is not None}


def ranked(field: str = "rank") -> dict[str, Any]:
    """Return the hidden column that sorts a grid until the user chooses another order."""
    return {"field": field, "hide": True, "sort": "asc", "filter": False, "minWidth": 0}


def grid(grid_id: str, columns: list[dict[str, Any]], view: View) -> AgGrid:
    """Return an empty grid of these columns; every row that the browser adds must have a unique `key`."""
    return AgGrid(
        id=grid_id,
        className="grid",
        columnDefs=columns,
        defaultColDef={
            "filter": "agTextColumnFilter",
            "flex": 1,
            "resizable": True,
            "sortable": True,
            "minWidth": 56,
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
            "enableBrowserTooltips": True,
            "suppressDragLeaveHidesColumns": True,
            # A dozen columns cost nothing; one that is not made is none for a screen reader.
            "suppressColumnVirtualisation": True,
            "rowClassRules": {"chosen": "params.data.chosen"},
        },
        style={"height": "100%", "width": "100%"},
    )
