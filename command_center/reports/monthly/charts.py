"""A chart of twelve months for print: one line for each figure, with gaps where a month has no data."""

import io
from typing import Any

from command_center.reports.export.plots.canvas import BLUE, GREY, LINE, drawing, figure, labels
from command_center.reports.figure_words import DAY_MS
from command_center.reports.monthly.month_report import MonthReport
from command_center.reports.speaker import Speaker

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
                fontsize=7, color=GREY,
            )  # fmt: skip
    known = [y for y in ys if y == y]
    top = max(known, default=1.0)
    axis.set_ylim(0, top * 1.35 or 1.0)
    axis.set_xlim(-0.5, len(ys) - 0.5)
    axis.set_title(label, loc="left", fontsize=8.5)
    axis.grid(axis="y", color=LINE, linewidth=0.6)
    axis.tick_params(colors=GREY)
    for side in ("top", "right", "left"):
        axis.spines[side].set_visible(False)
