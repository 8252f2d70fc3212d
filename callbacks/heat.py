"""Fills the heat page: the heat map of hazards, recurring hazards, and the course of a year."""

from collections.abc import Callable
from typing import Annotated, NamedTuple

from dash import Dash, html
from dash.development.base_component import Component
from pydantic import Field

from callbacks.figures import Analysis, FiguresAsked, Filled, bind
from command_center.analysis.heat import Across, Heat
from command_center.analysis.months import FORM
from command_center.analysis.named import Named
from command_center.analysis.past import CameBack, MonthOf
from command_center.reports.figure_words import n_said, value_said
from command_center.reports.speaker import Speaker
from command_center.web.doors.matters.past_api import GET_PAST_HEAT, HeatAsked, doors_of
from layouts.components.figure import drawn
from layouts.components.heat_table import heat_table, remarks
from layouts.components.past_parts import Cell, head, link, matters_at, table
from layouts.figures.look import Look
from layouts.figures.months import month_line
from layouts.loops.heat import FIGURES
from layouts.view import View

MOST_BACK = 8


class HeatFigures(FiguresAsked):
    """The part of the analysis that the heat page uses."""

    month: Annotated[str, Field(pattern=FORM)] | None = None
    across: Across = "hour"
    kind: Annotated[str, Field(max_length=60)] = ""


class Seen(NamedTuple):
    """The data that the page shows."""

    heat: Heat
    trend: list[MonthOf]
    came_back: list[CameBack]
    open_now: dict[str, tuple[int, int]]


def register(app: Dash, analysis: Analysis, view_of_request: Callable[[], View]) -> None:
    """Register the callback that fills the places of the page."""
    doors = doors_of(analysis.desk, analysis.journal, analysis.callers, analysis.clock)

    def draw(asked: HeatFigures, view: View) -> Filled:
        GET_PAST_HEAT.let_in(doors.callers)
        month = doors.month(HeatAsked(month=asked.month))
        told, look = Speaker(analysis.desk.site, view.lang), asked.look.look()
        seen = Seen(
            doors.past.heat(month, asked.across, asked.kind), doors.past.trend(month),
            doors.past.came_back(month), doors.past.open_by_area(),
        )  # fmt: skip
        return analysis.beside.do(lambda: _drawn(seen, asked, month, doors.named, told, look))

    bind(app, FIGURES, HeatFigures, draw, view_of_request)


def _drawn(
    seen: Seen, asked: HeatFigures, month: str, named: Named, told: Speaker, look: Look
) -> Filled:
    found, trend, open_now = seen.heat, seen.trend, seen.open_now
    title = told.say(f"heat.across.{asked.across}")
    answer = told.say("heat.found", n=found.total)
    kinds = [[name, told.text(words)] for name, words in named.kinds().items()]
    areas = [
        {
            "id": area.id,
            "n": found.by_row.get(area.id, 0),
            "open": open_now.get(area.id, (0, 0))[0],
            "major": open_now.get(area.id, (0, 0))[1],
            "more": any(one.row == area.id for one in found.remarks),
        }
        for area in told.site.areas
    ]
    return Filled(
        {
            "table": html.Div([head(title, answer), heat_table(found, month, asked.kind, named, told)]),
            "remarks": remarks(found, named, month, told),
            "back": _back(seen.came_back, trend[-1], month, named, told),
            "course": _course(trend, told, look),
        },
        {"month": month, "kinds": kinds, "areas": areas, "total": found.total},
    )  # fmt: skip


def _back(
    came_back: list[CameBack], this: MonthOf, month: str, named: Named, told: Speaker
) -> Component:
    """What came back, each with how often; it opens all of the same place and category."""
    rate = this.of("repeats")
    answer = f"{value_said(told, rate.unit, rate.value)} · {n_said(told, rate)}"
    heads = [told.say("report.what"), told.say("report.where"), told.say("report.times")]
    rows: list[list[Cell]] = [
        [
            told.text(named.category(one.category)), told.named(one.place or None),
            link(told.say("heat.times", n=one.n), matters_at(again=one.matters[0])),
        ]
        for one in came_back[:MOST_BACK]
    ]  # fmt: skip
    none = told.say("heat.nothing_back" if rate.of else "past.no_data")
    return html.Div([head(told.say("heat.back"), answer), table(heads, rows, "back", none=none)])


def _course(trend: list[MonthOf], told: Speaker, look: Look) -> Component:
    """The cycle over twelve months."""
    months = [(one.month, one.of("cycle")) for one in trend]
    figure = month_line(months, told, look)
    label = told.say("heat.course")
    return html.Div(
        [head(label, told.say("heat.twelve")), drawn(figure, FIGURES.place_id("course"), label)]
    )
