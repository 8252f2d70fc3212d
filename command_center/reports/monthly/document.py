"""The report of a month as a Word document, with a chart of twelve months: one line for each figure, with gaps
where a month has no data.
"""

import io
from typing import Any

from command_center.reports.export.plots.canvas import BLUE, LINE, drawing, figure, labels
from command_center.reports.export.plots.canvas import GREY as LINE_GREY
from command_center.reports.export.word.paper import Masthead, Sheets
from command_center.reports.export.word.type_faces import GREY
from command_center.reports.figure_words import DAY_MS, remark_said
from command_center.reports.monthly.month_report import MonthReport
from command_center.reports.monthly.tables import TABLES
from command_center.reports.speaker import Speaker

LYING = frozenset({"trend"})
"""Tables that are too wide for a standing page."""


def document(report: MonthReport, lang: str) -> bytes:
    """The document's bytes, in `lang`."""
    told = Speaker(report.site, lang)
    say = told.say
    title = say("report.title")
    plant = told.text(report.site.name)
    rests_on = say("export.rests_on", seq=report.seq, hash=report.hash[:12])
    made = say("report.made", at=told.minute(report.now))
    sheets = Sheets(
        lang, title, Masthead(plant, f"{title} · {report.month}", made, True, rests_on, False)
    )
    sheets.heading(title, 0)
    sheets.write(plant, centred=True, size=12)
    sheets.write(report.month, centred=True, bold=True, size=13)
    sheets.write(made, centred=True, color=GREY)
    sheets.note(say("report.how"))
    sheets.note(told.by_plant(*report.times))
    for name, make in TABLES.items():
        table = make(report, told)
        if name in LYING:
            picture, legend = course(report, told)
            sheets.heading(say(f"report.part.{name}"))
            sheets.figure(picture, legend or say("report.course"))
            sheets.turn(lying=True)
            sheets.table(table.head, table.rows, table.widths)
            sheets.note(say("report.trend_how"))
            sheets.turn(lying=False)
            continue
        sheets.heading(say(f"report.part.{name}"))
        if not table.rows:
            sheets.write(say("report.nothing"))
            continue
        sheets.table(table.head, table.rows, table.widths)
        _beside(sheets, report, told, name)
    sheets.heading(say("report.part.signed"))
    sheets.pairs([(say(f"report.{name}"), "") for name in ("by", "checked", "approved")])
    return sheets.file()


def _beside(sheets: Sheets, report: MonthReport, told: Speaker, name: str) -> None:
    """What is said below a table."""
    if name == "figures":
        for one in report.this.figures:
            sheets.note(
                f"{told.say(f'past.figure.{one.name}')}: {told.say(f'past.means.{one.name}')}"
            )
    elif name == "kinds":
        for across, heat in (("kind", report.by_kind), ("hour", report.by_hour)):
            for remark in heat.remarks:
                sheets.write(remark_said(told, report.named, remark, across), bold=True)
        sheets.note(told.say("heat.how", looks=report.by_hour.looks))
    elif name == "scores":
        sheets.note(told.say("report.share", share=round(100 * report.share)))
    elif name == "owed":
        sheets.note(told.say("report.owed_in_all", n=len(report.owed), of=report.owed_in_all))


SHOWN = ("rectified", "cycle", "repeats", "participation")
EACH_IN = 1.15


def course(report: MonthReport, told: Speaker) -> tuple[bytes, str]:
    """Return PNG, and a legend if this machine has no letters for the names."""
    names, legend = labels([_name(told, name) for name in SHOWN])
    months = [one.month for one in report.trend]
    with drawing():
        made, axes = figure(0.4 + EACH_IN * len(SHOWN), len(SHOWN))
        for axis, name, label in zip(axes, SHOWN, names, strict=True):
            _draw_line(axis, report, name, label)
        axes[-1].set_xticks(range(len(months)), [one[2:] for one in months])
        out = io.BytesIO()
        made.savefig(out, format="png", metadata={"Software": None})
        return out.getvalue(), legend


def _name(told: Speaker, name: str) -> str:
    unit = told.say("past.unit.days") if name == "cycle" else "%"
    return f"{told.say(f'past.figure.{name}')} ({unit})"


def _draw_line(axis: Any, report: MonthReport, name: str, label: str) -> None:
    values = [one.of(name) for one in report.trend]
    scale = 1 / DAY_MS if name == "cycle" else 100
    ys = [float("nan") if one.value is None else one.value * scale for one in values]
    axis.plot(range(len(ys)), ys, color=BLUE, linewidth=1.4, marker="o", markersize=3)
    for x, (y, one) in enumerate(zip(ys, values, strict=True)):
        if one.value is not None:
            axis.annotate(
                f"{y:.1f}", (x, y), textcoords="offset points", xytext=(0, 4), ha="center",
                fontsize=7, color=LINE_GREY,
            )  # fmt: skip
    known = [y for y in ys if y == y]
    top = max(known, default=1.0)
    axis.set_ylim(0, top * 1.35 or 1.0)
    axis.set_xlim(-0.5, len(ys) - 0.5)
    axis.set_title(label, loc="left", fontsize=8.5)
    axis.grid(axis="y", color=LINE, linewidth=0.6)
    axis.tick_params(colors=LINE_GREY)
    for side in ("top", "right", "left"):
        axis.spines[side].set_visible(False)
