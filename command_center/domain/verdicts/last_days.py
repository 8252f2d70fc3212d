"""Dates of the plant's calendar as turns: a last good day, and the day on which a plan must be
reviewed again.

docs/domain.md, "Verdicts": a date is a day in the plant's time zone, whatever zone the reader is
in, and the last good day is good until it is over.
"""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from command_center.domain.verdicts.turns import ALWAYS, Sign, Turn, day_begins, turns_of

KNOWN_DAYS = 180
"""So long before its last good day a date is worth knowing [ours]."""
SOON_DAYS = 30
"""So long before it a date is due soon [ours]."""
REVIEW_DAYS = 183
"""A plan is reviewed every half-year (docs/domain.md, "Emergency plan")."""


def last_day_turns(day: date, zone: ZoneInfo, over: Sign) -> list[Turn]:
    """Returns the turns `far`, then `known` and `due` before the last good `day`, and `over` (with
    the sign `over`) after it."""
    return turns_of(
        [
            (ALWAYS, "plain", "far"),
            (day_begins(day - timedelta(days=KNOWN_DAYS), zone), "plain", "known"),
            (day_begins(day - timedelta(days=SOON_DAYS), zone), "warn", "due"),
            (day_begins(day + timedelta(days=1), zone), over, "over"),
        ]
    )


def review_turns(reviewed: date | None, zone: ZoneInfo) -> list[Turn]:
    """Returns the turns of a plan's review: `reviewed` for half a year from its day, then `due`;
    `never` where nobody has reviewed it."""
    if reviewed is None:
        return [(ALWAYS, "warn", "never")]
    over = day_begins(reviewed + timedelta(days=REVIEW_DAYS + 1), zone)
    return turns_of([(ALWAYS, "plain", "reviewed"), (over, "warn", "due")])
