"""Injects on one time line: planned ones hollow, fired ones filled, ones that never came with a cross."""

from command_center.reports.export.plots.canvas import (
    AMBER,
    BLUE,
    GREY,
    INK,
    drawing,
    figure,
    labels,
    minutes,
    picture,
    shortened,
    written,
)
from command_center.reports.export.reader import Reader

MOST = 28
"""On one page, the first ones; the table has all."""


def inject_line(reader: Reader) -> tuple[bytes, str] | None:
    """Return PNG and legend; None without injects."""
    dossier = reader.dossier
    rows, began = dossier.injects[:MOST], dossier.began_at
    if not rows:
        return None
    until = max(60.0, (dossier.report["until"] - began) / 1000) * 1.03
    names, legend = labels(
        [shortened(f"{r['inject']} · {reader.text(r['text'])}", 46) for r in rows]
    )
    with drawing():
        made, [axis] = figure(0.6 + 0.26 * len(rows))
        for down, row in enumerate(rows):
            planned, at = (
                None if row[name] is None else (row[name] - began) / 1000
                for name in ("planned_at", "at")
            )
            if planned is not None and at is not None:
                axis.plot([planned, at], [down, down], color=GREY, linewidth=1)
            if planned is not None:
                axis.plot(planned, down, "o", markersize=8.5, mfc="none", mec=INK, mew=1.2)
            if at is not None:
                axis.plot(at, down, "o", markersize=4.8, color=BLUE)
                axis.annotate(
                    written(at), (at, down), xytext=(8, 0), textcoords="offset points",
                    va="center", fontsize=7.5, color=INK,
                )  # fmt: skip
            elif planned is None or row["state"] == "skipped":
                axis.plot(until * 0.985, down, "x", markersize=6, color=AMBER, clip_on=False)
        axis.set_yticks(range(len(rows)), names)
        axis.set_ylim(len(rows) - 0.4, -0.6)
        axis.tick_params(axis="y", length=0, colors=INK)
        minutes(axis, -until * 0.015, until, top=True)
        return picture(made, reader), legend
