"""The response as a waterfall chart: the start and duration of each phase, with its target as a stroke."""

from collections import Counter
from typing import Any

from command_center.reports.export.plots.canvas import (
    BLUE,
    GREEN,
    GREY,
    INK,
    RED,
    drawing,
    figure,
    labels,
    minutes,
    picture,
    shortened,
)
from command_center.reports.export.reader import Reader

MOST_REPEATED = 3
"""Of rows that stand once a person or post the first ones are drawn; the table has all."""
LABEL = 30
"""How wide a measure is written, in least bars."""
SIGN = {"over": " ✕", "within": " ✓", None: ""}
COLOR = {"over": RED, "within": GREEN, None: BLUE}


def drawn_rows(reader: Reader) -> list[Any]:
    """The rows that begin at a known time."""
    report, count = reader.dossier.report, Counter[str]()
    rows = []
    for row in report["timing"]:
        if row["start_at"] is None or report["t0"] is None:
            continue
        count[row["row"]] += 1
        if count[row["row"]] <= MOST_REPEATED:
            rows.append(row)
    return rows


def waterfall(reader: Reader) -> tuple[bytes, str] | None:
    """Return PNG and legend; None if there is no time to draw."""
    rows, t0 = drawn_rows(reader), reader.dossier.report["t0"]
    if not rows:
        return None
    begins = [(row["start_at"] - t0) / 1000 for row in rows]
    ends = [(row["stop_at"] - t0) / 1000 for row in rows if row["stop_at"] is not None]
    dues = [b + row["target_s"] for b, row in zip(begins, rows, strict=True) if row["target_s"]]
    since, until = min(0.0, *begins), max([60.0, *ends, *dues]) * 1.12
    names, legend = labels([shortened(reader.row_name(row)) for row in rows])
    with drawing():
        made, [axis] = figure(0.55 + 0.21 * len(rows))
        for down, (row, begin) in enumerate(zip(rows, begins, strict=True)):
            _bar(axis, reader, row, down, begin, t0, until, (until - since) / 300)
        axis.set_yticks(range(len(rows)), names)
        axis.set_ylim(len(rows) - 0.4, -0.6)
        axis.tick_params(axis="y", length=0, colors=INK)
        minutes(axis, since, until, top=True)
        axis.axvline(0, color=GREY, linewidth=1)
        return picture(made, reader), legend


def _bar(
    axis: Any,
    reader: Reader,
    row: Any,
    down: int,
    begin: float,
    t0: int,
    until: float,
    least: float,
) -> None:
    gap = row["stop_at"] is None
    end = until if gap else (row["stop_at"] - t0) / 1000
    look = {"facecolor": "none", "edgecolor": GREY, "hatch": "////", "linewidth": 0.7}
    if not gap:
        look = {"facecolor": COLOR[row["verdict"]]}
    elif row["verdict"] == "over":
        look["edgecolor"] = RED
    axis.barh(down, max(end - begin, least), left=begin, height=0.56, **look)
    if row["target_s"] and row["row"] != "drain_margin":
        due = begin + row["target_s"]
        axis.plot([due, due], [down - 0.42, down + 0.42], color=INK, linewidth=1.8)
    words = f"{reader.measured(row)}{SIGN[row['verdict']]}"
    after = end
    if row["target_s"] and 0 <= begin + row["target_s"] - end < least * LABEL:
        after = begin + row["target_s"]  # not across the stroke
    if gap and row["open_s"] is not None:
        words = f"≥ {reader.span(row['open_s'])}{SIGN[row['verdict']]}"
    main = row["row"] in ("intervention", "control")
    inside = gap or end > until * 0.93
    axis.annotate(
        words, (after, down), xytext=(-3 if inside else 4, 0), textcoords="offset points",
        va="center", ha="right" if inside else "left", fontsize=7.5,
        fontweight="bold" if main else "normal", color=RED if row["verdict"] == "over" else INK,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6} if gap else None,
    )  # fmt: skip
