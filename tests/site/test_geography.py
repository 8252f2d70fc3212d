"""Local metres and WGS-84, against PROJ."""

from itertools import pairwise
from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from command_center.domain.site.map.geography import circle, rectangle, to_local, to_wgs84
from command_center.domain.site.model import Anchor, Site

GEOD = Geod(ellps="WGS84")
LATITUDES = st.floats(-84, 84)
WITHIN_20_KM = st.floats(-20_000, 20_000)


def _proj(anchor: Anchor) -> Transformer:
    plane = f"+proj=tmerc +lat_0={anchor.lat} +lon_0={anchor.lon} +k=1 +ellps=WGS84 +units=m"
    return Transformer.from_crs("EPSG:4326", plane, always_xy=True)


@settings(max_examples=150, deadline=None)
@given(lat=LATITUDES, lon=st.floats(-180, 180), x=WITHIN_20_KM, y=WITHIN_20_KM)
def test_both_ways_agree_with_proj_to_a_tenth_of_a_millimetre(
    lat: float, lon: float, x: float, y: float
) -> None:
    anchor = Anchor(lat=lat, lon=lon)
    there = to_wgs84(anchor, x, y)
    back = to_local(anchor, *there)
    theirs = _proj(anchor).transform(there[1], there[0])
    assert back == pytest.approx((x, y), abs=1e-4)
    assert theirs == pytest.approx((x, y), abs=1e-4)


def test_the_whole_demo_site_keeps_its_distances_on_the_ground_to_a_millimetre(demo: Site) -> None:
    points = [at for _, at in demo.places.values()]
    for x, y in points:
        lat, lon = to_wgs84(demo.anchor, x, y)
        for a, b in points[::7]:
            lat2, lon2 = to_wgs84(demo.anchor, a, b)
            on_the_ground = GEOD.inv(lon, lat, lon2, lat2)[2]
            assert on_the_ground == pytest.approx(hypot(x - a, y - b), abs=1e-3)


def test_a_flat_formula_would_be_wrong_by_more_than_a_centimetre(demo: Site) -> None:
    lat, lon = to_wgs84(demo.anchor, 420, 300)
    north = GEOD.inv(120, 36, 120, 37)[2]
    east = GEOD.inv(120, 36, 121, 36)[2]
    flat = ((lon - demo.anchor.lon) * east, (lat - demo.anchor.lat) * north)
    assert hypot(flat[0] - 420, flat[1] - 300) > 0.01


def test_the_anchor_is_the_origin() -> None:
    anchor = Anchor(lat=36, lon=120)
    assert to_wgs84(anchor, 0, 0) == pytest.approx((36, 120), abs=1e-12)
    assert to_local(anchor, 36, 120) == pytest.approx((0, 0), abs=1e-9)


def test_a_site_on_the_date_line_stays_in_one_piece() -> None:
    anchor = Anchor(lat=-17, lon=179.9999)
    lat, lon = to_wgs84(anchor, 420, 0)
    assert lon < -179.9
    assert to_local(anchor, lat, lon) == pytest.approx((420, 0), abs=1e-4)


def test_outlines_are_closed_and_counter_clockwise() -> None:
    for ring in (circle(3, 4, 2), rectangle(3, 4, 2, 6)):
        assert ring[0] == ring[-1]
        area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2
        assert area > 0
    assert len(circle(0, 0, 1)) == 49
