"""A plant of two tanks and a pool, with names of its own: what the physics is tested on."""

from typing import Any

from command_center.domain.site.model import Site
from simulations.scenario import Scenario

NAME = {"zh": "名", "en": "name"}


def _at(name: str, x: float = 0.0, y: float = 0.0, **more: Any) -> dict[str, Any]:
    return {"id": name, "name": NAME, "x": x, "y": y, **more}


def site() -> Site:
    """Two tanks in a bund, a hand valve and a remote one, a pool, a diversion and an outfall."""
    tags = [
        {"id": "lt-a", "kind": "level", "unit": "m", "source": "dcs", "high": 7.5},
        {"id": "lt-b", "kind": "level", "unit": "m", "source": "dcs", "high": 7.5, "period_s": 5},
        {"id": "lt-p", "kind": "level", "unit": "m3", "source": "dcs", "high": 400},
        {"id": "ft-p", "kind": "flow", "unit": "m3/h", "high": 1000, "source": "dcs"},
        {"id": "zt-r", "kind": "valve", "unit": "1", "source": "dcs"},
        {
            "id": "gd-1",
            "kind": "gas",
            "unit": "ppm",
            "source": "gas",
            "high": 20000,
            "at": [30, 30],
        },
        {
            "id": "gd-2",
            "kind": "gas",
            "unit": "ppm",
            "source": "gas",
            "high": 20000,
            "at": [-30, -30],
        },
    ]
    tank: dict[str, Any] = {
        "product": NAME,
        "diameter_m": 6.0,
        "height_m": 7.5,
        "area": "yard",
        "bund": "bund",
    }
    return Site.model_validate(
        {
            "id": "small",
            "name": NAME,
            "simulated": True,
            "time_zone": "UTC",
            "anchor": {"lat": 30, "lon": 120},
            "width": 100,
            "height": 100,
            "levels": [{"id": "one", "name": NAME}],
            "areas": [_at("yard", width=10, height=10, kind="yard")],
            "gates": [_at("gate")],
            "bunds": [{"id": "bund", "x": 0, "y": 0, "width": 30, "height": 20, "net_m3": 400},
                      {"id": "pad", "kind": "kerb", "x": 0, "y": 0, "width": 6, "height": 10,
                       "net_m3": 9}],
            "tags": tags,
            "tanks": [_at("tank-a", **tank, level="lt-a"), _at("tank-b", **tank, level="lt-b")],
            "pools": [
                _at("pond", width=12, height=10, to_weir_m3=300, level="lt-p", inflow="ft-p",
                    outfall="out")
            ],
            "valves": [
                _at("root", kind="root", operation="manual", normally="open", isolates="tank-a"),
                _at("remote", kind="isolation", operation="remote", normally="open",
                    position="zt-r"),
                _at("divert", kind="diversion", operation="remote", normally="shut"),
                _at("out", kind="outfall", operation="manual", normally="open"),
            ],
            "pumps": [_at("feed"), _at("curtain"), _at("sump")],
            "resources": [{"id": "suit", "name": NAME, "kind": "equipment", "unit": NAME}],
            "people": [{"id": "anna", "name": NAME}],
        }
    )  # fmt: skip


def scenario(**changes: Any) -> Scenario:
    """The night of `site`: 12 mm/h of rain, a 40 mm hole at 0.4 m, pool at 96 m3."""
    written: dict[str, Any] = {
        "starts_at": "02:10",
        "weather": {"wind_from_deg": 225, "wind_m_s": 2.4, "rain_mm_h": 12},
        "tanks": {"tank-a": 4.72, "tank-b": 1.0},
        "pools": {"pond": 96},
        "lines": [{"id": "a-b", "source": "tank-a", "target": "tank-b", "pump": "feed",
                   "through": ["remote", "root"], "m3_min": 0.25}],
        "curtains": {"curtain": 2.4},
        "pool_pumps": {"sump": 0.5},
        "drainage": {"catchment_ha": 1.2, "runoff": 0.9, "diversion": "divert", "pool": "pond",
                     "outfall": "out", "storm_main_m3": 80},
        "leak": {"element": "remote", "tank": "tank-a", "diameter_mm": 40, "height_m": 0.4,
                 "pipe_mm": 80, "upstream": ["root"], "pad": "pad"},
        "people": {"control_room": "yard", "gate": "gate", "numbers": {}, "suit": "suit"},
    }  # fmt: skip
    return Scenario.model_validate({**written, **changes})
