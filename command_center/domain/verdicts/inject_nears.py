"""How a planned inject approaches: turns counted from its planned time, the same for every inject.

See docs/domain.md, "Verdicts". A drill's plan is in no row before it happens, so the site carries
these turns once (`inject_nears`), by the exercise clock.
"""

from command_center.domain.verdicts.turns import Turn

LONGEST_MS = 86_400_000
"""No plan of a drill is longer (`domain/scenarios/scenario.py`)."""
SOON_MS = 30_000
"""So long before its time the controller gets ready for an inject [ours]."""
INJECT_NEARS: list[Turn] = [
    (-LONGEST_MS, "plain", "to_come"),
    (-SOON_MS, "note", "soon"),
    (0, "note", "due"),
]
"""Turns whose times are ms since the planned time: negative before it."""
