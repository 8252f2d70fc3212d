"""The legal countdown: a hazardous-chemical unit must drill at least every half-year.

Source: State Council Decree 708 (Regulations on Emergency Response to Work Safety Accidents), Art.
8. It is read strictly: six calendar months from the last drill, whatever half of the year it is.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from command_center.domain.verdicts.last_days import last_day_turns
from command_center.domain.verdicts.turns import ALWAYS, Turn

MONTHS = 6


@dataclass(frozen=True, slots=True)
class Countdown:
    """The days since the last drill and the days left for the next; None where none was ever held."""

    last: date | None
    due: date | None
    days_since: int | None
    days_left: int | None

    @property
    def overdue(self) -> bool:
        """Returns whether the duty is overdue today, which is also so when no drill is known at
        all."""
        return self.days_left is None or self.days_left < 0


def countdown(last: date | None, today: date, months: int = MONTHS) -> Countdown:
    """Returns the countdown as of today."""
    if last is None:
        return Countdown(None, None, None, None)
    due = months_after(last, months)
    return Countdown(last, due, (today - last).days, (due - today).days)


def legal_turns(due: date | None, held: bool, zone: ZoneInfo) -> list[Turn]:
    """Returns the turns of the legal duty, by the plant's days. `due` is the last day in time, None
    where no drill counts; `held` is whether any drill was held at all.

    Codes: `never` and `uncounted` (drills were held, and none counts), which are urgent; else those
    of any date: `far`, `known`, `due` (soon), and `over`.
    """
    if due is None:
        return [(ALWAYS, "urgent", "uncounted" if held else "never")]
    return last_day_turns(due, zone, "urgent")


def months_after(day: date, months: int) -> date:
    """Returns the same day `months` later, or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
