"""How a planned inject comes nearer, by the exercise clock."""

import pytest

from command_center.domain.scenarios.conditions import LONGEST_S
from command_center.domain.verdicts.inject_nears import INJECT_NEARS
from command_center.domain.verdicts.turns import turn_taken


@pytest.mark.parametrize(
    ("since_ms", "said"),
    [
        (-LONGEST_S * 1000, ("plain", "to_come")),
        (-30_001, ("plain", "to_come")),
        (-30_000, ("note", "soon")),
        (-1, ("note", "soon")),
        (0, ("note", "due")),
    ],
)
def test_an_inject_is_soon_half_a_minute_before_its_time(
    since_ms: int, said: tuple[str, str]
) -> None:
    turn = turn_taken(INJECT_NEARS, since_ms)
    assert turn is not None
    assert turn[1:] == said
