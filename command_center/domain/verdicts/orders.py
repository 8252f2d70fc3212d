"""The order of verdicts for the pages: the first of each is the gravest.

`command_center/page_server/made_scripts.py` passes them to the browser, so that no page has its own
order. A row cannot carry them, because they order verdicts of several rows, which change at times
of their own.
"""

from typing import Literal

from command_center.domain.verdicts.turns import Sign

SIGN_ORDER: tuple[Sign, ...] = ("urgent", "warn", "note", "good", "plain", "gone")
"""Signs on every list."""

POOL_ORDER: tuple[Sign, ...] = ("urgent", "warn", "gone", "note", "good", "plain")
"""Signs of pools: where nobody knows how a pool stands comes before a pool that is in order."""

LevelReason = Literal["incident", "urgent", "warn", "note", "pool", "silent"]
LEVEL_ORDER: tuple[LevelReason, ...] = ("incident", "urgent", "warn", "note", "pool", "silent")
"""Why a level is shown: its vessel is the place or the source of an open incident; the sign of an alarm that
stands on it, while its gauge is heard; it is a pool; its gauge is silent, bad or doubtful. A level without
a reason is normal, and only counted."""
