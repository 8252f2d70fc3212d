"""What is worked out of measured values stays a number that every door takes."""

import math

import pytest

from command_center.domain.bounds.json_bounds import SAFE_INTEGER
from command_center.domain.quantities import derived


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (1.5, 1.5),
        (math.inf, SAFE_INTEGER),
        (-math.inf, -SAFE_INTEGER),
        (1e300, SAFE_INTEGER),
        (math.nan, SAFE_INTEGER),
        (math.inf - math.inf, SAFE_INTEGER),
    ],
)
def test_whatever_is_worked_out_is_kept_within_bounds(value: float, kept: float) -> None:
    assert derived(value) == kept
