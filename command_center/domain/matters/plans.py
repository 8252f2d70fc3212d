"""Plans: in which period they are, for whom, and what of them has not been opened yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from command_center.domain.matters.play import Play
from command_center.domain.matters.posts import above, holders_of, posts_named
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.template_language import fields as f
from command_center.domain.template_language.template import Plan


@dataclass(frozen=True, slots=True)
class Turn:
    """One matter that a plan is to open: for which period, for whom (a post, person, place or company), and who holds
    it. `holder` is None where a post is vacant."""

    plan: str
    period: str
    subject: str
    holder: str | None


def now_due(state: State, site: Site, plan: Plan, now: int) -> Iterator[Turn]:
    """What the plan has not opened yet in the period that `now` (UTC epoch ms) lies in."""
    period = period_of(plan, site, state, now)
    if period is None:
        return
    for subject, holder in subjects_of(state, site, plan):
        if f"{plan.plan}/{period}/{subject}" not in state.matters.made:
            yield Turn(plan.plan, period, subject, holder)


def period_of(plan: Plan, site: Site, state: State, now: int) -> str | None:
    """The name of the period: `2026-11-28`, `2026-W48`, `2026-11`, `2026-Q4`, `2026`, or the shift with its begin."""
    local = datetime.fromtimestamp(now / 1000, site.zone).date()
    if plan.every == "shift":
        shift, since = state.roster.shift, state.roster.since
        return None if shift is None else f"{shift}-{since or 0}"
    if isinstance(plan.every, int):
        return f"{now // plan.every}"
    return _calendar(plan.every, local)


def _calendar(every: str, day: date) -> str:
    year, week, _ = day.isocalendar()
    return {
        "day": day.isoformat(),
        "week": f"{year}-W{week:02d}",
        "month": f"{day.year}-{day.month:02d}",
        "quarter": f"{day.year}-Q{(day.month + 2) // 3}",
        "half_year": f"{day.year}-H{(day.month + 5) // 6}",
        "year": f"{day.year}",
    }[every]


def period_ends(plan: Plan, site: Site, state: State, now: int) -> int | None:
    """When the period that `now` lies in is over (UTC epoch ms); None where no shift is on."""
    if plan.every == "shift":
        return None if state.roster.shift is None else shift_ends(site, state.roster.shift, now)
    if isinstance(plan.every, int):
        return (now // plan.every + 1) * plan.every
    day = datetime.fromtimestamp(now / 1000, site.zone).date()
    name = _calendar(plan.every, day)
    while _calendar(plan.every, day) == name:
        day += timedelta(days=1)
    return round(datetime(day.year, day.month, day.day, tzinfo=site.zone).timestamp() * 1000)


def shift_ends(site: Site, shift: str, now: int) -> int | None:
    """When a shift that is on at `now` ends, by the hours of the site; None for a shift that it does not describe."""
    known = next((one for one in site.shifts if one.id == shift), None)
    if known is None:
        return None
    local = datetime.fromtimestamp(now / 1000, site.zone)
    ends = local.replace(hour=known.end.hour, minute=known.end.minute, second=0, microsecond=0)
    if ends <= local:
        ends += timedelta(days=1)
    return round(ends.timestamp() * 1000)


def subjects_of(state: State, site: Site, plan: Plan) -> Iterator[tuple[str, str | None]]:
    """(post, person, place or company; who holds it) of everything that a plan is for. Who is away has a deputy, or
    the plan pauses for them; a vacant post stays without a holder, or its superior stands in (`absent`)."""
    for name in plan.for_.posts or ():
        for post in posts_named(site, name, None):
            holder = next(holders_of(state, site, post), None)
            away = state.roster.holders.get(post.id) is None
            if away and holder is not None and plan.absent.leave == "pause":
                continue
            if holder is None and plan.absent.vacant == "superior":
                holder = next(above(state, site, post), None)
            yield post.id, holder
    for person in plan.for_.people or ():
        yield person, person
    for place in plan.for_.places or ():
        yield place, None
    for company in plan.for_.companies or ():
        yield company, None


def fields_of(play: Play, plan: Plan, turn: Turn) -> dict[str, Any]:
    """The fields that a plan fills: its own, the subject in a field of its type, and the end of its period as `until`
    where the template has such a field."""
    template = play.template
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
    ends = period_ends(plan, play.site, play.state, play.now)
    if ends is not None and isinstance(template.fields.get("until"), f.TimeField):
        found["until"] = ends - 1
    return found
