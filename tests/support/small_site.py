"""A small plant of its own, so that no test leans on the demo plant's names."""

from typing import Any

from command_center.domain.site.model import Site


def named(words: str) -> dict[str, str]:
    """The same words in both languages."""
    return {"zh": f"{words}（中）", "en": words}


def small_site(**changes: Any) -> Site:
    """Two workshops, one tank, one keyed cabinet, five people; `changes` replace whole parts."""
    parts: dict[str, Any] = {
        "id": "small",
        "name": named("Small plant"),
        "simulated": True,
        "time_zone": "Asia/Shanghai",
        "language": "zh-CN",
        "anchor": {"lat": 30.0, "lon": 120.0},
        "width": 200,
        "height": 100,
        "levels": [{"id": "I", "name": named("One")}, {"id": "II", "name": named("Two")}],
        "areas": [
            {"id": "w1", "name": named("Shop 1"), "x": 20, "y": 20, "width": 20, "height": 10},
            {"id": "w2", "name": named("Shop 2"), "x": 60, "y": 20, "width": 20, "height": 10},
        ],
        "tags": [
            {"id": "LT-1", "kind": "level", "unit": "m", "source": "gw-1", "high": 6},
            {"id": "FT-1", "kind": "flow", "unit": "m3/h", "source": "gw-1"},
            {"id": "LT-9", "kind": "level", "unit": "m", "source": "gw-2"},
        ],
        "gas_limits": [{"unit": "ppm", "value": 10}],
        "tanks": [
            {
                "id": "T-1", "name": named("Tank 1"), "x": 30, "y": 40, "product": named("water"),
                "diameter_m": 4, "height_m": 6, "area": "w1", "level": "LT-1",
            }
        ],
        "people": [{"id": f"p{n}", "name": named(f"Person {n}")} for n in range(1, 6)],
        "posts": [
            {"id": "chief", "name": named("Chief"), "commands": True, "key": True},
            {"id": "leader", "name": named("Leader"), "area": "w1", "superior": "chief"},
        ],
        "shifts": [{"id": "day", "name": named("Day"), "start": "00:00", "end": "23:59:59"}],
        "roster": [
            {"post": "chief", "person": "p1", "shift": "always"},
            {"post": "leader", "person": "p2", "shift": "always"},
        ],
    }  # fmt: skip
    return Site.model_validate(parts | changes)
