"""Turns: verdicts that change by time alone, as data that says what holds from when on.

A row carries its turns, so that it need not be sent again because a second has passed. The browser
shows the last turn whose time has come (`assets`, `turnTaken`); it never compares a time with a
limit itself.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

Sign = Literal["urgent", "warn", "note", "plain", "good", "gone"]
"""How pressing it is, as the signs of the screens order it: `gone` is stale or unknown."""

Turn = tuple[int, Sign, str]
"""From when on (UTC epoch ms of the row's own clock), the sign, and the code of the words."""

ALWAYS = 0
"""The time of a turn that holds from the beginning."""


def turns_of(turns: Iterable[Turn]) -> list[Turn]:
    """Returns the turns in order of time; of several at one time the last given counts."""
    by_time = {turn[0]: turn for turn in turns}
    return [by_time[at] for at in sorted(by_time)]


def turn_taken(turns: Sequence[Turn], now: int) -> Turn | None:
    """Returns the turn that holds at `now` (UTC epoch ms); None before the first."""
    taken = None
    for turn in turns:
        if turn[0] > now:
            break
        taken = turn
    return taken


def code_at(turns: Sequence[Turn], now: int) -> str:
    """Returns the code of the turn that holds at `now`; the empty text before the first."""
    taken = turn_taken(turns, now)
    return "" if taken is None else taken[2]


def moved(turns: Sequence[Turn], by_ms: int) -> list[Turn]:
    """Returns the turns after their clock was set by `by_ms`."""
    return [(at + by_ms if at != ALWAYS else ALWAYS, sign, code) for at, sign, code in turns]


def day_begins(day: date, zone: ZoneInfo) -> int:
    """Returns when a calendar day of the plant begins (UTC epoch ms)."""
    return round(datetime.combine(day, time.min, zone).timestamp() * 1000)
