"""The figures of a review: the response as a waterfall, planned against actual, and one timing row over all cases.

Each takes the review as returned by `GET /api/v1/reviews/ID`.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

from command_center.reports.speaker import Speaker
from layouts.figures.letters import escaped_markup, shortened
from layouts.figures.look import CLEAR, Look
from layouts.figures.time_axis import time_axis

ReportRow = Mapping[str, Any]

ROW_PX = 26
"""Height of a row, at a root size of 16 px."""
MOST_REPEATED = 3
"""Of rows that stand once a person or post the first ones are drawn; the table has all."""
LEAST_S = 60.0
"""No figure shows less than a minute."""
DUE_WITHIN_S = 1800.0
"""A step that is due later does not stretch the figure to its time."""
NAME_EM = {True: 9.0, False: 29.0}
"""Room for the name of a row, on a narrow page and on a wide one."""
PLANNED_KIND = {
    "on_time": "plain", "late": "urgent", "open": "warn", "refused": "warn", "not_issued": "gone",
}  # fmt: skip


def row_kind(row: ReportRow) -> str:
    """Return the status kind of a timing row: by its verdict, else by how it ended."""
    if row["verdict"] is not None:
        return {"over": "urgent", "within": "good"}.get(row["verdict"], "gone")
    if row["outcome"] == "stopped":
        return "plain"
    return "warn" if row["outcome"] in ("denied", "emergency") else "gone"


def drawn_rows(report: ReportRow) -> list[ReportRow]:
    """Return the rows with a known start time."""
    count = Counter[str]()
    rows = []
    for row in report["timing"]:
        if row["start_at"] is None or report["t0"] is None:
            continue
        count[row["row"]] += 1
        if count[row["row"]] <= MOST_REPEATED:
            rows.append(row)
    return rows


def waterfall(report: ReportRow, told: Speaker, look: Look) -> go.Figure | None:
    """Return the waterfall: each row's start after t0 and its duration. Filled: ended; hollow: still going on, or its
    end is unknown; the stroke is the target. None if no row has a time.
    """
    rows = drawn_rows(report)
    if not rows:
        return None
    t0 = report["t0"]
    begins = [(row["start_at"] - t0) / 1000 for row in rows]
    ends = [None if row["stop_at"] is None else (row["stop_at"] - t0) / 1000 for row in rows]
    dues = [
        None if row["target_s"] is None else begin + row["target_s"]
        for row, begin in zip(rows, begins, strict=True)
    ]
    first = min(0.0, *begins)
    until = max(LEAST_S, *(s for s in [*ends, *dues] if s is not None)) * 1.04
    since = first - (until - first) * 0.012  # no bar touches its name
    over = min(until, (report["until"] - t0) / 1000)
    least = (until - since) / 400
    shut = [end is not None for end in ends]
    kinds = [row_kind(row) for row in rows]
    edges = [
        "urgent" if row["verdict"] == "over" else kind if done else "gone"
        for row, kind, done in zip(rows, kinds, shut, strict=True)
    ]
    bars: dict[str, Any] = {
        "type": "bar", "orientation": "h", "y": list(range(len(rows))), "base": begins,
        "x": [
            max((over if end is None else end) - begin, least)
            for begin, end in zip(begins, ends, strict=True)
        ],
        "marker": {
            "color": [look.of_kind(k) if done else CLEAR for k, done in zip(kinds, shut, strict=True)],
            "line": {
                "color": [look.of_kind(edge) for edge in edges],
                "width": [0.0 if done else 1.5 * look.px for done in shut],
            },
        },
        "hovertext": [escaped_markup(f"{told.row_name(r)}: {told.measured(r)}") for r in rows],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip
    shapes = [
        look.stroke(due, down - 0.42, down + 0.42)
        for down, (row, due) in enumerate(zip(rows, dues, strict=True))
        if due is not None and row["row"] != "drain_margin"
    ]
    names = [told.row_name(row) for row in rows]
    data = [bars, look.hatch(bars, shut)] if report["exercise"] else [bars]
    return go.Figure(data=data, layout=_rows(look, names, since, until, shapes, bargap=0.45))


def planned(report: ReportRow, told: Speaker, look: Look) -> go.Figure | None:
    """Return the steps of the plan: hollow from the planned order to the due time, filled from the actual order to
    the end. None if no plan was followed.
    """
    steps = report["planned"]
    if not steps:
        return None
    last = 1.04 * max(
        LEAST_S,
        *(min(s["due_s"], DUE_WITHIN_S) for s in steps),
        *(s[name] or 0 for s in steps for name in ("issued_s", "done_s")),
    )
    down = list(range(len(steps)))
    done = [step["done_s"] is not None for step in steps]
    colors = [look.of_kind(PLANNED_KIND[step["state"]]) for step in steps]
    hollow = {
        "type": "bar", "orientation": "h", "y": down, "hoverinfo": "skip",
        "base": [step["at_s"] for step in steps],
        "x": [max(0, min(step["due_s"], last) - step["at_s"]) for step in steps],
        "marker": {"color": CLEAR, "line": {"color": look.color("line-strong"), "width": 1.5 * look.px}},
    }  # fmt: skip
    filled: dict[str, Any] = {
        "type": "bar", "orientation": "h", "y": down, "width": 0.32,
        "base": [step["issued_s"] or 0 for step in steps],
        "x": [_took(step, last) for step in steps],
        "marker": {
            "color": [color if end else CLEAR for color, end in zip(colors, done, strict=True)],
            "line": {
                "color": colors,
                "width": [
                    1.5 * look.px if step["issued_s"] is not None and not end else 0.0
                    for step, end in zip(steps, done, strict=True)
                ],
            },
        },
        "hovertext": [
            escaped_markup(f"{told.text(s['text'])}: {told.say('planned.' + s['state'])}") for s in steps
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip
    shapes = [
        look.stroke(step["due_s"], i - 0.42, i + 0.42)
        for i, step in enumerate(steps)
        if step["due_s"] <= last
    ]
    names = [told.text(step["text"]) for step in steps]
    layout = _rows(look, names, 0, last, shapes, bargap=0.3)
    data = [hollow, filled]
    return go.Figure(
        data=[*data, look.hatch(filled, done)] if report["exercise"] else data, layout=layout
    )


def _took(step: ReportRow, last: float) -> float:
    """How long a step's bar is, s; one that was never ordered has none."""
    if step["issued_s"] is None:
        return 0.0
    end = last if step["done_s"] is None else step["done_s"]
    return max(float(end - step["issued_s"]), last / 400)


def over_cases(report: ReportRow, name: str, told: Speaker, look: Look) -> go.Figure | None:
    """Return one timing row over all cases of its kind, oldest first, against its target; a gap breaks the line. None
    with fewer than two cases.
    """
    cases = [case for case in report["earlier"]["cases"] if case["row"] == name]
    if len(cases) < 2:
        return None
    figures = report["earlier"]["figures"]
    target = next((f["target_s"] for f in figures if f["row"] == name and f["shift"] is None), None)
    minutes = [None if case["seconds"] is None else case["seconds"] / 60 for case in cases]
    late = [m is not None and target is not None and m * 60 > target for m in minutes]
    days = [_case(case, told) for case in cases]
    shapes = []
    if target:
        shapes.append(
            {
                "type": "line", "xref": "paper", "x0": 0, "x1": 1,
                "yref": "y", "y0": target / 60, "y1": target / 60,
                "line": {"color": look.color("ink"), "width": 2 * look.px, "dash": "dash"},
            }
        )  # fmt: skip
    data = {
        "type": "scatter", "mode": "lines+markers", "connectgaps": False,
        "x": list(range(len(cases))), "y": minutes,
        "line": {"color": look.color("data"), "width": 2 * look.px},
        "marker": {
            "size": 9 * look.px,
            "symbol": ["diamond" if one else "circle" for one in late],
            "color": [look.color("urgent" if one else "data") for one in late],
        },
        "hovertext": [
            escaped_markup(f"{case['subject']}, {day}: {told.span(case['seconds'])}")
            for case, day in zip(cases, days, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip
    few = max(1, -(-len(cases) // (3 if look.narrow else 8)))
    ticks = list(range(0, len(cases), few))
    layout = look.layout(
        height=190 * look.px,
        margin={"l": 56 * look.px, "r": 12 * look.px, "t": 8 * look.px, "b": 28 * look.px},
        xaxis=look.axis(
            tickvals=ticks, ticktext=[escaped_markup(days[n]) for n in ticks], tickangle=0,
            showgrid=False, range=[-0.4, len(cases) - 0.6],
        ),
        yaxis=look.axis(rangemode="tozero", ticksuffix=f" {told.say('review.minutes_short')}"),
        shapes=shapes,
    )  # fmt: skip
    return go.Figure(data=[data], layout=layout)


def _case(case: ReportRow, told: Speaker) -> str:
    """The label of a case: its day and shift."""
    shift = next((s.name for s in told.site.shifts if s.id == case["shift"]), None)
    return " ".join(
        part for part in (f"{told.local(case['at']):%m-%d}", shift and told.text(shift)) if part
    )


def _rows(
    look: Look, names: list[str], since: float, until: float, shapes: list[Any], **more: Any
) -> dict[str, Any]:
    """Rows below each other, each with its name, over time since t0."""
    px, room = look.px, NAME_EM[look.narrow]
    return look.layout(
        height=(len(names) * ROW_PX + 46) * px,
        margin={"l": 0, "r": 12 * px, "t": 30 * px, "b": 8 * px},
        xaxis=time_axis(
            look, since, until, zeroline=True, zerolinecolor=look.color("line-strong")
        ),
        yaxis=look.axis(
            range=[len(names) - 0.5, -0.5],
            tickvals=list(range(len(names))),
            ticktext=[escaped_markup(shortened(name, room)) for name in names],
            tickfont={"size": look.em, "color": look.color("ink")},
            automargin=True, showgrid=False, ticks="",
        ),
        shapes=shapes, barmode="overlay", **more,
    )  # fmt: skip
