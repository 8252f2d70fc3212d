"""Rows on who is inside: who may see a name, at least N, areas over their limit, and none on a plant without gates."""

import random
from typing import Any

from command_center.domain.actor import ActorKind, Role, Via
from command_center.domain.fact import AtBasis, Fact
from command_center.domain.state import State
from command_center.domain.state.matters import Balance
from command_center.domain.state.people.entry import Inside
from command_center.domain.state.people.gate_presence import GatePresence, Passage, silent_after_ms
from command_center.domain.state.people.roster import Roster
from command_center.domain.state.people.visitors import Visitor
from command_center.domain.verdicts.turns import code_at, turn_taken
from command_center.live.rows.kind import Doorway, Seen, VisitorSaid, listed, readers
from command_center.live.rows.people.inside_rows import (
    GATE,
    INSIDE,
    VISITOR,
    WHO_INSIDE,
    ZONE,
    passed_by,
)
from command_center.live.rows.touched import moved
from tests.support.gates import an_incident_in, gated_site, passage
from tests.support.small_site import small_site

SITE = gated_site()
NOW = 1_790_000_000_000


def seen_with(*passages: Passage, on_shift: tuple[str, ...] = (), heard: bool = True) -> Seen:
    state, gates = State.start(SITE), GatePresence()
    state.roster = Roster("day", NOW - 60_000, {}, frozenset(on_shift))
    if heard:
        for reader, gate in SITE.gate_of_reader.items():
            gates.hear(reader, NOW, up=True, silent_after_ms=silent_after_ms(gate))
    gates.look(SITE, NOW)
    gates.take(passages)
    said = {"V-1": VisitorSaid("Zhao", "Cargo", "B-1", "71")}
    return Seen(state, SITE, door=Doorway(gates, lambda one: said.get(one, VisitorSaid())))


def made(kind: Any, seen: Seen, name: str = "") -> Any:
    row = kind.make(seen, name)
    assert row is not None
    return row


def test_a_plant_without_readers_and_visitors_has_no_row_of_it() -> None:
    site = small_site()
    state = State.start(site)
    state.roster = Roster("day", NOW, {}, frozenset({"p1"}))
    seen = Seen(state, site)
    own = (INSIDE, WHO_INSIDE, VISITOR, GATE, ZONE)
    assert [(k.key, n) for k, n in listed(seen) if k in own and k.make(seen, n) is not None] == []


def test_the_count_says_at_least_while_a_reader_is_down() -> None:
    assert made(INSIDE, seen_with(on_shift=("p1",)))["turns"][0][2] == "exact"
    row = made(INSIDE, seen_with(on_shift=("p1",), heard=False))
    assert (row["n"], row["never_passed"], row["turns"][0][2]) == (1, 1, "at_least")


def test_a_reader_turns_down_by_time_alone() -> None:
    turns = made(GATE, seen_with(), "G-1")["turns"]
    assert code_at(turns, NOW + 180_000) == "heard"
    assert code_at(turns, NOW + 180_001) == "down"
    assert GATE.make(seen_with(), "G-2") is None


def test_an_area_over_its_limit_is_red() -> None:
    inside = [passage(f"p{n}", "in", NOW, "T-W1") for n in (1, 2, 3)]
    assert made(ZONE, seen_with(*inside[:2]), "w1")["turns"] == [(0, "plain", "within")]
    row = made(ZONE, seen_with(*inside), "w1")
    assert (row["n"], row["limit"], turn_taken(row["turns"], NOW)) == (3, 2, (0, "urgent", "over"))


def test_who_is_on_air_is_counted_where_the_incident_is_and_an_entry_moves_the_rows() -> None:
    seen = seen_with(passage("p1", "in", NOW))
    entry = an_incident_in(seen.state, "w1").entry
    entry.inside["p2"] = Inside("p2", 27, NOW, NOW + 1_200_000)
    assert (made(INSIDE, seen)["n"], made(ZONE, seen, "w1")["n"]) == (2, 1)
    who = made(WHO_INSIDE, seen, "p2")
    assert (who["source"], who["since"], who["turns"][0][2]) == ("entry", NOW, "inside")
    assert (WHO_INSIDE, "p2") in listed(seen)
    entry.saw("p3", NOW)
    assert made(WHO_INSIDE, seen, "p3")["source"] == "board"
    assert (WHO_INSIDE, "p3") in listed(seen)
    for kind, data in (
        ("entry.ready", {"persons": ["p2"]}), ("entry.in", {"person": "p2"}), ("entry.out", {"person": "p2"}),
    ):  # fmt: skip
        fact = Fact(
            2, SITE.id, NOW, AtBasis.OBSERVED, NOW, "ann", ActorKind.HUMAN, Via.API, kind, 1, data,
            incident="INC-1",
        )  # fmt: skip
        assert {(INSIDE, ""), (ZONE, "w1"), (WHO_INSIDE, "p2")} <= set(moved(fact, seen))


def test_a_visitors_name_and_where_somebody_passed_are_not_everybodys() -> None:
    seen = seen_with(passage("p1", "in", NOW))
    seen.state.visitors.here["V-1"] = Visitor("V-1", "driver", NOW, 1, "G-2", "p2")
    row = made(VISITOR, seen, "V-1")
    assert (row["name"], row["host"], row["source"], row["inside"]) == ("Zhao", "p2", "desk", True)
    may = {Role.COMMANDER, Role.CONTROLLER, Role.RESPONDER}
    assert readers("people", "visitor:V-1", row) == may
    assert readers("people", "inside:p1", made(WHO_INSIDE, seen, "p1")) == may
    assert "Zhao" not in str([INSIDE.make(seen, ""), GATE.make(seen, "G-1"), ZONE.make(seen, "w1")])


def test_after_any_passages_the_rows_are_those_of_a_new_board() -> None:
    chance = random.Random(7)
    seen = seen_with(on_shift=("p1", "p2"))
    kinds = (INSIDE, WHO_INSIDE, VISITOR, GATE, ZONE)

    def whole() -> dict[tuple[str, str], Any]:
        found = {
            (kind.key, name): kind.make(seen, name) for kind, name in listed(seen) if kind in kinds
        }
        return {key: row for key, row in found.items() if row is not None}

    board = whole()
    for n in range(200):
        who = chance.choice(["p1", "p2", "p3", "card:ab"])
        gate = chance.choice(["G-1", "T-W1"])
        told = passage(who, chance.choice(["in", "out"]), NOW + chance.randrange(100), gate, str(n))
        for kind, name in passed_by(seen.door.gates.take([told]), seen):
            row = kind.make(seen, name)
            if row is None:
                board.pop((kind.key, name), None)
            else:
                board[kind.key, name] = row
        assert board == whole()


def test_who_is_barred_and_passed_an_open_gate_is_shown_as_that() -> None:
    seen = seen_with(passage("p1", "in", NOW), passage("p2", "in", NOW))
    bans = {"p1": Balance(12, 0, "2026", None, bans=["gate"])}
    seen.state.matters.accounts["contractor-points"] = bans
    row = made(WHO_INSIDE, seen, "p1")
    assert (row["barred"], row["turns"]) == ("contractor-points", [(0, "urgent", "barred")])
    assert made(WHO_INSIDE, seen, "p2")["barred"] is None
    seen.door.gates.take([passage("p1", "out", NOW + 1)])
    left = WHO_INSIDE.make(seen, "p1")
    assert left is None or left["barred"] is None
