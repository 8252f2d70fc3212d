"""Alarms that nobody answers while no incident is open: how many there are, which came first, and
which belong to one burst. See docs/alarms.md, "Alarms that nobody answers"."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from typing_extensions import TypedDict

from command_center.domain.alarms.burden import FLOOD_ABOVE
from command_center.domain.alarms.standing import (
    EMERGENCY,
    PRIORITIES,
    SIGNS,
    STALE,
    about,
    order_of,
    sign_of,
)
from command_center.domain.site.model import Site
from command_center.domain.site.opens_at import place_of_tag
from command_center.domain.state import State
from command_center.domain.state.alarms.alarm import Alarm, Condition
from command_center.domain.verdicts.turns import Sign

FIRST_MS = 60_000
"""What came first is the gravest that began within this time of the earliest [ours]."""
BURST_MS = 90_000
"""Alarms of one unit and direction are of one burst while each begins within this time of the one before [ours]."""


class Sounding(TypedDict):
    """An alarm that nobody has acknowledged. `at` is when it was raised (UTC epoch ms), from which
    every list computes its age. Which alarm came first is decided by when its condition began to
    hold (`came_first`)."""

    alarm: str
    tag: str
    condition: Condition
    at: int


class Burst(TypedDict):
    """Alarms of one `unit` (an area, or none) and one direction (`side`) that began shortly after
    one another; a single alarm is a burst of one. `gravest` is the one that the commander needs
    first. `first` is the one that came first, which need not be the cause. `sign` is how
    serious the gravest is."""

    unit: str | None
    side: str
    n: int
    gravest: Sounding
    first: Sounding
    sign: Sign


class Unanswered(TypedDict):
    """The alarms that nobody has acknowledged and that belong to no open incident: `n` in number,
    `grave` of which are an emergency or of high priority. `since` is when the oldest was raised
    (UTC epoch ms). `first` is the one that came first. `bursts` are all of them, the most
    serious first. `asked` are the control room's posts, which must answer them."""

    n: int
    grave: int
    since: int
    first: Sounding
    bursts: list[Burst]
    asked: list[str]


def unanswered(state: State, site: Site) -> Unanswered | None:
    """Returns the alarms that wait while no incident is open; None unless one is serious or there
    are more than one person can answer."""
    if state.open_incidents:
        return None
    alarms = [one for one in state.alarms.values() if waits(one)]
    grave = sum(one.active and sign_of(one) == "urgent" for one in alarms)
    if not grave and len(alarms) <= FLOOD_ABOVE:
        return None
    return Unanswered(
        n=len(alarms),
        grave=grave,
        since=min(one.raised_at for one in alarms),
        first=_named(came_first(alarms)),
        bursts=bursts(site, alarms),
        asked=[post.id for post in site.posts if post.duty == "control_room"],
    )


def came_first(alarms: Sequence[Alarm]) -> Alarm:
    """Returns the gravest alarm of the first minute; of equals the one that began first. A low alarm,
    or one that chatters and is not grave, begins no such minute, unless there are no others."""
    telling = [one for one in alarms if _tells(one)] or alarms
    began = min(one.onset for one in telling)
    return min(
        (one for one in telling if one.onset - began <= FIRST_MS),
        key=lambda one: (PRIORITIES.index(one.priority), one.condition == STALE, _began(one)),
    )


def _tells(alarm: Alarm) -> bool:
    return SIGNS[alarm.priority] == "urgent" or (alarm.priority != "low" and not alarm.chattering)


def waits(alarm: Alarm) -> bool:
    """Returns whether an alarm waits to be acknowledged. A shelved one does not, until it is handed
    over to a new shift."""
    shelved = alarm.shelved_until is not None and not (
        alarm.handed_over and not alarm.out_of_service
    )
    return alarm.state in ("UNACK", "RTNUN") and not shelved


class Together(TypedDict):
    """Alarms of one burst that wait to be acknowledged: their ids in the order in which they began,
    and their `unit`, which is an area or a place; None if they have neither."""

    unit: str | None
    alarms: list[str]


def together(state: State, site: Site) -> list[Together]:
    """Returns the alarms that can be acknowledged together, burst by burst, the burst that began
    first being first. Emergency alarms are never included."""
    alarms = [one for one in state.alarms.values() if waits(one) and one.priority != EMERGENCY]
    several = [burst for burst in in_bursts(site, alarms) if len(burst) > 1]
    return [
        Together(unit=unit_of(site, burst[0]) or None, alarms=[one.id for one in burst])
        for burst in sorted(several, key=lambda one: _began(one[0]))
    ]


def in_bursts(site: Site, alarms: list[Alarm]) -> Iterator[list[Alarm]]:
    """Groups the alarms by unit, direction and time; yields each burst in the order in which its
    alarms began."""
    keyed = sorted(alarms, key=lambda one: (*_unit_and_side(site, one), _began(one)))
    for _, several in groupby(keyed, key=lambda one: _unit_and_side(site, one)):
        yield from _in_time(several)


def bursts(site: Site, alarms: list[Alarm]) -> list[Burst]:
    """Groups the alarms by unit, direction and time; returns the most serious burst first."""
    found = [
        _burst(*_unit_and_side(site, several[0]), several) for several in in_bursts(site, alarms)
    ]
    return [burst for _, burst in sorted(found, key=lambda one: one[0])]


def _in_time(alarms: Iterable[Alarm]) -> Iterator[list[Alarm]]:
    """Splits alarms into bursts wherever more than `BURST_MS` lies between two of them."""
    several: list[Alarm] = []
    for one in alarms:
        if several and one.onset - several[-1].onset > BURST_MS:
            yield several
            several = []
        several.append(one)
    if several:
        yield several


def _burst(unit: str, side: str, alarms: list[Alarm]) -> tuple[int, Burst]:
    gravest = min(alarms, key=order_of)
    burst = Burst(
        unit=unit or None,
        side=side,
        n=len(alarms),
        gravest=_named(gravest),
        first=_named(came_first(alarms)),
        sign=sign_of(gravest),
    )
    return order_of(gravest), burst


def unit_of(site: Site, alarm: Alarm) -> str:
    """Returns the area of an alarm's tank, or the place of its tag; empty if there is neither."""
    place = place_of_tag(site, alarm.tag)
    tank = site.tank_by_id.get(place or "")
    return (tank.area if tank else place) or ""


def _unit_and_side(site: Site, alarm: Alarm) -> tuple[str, str]:
    return unit_of(site, alarm), about(alarm).rpartition(":")[2]


def _began(alarm: Alarm) -> tuple[int, int]:
    return alarm.onset, alarm.raised_seq


def _named(alarm: Alarm) -> Sounding:
    return Sounding(alarm=alarm.id, tag=alarm.tag, condition=alarm.condition, at=alarm.raised_at)
