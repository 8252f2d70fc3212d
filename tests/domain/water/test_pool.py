"""How a pool stands: by the journal where it runs over, else by its gauge while that is fresh."""

import pytest

from command_center.domain.verdicts.turns import turn_taken
from command_center.domain.water.overflow import Outlook
from command_center.domain.water.pool import pool_turns

FRESH, STALE = 3_000, 3_001


@pytest.mark.parametrize(
    ("earliest", "sign", "code"),
    [
        (None, "note", "steady"),
        (20.0, "note", "filling"),
        (19.9, "warn", "soon"),
        (0.0, "warn", "soon"),
    ],
)
def test_the_earliest_overflow_says_how_it_stands(
    earliest: float | None, sign: str, code: str
) -> None:
    turns = pool_turns("good", False, Outlook(earliest, None), 1)
    assert turn_taken(turns, FRESH) == (0, sign, code)
    assert turn_taken(turns, STALE) == (STALE, "gone", "stale")


def test_too_few_readings_a_bad_one_and_none_at_all_are_three_things() -> None:
    assert turn_taken(pool_turns("good", False, None, 1), 0) == (0, "note", "unknown")
    assert turn_taken(pool_turns("bad", False, Outlook(5, 9), 1), 0) == (0, "gone", "bad")
    assert turn_taken(pool_turns(None, False, None, 1), 0) == (0, "gone", "unheard")


def test_it_runs_over_until_the_journal_says_otherwise_whatever_the_gauge_does() -> None:
    for quality in ("good", "bad", None):
        turns = pool_turns(quality, True, Outlook(None, None), 1)
        assert turn_taken(turns, 10 * STALE) == (0, "urgent", "overflow")
