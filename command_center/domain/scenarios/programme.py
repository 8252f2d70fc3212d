"""The year's programme of drills: blind windows that everybody may know, and starts that nobody
may.

A window says only that a drill may fall into these days. When, what and with whom is in the hidden
part, which is sealed drill by drill and never leaves it.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import Field

from command_center.domain.quantities import Seed, Year
from command_center.domain.scenarios.scenario import ShiftKind
from command_center.domain.site.parts.base import Part
from command_center.domain.site.parts.hazard import Hazard


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
