"""The plume against its closed forms: centreline, mass through a plane, reach and outline."""

from itertools import pairwise
from math import atan2, degrees, exp, hypot, log, pi, sqrt

import pytest

from command_center.domain.air.briggs import NEAREST_M, Stability, sigma_y, sigma_z, stability_of
from command_center.domain.air.plume import Plume

CLASSES: list[Stability] = ["A", "B", "C", "D", "E", "F"]


def plume(rate: float = 0.5, width: float = 0.0, stability: Stability = "D") -> Plume:
    return Plume(rate, width, wind_m_s=2.4, wind_from_deg=225, stability=stability)


def test_briggs_curves_at_a_kilometre() -> None:
    """Worked by hand from the published table."""
    assert sigma_y("D", 1000) == pytest.approx(80 / sqrt(1.1))
    assert sigma_z("D", 1000) == pytest.approx(60 / sqrt(2.5))
    assert sigma_z("F", 1000) == pytest.approx(16 / 1.3)
    assert [sigma_z(c, 500) for c in CLASSES] == sorted(
        (sigma_z(c, 500) for c in CLASSES), reverse=True
    )


def test_the_centreline_is_the_rate_over_pi_sigmas_and_wind() -> None:
    by_hand = 0.5 / (pi * (0.08 * 200 / sqrt(1.02)) * (0.06 * 200 / sqrt(1.3)) * 2.4)
    assert plume().kg_m3(200, 0) == pytest.approx(by_hand)
    off = plume().kg_m3(200, 20) / plume().kg_m3(200, 0)
    assert off == pytest.approx(exp(-(20**2) / (2 * sigma_y("D", 200) ** 2)))


@pytest.mark.parametrize("stability", CLASSES)
@pytest.mark.parametrize("x", [100.0, 300.0, 1500.0])
def test_all_of_the_vapour_passes_through_every_plane(stability: Stability, x: float) -> None:
    """The sum of u c dy dz over a plane downwind, above ground, is the rate."""
    one = plume(width=10, stability=stability)
    high, wide = 6 * one.upwards(x), 6 * one.across(x)
    steps = 200
    dy, dz = 2 * wide / steps, high / steps
    flux = sum(
        one.kg_m3(x, -wide + (i + 0.5) * dy, (k + 0.5) * dz)
        for i in range(steps)
        for k in range(steps)
    )
    assert flux * dy * dz * one.wind_m_s == pytest.approx(one.rate_kg_s, rel=1e-3)


def test_the_reach_is_where_the_centreline_meets_the_value() -> None:
    limit = plume().centreline_kg_m3(437.0)
    assert plume().reach_m(limit) == pytest.approx(437.0, abs=0.2)


def test_there_is_no_reach_where_not_even_a_hundred_metres_exceed_it() -> None:
    limit = plume().centreline_kg_m3(99.0)
    assert plume().reach_m(limit) is None
    assert plume().outline((0, 0), limit) == []


def test_the_outline_begins_at_a_hundred_metres_and_lies_downwind() -> None:
    limit = plume().centreline_kg_m3(300.0)
    ring = plume().outline((214, 173), limit)
    assert ring[0] == ring[-1]
    from_source = [hypot(x - 214, y - 173) for x, y in ring]
    assert min(from_source) >= NEAREST_M - 1e-6
    assert max(from_source) == pytest.approx(300, abs=0.5)
    middle = (sum(x for x, _ in ring) / len(ring) - 214, sum(y for _, y in ring) / len(ring) - 173)
    assert degrees(atan2(*middle)) == pytest.approx(45, abs=1)


def test_its_near_part_leads_from_the_source_to_where_the_outline_begins() -> None:
    limit = plume().centreline_kg_m3(300.0)
    source = (214.0, 173.0)
    ring, near = plume().outline(source, limit), plume().near_part(source, limit)
    assert near[1] == source
    assert near[0] == pytest.approx(ring[0])
    assert near[2] == pytest.approx(ring[-2])
    assert plume().near_part((0, 0), plume().centreline_kg_m3(99.0)) == []


def test_on_the_outline_stands_the_value_itself() -> None:
    one = plume(width=8)
    limit = one.centreline_kg_m3(250.0)
    across = one.half_width_m(150, limit)
    assert one.kg_m3(150, across) == pytest.approx(limit)
    assert across == pytest.approx(
        one.across(150) * sqrt(2 * log(one.centreline_kg_m3(150) / limit))
    )


def test_more_vapour_or_steadier_air_reaches_farther() -> None:
    limit = plume().centreline_kg_m3(200.0)
    more = [plume(rate=rate).reach_m(limit) or 0 for rate in (0.5, 1.0, 2.0)]
    assert all(near < far for near, far in pairwise(more))
    steadier = [plume(stability=c).reach_m(limit) or 0 for c in ("D", "E", "F")]
    assert all(near < far for near, far in pairwise(steadier))


def test_the_class_is_neutral_in_rain_and_steady_on_a_dry_night() -> None:
    assert stability_of(2.4, rains=True, night=True) == "D"
    assert stability_of(2.4, rains=False, night=True) == "F"
    assert stability_of(4.0, rains=False, night=True) == "E"
    assert stability_of(6.0, rains=False, night=True) == "D"
    assert stability_of(2.4, rains=False, night=False) == "D"
