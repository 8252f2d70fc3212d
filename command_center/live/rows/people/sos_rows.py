"""Rows of topic `people`: open calls for help (SOS), whose and from where."""

from collections.abc import Iterable

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.payload import Words
from command_center.domain.people.hot_zone import ages_of
from command_center.domain.people.sos import calls_for_help
from command_center.domain.people.whereabouts import whereabouts_of
from command_center.domain.readers import EVERYBODY
from command_center.domain.reading import Position
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.verdicts.position_ages import Ages
from command_center.live.rows.kind import RowKind, Seen
from command_center.live.rows.leaving import ENDS
from command_center.live.rows.parts import Remark, words
from command_center.live.rows.people.people_rows import team_of


class CallerSeen(TypedDict):
    """Where the caller for help was last located. `area` is the area there, or else the nearest one, `away_m` metres
    off; `near` is the nearest named thing close by. `ages`: which of the site's `position_ages` apply to `ts`.
    """

    area: str | None
    away_m: int
    near: str | None
    ts: int
    ages: Ages


class SosRow(TypedDict):
    """An open call for help (SOS): the caller, with posts and team, and the place. `place` is where the caller claims
    to be, `seen` the last known position, `home` the area they belong to. `calls`: nobody has answered, so it must
    sound. `at` is when it was pressed, `arrived_at` when it reached the center, if later (UTC epoch ms).
    """

    sos: str
    of: Words
    posts: list[str]
    team: str | None
    at: int
    arrived_at: int | None
    place: str | None
    seen: CallerSeen | None
    home: str | None
    note: Remark | None
    answered_at: int | None
    answered_by: str | None
    calls: bool


SOS = RowKind("people", "sos:", SosRow, readers=EVERYBODY, located=True, timed=True)


@SOS.moved_by("person.sos", "person.sos_answered", "person.sos_ended")
def caller(fact: Fact, seen: Seen) -> Iterable[str]:
    """The id of the person who called for help."""
    return (fact.data["person"],)


@SOS.moved_by("shift.*", "incident.opened", "source.located", *ENDS)
def callers_now(fact: Fact, seen: Seen) -> Iterable[str]:
    """Return all callers: their posts change with the shift, and a hot zone makes their position age faster."""
    return seen.state.sos


@SOS.listed
def callers(seen: Seen) -> Iterable[str]:
    """The ids of all people who called for help."""
    return seen.state.sos


@SOS.made
def sos_row(seen: Seen, key: str) -> SosRow | None:
    """Return an open call for help; every role may see it."""
    state, site = seen.state, seen.site
    found = state.sos.get(key)
    person = site.person_by_id.get(key)
    if found is None or person is None:
        return None
    position = seen.positions.get(key)
    return {
        "sos": key,
        "of": words(person.name),
        "posts": state.roster.posts_of(key),
        "team": team_of(site, key),
        "at": found.at,
        "arrived_at": found.arrived_at,
        "place": found.place,
        "seen": None if position is None else _caller_seen(state, site, position),
        "home": person.home,
        "note": found.note,
        "answered_at": found.answered_at,
        "answered_by": found.answered_by,
        "calls": calls_for_help(found),
    }


def _caller_seen(state: State, site: Site, position: Position) -> CallerSeen:
    where = whereabouts_of(site, position)
    return {
        "area": where.area,
        "away_m": where.away_m,
        "near": where.near,
        "ts": position.ts,
        "ages": ages_of(state, site, position),
    }
