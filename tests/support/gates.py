"""A small plant with gates: one outer gate with two readers, one inner turnstile, and a desk without readers."""

from typing import Any

from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.people.gate_presence import Direction, Passage
from tests.support.small_site import named, small_site

GATES: list[dict[str, Any]] = [
    {"id": "G-1", "name": named("West gate"), "x": 0, "y": 20, "readers": ["R-1", "R-2"]},
    {
        "id": "T-W1", "name": named("Turnstile 1"), "x": 20, "y": 20, "area": "w1", "inner": True,
        "readers": ["R-3"],
    },
    {"id": "G-2", "name": named("Lorry gate"), "x": 0, "y": 60},
]  # fmt: skip
AREAS: list[dict[str, Any]] = [
    {"id": "w1", "name": named("Shop 1"), "x": 20, "y": 20, "width": 20, "height": 10, "limit": 2},
    {"id": "w2", "name": named("Shop 2"), "x": 60, "y": 20, "width": 20, "height": 10},
]
MUSTERS: list[dict[str, Any]] = [
    {"id": "M-N", "name": named("Muster north"), "x": 5, "y": 5},
    {"id": "M-S", "name": named("Muster south"), "x": 5, "y": 90},
]


def gated_site(**changes: Any) -> Site:
    """`small_site` with gates and musters."""
    parts: dict[str, Any] = {"gates": GATES, "areas": AREAS, "musters": MUSTERS}
    return small_site(**(parts | changes))


def passage(
    who: str, direction: Direction, ts: int, gate: str = "G-1", event: str | None = None
) -> Passage:
    """Somebody passed."""
    return Passage(
        "gw-1", event or f"{who}-{direction}-{ts}-{gate}", gate, None, who, direction, ts
    )


def an_incident_in(state: State, area: str) -> Incident:
    """An open incident in an area of the plant."""
    incident = Incident(
        "INC-1",
        {"en": "Leak", "zh": "泄漏"},
        None,
        area,
        "I",
        0,
        "report",
        None,
        0,
        1,
        1,
        hot_zone_m=40,
    )
    state.incidents[incident.id] = state.open_incidents[incident.id] = incident
    return incident
