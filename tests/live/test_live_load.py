"""The load client measures what it says: every frame arrives, and who never reads is cut off."""

import pytest

from benchmarks.live_load import KINDS, Load, Measured, measure, table


@pytest.mark.parametrize("kind", KINDS)
def test_a_small_load_loses_nothing(kind: str) -> None:
    measured = measure(kind, Load(clients=20, rate=50, seconds=0.4, size=2048))
    assert (measured.missing, measured.clients_left) == (0, 20)
    assert 0 < measured.p50_ms <= measured.p99_ms <= measured.worst_ms
    assert measured.cpu_us > 0
    assert KINDS[kind] in table(Load(), [measured])


def test_one_that_never_reads_is_cut_off_among_those_that_do() -> None:
    """Two that read at a pace nobody misses; `test_slow_peer` is strict, and counts frames."""
    measured = measure("hub", Load(clients=2, rate=25, seconds=2.4, size=24 * 1024, stuck=1))
    assert (measured.missing, measured.clients_left) == (0, 2)


def test_missing_frames_are_shown() -> None:
    row = Measured("hub", 1, 2, 3, 9.0, 36.0, missing=4, clients_left=1)
    assert "4 frames missing!" in table(Load(), [row])
