"""Rows of topic `matters` for the map and the incident page: work under permits, and hazards near an incident. All
else about a matter is read by REST, which knows its parties.
"""

from collections.abc import Iterable, Iterator

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.matters.deadlines import late_at, late_turns
from command_center.domain.matters.permits.dangers import danger_at, paused
from command_center.domain.matters.reading.work import (
    GasTest,
    guardians,
    hazards,
    incidents_of,
    last_gas,
    near_incidents,
    shown_work,
    work_turns,
)
from command_center.domain.payload import Words
from command_center.domain.presence import said_of
from command_center.domain.readers import EVERYBODY
from command_center.domain.state.matters import Matter
from command_center.domain.state.people.headcount import Account
from command_center.domain.verdicts.turns import Turn
from command_center.live.rows.kind import RowKind, Seen
from command_center.live.rows.parts import person_name


class AtWork(TypedDict):
    """A person inside under a permit: since when, and of which company if not the plant's own. `said` is the most
    serious headcount statement about the person: one checked in elsewhere has come out and must be signed out.
    """

    person: str
    name: Words | None
    company: str | None
    employer: str | None
    since: int
    said: Account | None


class Watcher(TypedDict):
    """The attendant of the work."""

    person: str
    name: Words | None


class WorkRow(TypedDict):
    """Work under a permit that is live, was paused by the clockwork, or has somebody inside. `kind` is the template,
    of the library or the plant's own. `danger` is the incident or alarm in its area, `incidents` lists all open ones
    there. `turns` say `inside` and `goes_on` while something endangers it, `gas_over`, `paused`, or `open`, `ending`
    and `over` by its validity. Times are UTC epoch ms.
    """

    matter: str
    number: str
    title: Words
    kind: str
    place: str | None
    area: str | None
    live: bool
    paused: bool
    since: int | None
    valid_until: int | None
    gas: GasTest | None
    guardians: list[Watcher]
    inside: list[AtWork]
    danger: str | None
    incidents: list[str]
    turns: list[Turn]


class HazardRow(TypedDict):
    """An open hazard near the open incidents `near`. `turns` say `open`, and `late` from `late_at` on (UTC epoch ms),
    when the first of its deadlines turns red.
    """

    matter: str
    number: str
    title: Words
    place: str | None
    impairs: list[str]
    near: list[str]
    late_at: int | None
    turns: list[Turn]


WORK = RowKind("matters", "work:", WorkRow, readers=EVERYBODY)
HAZARD = RowKind("matters", "hazard:", HazardRow, readers=EVERYBODY)
DANGERS = (
    "alarm.*", "clock.stepped", "evacuation.*", "incident.closed", "incident.opened",
    "incident.withdrawn", "source.located",
)  # fmt: skip
"""Facts after which an area may be dangerous, or no more."""


@WORK.moved_by("matter.*")
@HAZARD.moved_by("matter.*")
def of_the_matter(fact: Fact, seen: Seen) -> Iterable[str]:
    """The key of the matter that the fact is about."""
    return (fact.data["matter"],)


@WORK.moved_by(*DANGERS)
def all_work(fact: Fact, seen: Seen) -> Iterator[str]:
    """Return all work: a hazard in an area concerns all work there."""
    return every_work(seen)


@WORK.moved_by("person.*")
def of_the_person(fact: Fact, seen: Seen) -> Iterable[str]:
    """Return the work that the person is inside of."""
    inside = seen.state.matters.inside.get(fact.data["person"])
    return () if inside is None else (inside,)


@HAZARD.moved_by(*DANGERS, "model.*")
def all_hazards(fact: Fact, seen: Seen) -> Iterator[str]:
    """The keys of all open hazards."""
    return every_hazard(seen)


@WORK.listed
def every_work(seen: Seen) -> Iterator[str]:
    """The keys of all matters with work under way."""
    return (one.id for one in seen.state.matters.open.values() if shown_work(one))


@HAZARD.listed
def every_hazard(seen: Seen) -> Iterator[str]:
    """The keys of all open hazards."""
    return (one.id for one in hazards(seen.state))


@WORK.made
def work_row(seen: Seen, matter: str) -> WorkRow | None:
    """Return the row of one permit's work; None on the board of a drill, which has no matters."""
    state, site = seen.state, seen.site
    found = state.matters.open.get(matter)
    if found is None or state.drill is not None or not shown_work(found):
        return None
    return WorkRow(
        matter=found.id, number=found.number, title=found.title, kind=found.kind,
        place=found.place, area=found.area, live=found.live, paused=paused(found),
        since=found.began_at, valid_until=found.valid_until, gas=last_gas(found),
        guardians=[Watcher(person=one, name=person_name(site, one)) for one in guardians(found)],
        inside=_inside(seen, found), danger=danger_at(state, site, found.area),
        incidents=incidents_of(state, site, found), turns=work_turns(state, site, found),
    )  # fmt: skip


def _inside(seen: Seen, found: Matter) -> list[AtWork]:
    people = seen.site.person_by_id
    return [
        AtWork(
            person=person,
            name=person_name(seen.site, person),
            company=people[person].company if person in people else None,
            employer=people[person].employer if person in people else None,
            since=since,
            said=said_of(seen.state, person),
        )
        for person, since in sorted(found.inside.items(), key=lambda one: one[1])
    ]


@HAZARD.made
def hazard_row(seen: Seen, matter: str) -> HazardRow | None:
    """Return the row of one hazard; None while no open incident is near it."""
    state = seen.state
    found = state.matters.open.get(matter)
    if found is None or state.drill is not None:
        return None
    near = near_incidents(state, seen.site, found)
    if not near:
        return None
    return HazardRow(
        matter=found.id, number=found.number, title=found.title, place=found.place,
        impairs=list(found.impairs), near=near, late_at=late_at(found), turns=late_turns(found),
    )  # fmt: skip
