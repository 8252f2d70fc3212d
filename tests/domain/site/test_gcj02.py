"""The shift of Chinese tiles, against the published pairs of eviltransform."""

from math import hypot

import pytest

from command_center.domain.site.map.gcj02 import to_gcj02
from command_center.domain.site.map.geography import to_local, to_wgs84
from command_center.domain.site.parts.plant import Anchor
from command_center.settings import Settings
from command_center.web.map_tiles import tiles_of
from tests.support.running_center import demo_site

PAIRS = {
    "Shanghai": ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
    "Shenzhen": ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
    "Beijing": ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
}


@pytest.mark.parametrize("city", PAIRS)
def test_published_pairs(city: str) -> None:
    wgs84, gcj02 = PAIRS[city]
    assert to_gcj02(*wgs84) == pytest.approx(gcj02, abs=1e-9)


@pytest.mark.parametrize("place", [(35.681, 139.767), (48.85, 2.35), (-33.86, 151.2)])
def test_outside_china_nothing_is_shifted(place: tuple[float, float]) -> None:
    assert to_gcj02(*place) == place


def test_tiles_are_displaced_only_where_they_are_shifted_ones() -> None:
    site = demo_site()
    url = "https://tiles.example/{z}/{x}/{y}.png"
    assert tiles_of(site, Settings()) is None
    plain = tiles_of(site, Settings(tiles=url))
    assert plain is not None
    assert plain["shift"] == [0, 0]
    shifted = tiles_of(site, Settings(tiles=url, tiles_system="gcj02"))
    assert shifted is not None
    lat, lon = to_wgs84(site.anchor, site.width / 2, site.height / 2)
    moved = (lat + shifted["shift"][0], lon + shifted["shift"][1])
    assert moved == pytest.approx(to_gcj02(lat, lon))
    assert 100 < hypot(*to_local(Anchor(lat=lat, lon=lon), *moved)) < 1_000  # some hundred metres
