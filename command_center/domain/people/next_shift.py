"""The coming shifts by the site's roster: who takes a post next, and when.

A shift is computed from when the running one began, which is a fact, never from a clock, so that
every process gets the same answer. Times are UTC epoch ms.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from command_center.domain.people.roster import manning
from command_center.domain.site.model import Shift, Site
from command_center.domain.state.people.roster import Roster


@dataclass(frozen=True, slots=True)
class NextHolder:
    """Who holds a post in a coming shift, which begins at `at`."""

    person: str
    shift: str
    at: int


def shifts_ahead(site: Site, roster: Roster) -> Iterator[tuple[Shift, int]]:
    """Yields the shifts of the day after the running one began, soonest first, with when each
    begins.

    Empty before a first shift has begun. A shift that an earlier one of the site file still covers
    at its start is left out, because it will not begin then.
    """
    if roster.since is None:
        return
    since = datetime.fromtimestamp(roster.since / 1000, site.zone)
    begins: list[tuple[int, Shift]] = []
    for shift in site.shifts:
        if next((s for s in site.shifts if s.covers(shift.start)), None) is not shift:
            continue
        start = datetime.combine(since.date(), shift.start, site.zone)
        if start <= since:
            start = datetime.combine(since.date() + timedelta(days=1), shift.start, site.zone)
        begins.append((round(start.timestamp() * 1000), shift))
    for at, shift in sorted(begins, key=lambda one: one[0]):
        yield shift, at


def next_holders(site: Site, roster: Roster, *, on_site: bool = False) -> dict[str, NextHolder]:
    """Returns for each post the first coming shift in which somebody holds it; posts without one
    are left out. With `on_site` the holder must be on site then, because only they carry a key."""
    found: dict[str, NextHolder] = {}
    for shift, at in shifts_ahead(site, roster):
        manned = manning(site, shift.id, datetime.fromtimestamp(at / 1000, site.zone).date())
        present = set(manned["on_site"])
        for post, person in manned["holders"].items():
            if person is not None and post not in found and (not on_site or person in present):
                found[post] = NextHolder(person, shift.id, at)
    return found
