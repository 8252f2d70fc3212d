"""Computes the levels of hazardous work: hot work by time, work at height by metres, lifting by
tonnes.

Sources: GB 30871-2022 (hot work one level higher at night and on holidays; lifting by mass), GB/T
3608-2008 (work at height). What counts as night is ours: from 20:00 to 06:00. Holidays are
Saturdays, Sundays and the days that the plant lists as `holidays`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

HOT_WORK: Sequence[str] = ("second", "first", "special")
HEIGHT: Sequence[str] = ("i", "ii", "iii", "iv")
LIFTING: Sequence[str] = ("third", "second", "first")
"""The names of levels, the lowest first."""
NIGHT_FROM, NIGHT_TO = 20, 6
SATURDAY = 5


def at_night_or_holiday(now: int, zone: ZoneInfo, holidays: Sequence[str] = ()) -> bool:
    """Returns whether it is night, a weekend, or one of these days (ISO) at the plant."""
    local = datetime.fromtimestamp(now / 1000, zone)
    night = local.hour >= NIGHT_FROM or local.hour < NIGHT_TO
    return night or local.weekday() >= SATURDAY or local.date().isoformat() in holidays


def hot_work(
    fields: Mapping[str, Any], now: int, zone: ZoneInfo, holidays: Sequence[str] = ()
) -> str:
    """Returns the least level of hot work: that of the place (`ordinary`), one higher at night and
    on holidays. Where nobody stated an ordinary level, the lowest is used."""
    ordinary = fields.get("ordinary")
    rank = HOT_WORK.index(ordinary) if ordinary in HOT_WORK else 0
    if at_night_or_holiday(now, zone, holidays):
        rank = min(rank + 1, len(HOT_WORK) - 1)
    return HOT_WORK[rank]


def height(metres: float, factors: int = 0) -> str:
    """Returns the level of work at height: I from 2 m, II above 5 m, III above 15 m, IV above 30 m;
    one higher where an objective danger factor (wind, ice, dark, ...) applies."""
    rank = sum(metres > bound for bound in (5, 15, 30))
    return HEIGHT[min(rank + (1 if factors else 0), len(HEIGHT) - 1)]


def lifting(tonnes: float) -> str:
    """Returns the level of lifting by its mass: third below 40 t, second from 40 t to 100 t, first
    above 100 t."""
    if tonnes > 100:
        return "first"
    return "second" if tonnes >= 40 else "third"
