"""Levels over the whole period, each with its limits and the important moments."""

from typing import Any

from command_center.reports.export.plots.canvas import (
    AMBER,
    BLUE,
    GREY,
    INK,
    LINE,
    RED,
    drawing,
    figure,
    labels,
    minutes,
    picture,
)
from command_center.reports.export.reader import Reader

LEAST_SPREAD = 0.05
"""Of the level itself: a gauge's own noise never fills a figure."""
EARLY = frozenset({"L", "H"})
"""Limits that warn; the others, and the weir, are worse."""


def level_lines(reader: Reader) -> tuple[bytes, str] | None:
    """Return PNG and legend; None if no level was recorded."""
    dossier = reader.dossier
    levels, report = dossier.levels, dossier.report
    if not levels:
        return None
    zero = report["t0"] or dossier.began_at
    since, until = ((ms - zero) / 1000 for ms in (dossier.began_at, report["until"]))
    points = [ts for level in levels for ts, _ in level["points"]]
    since = min(since, (min(points) - zero) / 1000)
    names, legend = labels([f"{reader.text(one['name'])} {one['tag']}" for one in levels])
    with drawing():
        made, axes = figure(0.5 + 1.5 * len(levels), len(levels))
        for axis, level, name in zip(axes, levels, names, strict=True):
            _level(axis, reader, level, name, zero)
            minutes(axis, since, until)
            axis.axvline(0, color=INK, linewidth=1)
        return picture(made, reader), legend


def _level(axis: Any, reader: Reader, level: Any, name: str, zero: int) -> None:
    xs = [(ts - zero) / 1000 for ts, _ in level["points"]]
    ys = [value for _, value in level["points"]]
    axis.plot(xs, ys, color=BLUE, linewidth=1.4)
    spread = max(max(ys) - min(ys), max(abs(max(ys)), 1.0) * LEAST_SPREAD)
    low, high = min(ys) - spread * 0.25, max(ys) + spread * 0.25
    beyond = []
    limits = {name.upper(): value for name, value in level["limits"].items()}
    if not limits:
        beyond.append(reader.say("export.plot.no_limits"))
    if level["weir"] is not None:
        limits[reader.say("export.plot.weir")] = level["weir"]
    for limit, value in limits.items():
        if low - spread * 2 <= value <= high + spread * 2:
            low, high = min(low, value - spread * 0.2), max(high, value + spread * 0.2)
            color = AMBER if limit in EARLY else RED
            axis.axhline(value, color=color, linewidth=1, linestyle="--")
            axis.annotate(
                f"{limit} {value:g}", (xs[0], value), xytext=(3, 2),
                textcoords="offset points", ha="left", fontsize=7.5, color=color,
            )  # fmt: skip
        else:
            beyond.append(f"{limit} {value:g}")
    axis.set_ylim(low, high)
    axis.grid(axis="y", color=LINE, linewidth=0.6)
    told = f"{name}  ({level['unit']})" + (f"   {', '.join(beyond)}" if beyond else "")
    axis.set_title(told, loc="left", fontsize=8.5, color=INK)
    axis.annotate(
        f"{ys[-1]:.4g}", (xs[-1], ys[-1]), xytext=(-4, -11), textcoords="offset points",
        ha="right", fontsize=7.5, color=GREY,
    )  # fmt: skip
