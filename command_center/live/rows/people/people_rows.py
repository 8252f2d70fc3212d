"""Rows of topic `people`: posts held, place in the response, and last known position."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import NotRequired, cast

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.matters.playing.posts import shift_leader
from command_center.domain.payload import Words
from command_center.domain.people.hot_zone import ages_of
from command_center.domain.people.next_shift import next_holders
from command_center.domain.presence import (
    Presence,
    Stand,
    is_responding,
    lost_within,
    presence_of,
    stands_of,
    worst_stand,
)
from command_center.domain.readers import EVERYBODY, POSITION_READERS
from command_center.domain.readiness.posts import post_turns, unheld_posts
from command_center.domain.site.model import Site
from command_center.domain.state.notices.notice import PagingKind
from command_center.domain.state.people.account import commanders
from command_center.domain.state.reports import ResponderStatus
from command_center.domain.verdicts.position_ages import Ages
from command_center.domain.verdicts.turns import Turn
from command_center.live.rows.described import Described
from command_center.live.rows.directives.directive_rows import ended_for, named
from command_center.live.rows.kind import ONLY, RowKind, Seen
from command_center.live.rows.leaving import ENDS
from command_center.live.rows.parts import words


class NextHeld(TypedDict):
    """Who holds a post in a coming shift, which begins `at`."""

    person: str
    shift: str
    at: int


class Leads(TypedDict):
    """The post that leads the shift, and who holds it."""

    post: str
    person: str


class ShiftCount(TypedDict):
    """The current shift: who holds each post, who holds it next, and how many accounts could command. `held` rates
    how well each post is filled; `unheld` lists posts that nobody holds, not even in a coming shift. `pages_off`:
    which kinds of pages are turned off, by post. `leads`: who leads while nobody commands an incident.
    """

    shift: str | None
    since: int | None
    on_site: int
    posts: dict[str, str | None]
    commanders: int
    next: dict[str, NextHeld]
    held: dict[str, list[Turn]]
    unheld: list[str]
    pages_off: dict[str, list[PagingKind]]
    leads: Leads | None


class PositionSeen(TypedDict):
    """A person's last position in WGS-84 degrees, and the system that located them. `ages`: which of the site's
    `position_ages` apply to it.
    """

    person: str
    lat: float
    lon: float
    ts: int
    source: str
    ages: Ages


class PersonRow(TypedDict):
    """A person: posts held; state in each open incident's headcount (`accounts`; `account` is the worst; `lost_in`
    lists incidents that have them on air or inside and declared missing); place in the response (`status`); and their
    open directive. `presence` is the part shown first; `responding` is valid beside *not accounted for* too.
    `stood_down_at`: since when their virtual double is inactive, because they act themselves. `erased_at`: when their
    erasable data was erased. Their position is a row of its own, `position:`.
    """

    person: str
    name: Words
    employer: str | None
    posts: list[str]
    team: str | None
    home: str | None
    on_site: bool
    presence: Presence
    responding: bool
    account: Stand | None
    accounts: dict[str, Stand]
    lost_in: NotRequired[list[str]]
    status: ResponderStatus | None
    status_at: int | None
    status_by: str | None
    directive: str | None
    stood_down_at: int | None
    erased_at: int | None


COUNT = RowKind("people", "count", ShiftCount, readers=EVERYBODY)
PERSON = RowKind("people", "", PersonRow, readers=EVERYBODY, timed=True)
POSITION = RowKind("people", "position:", PositionSeen, readers=POSITION_READERS, located=True)

EVERYBODYS = ("shift.*", "evacuation.ordered", *ENDS)
"""Facts that may change the row of everybody."""


@COUNT.moved_by(*EVERYBODYS, "paging.set", "account.*")
def counted(fact: Fact, seen: Seen) -> Iterable[str]:
    """The key of the only row: each of these facts changes the count."""
    return ONLY


@PERSON.moved_by(*EVERYBODYS)
def everybody(fact: Fact, seen: Seen) -> Iterator[str]:
    """The ids of all people of the plant."""
    return (person.id for person in seen.site.people)


@PERSON.listed
def every_person(seen: Seen) -> Iterator[str]:
    """The ids of all people of the plant."""
    return (person.id for person in seen.site.people)


@POSITION.moved_by("incident.opened", "source.located", *ENDS)
def located_people(fact: Fact, seen: Seen) -> Iterable[str]:
    """Return everybody with a known position: an open incident has a hot zone, where positions age faster."""
    return seen.positions


@POSITION.listed
def located(seen: Seen) -> Iterable[str]:
    """The ids of people with a known position."""
    return seen.positions


@PERSON.described("people", "posts", "roster", "areas", "teams")
def people_anew(change: Described, seen: Seen) -> Iterable[str]:
    """Return people who were added, removed or changed (also in how they are told from a namesake), and the members
    of changed teams.
    """
    teams = change.keys("team_by_id")
    found = dict.fromkeys(change.keys("person_by_id"))
    for team in teams:
        for site in (change.before, change.after):
            if team in site.team_by_id:
                found |= dict.fromkeys(site.team_by_id[team].members)
    return found


@PERSON.moved_by("directive.*")
def recipients(fact: Fact, seen: Seen) -> Iterator[str]:
    """The ids of people who have the directive."""
    for key in named(fact.data):
        person = seen.state.directives[key].to_person
        if person is not None:
            yield person


@PERSON.moved_by("incident.closed")
def freed(fact: Fact, seen: Seen) -> Iterator[str]:
    """The ids of people whose directives ended with the incident."""
    return ended_for(seen.state, fact)


@PERSON.moved_by("person.*", "responder.*", "double.*")
@POSITION.moved_by("person.erased")
def told_of(fact: Fact, seen: Seen) -> Iterable[str]:
    """The id of the person whom the fact is about."""
    return (fact.data["person"],)


@PERSON.moved_by("entry.*")
def of_the_entry_board(fact: Fact, seen: Seen) -> Iterable[str]:
    """The ids of people whom the entry board's fact names."""
    people: list[str] = fact.data["persons"] if "persons" in fact.data else [fact.data["person"]]
    return people


@PERSON.moved_by("matter.entered", "matter.left", "matter.moved")
def gone_in_or_out(fact: Fact, seen: Seen) -> Iterable[str]:
    """Return who enters or leaves under a permit, or who is inside of one that ends."""
    if "person" in fact.data:
        return (fact.data["person"],)
    return [who for who, at in seen.state.matters.inside.items() if at == fact.data["matter"]]


@PERSON.moved_by("evacuation.joined", "evacuation.at_work_counted")
def counted_later(fact: Fact, seen: Seen) -> Iterable[str]:
    """Return the people who entered after the order, or were found at work: a headcount now seeks them."""
    people: list[str] = fact.data["people"]
    return people


@PERSON.moved_by("evacuation.cards_named")
def holders_found(fact: Fact, seen: Seen) -> Iterable[str]:
    """Return whose cards those proved to be that a headcount asked for."""
    holders: dict[str, str] = fact.data["holders"]
    return holders.values()


@PERSON.made
def person_row(seen: Seen, key: str) -> PersonRow | None:
    """The row of a person."""
    state, site = seen.state, seen.site
    person = site.person_by_id.get(key)
    if person is None:
        return None
    responder = state.responders.get(key)
    directive = next(iter(state.in_hand.of_person(key)), None)
    accounts = stands_of(state, key)
    stood_down = state.stood_down.get(key)
    row: PersonRow = {
        "person": key,
        "name": words(person.name),
        "employer": person.employer,
        "posts": state.roster.posts_of(key),
        "team": team_of(site, key),
        "home": person.home,
        "on_site": key in state.roster.on_site,
        "presence": presence_of(state, key),
        "responding": is_responding(state, key),
        "account": worst_stand(accounts),
        "accounts": accounts,
        "status": responder.status if responder else None,
        "status_at": responder.at if responder else None,
        "status_by": responder.confirmed if responder else None,
        "directive": directive.id if directive else None,
        "stood_down_at": stood_down.at if stood_down else None,
        "erased_at": state.erased.get(key),
    }
    if within := lost_within(state, key):
        row["lost_in"] = within
    return row


@POSITION.made
def position_row(seen: Seen, key: str) -> PositionSeen | None:
    """The last position of a person."""
    position = seen.positions.get(key)
    if position is None:
        return None
    return {
        "person": key,
        "lat": position.lat,
        "lon": position.lon,
        "ts": position.ts,
        "source": position.source,
        "ages": ages_of(seen.state, seen.site, position),
    }


def team_of(site: Site, person: str) -> str | None:
    """The first team that the person is a member of."""
    return next((team.id for team in site.teams if person in team.members), None)


@COUNT.made
def count_row(seen: Seen, key: str) -> ShiftCount:
    """The count of the shift on duty."""
    state, site = seen.state, seen.site
    leads = shift_leader(state, site)
    return {
        "shift": state.roster.shift,
        "since": state.roster.since,
        "on_site": len(state.roster.on_site),
        "posts": state.roster.holders,
        "commanders": commanders(state.accounts, site.person_by_id),
        "next": {
            post: cast(NextHeld, asdict(held))
            for post, held in next_holders(site, state.roster).items()
        },
        "held": post_turns(state, site),
        "unheld": unheld_posts(state, site),
        "pages_off": {post: sorted(off) for post, off in state.pages_off.items() if off},
        "leads": None if leads is None else {"post": leads[0], "person": leads[1]},
    }
