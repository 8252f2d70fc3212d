"""Recorded drills and nights lead to the boards they led to before, row by row and role by role."""

import pytest

from tests.support.tape import tapes
from tests.support.tape_boards import boards_of, differences, expected


@pytest.mark.parametrize("name", tapes())
def test_a_recording_leads_to_the_boards_it_led_to(name: str) -> None:
    differing = differences(boards_of(name), expected(name))
    told = {point: places[:8] for point, places in differing.items()}
    assert not differing, f"{told}: see tests/recorded/README.md if a rule changed on purpose"
