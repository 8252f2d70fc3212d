"""The duty roster: who holds which post now, and who is on site; a fact at every change of shift."""

from datetime import date, datetime, timedelta

from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import Role
from command_center.domain.alarms.shelve import hand_over
from command_center.domain.fact import Draft, Fact
from command_center.domain.readers import EVERYBODY
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import Command, Context, applies, decides
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.people.roster import Roster


class BeginShift(Command):
    """Begin a shift, which takes over."""

    shift: str = Field(max_length=40)


class ShiftBegan(TypedDict):
    """A shift took over: who holds each post from now on, and who is on site."""

    shift: str
    holders: dict[str, str | None]
    on_site: list[str]


def manning(
    site: Site, shift: str, day: date | None = None, *, holiday: bool = False
) -> ShiftBegan:
    """Returns who holds the posts in a shift, and who is on site, by the site's roster.

    With the `day` on which the shift begins, it includes what holds only on that day: swaps and
    holidays. `holiday` is for a holiday without a known day.
    """
    holders: dict[str, str | None] = {post.id: None for post in site.posts}
    present: dict[str, None] = {}
    free = holiday or (day is not None and _is_holiday(site, shift, day))
    at_home: set[str] = set()
    # In this order: an entry for the shift goes before on-call, but on a holiday the offices are empty.
    for on in (shift, "always") if free else ("always", shift):
        for entry in site.roster:
            if entry.shift == on:
                holders[entry.post] = entry.person
                if entry.on_site:
                    present[entry.person] = None
                elif free and on == "always":
                    at_home.add(entry.person)
    for presence in site.presence:
        if presence.shift == shift:
            present.update(dict.fromkeys(presence.people))
    for person in at_home:
        present.pop(person, None)
    if day is not None:
        instead = {
            swap.away: swap.stands_in
            for swap in site.swaps
            if (swap.day, swap.shift) == (day, shift)
        }
        holders = {post: instead.get(one, one) if one else one for post, one in holders.items()}
        present = dict.fromkeys(found for one in present if (found := instead.get(one, one)))
    return ShiftBegan(shift=shift, holders=holders, on_site=sorted(present))


def _is_holiday(site: Site, shift: str, day: date) -> bool:
    """Whether the day shift's people have the day off."""
    night = any(one.night for one in site.shifts if one.id == shift)
    return not night and any(one.day == day for one in site.holidays)


def begins_on(site: Site, shift: str, now: int) -> date:
    """Returns the calendar day on which the running or last occurrence of a shift began; today for
    a shift that never ends."""
    began = shift_began_at(site, shift, now)
    return datetime.fromtimestamp((now if began is None else began) / 1000, site.zone).date()


def shift_began_at(site: Site, shift: str, now: int) -> int | None:
    """Returns when the running or last occurrence of a shift began by the site's clock (UTC epoch
    ms); None for a shift that is unknown or never ends."""
    found = next((one for one in site.shifts if one.id == shift), None)
    if found is None or found.start == found.end:
        return None
    local = datetime.fromtimestamp(now / 1000, site.zone)
    day = local.date() if found.start <= local.time() else local.date() - timedelta(days=1)
    return round(datetime.combine(day, found.start, site.zone).timestamp() * 1000)


def same_occurrence(site: Site, roster: Roster, now: int) -> bool:
    """Returns whether the roster's shift is its occurrence at `now`, and not that of an earlier
    day. A server that was down for a day starts in a shift of the same name."""
    if roster.shift is None or roster.since is None:
        return roster.shift is not None
    began = shift_began_at(site, roster.shift, now)
    return began is None or roster.since >= began


@decides("shift.begin", BeginShift, [Role.DUTY])
def begin(state: State, command: BeginShift, ctx: Context) -> Decision:
    """Records that a shift has taken over, once, and again when the site file changed the roster or
    a day has passed. The new shift is handed the shelved alarms."""
    if command.shift not in {s.id for s in ctx.site.shifts}:
        return Refusal("unknown_shift", {"shift": command.shift})
    now = manning(ctx.site, command.shift, begins_on(ctx.site, command.shift, ctx.now))
    roster = state.roster
    unchanged = (
        roster.shift == command.shift
        and roster.holders == now["holders"]
        and roster.on_site == frozenset(now["on_site"])
        and same_occurrence(ctx.site, roster, ctx.now)
    )
    if unchanged:
        return []
    same = roster.shift == command.shift and same_occurrence(ctx.site, roster, ctx.now)
    another = roster.shift is not None and not same
    return [Draft("shift.began", now), *(hand_over(state) if another else ())]


@applies("shift.began", ShiftBegan, readers=EVERYBODY)
def began(state: State, fact: Fact) -> None:
    """Applies the fact: the people of the new shift hold the posts."""
    state.roster = Roster(
        shift=fact.data["shift"],
        since=fact.at,
        holders=dict(fact.data["holders"]),
        on_site=frozenset(fact.data["on_site"]),
    )
