"""Rows of topic `people` on who is inside: the count, people seen by gates, visitors, gates, areas, roll calls.

Passages are not facts: these rows are remade when somebody passes (`passed_by`) and when facts change who is
expected. A plant whose gates have no readers, and that admits no visitors, has none of them.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, Literal

from typing_extensions import TypedDict

from command_center.domain.fact import Fact
from command_center.domain.matters.contractors.bans import at_gate
from command_center.domain.payload import Words
from command_center.domain.people.expected_inside import (
    Disagreement,
    Expected,
    InsideCount,
    Kind,
    Left,
    Source,
    counted_by_gates,
    inside_count,
    person_inside,
    placed,
    visitor_inside,
    zone_counts,
)
from command_center.domain.people.roll_call import answer_turns, roll_call_turns
from command_center.domain.presence import Stand, stands_of, worst_stand
from command_center.domain.readers import EVERYBODY, INSIDE_READERS
from command_center.domain.state.people.gate_presence import CARD, reader_turns
from command_center.domain.verdicts.turns import ALWAYS, Turn
from command_center.live.rows.described import Described
from command_center.live.rows.kind import ONLY, RowKind, Seen
from command_center.live.rows.leaving import ENDS
from command_center.live.rows.parts import person_name

LONG_INSIDE_MS = 16 * 3_600_000
"""Longer than a double shift: whoever is inside so long has perhaps left without a card (ours)."""

WENT = ("matter.entered", "matter.left", "entry.ready", "entry.in", "entry.out")
"""Facts by which somebody went in or came out, of a vessel or of a hot zone, or stands by at one."""


class InsideRow(TypedDict):
    """How many people are expected inside, by kind. `never_passed` are on the shift list but no gate saw them enter;
    `left_by_gate` are on it but left by a gate, so they are not counted. `turns` say `exact`, `at_least` while a
    reader of an outer gate is down, `at_most` while an unknown card may belong to a person who never passed, or
    `about` if both hold.
    """

    n: int
    people: int
    visitors: int
    cards: int
    never_passed: int
    left_by_gate: int
    turns: list[Turn]


class WhoInsideRow(TypedDict):
    """Where an entry board, a permit, a gate or the shift list places a person. `inside` False: the person left by
    that gate and is still on the shift list. `barred` is the points account that bars the person, who is inside
    nevertheless. `turns` say `inside`, `never_passed`, `left_by_gate`, `left`, `barred`, and `long` after a double
    shift.
    """

    who: str
    kind: Kind
    inside: bool
    source: Source
    since: int | None
    gate: str | None
    zone: str | None
    disagreement: Disagreement | None
    barred: str | None
    turns: list[Turn]


class VisitorRow(TypedDict):
    """A visitor, driver, contractor or unknown card who is inside or whom a headcount seeks. `name` is None for a
    badge without a name. `accounts` gives their state in each open headcount, `account` the worst.
    """

    visitor: str
    kind: Literal["visitor", "driver", "contractor", "card"]
    name: str | None
    company: str | None
    plate: str | None
    badge: str | None
    host: str | None
    host_name: Words | None
    gate: str | None
    at: int | None
    inside: bool
    source: Source | None
    since: int | None
    account: Stand | None
    accounts: dict[str, Stand]
    turns: list[Turn]


class ReaderSeen(TypedDict):
    """A card reader. `turns` say `heard`, then `down` from the time when it counts as silent."""

    reader: str
    heard_at: int | None
    turns: list[Turn]


class GateRow(TypedDict):
    """A gate with readers. Its `turns` are those of its worst reader."""

    gate: str
    readers: list[ReaderSeen]
    turns: list[Turn]


class ZoneRow(TypedDict):
    """The number of people in an area by its gates, against its limit. `turns` say `within` or `over`."""

    area: str
    n: int
    limit: int | None
    turns: list[Turn]


class RollAnswer(TypedDict):
    """The answer of a person in the roll call. `turns` say `asked`, `overdue` or `heard`."""

    person: str
    name: Words | None
    answered_at: int | None
    turns: list[Turn]


class RollCallRow(TypedDict):
    """The newest roll call of an open incident. `next_at` is when the next is due; None if none is automatic. `turns`
    say `running`, `overdue`, `complete`, `due` or `ended`.
    """

    incident: str
    number: int
    at: int
    next_at: int | None
    ended_at: int | None
    asked: list[RollAnswer]
    answered: int
    of: int
    turns: list[Turn]


INSIDE = RowKind("people", "inside", InsideRow, readers=EVERYBODY, timed=True)
WHO_INSIDE = RowKind("people", "inside:", WhoInsideRow, readers=INSIDE_READERS, timed=True)
VISITOR = RowKind("people", "visitor:", VisitorRow, readers=INSIDE_READERS)
GATE = RowKind(
    "people",
    "gate:",
    GateRow,
    readers=EVERYBODY,
    moved="who passes; readers that are heard or go silent",
)
ZONE = RowKind("people", "zone:", ZoneRow, readers=EVERYBODY, timed=True)
ROLL_CALL = RowKind("people", "roll_call:", RollCallRow, readers=EVERYBODY, timed=True)


def passed_by(names: Iterable[str], seen: Seen) -> Iterator[tuple[RowKind[Any], str]]:
    """Yield the rows that change when these people pass a gate, or (without names) when readers are heard or go
    silent.
    """
    own = list(names)
    for name in own:
        yield WHO_INSIDE, name
        yield VISITOR, name
    if not own:
        yield from ((WHO_INSIDE, person) for person in seen.state.roster.on_site)
    yield INSIDE, ""
    yield from ((GATE, gate.id) for gate in seen.site.gates)
    yield from ((ZONE, area) for area in _counted_areas(seen))


def _counted(seen: Seen) -> InsideCount:
    return inside_count(seen.state, seen.site, seen.door.gates)


@INSIDE.moved_by("shift.*", "visitor.*", *WENT, *ENDS)
def count_moved(fact: Fact, seen: Seen) -> Iterable[str]:
    """The key of the only row."""
    return ONLY


@INSIDE.made
def inside_row(seen: Seen, key: str) -> InsideRow | None:
    """Return how many are expected inside; None on a plant where no gate counts and nobody was admitted."""
    if not counted_by_gates(seen.site) and not seen.state.visitors.here:
        return None
    found = _counted(seen)
    kinds = [one.kind for one in found.expected]
    verdict: Turn = (ALWAYS, "plain", "exact")
    if found.at_least or found.at_most:
        code = "at_least" if not found.at_most else "about" if found.at_least else "at_most"
        verdict = (ALWAYS, "warn", code)
    return {
        "n": len(kinds),
        "people": kinds.count("person"),
        "visitors": kinds.count("visitor"),
        "cards": kinds.count("card"),
        "never_passed": sum(one.disagreement == "never_passed" for one in found.expected),
        "left_by_gate": len(found.left),
        "turns": [verdict],
    }


@WHO_INSIDE.listed
def everyone(seen: Seen) -> Iterator[str]:
    """The ids of people whom a gate saw, who are on the shift list, or whom a board or a permit places."""
    if counted_by_gates(seen.site) or seen.door.gates.latest:
        named = (seen.door.gates.latest, seen.state.roster.on_site, placed(seen.state))
        yield from dict.fromkeys(chain(*named))


@WHO_INSIDE.described("people", "posts", "roster", "areas", "gates")
def inside_anew(change: Described, seen: Seen) -> Iterable[str] | None:
    """Return the people who were added to or removed from the plant; None (anybody) if the gates changed."""
    if "gates" in change.fields:
        return None
    return change.before.person_by_id.keys() ^ change.after.person_by_id.keys()


@WHO_INSIDE.moved_by("shift.*")
def everyone_moved(fact: Fact, seen: Seen) -> Iterator[str]:
    """Yield everybody: the shift list changes for all, and those who leave it lose their row."""
    if counted_by_gates(seen.site) or seen.door.gates.latest:
        yield from (person.id for person in seen.site.people)


@WHO_INSIDE.moved_by("matter.*")
def of_matters(fact: Fact, seen: Seen) -> Iterator[str]:
    """Yield the person who entered or left under a permit, and those whose points, or whose company's points, the
    fact enters: the gate may now be closed to them, or open again.
    """
    if fact.kind in ("matter.entered", "matter.left"):
        yield fact.data["person"]
    subjects = {one["subject"] for one in fact.data.get("after", {}).get("points", ())}
    for person in seen.site.person_by_id.values() if subjects else ():
        if person.id in subjects or (person.company is not None and person.company in subjects):
            yield person.id


@WHO_INSIDE.moved_by("entry.ready", "entry.in", "entry.out")
def of_entries(fact: Fact, seen: Seen) -> Iterable[str]:
    """Return who stands by at the hot zone, went into it or came out."""
    people: list[str] = fact.data["persons"] if "persons" in fact.data else [fact.data["person"]]
    return people


@WHO_INSIDE.moved_by(*ENDS)
def of_ends(fact: Fact, seen: Seen) -> Iterable[str]:
    """Return whoever was in or at the hot zone of an incident that ended."""
    return seen.state.incidents[fact.incident or ""].entry.at_zone


@WHO_INSIDE.moved_by("visitor.*")
def visitor_passed(fact: Fact, seen: Seen) -> Iterator[str]:
    """The key of the visitor who passed a gate."""
    yield fact.data["visitor"]


@WHO_INSIDE.made
def who_inside_row(seen: Seen, key: str) -> WhoInsideRow | None:
    """Return where a person is by entry board, permit, gate or shift list; None for a person on none of them."""
    found = _found(seen, key)
    if found is None or not (counted_by_gates(seen.site) or seen.door.gates.latest):
        return None
    if isinstance(found, Left):
        return {
            "who": key, "kind": "person", "inside": False, "source": "gate", "since": found.at,
            "gate": found.gate, "zone": None, "disagreement": "left_by_gate", "barred": None,
            "turns": [(ALWAYS, "note", "left")],
        }  # fmt: skip
    ban = at_gate(seen.state, seen.site, person=key) if key in seen.site.person_by_id else None
    barred = ban.account if ban is not None else None
    return {
        "who": key,
        "kind": found.kind,
        "inside": True,
        "source": found.source,
        "since": found.since,
        "gate": found.gate,
        "zone": found.zone,
        "disagreement": found.disagreement,
        "barred": barred,
        "turns": _presence_turns(found) if barred is None else [(ALWAYS, "urgent", "barred")],
    }


def _found(seen: Seen, key: str) -> Expected | Left | None:
    state, site, gates = seen.state, seen.site, seen.door.gates
    if key in site.person_by_id:
        return person_inside(state, site, gates, key)
    if key in state.visitors.here:
        return visitor_inside(state, site, gates, key)
    if key.startswith(CARD):
        return next((one for one in _counted(seen).expected if one.who == key), None)
    return None


def _presence_turns(one: Expected) -> list[Turn]:
    if one.disagreement is not None:
        return [(ALWAYS, "note", one.disagreement)]
    turns: list[Turn] = [(ALWAYS, "plain", "inside")]
    if one.source != "shift" and one.since is not None:
        turns.append((one.since + LONG_INSIDE_MS, "warn", "long"))
    return turns


@VISITOR.listed
def visitors_listed(seen: Seen) -> Iterator[str]:
    """Yield admitted visitors, unknown cards, and those whom an open headcount seeks."""
    names = dict.fromkeys(seen.state.visitors.here)
    names |= dict.fromkeys(who for who in seen.door.gates.latest if who.startswith(CARD))
    yield from names | dict.fromkeys(_strangers(seen))


def _strangers(seen: Seen) -> Iterator[str]:
    for incident in seen.state.open_incidents.values():
        if incident.evacuation is not None:
            for who in incident.evacuation.accounts:
                if who not in seen.site.person_by_id:
                    yield who


@VISITOR.moved_by("visitor.*")
def visitor_moved(fact: Fact, seen: Seen) -> Iterator[str]:
    """The key of the visitor whom the fact is about."""
    yield fact.data["visitor"]


@VISITOR.moved_by("evacuation.*", *ENDS)
def visitors_counted(fact: Fact, seen: Seen) -> Iterator[str]:
    """Yield all visitors: the headcount may now count them, or no longer count them."""
    yield from seen.state.visitors.here
    incident = seen.state.incidents.get(fact.incident or "")
    if incident is not None and incident.evacuation is not None:
        yield from (
            who for who in incident.evacuation.accounts if who not in seen.site.person_by_id
        )


@VISITOR.moved_by("evacuation.cards_named")
def cards_gone(fact: Fact, seen: Seen) -> Iterable[str]:
    """Return the cards that a headcount no longer asks for, and whose they are."""
    return chain.from_iterable(fact.data["holders"].items())


@VISITOR.moved_by("person.*")
def visitor_accounted(fact: Fact, seen: Seen) -> Iterator[str]:
    """Yield the visitor that the fact is about; nothing for a person of the site."""
    if fact.data["person"] not in seen.site.person_by_id:
        yield fact.data["person"]


@VISITOR.made
def visitor_row(seen: Seen, key: str) -> VisitorRow | None:
    """The row of a visitor; None once they have left and no headcount counts them."""
    state, site = seen.state, seen.site
    if key in site.person_by_id:
        return None
    here = state.visitors.here.get(key)
    accounts = stands_of(state, key)
    found = _found(seen, key)
    inside = found if isinstance(found, Expected) else None
    if here is None and inside is None and not accounts:
        return None
    said = seen.door.said_of(key)
    host = here.host if here is not None else None
    return {
        "visitor": key,
        "kind": "card" if key.startswith(CARD) else here.kind if here is not None else "visitor",
        "name": said.name,
        "company": said.company,
        "plate": said.plate,
        "badge": said.badge,
        "host": host,
        "host_name": person_name(site, host) if host is not None else None,
        "gate": inside.gate if inside is not None else here.gate if here is not None else None,
        "at": here.at if here is not None else None,
        "inside": inside is not None,
        "source": inside.source if inside is not None else None,
        "since": inside.since if inside is not None else None,
        "account": worst_stand(accounts),
        "accounts": accounts,
        "turns": _presence_turns(inside) if inside is not None else [(ALWAYS, "note", "left")],
    }


@GATE.listed
def gates_listed(seen: Seen) -> Iterator[str]:
    """The keys of all gates."""
    return (gate.id for gate in seen.site.gates)


@GATE.made
def gate_row(seen: Seen, key: str) -> GateRow | None:
    """The row of one gate; None for a gate without readers."""
    gate = seen.site.gate_by_id.get(key)
    if gate is None or not gate.readers:
        return None
    heard = seen.door.gates.readers
    readers: list[ReaderSeen] = []
    for reader in gate.readers:
        one = heard.get(reader)
        readers.append(
            {
                "reader": reader,
                "heard_at": one.heard_at if one is not None else None,
                "turns": reader_turns(one, gate),
            }
        )
    first_down = min(readers, key=lambda one: one["turns"][-1][0])
    return {"gate": key, "readers": readers, "turns": first_down["turns"]}


def _counted_areas(seen: Seen) -> Iterator[str]:
    return (
        area.id
        for area in seen.site.areas
        if area.limit is not None or any(gate.area == area.id for gate in seen.site.gates)
    )


@ZONE.listed
def areas_listed(seen: Seen) -> Iterator[str]:
    """Yield the areas with a limit, and those to which a gate leads."""
    return _counted_areas(seen)


@ZONE.moved_by("visitor.*", "shift.*", *WENT, *ENDS)
def areas_moved(fact: Fact, seen: Seen) -> Iterator[str]:
    """The keys of all areas."""
    return _counted_areas(seen)


@ZONE.made
def zone_row(seen: Seen, key: str) -> ZoneRow | None:
    """The row of an area's count; None without a limit or inner gates, and on a plant without readers."""
    area = seen.site.area_by_id.get(key)
    if area is None or key not in _counted_areas(seen) or not counted_by_gates(seen.site):
        return None
    n = zone_counts(_counted(seen).expected)[key]
    over = area.limit is not None and n > area.limit
    turn: Turn = (ALWAYS, "urgent", "over") if over else (ALWAYS, "plain", "within")
    return {"area": key, "n": n, "limit": area.limit, "turns": [turn]}


@ROLL_CALL.listed
def roll_calls(seen: Seen) -> Iterable[str]:
    """The keys of all open incidents."""
    return seen.state.open_incidents


@ROLL_CALL.moved_by("roll_call.*", *ENDS)
def roll_called(fact: Fact, seen: Seen) -> Iterable[str]:
    """The key of the incident that the fact belongs to."""
    return () if fact.incident is None else (fact.incident,)


@ROLL_CALL.made
def roll_call_row(seen: Seen, key: str) -> RollCallRow | None:
    """The newest roll call of an open incident."""
    incident = seen.state.open_incidents.get(key)
    call = incident.roll_call if incident is not None else None
    if call is None:
        return None
    asked: list[RollAnswer] = [
        {
            "person": person,
            "name": person_name(seen.site, person),
            "answered_at": at,
            "turns": answer_turns(call, at),
        }
        for person, at in call.asked.items()
    ]
    return {
        "incident": key,
        "number": call.number,
        "at": call.at,
        "next_at": call.next_at if call.ended_at is None else None,
        "ended_at": call.ended_at,
        "asked": asked,
        "answered": len(asked) - len(call.open),
        "of": len(asked),
        "turns": roll_call_turns(call),
    }
