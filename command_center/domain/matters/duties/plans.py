"""Plans of recurring matters: their periods, for whom they are, and what has not been opened yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from command_center.domain.matters.playing.play import Play
from command_center.domain.matters.playing.posts import holder_among, posts_named
from command_center.domain.people.next_shift import shifts_ahead
from command_center.domain.people.roster import manning
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.template_language import fields as f
from command_center.domain.template_language.template import Plan, Template

AHEAD = 1 / 12
"""How long before a period begins its matter is opened, as a share of its length: an hour of twelve (ours)."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One matter that a plan has to open: its period, its subject (a post, person, place or
    company), and its holder. `holder` is None where a post is vacant."""

    plan: str
    period: str
    subject: str
    holder: str | None


def now_due(state: State, site: Site, plan: Plan, now: int) -> Iterator[Turn]:
    """Yields what the plan has not opened yet in its period at `now` (UTC epoch ms)."""
    period = period_of(plan, site, state, now)
    if period is None:
        return
    for subject, holder in subjects_of(state, site, plan, now):
        if f"{plan.plan}/{period}/{subject}" not in state.matters.made:
            yield Turn(plan.plan, period, subject, holder)


def period_of(plan: Plan, site: Site, state: State, now: int) -> str | None:
    """Returns the name of the period: `2026-11-28`, `2026-W48`, `2026-11`, `2026-Q4`, `2026`, or
    the shift with its begin.

    For a plan with `before: start` it is the coming period, from when its matter opens until the
    period begins; else None.
    """
    if plan.before == "start":
        coming = _coming(plan, site, state, now)
        return None if coming is None or now < coming.opens else coming.name
    if plan.every == "shift":
        shift, since = state.roster.shift, state.roster.since
        return None if shift is None else f"{shift}-{since or 0}"
    if isinstance(plan.every, int):
        return f"{now // plan.every}"
    return _name_of_period(plan.every, _day(site, now))


def _day(site: Site, at: int) -> date:
    return datetime.fromtimestamp(at / 1000, site.zone).date()


def _name_of_period(every: str, day: date) -> str:
    year, week, _ = day.isocalendar()
    return {
        "day": day.isoformat(),
        "week": f"{year}-W{week:02d}",
        "month": f"{day.year}-{day.month:02d}",
        "quarter": f"{day.year}-Q{(day.month + 2) // 3}",
        "half_year": f"{day.year}-H{(day.month + 5) // 6}",
        "year": f"{day.year}",
    }[every]


def due_by(plan: Plan, site: Site, state: State, now: int) -> int | None:
    """Returns by when the matter that the plan opens at `now` must be done (UTC epoch ms): the end
    of the period, or its beginning (`before: start`); None where no shift is on, or none is
    coming."""
    if plan.before == "start":
        coming = _coming(plan, site, state, now)
        return None if coming is None else coming.begins
    if plan.every == "shift":
        return None if state.roster.shift is None else shift_ends(site, state.roster.shift, now)
    return _calendar_ends(plan.every, site, now)


def _calendar_ends(every: str | int, site: Site, now: int) -> int:
    """When the period that `now` lies in is over."""
    if isinstance(every, int):
        return (now // every + 1) * every
    day = _day(site, now)
    name = _name_of_period(every, day)
    while _name_of_period(every, day) == name:
        day += timedelta(days=1)
    return round(datetime(day.year, day.month, day.day, tzinfo=site.zone).timestamp() * 1000)


@dataclass(frozen=True, slots=True)
class _Coming:
    """A coming period: when its matter is opened, when it begins (UTC epoch ms), and its shift if
    it is one."""

    name: str
    opens: int
    begins: int
    shift: str | None = None


def _coming(plan: Plan, site: Site, state: State, now: int) -> _Coming | None:
    """The next period after `now`; None where no shift is to come."""
    if plan.every == "shift":
        for shift, at in shifts_ahead(site, state.roster):
            if at > now:
                opens = at - round((_over(site, shift.end, at) - at) * AHEAD)
                return _Coming(f"{shift.id}-{at}", opens, at, shift.id)
        return None
    begins = _calendar_ends(plan.every, site, now)
    length = _calendar_ends(plan.every, site, begins) - begins
    every = plan.every
    name = (
        f"{begins // every}"
        if isinstance(every, int)
        else _name_of_period(every, _day(site, begins))
    )
    return _Coming(name, begins - round(length * AHEAD), begins)


def shift_ends(site: Site, shift: str, now: int) -> int | None:
    """Returns when a shift that is on at `now` ends, by the site's hours; None for a shift that the
    site does not describe."""
    known = next((one for one in site.shifts if one.id == shift), None)
    return None if known is None else _over(site, known.end, now)


def _over(site: Site, end: time, now: int) -> int:
    """Returns the first moment after `now` at which the local clock shows `end`."""
    local = datetime.fromtimestamp(now / 1000, site.zone)
    ends = local.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
    if ends <= local:
        ends += timedelta(days=1)
    return round(ends.timestamp() * 1000)


def subjects_of(state: State, site: Site, plan: Plan, now: int) -> Iterator[tuple[str, str | None]]:
    """Yields (subject, holder) of everything that a plan is for; a subject is a post, person, place
    or company. An absent holder has a deputy, or the plan pauses for them; a vacant post has no
    holder, or its superior stands in (`absent`). What is done before a shift is for the holders
    in that shift."""
    holders = _holders(state, site, plan, now)
    for name in plan.for_.posts or ():
        for post in posts_named(site, name, None):
            holder = holder_among(holders, post)
            away = holders.get(post.id) is None
            if away and holder is not None and plan.absent.leave == "pause":
                continue
            if holder is None and plan.absent.vacant == "superior":
                over = site.post_by_id.get(post.superior or "")
                holder = None if over is None else holder_among(holders, over)
            yield post.id, holder
    for person in plan.for_.people or ():
        yield person, person
    for place in plan.for_.places or ():
        yield place, None
    for company in plan.for_.companies or ():
        yield company, None


def _holders(state: State, site: Site, plan: Plan, now: int) -> Mapping[str, str | None]:
    """Returns who holds each post now, or in the coming shift before which the plan's matter is
    done."""
    if plan.before == "start" and plan.every == "shift":
        coming = _coming(plan, site, state, now)
        if coming is not None and coming.shift is not None:
            return manning(site, coming.shift, _day(site, coming.begins))["holders"]
    return state.roster.holders


def fields_of(play: Play, plan: Plan, turn: Turn) -> dict[str, Any]:
    """Returns the fields that a plan fills: its own, the subject in a field of its type, and the
    end of its period as `until` where the template has such a field."""
    found = said_by(plan, play.template, turn)
    if isinstance(play.template.fields.get("until"), f.TimeField):
        ends = due_by(plan, play.site, play.state, play.now)
        if ends is not None:
            found["until"] = ends - 1
    return found


def said_by(plan: Plan, template: Template, turn: Turn) -> dict[str, Any]:
    """Returns the fields that a plan fills from its own text and its subject."""
    found: dict[str, Any] = {
        name: value for name, value in plan.fill.items() if name in template.fields
    }
    types: dict[type[f.FieldBase], str | None] = {
        f.PersonField: turn.holder, f.PostField: turn.subject if plan.for_.posts else None,
        f.PlaceField: turn.subject if plan.for_.places else None,
        f.CompanyField: turn.subject if plan.for_.companies else None,
    }  # fmt: skip
    for name, field in template.fields.items():
        value = types.get(type(field))
        if value is not None and name not in found:
            found[name] = value
    return found
