"""The filter of a list of matter histories, as a database condition. Times are UTC epoch ms."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_

from command_center.domain.matters.playing.posts import AREA_HEADS
from command_center.domain.matters.reading.readers import AREA, Reach
from command_center.store.schema import matter_stories

HOUR_MS, DAY_MS = 3_600_000, 86_400_000
NO_AREA = ""
"""The area of what lies in none."""


@dataclass(frozen=True, slots=True)
class OfHour:
    """Opened in an hour of the day in plant time. `spans` are (since, until, UTC offset of the clocks there).
    Imported matters are left out, because their hour is unknown.
    """

    hour: int
    spans: Sequence[tuple[int, int, int]]


@dataclass(frozen=True, slots=True)
class Listed:
    """The filter of a list of histories; None means any. `matters` are ids; `area` may be `NO_AREA`; `category`
    includes all below it; `late`: only what has missed a deadline by that time; `person`: only those of which this
    person is a party; `reach`: only what somebody may read; `changed_since`: only what has a later fact.
    """

    templates: Sequence[str] | None = None
    matters: Collection[str] | None = None
    state: str | None = None
    area: str | None = None
    place: str | None = None
    category: str | None = None
    holder: str | None = None
    opened_since: int | None = None
    opened_until: int | None = None
    of_hour: OfHour | None = None
    open: bool | None = None
    late: int | None = None
    person: str | None = None
    reach: Reach | None = None
    changed_since: int | None = None


def fits(site: str, wanted: Listed) -> ColumnElement[bool]:
    """Return the database condition of the filter."""
    return and_(matter_stories.c.site == site, *_where(wanted))


def _where(wanted: Listed) -> Iterator[ColumnElement[bool]]:
    of = matter_stories.c
    for name, among in (("template", wanted.templates), ("matter", wanted.matters)):
        if among is not None:
            yield of[name].in_(among)
    for name in ("state", "place"):
        value = getattr(wanted, name)
        if value is not None:
            yield of[name] == value
    if wanted.area is not None:
        yield of.area.is_(None) if wanted.area == NO_AREA else of.area == wanted.area
    if wanted.category is not None:
        below = of.category.startswith(f"{wanted.category}/", autoescape=True)
        yield or_(of.category == wanted.category, below)
    if wanted.opened_since is not None:
        yield of.opened_at >= wanted.opened_since
    if wanted.opened_until is not None:
        yield of.opened_at < wanted.opened_until
    if wanted.of_hour is not None:
        yield _of_hour(wanted.of_hour)
    if wanted.open is not None:
        yield of.ended_at.is_(None) if wanted.open else of.ended_at.is_not(None)
    if wanted.late is not None:
        yield of.missed_at < wanted.late
    if wanted.holder is not None:
        held = json.dumps(wanted.holder, ensure_ascii=False)
        yield of.holders.contains(held, autoescape=True)
    if wanted.person is not None:
        yield _takes_part(wanted.person)
    if wanted.reach is not None:
        yield _readable(wanted.reach)
    if wanted.changed_since is not None:
        yield of.last_seq > wanted.changed_since


def _of_hour(wanted: OfHour) -> ColumnElement[bool]:
    of, begins = matter_stories.c, wanted.hour * HOUR_MS
    parts = []
    for since, until, ahead in wanted.spans:
        of_day = (of.opened_at + ahead) % DAY_MS
        within = and_(of.opened_at >= since, of.opened_at < until)
        parts.append(and_(within, of_day >= begins, of_day < begins + HOUR_MS))
    return and_(of.old_number.is_(None), or_(false(), *parts))


def _takes_part(person: str) -> ColumnElement[bool]:
    """Whether somebody is the opener or one of the people."""
    of = matter_stories.c
    return or_(of.opener == person, of.people.contains(f'"{person}"', autoescape=True))


def _readable(reach: Reach) -> ColumnElement[bool]:
    """What `may_read` says, as the database asks it."""
    of = matter_stories.c

    def names(word: str) -> ColumnElement[bool]:
        named: ColumnElement[bool] = of.readers.contains(f'"{word}"', autoescape=True)
        return named

    ways = [names(word) for word in sorted(reach.words)]
    if reach.audited:
        ways.append(of.template.in_(sorted(reach.audited)))
    if reach.areas:
        ways.append(and_(names(AREA), of.area.in_(sorted(reach.areas))))
    if reach.headed:
        heads = or_(*(names(word) for word in sorted(AREA_HEADS)))
        ways.append(and_(heads, of.area.in_(sorted(reach.headed))))
    if reach.person is not None:
        ways.append(_takes_part(reach.person))
    return or_(*ways) if ways else false()
