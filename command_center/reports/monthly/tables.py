"""The tables of the monthly report, the same in the document and in the workbook."""

from collections.abc import Callable
from dataclasses import dataclass

from command_center.domain.figure import figure
from command_center.reports.figure_words import area_said, n_said, value_said, why_said
from command_center.reports.monthly.month_report import MonthReport
from command_center.reports.speaker import NONE, Speaker


@dataclass(frozen=True, slots=True)
class Table:
    """Heads, rows of words, and the share of the width of each column."""

    head: list[str]
    rows: list[list[str]]
    widths: tuple[float, ...]


def figures(report: MonthReport, told: Speaker) -> Table:
    """The table of figures with their n, beside the month before."""
    head = [told.say(f"report.{name}") for name in ("figure", "value", "n", "before", "before_n")]
    rows = []
    for one in report.this.figures:
        was = report.before.of(one.name)
        rows.append([
            told.say(f"past.figure.{one.name}"), value_said(told, one.unit, one.value),
            n_said(told, one), value_said(told, was.unit, was.value), n_said(told, was),
        ])  # fmt: skip
    return Table(head, rows, (2.2, 1.6, 2.6, 1.6, 2.6))


def trend(report: MonthReport, told: Speaker) -> Table:
    """The table of figures over twelve months."""
    names = [one.name for one in report.this.figures]
    head = [told.say("past.month"), *(told.say(f"past.figure.{name}") for name in names)]
    rows = [
        [month.month, *(f"{value_said(told, one.unit, one.value)} ({one.of})" for one in month.figures)]
        for month in report.trend
    ]  # fmt: skip
    return Table(head, rows, (1.3, *([1.6] * len(names))))


def by_kind(report: MonthReport, told: Speaker) -> Table:
    """The table of hazards found in each area, by kind."""
    heat, named = report.by_kind, report.named
    heads = [
        told.text(named.kind(one)) if one else told.say("heat.nowhere") for one in heat.columns
    ]
    head = [told.say("past.area"), *heads, told.say("report.all")]
    rows = [
        [
            area_said(told, row),
            *(str(heat.cells[row, column].n or NONE) for column in heat.columns),
            str(heat.by_row.get(row, 0)),
        ]
        for row in heat.rows
    ]
    return Table(head, rows, (2.0, *([1.2] * len(heat.columns)), 1.0))


def came_back(report: MonthReport, told: Speaker) -> Table:
    """The table of recurring hazards, the most frequent first."""
    head = [told.say(f"report.{name}") for name in ("what", "where", "times", "matters")]
    rows = [
        [
            told.text(report.named.category(one.category)), told.named(one.place or None),
            str(one.n),
            told.listed(report.stories[each].number for each in one.matters if each in report.stories),
        ]
        for one in report.came_back
    ]  # fmt: skip
    return Table(head, rows, (2.6, 2.0, 0.8, 4.0))


def foretold(report: MonthReport, told: Speaker) -> Table:
    """The table of alarms, incidents and expiries with the first sign of each."""
    head = [told.say(f"report.{name}") for name in ("event", "where", "when", "sign", "lead")]
    rows = [
        [
            f"{told.say(f'past.event.{one.event.kind}')} {one.event.id}",
            told.named(one.event.place), told.minute(one.event.at),
            told.say("report.no_sign") if one.sign is None else f"{one.sign.number} {one.sign.what}",
            value_said(told, "ms", one.lead),
        ]
        for one in report.foretold
    ]  # fmt: skip
    return Table(head, rows, (2.4, 1.8, 1.8, 3.0, 1.2))


def scores(report: MonthReport, told: Speaker) -> Table:
    """The table of duty scores, the lowest first."""
    head = [told.say(f"report.{name}") for name in ("who", "points", "score", "counts", "why")]
    rows = [
        [
            told.named(one.subject),
            f"{figure(one.points)} / {figure(one.attainable)}",
            NONE if one.value is None else f"{100 * one.value:.0f}",
            NONE if one.counts is None else f"{one.counts:.1f}",
            why_said(told, one.why),
        ]
        for one in report.scores
    ]  # fmt: skip
    return Table(head, rows, (1.8, 1.4, 0.9, 1.1, 4.2))


def owed(report: MonthReport, told: Speaker) -> Table:
    """The table of who owes what, overdue (red) first."""
    head = [told.say(f"report.{name}") for name in ("colour", "who", "what", "where", "due")]
    rows = []
    for one in report.owed:
        due = one.owed["due_at"]
        rows.append([
            told.say(f"past.colour.{one.owed['colour'] or 'none'}"),
            told.say("past.nobody") if one.person is None else told.named(one.person),
            f"{one.owed['number']} {told.text(one.owed['title'])}", told.named(one.owed["place"]),
            NONE if due is None else told.minute(due),
        ])  # fmt: skip
    return Table(head, rows, (1.0, 1.6, 3.6, 1.8, 1.8))


TABLES: dict[str, Callable[[MonthReport, Speaker], Table]] = {
    "figures": figures, "trend": trend, "kinds": by_kind, "came_back": came_back,
    "foretold": foretold, "scores": scores, "owed": owed,
}  # fmt: skip
"""In the order of the report."""
