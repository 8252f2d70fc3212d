"""The time of a drill: the shift of a plant that fits a kind of time, its hour, and who is there
then.

A holiday has the hours of a day but nobody who works days only: people on call stay on call. Around
a change of shift both shifts are on site; the leaving one holds the posts until the minute of the
change.
"""

from datetime import time
from typing import TYPE_CHECKING

from pydantic import Field

from command_center.domain.people.roster import manning
from command_center.domain.scenarios.scenario import ShiftKind
from command_center.domain.site.parts.base import Part

if TYPE_CHECKING:
    from command_center.domain.site.model import Shift, Site

NOON, EVENING = time(12), time(20)
BEFORE_CHANGE_MIN = 10
"""Minutes before the change at which a drill round it begins (ours): it falls into the handover."""


class Manned(Part):
    """Who holds each post and who is on site when a drill begins; `shift` is the site's own.

    The shift `changes_to` takes over `changes_at_s` seconds after the start.
    """

    kind: ShiftKind
    shift: str
    time: str = Field(pattern=r"^\d\d:\d\d$")
    holders: dict[str, str | None]
    on_site: list[str]
    changes_to: str | None = None
    changes_at_s: int | None = Field(default=None, ge=0, le=86_400)

    def holder_on_site(self, post: str) -> str | None:
        """Returns the holder of the post; None where they are not on site."""
        holder = self.holders.get(post)
        return holder if holder in self.on_site else None


def shift_of(site: "Site", kind: ShiftKind) -> "Shift | None":
    """Returns the site's shift for such a kind of time; None where the site has none."""
    night = next((s for s in site.shifts if s.night), None)
    day = next((s for s in site.shifts if s.covers(NOON)), None)
    if kind in ("night", "shift_change"):
        return night if kind == "night" or len(site.shifts) > 1 else None
    if kind in ("day", "holiday"):
        return day
    evening = next((s for s in site.shifts if s.covers(EVENING)), None)
    return evening if evening not in (None, night, day) else None


def manned(site: "Site", kind: ShiftKind, at: time | None = None) -> Manned | None:
    """Returns who is there at such a kind of time; `at` chooses the hour within it. None where the
    site has no such time."""
    shift = shift_of(site, kind)
    if shift is None:
        return None
    present = manning(site, shift.id, holiday=kind == "holiday")
    holders, on_site = dict(present["holders"]), list(present["on_site"])
    changes_to = changes_at_s = None
    if kind == "shift_change":
        coming = next((s for s in site.shifts if s.start == shift.end), None)
        if coming is None:
            return None
        on_site = sorted({*on_site, *manning(site, coming.id)["on_site"]})
        end = shift.end.hour * 60 + shift.end.minute - BEFORE_CHANGE_MIN
        at = time(end // 60 % 24, end % 60)
        changes_to, changes_at_s = coming.id, BEFORE_CHANGE_MIN * 60
    hour = at if at is not None and shift.covers(at) else _middle(shift)
    return Manned(
        kind=kind,
        shift=shift.id,
        time=hour.strftime("%H:%M"),
        holders=holders,
        on_site=on_site,
        changes_to=changes_to,
        changes_at_s=changes_at_s,
    )


def minutes_of(shift: "Shift") -> int:
    """Returns how long a shift lasts, in minutes."""
    start = shift.start.hour * 60 + shift.start.minute
    end = shift.end.hour * 60 + shift.end.minute
    return (end - start) % 1440 or 1440


def hour_in(shift: "Shift", share: float) -> time:
    """Returns the wall time at a share (0 to 1) of a shift, to the minute."""
    start = shift.start.hour * 60 + shift.start.minute
    minute = (start + int(share * minutes_of(shift))) % 1440
    return time(minute // 60, minute % 60)


def _middle(shift: "Shift") -> time:
    return hour_in(shift, 0.5)
