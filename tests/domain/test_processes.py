"""Which clocks are wrong: an offset that all processes share is intended, any other is not."""

import pytest

from command_center.domain.verdicts.processes import (
    Process,
    WrongClock,
    is_led,
    least_difference,
    wrong_clocks,
)

NIGHT = -36_000_000


def process(name: str, machine_ms: int = 0, offset_ms: int = 0) -> Process:
    return Process(name, name, machine_ms, offset_ms)


@pytest.mark.parametrize("offset_ms", [0, NIGHT])
def test_an_offset_that_all_share_is_the_demonstrations_night(offset_ms: int) -> None:
    assert wrong_clocks([process("a", 1000, offset_ms), process("b", -1000, offset_ms)]) == []
    assert wrong_clocks([process("a", 0, offset_ms)]) == []


@pytest.mark.parametrize("machine_ms", [1_001, -1_001, 3_600_000])
def test_a_machine_that_differs_by_more_than_a_second_is_told_with_any_offset(
    machine_ms: int,
) -> None:
    for offset_ms in (0, NIGHT):
        wrong = process("b", machine_ms, offset_ms)
        told = wrong_clocks([process("a", 0, offset_ms), wrong])
        assert told == [WrongClock(wrong, machine_ms)]


def test_of_different_offsets_each_counts_in_full() -> None:
    right, ahead, night = process("a"), process("b", 20, 30_000), process("c", 0, NIGHT)
    assert wrong_clocks([ahead, right]) == [WrongClock(ahead, 30_020)]
    assert wrong_clocks([night, ahead, right]) == [
        WrongClock(ahead, 30_020),
        WrongClock(night, NIGHT),
    ]


def test_a_slow_way_to_the_database_is_no_wrong_clock() -> None:
    assert least_difference(1_000, 1_400, 9_000) == 0
    assert least_difference(5_000, 1_400, 9_000) == 3_600
    assert least_difference(1_000, 5_000, 1_200) == -3_800


def test_a_lease_without_a_holder_or_past_its_end_leads_nobody() -> None:
    assert is_led("a", 1_001, 1_000)
    assert not is_led("a", 1_000, 1_000)
    assert not is_led(None, 9_999, 1_000)
