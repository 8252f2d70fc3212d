"""Ways lead over the roads, and round the hot zone where there is a way round."""

import pytest

from command_center.domain.site.model import Line
from simulations.roads import Roads, along, length_m

SQUARE = [
    Line(id="south", points=[(0, 0), (100, 0)]),
    Line(id="east", points=[(100, 0), (100, 100)]),
    Line(id="west", points=[(0, 0), (0, 300), (100, 300), (100, 100)]),
]


def test_the_shortest_way_follows_the_roads() -> None:
    way = Roads(SQUARE).walk((0, 5), (100, 95))
    assert length_m(way) == pytest.approx(5 + 100 + 95)
    assert (100.0, 0.0) in way


def test_a_hot_zone_is_walked_round() -> None:
    way = Roads(SQUARE).walk((0, 5), (100, 95), hot=((50, 0), 30))
    assert (0.0, 300.0) in way


def test_without_another_way_one_goes_through() -> None:
    only = Roads(SQUARE[:1]).walk((0, 0), (100, 0), hot=((50, 0), 30))
    assert length_m(only) == pytest.approx(100)


def test_from_the_door_to_the_road_and_off_it_again() -> None:
    way = Roads(SQUARE).walk((30, 10), (80, -12))
    assert way == [(30, 10), (30, 0), (80, 0), (80, -12)]


def test_where_somebody_is_on_a_way() -> None:
    way = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)]
    assert along(way, 4) == (4.0, 0.0)
    assert along(way, 15) == (10.0, 5.0)
    assert along(way, 99) == (10.0, 10.0)
