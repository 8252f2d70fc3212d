"""Walks over a site: by its roads, both ends off the road, and no way where there is none."""

from math import hypot
from typing import Any

import pytest

from command_center.domain.site.model import Site
from command_center.domain.site.parts.plant import Line
from command_center.domain.site.parts.ways import WALK_M_S, Ways
from simulations.roads import Roads, length_m

Point = tuple[float, float]


def line(name: str, *points: Point) -> Line:
    return Line.model_validate({"id": name, "points": points})


CROSS = [line("across", (0, 0), (100, 0), (200, 0)), line("up", (100, 0), (100, 80))]


@pytest.mark.parametrize(
    ("start", "end", "metres"),
    [
        ((0, 0), (200, 0), 200),
        ((10, 5), (40, 5), 5 + 30 + 5),  # the same stretch of road
        ((10, 0), (95, 40), 90 + 40 + 5),  # round a corner, off the road at the end
        ((50, 0), (50, 0), 0),
    ],
)
def test_a_walk_follows_the_roads(start: Point, end: Point, metres: float) -> None:
    ways = Ways(CROSS)
    assert ways.metres(start, end) == pytest.approx(metres)
    assert ways.metres(end, start) == pytest.approx(metres)
    assert ways.minutes(start, end) == round(metres / WALK_M_S / 60, 1)


def test_no_way_leads_where_no_road_does() -> None:
    island = [*CROSS, line("island", (1000, 1000), (1100, 1000))]
    assert Ways(island).metres((0, 0), (1050, 1000)) is None
    assert Ways(CROSS).metres((0, 0), (100, 300)) is None, "too far from every road"
    assert Ways([]).minutes((0, 0), (10, 0)) is None


def test_the_figures_agree_with_the_roads_that_the_virtual_people_walk(demo: Site) -> None:
    """Another implementation, over networkx; it cuts across when nearer than 20 m."""
    roads = Roads(demo.roads)
    points = [(store.x, store.y) for store in demo.stores]
    compared: list[Any] = []
    for start in points:
        for tank in demo.tanks:
            end = (tank.x, tank.y)
            if hypot(start[0] - end[0], start[1] - end[1]) > 20:
                compared.append((demo.ways.metres(start, end), length_m(roads.walk(start, end))))
    assert len(compared) > 50
    for ours, theirs in compared:
        assert ours == pytest.approx(theirs, abs=0.1)
