"""Where a position lies, in words that a rescuer can walk to."""

from command_center.domain.people.whereabouts import NEAR_M, whereabouts_of
from command_center.domain.reading import Position
from command_center.domain.site.map.geography import to_wgs84
from command_center.domain.site.model import Site
from tests.support.small_works import small_works


def at(site: Site, x: float, y: float) -> Position:
    lat, lon = to_wgs84(site.anchor, x, y)
    return Position("eva", 1_000, lat, lon, "phone")


def test_every_area_is_where_its_middle_lies() -> None:
    site = small_works()
    for area in site.areas:
        found = whereabouts_of(site, at(site, area.x, area.y))
        known = site.area_by_id[str(found.area)]
        assert found.away_m == 0
        assert known.width * known.height <= area.width * area.height


def test_outside_every_area_the_nearest_is_named_with_the_way_to_its_edge() -> None:
    site = small_works()
    east = max(site.areas, key=lambda area: area.x + area.width / 2)
    found = whereabouts_of(site, at(site, east.x + east.width / 2 + 40, east.y))
    assert (found.area, found.away_m) == (east.id, 40)


def test_a_thing_close_by_is_named_and_one_far_away_is_not() -> None:
    site = small_works()
    tank = site.tanks[0]
    assert whereabouts_of(site, at(site, tank.x, tank.y)).near == tank.id
    far = at(site, site.width + 10 * NEAR_M, site.height + 10 * NEAR_M)
    assert whereabouts_of(site, far).near is None


def test_a_plant_without_areas_names_none() -> None:
    bare = small_works().model_copy(update={"areas": []})
    assert whereabouts_of(bare, at(bare, 1, 1)).area is None
