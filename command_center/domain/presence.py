"""Presence: where each person is. The wall, the map, the headcount, the phone and the gate desk all
use this.

What people reported (`Headcount.accounts`) is one source; the entry board and the permits are the
others.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Literal

from command_center.domain.site.map.nearness import area_of_place
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.people.entry import Inside
from command_center.domain.state.people.headcount import Account

Stand = Literal["on_air", "inside", "missing", "not_accounted", "assigned", "checked_in"]
"""Where the headcount has somebody: in the hot zone on their own air, inside under a permit, or as people said."""

Presence = Literal[
    "on_air", "inside", "missing", "not_accounted", "responding", "on_site", "on_call", "away"
]

WORST_FIRST: tuple[Stand, ...] = (
    "on_air", "inside", "missing", "not_accounted", "assigned", "checked_in",
)  # fmt: skip
"""The precedence. Whoever went in where the incident is and was not written out is inside, whatever somebody said of
them; and what one open incident still wants of somebody, another's check-in does not undo."""

TO_FIND: frozenset[Stand] = frozenset({"inside", "missing", "not_accounted"})
"""Who must still be accounted for. Whoever is on air is accounted for by the entry board."""

WITHIN: frozenset[Stand] = frozenset({"on_air", "inside"})
"""Whoever went in. They stay so where they are declared missing, and are missing all the same."""

ON_DUTY = frozenset({"en_route", "staged", "on_scene"})
"""A responder's word that they are at work in the response; `released` ends it."""


def on_air(state: State, person: str) -> Inside | None:
    """The person in the hot zone of an open incident, by its entry board; None where they are in none."""
    boards = (incident.entry.inside for incident in state.open_incidents.values())
    return next((board[person] for board in boards if person in board), None)


def is_on_air(state: State, person: str) -> bool:
    """Whether the person is in the hot zone of an open incident, by its entry board."""
    return any(person in incident.entry.inside for incident in state.open_incidents.values())


def last_at_hot_zone(state: State, person: str) -> int | None:
    """Returns when an entry board of an open incident last saw the person at its entry point (UTC epoch ms): made
    ready, or coming out; None where none did."""
    boards = (incident.entry.seen_at for incident in state.open_incidents.values())
    return max((board[person] for board in boards if person in board), default=None)


def stands_by(state: State, person: str) -> bool:
    """Returns whether the person is ready on the entry board of an open incident."""
    return any(person in incident.entry.ready for incident in state.open_incidents.values())


def is_inside(state: State, person: str) -> bool:
    """Returns whether the person has gone in under an open permit and not come out."""
    return state.matters.inside.get(person) in state.matters.open


def endangered(site: Site, incident: Incident) -> list[str]:
    """Returns the areas that an incident endangers: that of its place, and those ordered to be
    evacuated."""
    own = area_of_place(site, incident.place)
    ordered = incident.evacuation.zones if incident.evacuation is not None else []
    return list(dict.fromkeys([*([] if own is None else [own]), *ordered]))


def is_inside_where(state: State, incident: Incident, person: str) -> bool:
    """Returns whether the person is inside under a permit that the incident affects: at its place,
    in an area that it endangers, or paused by a timed rule. Work elsewhere does not override
    what people reported."""
    matter = state.matters.open.get(state.matters.inside.get(person, ""))
    if matter is None:
        return False
    at_it = matter.place is not None and matter.place == incident.place
    paused = matter.paused_because is not None
    return at_it or paused or matter.area in endangered(state.site, incident)


def stand_of(state: State, incident: Incident, person: str, said: Account) -> Stand:
    """Returns the state of one person in the headcount of an open incident, where `said` is what
    was reported."""
    return _stand(state, incident, person, said, is_on_air(state, person))


def _stand(state: State, incident: Incident, person: str, said: Account, breathing: bool) -> Stand:
    if breathing:
        return "on_air"
    return "inside" if is_inside_where(state, incident, person) else said


def stands(state: State, incident: Incident) -> dict[str, Stand]:
    """Returns the state of everybody in an incident's headcount, each once; empty where nobody is
    counted. Once the incident is over it stays as people reported."""
    if incident.evacuation is None:
        return {}
    said = incident.evacuation.accounts
    if incident.over_at is not None:
        return dict(said)
    breathing = {who for one in state.open_incidents.values() for who in one.entry.inside}
    found: dict[str, Stand] = dict(said)
    for who in said.keys() & (breathing | state.matters.inside.keys()):
        found[who] = _stand(state, incident, who, said[who], who in breathing)
    return found


def tally(state: State, incident: Incident) -> Counter[Stand]:
    """Counts how many people are in each state; the numbers add up to the whole headcount."""
    return Counter(stands(state, incident).values())


def unaccounted(state: State, incident: Incident) -> int:
    """Returns how many people must still be accounted for."""
    found = tally(state, incident)
    return sum(found[stand] for stand in TO_FIND)


def lost(incident: Incident) -> list[str]:
    """Returns who is declared missing, in the order of the headcount, including those shown as on
    air or inside."""
    counted = incident.evacuation
    said = counted.accounts.items() if counted is not None else ()
    return [who for who, account in said if account == "missing"]


def missing(state: State, incident: Incident) -> int | None:
    """Returns how many are declared missing, whatever their state. None where nobody is counted, and
    where none is declared while somebody must still be accounted for: nobody knows that it is 0."""
    if incident.evacuation is None:
        return None
    declared = len(lost(incident))
    return None if not declared and unaccounted(state, incident) else declared


def lost_within(state: State, person: str) -> list[str]:
    """Returns the open incidents in which the person is on air or inside and was declared missing."""
    standing = stands_of(state, person)
    return [incident for incident in lost_in(state, person) if standing[incident] in WITHIN]


def lost_in(state: State, person: str) -> list[str]:
    """Returns the open incidents in whose headcount the person is declared missing."""
    return [
        incident.id
        for incident in state.open_incidents.values()
        if incident.evacuation and incident.evacuation.accounts.get(person) == "missing"
    ]


def stands_of(state: State, person: str) -> dict[str, Stand]:
    """Returns the person's state in the headcount of each open incident that counts them."""
    return {
        incident.id: stand_of(state, incident, person, incident.evacuation.accounts[person])
        for incident in state.open_incidents.values()
        if incident.evacuation and person in incident.evacuation.accounts
    }


def said_of(state: State, person: str) -> Account | None:
    """Returns the worst report about a person in the open headcounts, whatever boards and permits
    say; None without any."""
    said = (
        incident.evacuation.accounts.get(person)
        for incident in state.open_incidents.values()
        if incident.evacuation
    )
    return min((one for one in said if one is not None), key=WORST_FIRST.index, default=None)


def worst_stand(found: Mapping[str, Stand]) -> Stand | None:
    """Returns the worst of these states; None where no headcount counts the person."""
    return min(found.values(), key=WORST_FIRST.index, default=None)


def is_responding(state: State, person: str) -> bool:
    """Returns whether the person responds: on air, standing by for entry, assigned in a headcount, at
    work by their own report or the radio's, or on site with an open directive."""
    responder = state.responders.get(person)
    return (
        not {"on_air", "assigned"}.isdisjoint(stands_of(state, person).values())
        or is_on_air(state, person)
        or stands_by(state, person)
        or (responder is not None and responder.status in ON_DUTY)
        or (person in state.roster.on_site and bool(state.in_hand.of_person(person)))
    )


def presence_of(state: State, person: str) -> Presence:
    """Returns where a person is: first where they went in, then what an incident needs of them,
    what they do, and where the roster has them.

    Who came out of a hot zone is on site until the incident is over. `on_call` is somebody who holds
    a post and is off site; `away` is anybody else who is off site.
    """
    if is_on_air(state, person):
        return "on_air"
    if is_inside(state, person):
        return "inside"
    stand = worst_stand(stands_of(state, person))
    if stand == "missing" or stand == "not_accounted":
        return stand
    if is_responding(state, person):
        return "responding"
    if person in state.roster.on_site or last_at_hot_zone(state, person) is not None:
        return "on_site"
    return "on_call" if state.roster.posts_of(person) else "away"
