"""Rows of topic `center`: whether a process leads, and which processes have a wrong clock.

They tell of the command center itself. They are the same in a drill as in reality.
"""

from collections.abc import Iterator, Sequence

from command_center.domain.processes import WrongClock
from command_center.live.rows.row import Change

TOPIC = "center"


def center_changes(unled_since: int | None, wrong: Sequence[WrongClock]) -> Iterator[Change]:
    """Both rows, whole. `unled_since` is UTC epoch ms by the clock of the process whose board it
    is; None while somebody leads. Clocks are told in whole seconds, or every beat would be news."""
    yield TOPIC, "duties", {"led": unled_since is None, "since": unled_since}
    told = [{"process": one.process.name, "ahead_s": round(one.ahead_ms / 1000)} for one in wrong]
    yield TOPIC, "clocks", {"wrong": told}
