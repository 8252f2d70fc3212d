"""The shift of Chinese tiles, against the published pairs of eviltransform."""

import pytest

from command_center.domain.site.gcj02 import to_gcj02

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
