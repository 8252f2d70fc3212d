"""The report of a month as a workbook: a sheet a table, and the figures of twelve months as numbers with a chart."""

import io
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import LineChart, Reference
from openpyxl.utils import get_column_letter

from command_center.reports.export.xlsx_styles import add_styles
from command_center.reports.figure_words import DAY_MS
from command_center.reports.matters_table import text_cell
from command_center.reports.monthly.month_report import MonthReport
from command_center.reports.monthly.tables import TABLES, Table
from command_center.reports.speaker import Speaker

WIDTH = 11.0
"""Characters for each part of a column's share."""
HEAD_ROW = 3


def workbook(report: MonthReport, lang: str) -> bytes:
    """The workbook's bytes, its words in `lang`."""
    told = Speaker(report.site, lang)
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new book always has one sheet
    add_styles(book, lang)
    for name, make in TABLES.items():
        sheet: Any = book.create_sheet(told.say(f"report.sheet.{name}"))
        text_cell(sheet.cell(1, 1), f"{told.text(report.site.name)} · {report.month}", "title")
        rests_on = told.say("export.rests_on", seq=report.seq, hash=report.hash[:12])
        made = told.say("report.made", at=told.minute(report.now))
        zone = told.by_plant(*report.times)
        text_cell(sheet.cell(2, 1), f"{made} · {zone} · {rests_on}", "note")
        if name == "trend":
            _numbers(sheet, report, told)
        else:
            _words(sheet, make(report, told), told)
        sheet.freeze_panes = f"B{HEAD_ROW + 1}"
        sheet.sheet_view.showGridLines = False
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _words(sheet: Any, table: Table, told: Speaker) -> None:
    for at, (head, wide) in enumerate(zip(table.head, table.widths, strict=True), 1):
        text_cell(sheet.cell(HEAD_ROW, at), head, "head")
        sheet.column_dimensions[get_column_letter(at)].width = WIDTH * wide
    for down, row in enumerate(table.rows, HEAD_ROW + 1):
        for at, value in enumerate(row, 1):
            text_cell(sheet.cell(down, at), value)
    if not table.rows:
        text_cell(sheet.cell(HEAD_ROW + 1, 1), told.say("report.nothing"), "none")


def _numbers(sheet: Any, report: MonthReport, told: Speaker) -> None:
    """Each figure as a number with its n beside it: days and shares, empty where a month has no data."""
    names = [one.name for one in report.this.figures]
    text_cell(sheet.cell(HEAD_ROW, 1), told.say("past.month"), "head")
    for rank, name in enumerate(names):
        unit = report.this.of(name).unit
        head = told.say(f"past.figure.{name}")
        days = f" ({told.say('past.unit.days')})" if unit == "ms" else ""
        text_cell(sheet.cell(HEAD_ROW, 2 + 2 * rank), head + days, "head right")
        text_cell(sheet.cell(HEAD_ROW, 3 + 2 * rank), "n", "head right")
        sheet.column_dimensions[get_column_letter(2 + 2 * rank)].width = 18
        sheet.column_dimensions[get_column_letter(3 + 2 * rank)].width = 7
    for down, month in enumerate(report.trend, HEAD_ROW + 1):
        text_cell(sheet.cell(down, 1), month.month)
        for rank, one in enumerate(month.figures):
            cell, n = sheet.cell(down, 2 + 2 * rank), sheet.cell(down, 3 + 2 * rank)
            cell.style, n.style = "cc count", "cc count"
            cell.number_format = "0.0%" if one.unit == "share" else "0.0"
            cell.value = (
                None
                if one.value is None
                else one.value
                if one.unit == "share"
                else one.value / DAY_MS
            )
            n.value = one.of
    last = HEAD_ROW + len(report.trend)
    chart: Any = LineChart()
    chart.title, chart.height, chart.width = told.say("report.part.trend"), 9, 24
    for rank, name in enumerate(names):
        if report.this.of(name).unit == "share":
            column = 2 + 2 * rank
            data = Reference(sheet, min_col=column, min_row=HEAD_ROW, max_row=last)
            chart.add_data(data, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=HEAD_ROW + 1, max_row=last))
    sheet.add_chart(chart, f"A{last + 3}")
    sheet.column_dimensions["A"].width = 12
