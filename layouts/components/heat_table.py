"""The heat map as a table: cells with hazards link to them, and cells that exceed chance are amber."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from command_center.analysis.heat import NOWHERE, Cell, Heat
from command_center.analysis.named import Named
from command_center.reports.figure_words import area_said, remark_said
from command_center.reports.speaker import Speaker
from layouts.components.past_parts import link, matters_at, sign

SHADES = 5


def heat_table(heat: Heat, month: str, kind: str, named: Named, told: Speaker) -> Component:
    """Areas by hours, kinds or months."""
    if not heat.total:
        return html.Div(told.say("heat.no_data", month=month), className="none")
    most = max(cell.n for cell in heat.cells.values())
    words = [_column(heat, column, named, told) for column in heat.columns]
    heads = [html.Th(html.Span(one), scope="col", title=one) for one in words]
    rows = [
        html.Tr(
            [
                html.Th(area_said(told, row), scope="row"),
                *(
                    html.Td(_cell(heat, heat.cells[row, column], most, month, kind, told))
                    for column in heat.columns
                ),
                html.Td(str(heat.by_row.get(row, 0)), className="all"),
            ]
        )
        for row in heat.rows
    ]
    top = html.Tr([html.Th(told.say("past.area"), scope="col"), *heads,
                   html.Th(told.say("report.all"), scope="col")])  # fmt: skip
    return html.Div(
        html.Table([html.Thead(top), html.Tbody(rows)], className=f"heat-table by-{heat.across}"),
        className="heat-scroll", tabIndex=0,
    )  # fmt: skip


def remarks(heat: Heat, named: Named, month: str, told: Speaker) -> Component:
    """Return sentences on what exceeds chance, with links to the matters."""
    lines = []
    for one in heat.remarks:
        opens: dict[str, Any] = {
            "template": "hazard",
            "area": one.row,
            "category": one.category or None,
        }
        opens |= {"month": one.last if heat.across == "month" else month}
        lines.append(
            html.P(
                [
                    sign("warn"), " ", html.Span(remark_said(told, named, one, heat.across)), " ",
                    link(told.say("heat.see", n=one.of_category), matters_at(**opens)),
                ],
                className="heat-remark",
            )
        )  # fmt: skip
    if not lines and heat.total:
        lines = [html.P(told.say("heat.nothing_more"), className="none")]
    return html.Div([*lines, html.P(told.say("heat.how", looks=heat.looks), className="label")])


def _column(heat: Heat, column: str, named: Named, told: Speaker) -> str:
    if heat.across == "kind":
        return told.say("heat.nowhere") if column == NOWHERE else told.text(named.kind(column))
    return column


def _cell(
    heat: Heat, cell: Cell, most: int, month: str, kind: str, told: Speaker
) -> Component | str:
    if not cell.n:
        return html.Span(className="heat-cell shade-0")
    asked: dict[str, Any] = {"template": "hazard", "area": cell.row, "category": kind or None}
    asked["month"] = cell.column if heat.across == "month" else month
    if heat.across == "hour":
        asked["hour"] = int(cell.column)
    if heat.across == "kind":
        asked["category"] = cell.column or None
    shade = "more" if cell.more else f"shade-{max(1, round(SHADES * cell.n / most))}"
    label = f"{area_said(told, cell.row)} {cell.column}: {cell.n}"
    named: dict[str, Any] = {"aria-label": label, "data-heat": f"{cell.row}/{cell.column}"}
    title = told.say("heat.cell", n=cell.n, expected=f"{cell.expected:.1f}")
    return link(
        str(cell.n), matters_at(**asked), className=f"heat-cell {shade}", title=title, **named
    )
