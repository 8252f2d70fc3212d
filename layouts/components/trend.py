"""Trends of levels: Plotly lines without axes, redrawn by the browser once a second, in turn."""

from typing import Any

from dash import dcc


def empty_trend() -> dict[str, Any]:
    """A sparkline's figure without points; `assets/wall/trends.js` gives it line and range."""
    return {
        "data": [],
        "layout": {
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "xaxis": {"visible": False, "fixedrange": True},
            "yaxis": {"visible": False, "fixedrange": True},
            "showlegend": False,
            "hovermode": False,
        },
    }


def trends(base_id: str, slots: int) -> list[dcc.Graph]:
    """So many graphs, `BASE-0` up; the levels panel places them beside its rows."""
    return [
        dcc.Graph(
            id=f"{base_id}-{slot}",
            figure=empty_trend(),
            config={"staticPlot": True, "displayModeBar": False, "responsive": True},
            className="trend",
        )
        for slot in range(slots)
    ]
