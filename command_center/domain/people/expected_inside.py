"""Who is expected inside: by entry boards, permits, the gates, the gate desk and the shift list, less those who left.

It is the basis of the denominator of an evacuation, of the warden's list for the muster point and
of the on-site count on the screens. On a plant without card readers or visitor registration it is
the shift list. Nobody in it counts as safe. Times are UTC epoch ms.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from command_center.domain.presence import last_at_hot_zone
from command_center.domain.site.map.nearness import area_of_place
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.people.gate_presence import (
    CARD,
    GatePresence,
    Passage,
    outer_readers_down,
)

Kind = Literal["person", "visitor", "card"]
Source = Literal["gate", "desk", "shift", "permit", "entry", "board"]
Disagreement = Literal["never_passed", "left_by_gate"]


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody who must be accounted for: a person of the site, a visitor, or an unknown card. The source `board`:
    by the entry board they stand by at the hot zone or came out of it. `since` is when the `source` last saw them;
    None for a shift that nobody began. `zone` is the area that the gate leads to, or in which the work or the incident
    is. `disagreement`: they are on the shift list and never passed in, or they left by a gate, are on the shift list,
    and may have come back unseen while a reader was down."""

    who: str
    kind: Kind
    source: Source
    since: int | None
    gate: str | None = None
    zone: str | None = None
    disagreement: Disagreement | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """A person who is on the shift list and left by a gate after the shift began."""

    who: str
    at: int
    gate: str


@dataclass(frozen=True, slots=True)
class InsideCount:
    """The people expected inside. `left` are on the shift list but not counted. `at_least`: a
    reader of an outer gate is down, so there may be more. `at_most`: an unknown card may belong
    to somebody on the shift list whom no gate saw, so there may be fewer."""

    expected: list[Expected]
    left: list[Left]
    at_least: bool

    @property
    def at_most(self) -> bool:
        """Whether the count is an upper bound, because somebody may be counted twice."""
        never_passed = any(one.disagreement == "never_passed" for one in self.expected)
        return never_passed and any(one.kind == "card" for one in self.expected)


NO_GATES = GatePresence()
"""Where no gate tells anything."""


def counted_by_gates(site: Site) -> bool:
    """Returns whether gates record who passes. Without readers the shift list is all there is."""
    return bool(site.gate_of_reader)


def expected_inside(state: State, site: Site, gates: GatePresence | None = None) -> list[Expected]:
    """Returns everybody expected inside now: people of the site first, then visitors, then unknown
    cards."""
    return inside_count(state, site, gates).expected


def inside_count(state: State, site: Site, gates: GatePresence | None = None) -> InsideCount:
    """Returns the people expected inside, those on the shift list who left, and whether there may
    be more."""
    gates = gates or NO_GATES
    expected: list[Expected] = []
    left: list[Left] = []
    for person in site.people:
        found = person_inside(state, site, gates, person.id)
        if isinstance(found, Expected):
            expected.append(found)
        elif found is not None:
            left.append(found)
    for visitor in state.visitors.here.values():
        found_visitor = visitor_inside(state, site, gates, visitor.id)
        if found_visitor is not None:
            expected.append(found_visitor)
    for who, passage in gates.latest.items():
        if who.startswith(CARD) and _inside(site, passage):
            expected.append(_by_gate(site, who, "card", passage))
    return InsideCount(expected, left, bool(outer_readers_down(site, gates)))


def person_inside(
    state: State, site: Site, gates: GatePresence, person: str
) -> Expected | Left | None:
    """Returns whether a person of the site is expected inside or has left; None: neither inside nor
    on the shift list. A person who is on air in a hot zone, or went in under a permit, and has not
    come out is inside, whatever a gate or a list says. One who stands by at a hot zone, or came out of
    it, is inside until the incident is over or a gate saw them leave later."""
    for incident in state.open_incidents.values():
        breathing = incident.entry.inside.get(person)
        if breathing is not None:
            area = area_of_place(site, incident.place)
            return Expected(person, "person", "entry", breathing.since, None, area)
    permit = state.matters.open.get(state.matters.inside.get(person, ""))
    if permit is not None:
        return Expected(person, "person", "permit", permit.inside[person], None, permit.area)
    on_shift = person in state.roster.on_site
    passage = gates.latest.get(person)
    if passage is not None and _inside(site, passage):
        return _by_gate(site, person, "person", passage)
    board_at = last_at_hot_zone(state, person)
    if board_at is not None and (passage is None or passage.ts <= board_at):
        return Expected(person, "person", "board", board_at)
    since = state.roster.since
    left_on_shift = passage is not None and (since is None or passage.ts >= since)
    if not on_shift:
        return None
    if passage is not None and left_on_shift:
        if gates.missed_since(site, passage.ts):
            return Expected(person, "person", "shift", since, None, None, "left_by_gate")
        return Left(person, passage.ts, passage.gate)
    disagreement: Disagreement | None = "never_passed" if counted_by_gates(site) else None
    return Expected(person, "person", "shift", since, None, None, disagreement)


def placed(state: State) -> set[str]:
    """Returns whom an entry board or a permit places: on air, standing by, come out, or inside."""
    boards = (one.entry.at_zone for one in state.open_incidents.values())
    return set(state.matters.inside).union(*boards)


def visitor_inside(state: State, site: Site, gates: GatePresence, visitor: str) -> Expected | None:
    """Returns a visitor who is expected inside: registered, not signed out, and not out by a gate
    since; else None."""
    found = state.visitors.here.get(visitor)
    if found is None:
        return None
    passage = gates.latest.get(visitor)
    if passage is None or passage.ts < found.at:
        return Expected(visitor, "visitor", "desk", found.at, found.gate, _zone(site, found.gate))
    return _by_gate(site, visitor, "visitor", passage) if _inside(site, passage) else None


def zone_counts(expected: list[Expected]) -> Counter[str]:
    """Returns how many people are in each area, as far as gates show."""
    return Counter(one.zone for one in expected if one.zone is not None)


def _inside(site: Site, passage: Passage) -> bool:
    gate = site.gate_by_id.get(passage.gate)
    return passage.direction == "in" or (gate is not None and gate.inner)


def _by_gate(site: Site, who: str, kind: Kind, passage: Passage) -> Expected:
    zone = _zone(site, passage.gate) if passage.direction == "in" else None
    return Expected(who, kind, "gate", passage.ts, passage.gate, zone)


def _zone(site: Site, gate: str | None) -> str | None:
    known = site.gate_by_id.get(gate or "")
    return known.area if known is not None else None
