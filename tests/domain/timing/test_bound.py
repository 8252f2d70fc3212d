"""How sure one may be of a rate: the figures that docs/domain.md names, and the exact tail behind each."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_center.domain.timing.statistics import Case, lower_bound, percentile, summary


@pytest.mark.parametrize(("kept", "tried", "percent"), [(4, 4, 47), (29, 29, 90), (0, 1, 0)])
def test_the_bounds_that_the_rule_names(kept: int, tried: int, percent: int) -> None:
    assert round(lower_bound(kept, tried) * 100) == percent


def test_all_kept_has_a_closed_form() -> None:
    for n in range(1, 60):
        assert lower_bound(n, n) == pytest.approx(0.05 ** (1 / n), abs=1e-12)


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(1, n), st.just(n))))
def test_at_the_bound_so_many_successes_have_one_chance_in_twenty(counts: tuple[int, int]) -> None:
    kept, tried = counts
    rate = lower_bound(kept, tried)
    tail = 1 - sum(comb(tried, n) * rate**n * (1 - rate) ** (tried - n) for n in range(kept))
    assert tail == pytest.approx(0.05, abs=1e-9)
    assert rate <= kept / tried


@pytest.mark.parametrize(("kept", "tried"), [(2, 1), (-1, 3), (0, 0)])
def test_what_is_no_count_is_refused(kept: int, tried: int) -> None:
    with pytest.raises(ValueError, match="no count"):
        lower_bound(kept, tried)


def case(seconds: float | None, shift: str = "night", share: float = 0.9) -> Case:
    return Case("INC-1", "turnout", shift, 0, seconds, 80.0, share)


def test_one_case_gets_its_n_and_no_verdict() -> None:
    one = summary([case(70)], "turnout")
    assert (one.n, one.median_s, one.p90_s, one.kept, one.verdict) == (1, 70, 70, 1, None)
    assert one.lower == pytest.approx(0.05)


def test_over_several_the_gap_counts_as_not_kept_and_the_shift_is_apart() -> None:
    many = [case(60), case(70), case(90, "day"), case(None)]
    whole, night = summary(many, "turnout"), summary(many, "turnout", "night")
    assert (whole.n, whole.gaps, whole.kept, whole.median_s, whole.p90_s) == (3, 1, 2, 70, 90)
    assert whole.verdict == "missed"
    assert (night.n, night.gaps, night.kept) == (2, 1, 2)
    assert summary([case(60), case(70)], "turnout").verdict == "kept"
    assert summary([], "turnout").median_s is None


def test_a_percentile_is_the_nearest_rank() -> None:
    assert percentile(range(1, 11), 0.9) == 9
    assert percentile([5.0], 0.9) == 5.0
    assert percentile([3, 1, 2], 0.5) == 2
