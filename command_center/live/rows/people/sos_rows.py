"""Rows of topic `people`: calls for help that stand, whose and from where."""

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
    """Where the caller for help was last located. `area` is where that is, or else the nearest area, `away_m` metres
    off; `near` is the nearest named thing close by. `ages`: which of the site's `position_ages` hold for `ts`."""

    area: str | None
    away_m: int
    near: str | None
    ts: int
    ages: Ages


class SosRow(TypedDict):
    """A call for help that stands: whose, of which posts and team, and where. `place` is where the caller says to be,
    `seen` where they were located last, `home` the area they belong to. `calls`: nobody has answered it, so it
    must be heard. `at` is when it was pressed, `arrived_at` when it reached the center, where that was later (UTC epoch
    ms)."""

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


SOS = RowKind("people", "sos:", SosRow, readers=EVERYBODY, located=True)


@SOS.moved_by("person.sos", "person.sos_answered", "person.sos_ended")
def caller(fact: Fact, seen: Seen) -> Iterable[str]:
    """The id of the person who called for help."""
    return (fact.data["person"],)


@SOS.moved_by("shift.*", "incident.opened", "source.located", *ENDS)
def callers_now(fact: Fact, seen: Seen) -> Iterable[str]:
    """Whoever called: their posts change with the shift, and how fast their position ages with a hot zone."""
    return seen.state.sos


@SOS.listed
def callers(seen: Seen) -> Iterable[str]:
    """The ids of all people who called for help."""
    return seen.state.sos


@SOS.made
def sos_row(seen: Seen, key: str) -> SosRow | None:
    """A call for help that stands: seen by everybody, whoever they are."""
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
