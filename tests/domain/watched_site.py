"""A plant to watch: a tank with a pump at each end, a gas detector, three shifts, two people."""

from typing import Any

from command_center.domain.reading import Quality, Reading
from command_center.domain.site.model import Site

NAME = {"zh": "名", "en": "name"}
T0 = 1_800_000_000_000
"""A winter Friday, 08:00 UTC."""


def watched_site(*, period_s: float = 1, **limits: Any) -> Site:
    """One tank of 6 m (28.27 m3/m): gauge `lt`, meters `in` and `out`; `limits` are the gauge's."""
    meter = {"kind": "flow", "unit": "m3/h", "high": 60, "source": "dcs", "period_s": period_s}
    gauge: dict[str, Any] = {"id": "lt", "kind": "level", "unit": "m", "source": "dcs", "high": 7.5}
    placed = {"name": NAME, "x": 0, "y": 0}
    return Site.model_validate(
        {
            "id": "watched",
            "name": NAME,
            "time_zone": "UTC",
            "anchor": {"lat": 30, "lon": 120},
            "width": 100,
            "height": 100,
            "levels": [{"id": "one", "name": NAME}],
            "areas": [{"id": "yard", "width": 10, "height": 10, "kind": "yard", **placed}],
            "sources": [{"id": "dcs", "name": NAME}],
            "tags": [
                {**gauge, "period_s": period_s, **({"limits": limits} if limits else {})},
                {"id": "in", **meter},
                {"id": "out", **meter},
                {"id": "gas", "kind": "gas", "unit": "ppm", "source": "dcs", "high": 100,
                 "limits": {"h": 10, "hh": 50, "on_delay_s": 2}},
            ],
            "tanks": [
                {"id": "tank", "product": NAME, "diameter_m": 6, "height_m": 7.5, "area": "yard",
                 "level": "lt", "inflows": ["in"], "outflows": ["out"], **placed}
            ],
            "people": [{"id": "anna", "name": NAME}, {"id": "bela", "name": NAME}],
            "posts": [{"id": "leader", "name": NAME, "commands": True}],
            "shifts": [
                {"id": "day", "name": NAME, "start": "08:00", "end": "16:00"},
                {"id": "evening", "name": NAME, "start": "16:00", "end": "00:00"},
                {"id": "night", "name": NAME, "start": "00:00", "end": "08:00"},
            ],
            "roster": [
                {"post": "leader", "person": "anna", "shift": "day"},
                {"post": "leader", "person": "bela", "shift": "evening"},
            ],
        }
    )  # fmt: skip


def said(tag: str, at_s: float, value: float, quality: Quality = Quality.GOOD) -> Reading:
    """A reading `at_s` seconds after T0."""
    return Reading(tag, T0 + round(at_s * 1000), value, quality, "dcs")
