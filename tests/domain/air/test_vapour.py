"""A pool's vapour by the cited formula, and what air can hold of it."""

import pytest

from command_center.domain.air.vapour import Vapour

CHLOROBENZENE = Vapour(molar_mass=112.6, pressure_mmhg=8.8, temperature_k=293)


def test_a_hundred_square_metres_at_two_metres_a_second_give_the_published_rate() -> None:
    assert CHLOROBENZENE.evaporation_kg_s(100, 2.0) == pytest.approx(0.034, rel=0.02)


def test_it_grows_with_the_area_and_with_the_wind_to_the_power_of_078() -> None:
    one = CHLOROBENZENE.evaporation_kg_s(60, 2.4)
    assert CHLOROBENZENE.evaporation_kg_s(120, 2.4) == pytest.approx(2 * one)
    assert CHLOROBENZENE.evaporation_kg_s(60, 4.8) == pytest.approx(2**0.78 * one)


def test_air_holds_no_more_than_its_saturation() -> None:
    assert CHLOROBENZENE.saturation_ppm == pytest.approx(11_600, rel=0.01)
    assert CHLOROBENZENE.ppm(5.0) == CHLOROBENZENE.saturation_ppm


def test_ppm_and_mass_are_each_other_s_inverse() -> None:
    assert CHLOROBENZENE.ppm(CHLOROBENZENE.kg_m3(150)) == pytest.approx(150)
    # 1 ppm is molar mass over molar volume: 112.6 / 24.04 mg/m3 at 293 K and one atmosphere
    assert CHLOROBENZENE.kg_m3(1) * 1e6 == pytest.approx(112.6 / 24.04, rel=1e-3)
