"""The past operator load: alarms raised in each ten minutes, beside what one person can answer and where a flood
begins. Its input is the answer of `GET /api/v1/alarms`.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import plotly.graph_objects as go

from command_center.reports.speaker import Speaker
from layouts.figures.look import Look

MOST_BARS = 144
"""A day of ten minutes."""
HIGH_PX = 190
"""Height of the figure, at a root size of 16 px."""
HEADROOM = 1.2


class Bar(NamedTuple):
    """From `at` until `until` (UTC epoch ms) at most `most` were raised in ten minutes."""

    at: int
    until: int
    most: int
    flood: bool


def load_bars(past: Mapping[str, Any], most: int = MOST_BARS) -> list[Bar]:
    """Return one bar for each ten minutes or, in a long span, the worst ten minutes of several, so that no flood is
    averaged away.
    """
    steps = past["load"]
    size = max(1, -(-len(steps) // most))
    bars = []
    for first in range(0, len(steps), size):
        part = steps[first : first + size]
        at, until = part[0][0], part[-1][0] + past["step_ms"]
        flood = any(since < until and to > at for since, to in past["floods"])
        bars.append(Bar(at, until, max(raised for _, raised in part), flood))
    return bars


def alarm_load(past: Mapping[str, Any], exercise: bool, told: Speaker, look: Look) -> go.Figure:
    """Return the bars, with lines at one person's capacity and at the beginning of a flood."""
    bars = load_bars(past)
    kinds = [_kind(bar, past["acceptable"]) for bar in bars]
    top = HEADROOM * max([past["flood_above"], *(bar.most for bar in bars)])
    marker: dict[str, Any] = {"color": [look.of_kind(kind) for kind in kinds], "line": {"width": 0}}
    data: dict[str, Any] = {
        "type": "bar",
        "x": list(range(len(bars))), "y": [bar.most for bar in bars], "marker": marker,
        "hovertext": [
            f"{told.clock(bar.at)} {told.say('alarms.raised_n', n=bar.most)}" for bar in bars
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }  # fmt: skip
    few = [
        round(n * (len(bars) - 1) / (2 if look.narrow else 4))
        for n in range(3 if look.narrow else 5)
    ]
    ticks = sorted(set(few)) if bars else []
    limits = (
        ("flood", "flood_above", "urgent", "solid"),
        ("acceptable", "acceptable", "ink-3", "dot"),
    )
    shapes = [
        {
            "type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": "y",
            "y0": past[field], "y1": past[field],
            "line": {"color": look.color(color), "width": look.px, "dash": dash},
        }
        for _, field, color, dash in limits
    ]  # fmt: skip
    notes = [
        {
            "text": told.say(f"alarms.{name}_line", n=past[field]), "showarrow": False,
            "xref": "paper", "x": 0, "xanchor": "left",
            "yref": "y", "y": past[field], "yanchor": "bottom",
            "bgcolor": look.color("panel"), "borderpad": 1,
            "font": {"size": look.em, "color": look.color("ink-2")},
        }
        for name, field, _, _ in limits
    ]  # fmt: skip
    layout = look.layout(
        height=HIGH_PX * look.px,
        margin={"l": 34 * look.px, "r": 24 * look.px, "t": 4 * look.px, "b": 26 * look.px},
        bargap=0.2, barmode="overlay",
        xaxis=look.axis(
            tickvals=ticks, ticktext=[_edge(told, past, bars[n].at) for n in ticks], tickangle=0,
            showgrid=False, showline=True, linecolor=look.color("line-strong"),
        ),
        yaxis=look.axis(range=[0, top], nticks=4, rangemode="tozero"),
        shapes=shapes, annotations=notes,
    )  # fmt: skip
    hatch = [look.hatch(data, [bar.most > 0 for bar in bars])] if exercise else []
    return go.Figure(data=[data, *hatch], layout=layout)


def _kind(bar: Bar, acceptable: int) -> str:
    return "urgent" if bar.flood else "warn" if bar.most > acceptable else "plain"


def _edge(told: Speaker, past: Mapping[str, Any], at: int) -> str:
    """A time of the axis; of several days with its day."""
    long = past["until"] - past["since"] > 24 * 3_600_000 + past["step_ms"]
    return f"{told.local(at):%m-%d %H:%M}" if long else f"{told.local(at):%H:%M}"


def load_figures(past: Mapping[str, Any]) -> dict[str, float]:
    """Return the mean and most alarms in ten minutes, floods, their share of the span (0 to 1), and activations."""
    counts = [raised for _, raised in past["load"]]
    flooded = sum(to - since for since, to in past["floods"])
    return {
        "mean": sum(counts) / len(counts) if counts else 0.0,
        "most": max(counts, default=0),
        "floods": len(past["floods"]),
        "share": min(1.0, flooded / max(1, past["until"] - past["since"])),
        "total": past["total"],
    }
