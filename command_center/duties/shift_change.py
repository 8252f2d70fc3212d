"""Decides which shift is on, by the site's local time."""

from datetime import datetime

from command_center.domain.people.roster import same_occurrence
from command_center.domain.site.model import Site
from command_center.domain.state.people.roster import Roster

SET_BACK_MS = 3_600_000
"""A clock set back by less than this across a change of shift does not change it back (ours)."""


def shift_at(site: Site, now: int) -> str | None:
    """Return the id of the first shift that covers `now` (UTC epoch ms) in local time, or None."""
    local = datetime.fromtimestamp(now / 1000, site.zone).time()
    return next((shift.id for shift in site.shifts if shift.covers(local)), None)


def shift_to_begin(site: Site, roster: Roster, now: int) -> str | None:
    """Return the shift that must take over now; None while the right one is on."""
    shift = shift_at(site, now)
    if shift is None or (shift == roster.shift and same_occurrence(site, roster, now)):
        return None
    if roster.since is not None and now < roster.since <= now + SET_BACK_MS:
        return None
    return shift
