"""The areas that an incident threatens are proposed for evacuation; a person orders it."""

import pytest

from command_center.domain.people.evacuation_proposal import areas_in_hot_zone, areas_in_plume
from command_center.domain.site.map.overlap import circle_meets, ring_meets
from command_center.domain.site.model import Area
from command_center.domain.text import Text
from tests.support.factories import ControlRoom

AREA = Area(id="hall", name=Text(zh="厂房", en="Hall"), x=100, y=50, width=20, height=10)
"""From 90 to 110 east, from 45 to 55 north."""
TRIANGLE = [(0.0, 0.0), (60.0, 50.0), (0.0, 100.0), (0.0, 0.0)]


@pytest.mark.parametrize(
    ("centre", "radius", "meets"),
    [
        ((100, 50), 1, True),  # in the middle of it
        ((70, 50), 20, True),  # touches its western side
        ((70, 50), 19.9, False),
        ((87, 41), 5, True),  # touches its corner
        ((87, 41), 4.9, False),
    ],
)  # fmt: skip
def test_an_area_is_met_by_a_circle_that_reaches_some_part_of_it(
    centre: tuple[float, float], radius: float, meets: bool
) -> None:
    assert circle_meets(AREA, centre, radius) is meets


@pytest.mark.parametrize(
    ("east", "meets"),
    [
        (0, False),  # it ends 30 m before the area
        (31, True),  # its tip lies in it
        (60, True),  # it goes through it
        (200, False),  # beyond
    ],
)
def test_an_area_is_met_by_a_ring_that_crosses_or_holds_it(east: float, meets: bool) -> None:
    assert ring_meets(AREA, [(x + east, y) for x, y in TRIANGLE]) is meets


def test_a_ring_round_the_whole_area_meets_it_and_no_ring_meets_nothing() -> None:
    around = [(0.0, 0.0), (300.0, 0.0), (300.0, 300.0), (0.0, 300.0), (0.0, 0.0)]
    assert ring_meets(AREA, around)
    assert not ring_meets(AREA, [])


def test_areas_that_the_hot_zone_meets_are_proposed_until_they_are_ordered(
    room: ControlRoom,
) -> None:
    incident = room.leak()
    found = room.state.incidents[incident]
    before = areas_in_hot_zone(room.state, room.site, found)
    assert before
    room.does("ann", "evacuation.order", incident=incident, zones=before[:1])
    assert areas_in_hot_zone(room.state, room.site, found) == before[1:]


def test_what_lies_outside_the_plant_is_not_proposed(room: ControlRoom) -> None:
    own = [area.id for area in room.site.areas if area.kind != "outside"]
    everywhere = [(-1e5, -1e5), (1e5, -1e5), (1e5, 1e5), (-1e5, 1e5), (-1e5, -1e5)]
    assert areas_in_plume(room.site, [everywhere]) == own
    assert areas_in_plume(room.site, [[]]) == []
