"""The way out leads over the roads, away from the hot zone and never into the lee of the source."""

from itertools import pairwise
from math import hypot

import pytest

from command_center.domain.site.map.geography import to_local
from command_center.domain.site.map.way_out import Danger, heading, way_out, ways_shown, wrong_with
from command_center.domain.site.model import Line, Placed, Site
from tests.support.running_center import demo_site

SOUTH_WEST, NORTH_EAST = 225.0, 45.0


@pytest.fixture(scope="module")
def demo() -> Site:
    return demo_site()


def square(site: Site) -> Site:
    """Four roads round a source in the middle, a muster point at two opposite corners."""
    corners = [(0.0, 0.0), (200.0, 0.0), (200.0, 200.0), (0.0, 200.0)]
    roads = [
        Line(id=f"r{n}", points=[a, b]) for n, (a, b) in enumerate(pairwise([*corners, corners[0]]))
    ]
    name = site.name
    musters = [Placed(id="sw", name=name, x=0, y=0), Placed(id="ne", name=name, x=200, y=200)]
    return site.model_copy(update={"roads": roads, "musters": musters})


@pytest.mark.parametrize(("wind", "muster"), [(SOUTH_WEST, "sw"), (NORTH_EAST, "ne")])
def test_one_gathers_upwind(demo: Site, wind: float, muster: str) -> None:
    found = way_out(square(demo), (200, 0), Danger((100, 100), 50, wind))
    assert found is not None
    assert found.muster == muster
    assert found.clear
    assert found.metres == pytest.approx(200)


def test_in_no_known_wind_the_nearest_one_will_do(demo: Site) -> None:
    found = way_out(square(demo), (200, 150), Danger((100, 100), 50))
    assert found is not None
    assert (found.muster, found.clear) == ("ne", True)


def test_a_way_round_is_taken_where_there_is_one(demo: Site) -> None:
    site = square(demo)
    only = site.model_copy(update={"musters": [m for m in site.musters if m.id == "sw"]})
    found = way_out(only, (20, 200), Danger((0, 100), 50, 180.0))
    assert found is not None
    assert found.muster == "sw"
    assert (200.0, 0.0) in found.path
    assert found.clear


def test_where_every_place_lies_in_the_lee_the_way_is_not_called_clear(demo: Site) -> None:
    site = square(demo)
    only = site.model_copy(update={"musters": [m for m in site.musters if m.id == "ne"]})
    found = way_out(only, (200, 0), Danger((100, 100), 50, SOUTH_WEST))
    assert found is not None
    assert (found.muster, found.clear) == ("ne", False)


def test_without_muster_points_there_is_none(demo: Site) -> None:
    assert way_out(demo.model_copy(update={"musters": []}), (0, 0), Danger((9, 9), 5)) is None


def test_without_roads_one_goes_straight(demo: Site) -> None:
    site = square(demo).model_copy(update={"roads": []})
    found = way_out(site, (200, 0), Danger((100, 100), 50, SOUTH_WEST))
    assert found is not None
    assert found.path == [(200, 0), (0, 0)]


@pytest.mark.parametrize("wind", range(0, 360, 30))
def test_from_every_area_of_the_plant_in_every_wind(demo: Site, wind: int) -> None:
    plan = demo.plans[0]
    source = demo.places[plan.places[0]][1]
    danger = Danger(source, plan.hot_zone_m, wind)
    fit = [m for m in demo.musters if not danger.in_lee((m.x, m.y))]
    for area in (a for a in demo.areas if a.kind != "outside"):
        found = way_out(demo, (area.x, area.y), danger)
        assert found is not None
        assert found.path[0] == (area.x, area.y)
        if fit:
            assert found.muster in {m.id for m in fit}
        if found.clear:
            end = found.path[-1]
            assert hypot(end[0] - source[0], end[1] - source[1]) > plan.hot_zone_m


def test_shown_ways_are_in_wgs84_and_begin_where_people_are(demo: Site) -> None:
    place, area = demo.plans[0].places[0], demo.areas[0]
    ways = list(ways_shown(demo, place, [area.id, area.id], 50, SOUTH_WEST))
    assert [way["from"] for way in ways] == [place, area.id]
    assert to_local(demo.anchor, *ways[1]["path"][0]) == pytest.approx((area.x, area.y), abs=0.02)
    with pytest.raises(KeyError):
        list(ways_shown(demo, "nowhere", [], 50, None))


@pytest.mark.parametrize(
    ("end", "wind", "leads"),
    [
        ((0, 100), 0.0, "upwind"),
        ((100, 0), 0.0, "crosswind"),
        ((-100, 0), 0.0, "crosswind"),
        ((0, -100), 0.0, "out"),
        ((100, 28), 0.0, "upwind"),
        ((100, 26), 0.0, "crosswind"),
        ((-5, 100), 350.0, "upwind"),
        ((0, 100), None, "out"),
        ((0, 0), 0.0, "out"),
    ],
)
def test_a_way_leads_upwind_crosswind_or_only_out(
    end: tuple[float, float], wind: float | None, leads: str
) -> None:
    assert heading([(0.0, 0.0), (50.0, 50.0), end], wind) == leads


def test_a_screen_is_told_where_each_way_leads(demo: Site) -> None:
    place = demo.tanks[0].id
    for wind in (SOUTH_WEST, None):
        for way in ways_shown(demo, place, [], 50, wind):
            assert way["heading"] in ({"upwind", "crosswind", "out"} if wind else {"out"})


PLUME = (((120.0, -20.0), (220.0, -20.0), (220.0, 40.0), (120.0, 40.0), (120.0, -20.0)),)
"""Over the corner at (200, 0)."""


def test_a_way_goes_round_a_modelled_plume_however_long_it_is(demo: Site) -> None:
    site = square(demo)
    straight = way_out(site, (100, 0), Danger((100, 100), 5), "ne")
    assert straight is not None
    assert (200, 0) in straight.path
    found = way_out(site, (100, 0), Danger((100, 100), 5, plume=PLUME), "ne")
    assert found is not None
    assert (200, 0) not in found.path
    assert (found.muster, found.wrong) == ("ne", None)


def test_what_is_wrong_with_a_way_is_said_the_gravest_first() -> None:
    path = [(100.0, 0.0), (200.0, 0.0), (200.0, 200.0)]
    lee = Danger((100, 100), 5, SOUTH_WEST)
    assert wrong_with(path, lee) == "lee"
    assert wrong_with(path, Danger((200, 100), 20, SOUTH_WEST)) == "zone"
    assert wrong_with(path, Danger((200, 100), 20, SOUTH_WEST, PLUME)) == "plume"
    assert wrong_with(path, Danger((100, 100), 5)) is None


def test_who_begins_in_the_plume_may_leave_it() -> None:
    assert wrong_with([(200.0, 0.0), (200.0, 200.0)], Danger((100, 100), 5, plume=PLUME)) is None


def test_nobody_walks_through_a_plume_to_the_nearest_road(demo: Site) -> None:
    """From (150, 45) the road along y = 0 is the nearest, and the plume lies before it."""
    found = way_out(square(demo), (150, 45), Danger((100, 60), 5, plume=PLUME), "sw")
    assert found is not None
    assert found.wrong is None
