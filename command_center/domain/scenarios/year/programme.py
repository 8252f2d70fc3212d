"""The year's programme of drills: blind windows that everybody may know, and starts that nobody
may.

A window says only that a drill may fall into these days. When, what and with whom is in the hidden
part, which is sealed drill by drill and never leaves it. The verdicts on a year and its windows stand
here too (docs/domain.md, "Verdicts"): their turns are in real time, and days are the plant's.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import Field

from command_center.domain.quantities import Seed, Year
from command_center.domain.scenarios.scenario import ShiftKind
from command_center.domain.site.parts.base import Part
from command_center.domain.site.parts.hazard import Hazard
from command_center.domain.state.drills.programme import Window, YearProgramme
from command_center.domain.verdicts.turns import ALWAYS, Turn, day_begins, turns_of


class BlindWindow(Part):
    """A blind window: days (both included) into which a drill may fall."""

    id: str = Field(max_length=60)
    opens: date
    closes: date

    @property
    def days(self) -> int:
        """Returns how many days the window has."""
        return (self.closes - self.opens + timedelta(days=1)).days


class HiddenStart(Part):
    """The hidden content of a window: the day and local time, the scenario, and the seed for its
    draw."""

    window: str
    day: date
    time: str = Field(pattern=r"^\d\d:\d\d$")
    shift: ShiftKind
    hazard: Hazard
    scenario: str
    seed: Seed

    def starts_at(self, zone: ZoneInfo) -> int:
        """Returns the start (UTC epoch ms) in the site's time zone."""
        local = datetime.combine(self.day, time.fromisoformat(self.time), zone)
        return int(local.timestamp() * 1000)


class Programme(Part):
    """A year's programme. Only `windows` may be shown before a drill is over."""

    generator: str
    site: str
    year: Year
    seed: Seed
    windows: list[BlindWindow]
    hidden: list[HiddenStart]

    def hidden_of(self, window: str) -> HiddenStart:
        """Returns the hidden content of a window. Raises KeyError for an unknown window."""
        for start in self.hidden:
            if start.window == window:
                return start
        raise KeyError(window)


LATEST_MONTH, LATEST_DAY = 6, 30
"""From this day of a year on it is not drawn any more: less than half of it is left [ours]."""
YEARS_AHEAD = 2
"""Years after this one that are told: next year's is drawn now, the one after it from New Year's Day on."""


def window_turns(window: Window, begun: bool, waits: bool, zone: ZoneInfo) -> list[Turn]:
    """Returns the turns of a window. `begun`: its drill has begun; `waits`: a drill made for it has
    not.

    Codes: `held`; else `to_come`, `open` (or `waits`) and, when it is over, `missed`.
    """
    if begun:
        return [(ALWAYS, "good", "held")]
    return turns_of(
        [
            (ALWAYS, "note", "to_come"),
            (day_begins(window.opens, zone), "warn", "waits" if waits else "open"),
            (_after(window.closes, zone), "urgent", "missed"),
        ]
    )


def programme_turns(programme: YearProgramme, zone: ZoneInfo) -> list[Turn]:
    """Returns the turns of a year: `to_come`; `begun` once its first window has opened, after which
    it cannot be drawn again; and `over` after its last."""
    first, last = programme.windows[0], programme.windows[-1]
    return turns_of(
        [
            (ALWAYS, "plain", "to_come"),
            (day_begins(first.opens, zone), "plain", "begun"),
            (_after(last.closes, zone), "gone", "over"),
        ]
    )


def drawing_turns(year: int, known: YearProgramme | None, zone: ZoneInfo) -> list[Turn]:
    """Returns whether a year may be drawn: next year early enough for planning, and this year while
    half of it is left; again as long as none of its windows has opened.

    Codes: `early`, `draw` (or `again`, if it is drawn already), `closed`.
    """
    ends = day_begins(date(year, LATEST_MONTH, LATEST_DAY), zone)
    if known is not None:
        ends = min(ends, day_begins(known.windows[0].opens, zone))
    begins = day_begins(date(year - 1, 1, 1), zone)
    return turns_of(
        [
            (ALWAYS, "gone", "early"),
            (begins, "plain", "draw" if known is None else "again"),
            (ends, "gone", "closed"),
        ]
    )


def years_to_draw(
    today: date, programmes: Mapping[int, YearProgramme], zone: ZoneInfo
) -> dict[int, list[Turn]]:
    """Returns the `drawing_turns` of this year and of the coming ones."""
    years = range(today.year, today.year + YEARS_AHEAD + 1)
    return {year: drawing_turns(year, programmes.get(year), zone) for year in years}


def _after(day: date, zone: ZoneInfo) -> int:
    return day_begins(day + timedelta(days=1), zone)
