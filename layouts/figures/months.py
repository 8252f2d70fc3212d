"""A figure of twelve months as a line, with gaps where a month has no data."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from command_center.analysis.figures import Figure
from command_center.reports.figure_words import DAY_MS, n_said, value_said
from command_center.reports.speaker import Speaker
from layouts.figures.look import Look

HIGH_PX = 150
HEADROOM = 1.25
FULL = 110
"""A share is drawn from none to all, with room for the uppermost mark."""


def month_line(
    months: Sequence[tuple[str, Figure]], told: Speaker, look: Look, high: float = HIGH_PX
) -> go.Figure:
    """Return the line of (month, figure) pairs in order: days for a time, percent for a share."""
    figures = [one for _, one in months]
    scale = 1 / DAY_MS if figures and figures[0].unit == "ms" else 100
    ys = [None if one.value is None else one.value * scale for one in figures]
    share = scale == 100
    highest = HEADROOM * max((y for y in ys if y is not None), default=1.0) or 1.0
    span = (
        {"range": [0, FULL], "tickvals": [0, 50, 100]}
        if share
        else {"range": [0, highest], "nticks": 4}
    )
    data: dict[str, Any] = {
        "type": "scatter", "mode": "lines+markers", "x": list(range(len(ys))), "y": ys,
        "line": {"color": look.color("data"), "width": 2 * look.px}, "connectgaps": False,
        "marker": {"size": 6 * look.px, "color": look.color("data")},
        "hovertext": [
            f"{month} {value_said(told, one.unit, one.value)} · {n_said(told, one)}"
            for month, one in months
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip
    last = len(ys) - 1
    step = 3 if look.narrow else 2
    ticks = [n for n in range(len(ys)) if (last - n) % step == 0]
    layout = look.layout(
        height=high * look.px,
        margin={"l": 34 * look.px, "r": (30 if look.narrow else 16) * look.px, "t": 6 * look.px, "b": 24 * look.px},
        xaxis=look.axis(
            tickvals=ticks, ticktext=[months[n][0] for n in ticks], tickangle=0, showgrid=False,
            range=[-0.5, last + 0.5],
        ),
        yaxis=look.axis(rangemode="tozero", **span),
    )  # fmt: skip
    return go.Figure(data=[data], layout=layout)
