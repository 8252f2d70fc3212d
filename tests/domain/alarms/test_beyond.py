"""Which of two detectors is the further beyond its limits."""

from itertools import pairwise

from command_center.domain.alarms.beyond import beyond
from command_center.domain.site.model import Limits

GAS = Limits(h=20, hh=40)
OXYGEN = Limits(ll=17, l=19.5)


def test_within_its_limits_a_detector_is_not_beyond() -> None:
    assert beyond(19.99, GAS) == beyond(20.9, OXYGEN) == beyond(5, Limits()) == 0


def test_at_a_limit_it_is_beyond_it_and_the_outer_limit_counts_before_the_inner() -> None:
    assert (beyond(20, GAS), beyond(40, GAS)) == (1, 2)
    assert (beyond(19.5, OXYGEN), beyond(17, OXYGEN)) == (1, 2)
    worse = [beyond(value, GAS) for value in (0, 20, 30, 39.9, 40, 90, 900)]
    assert all(one < other for one, other in pairwise(worse))
    worse = [beyond(value, OXYGEN) for value in (20.9, 19.5, 18, 17.1, 17, 10, 0)]
    assert all(one < other for one, other in pairwise(worse))


def test_of_two_beyond_the_same_kind_of_limit_the_further_in_proportion_is_graver() -> None:
    assert beyond(60, Limits(hh=20)) > beyond(80, Limits(hh=40))


def test_a_limit_of_nothing_is_no_division_by_it() -> None:
    assert beyond(0, Limits(h=0)) == 1
    assert beyond(5, Limits(h=0)) == 2
