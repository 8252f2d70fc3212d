"""How a position ages: turns counted from when it was taken, the same for every position of a kind.

docs/domain.md, "People, headcount, entry": a position fades after 60 s and is unknown after 5 min;
in a hot zone after 30 s and 2 min [ours]. The site carries these turns once (`position_ages`); a
person's row says which of them apply to the position.
"""

from typing import Literal

from command_center.domain.verdicts.turns import ALWAYS, Turn

Ages = Literal["normal", "hot"]

POSITION_AGES: dict[Ages, list[Turn]] = {
    "normal": [
        (ALWAYS, "plain", "live"),
        (60_000, "note", "faded"),
        (300_000, "gone", "unknown"),
    ],
    "hot": [
        (ALWAYS, "plain", "live"),
        (30_000, "note", "faded"),
        (120_000, "gone", "unknown"),
    ],
}
"""Turns whose times are ms since the position was taken."""
