"""Who is expected inside: gate, desk and shift list less who left, and what they disagree on."""

import random

from hypothesis import given
from hypothesis import strategies as st

from command_center.domain.people.expected_inside import (
    Left,
    expected_inside,
    inside_count,
    person_inside,
    zone_counts,
)
from command_center.domain.state import State
from command_center.domain.state.people.entry import Inside
from command_center.domain.state.people.gate_presence import (
    GatePresence,
    Passage,
    recount,
    silent_after_ms,
)
from command_center.domain.state.people.roster import Roster
from command_center.domain.state.people.visitors import Visitor
from tests.support.gates import an_incident_in, gated_site, passage
from tests.support.small_site import small_site

SITE = gated_site()
BEGAN = 1_790_000_000_000
MINUTE = 60_000


def on_shift(*people: str) -> State:
    state = State.start(SITE)
    state.roster = Roster("day", BEGAN, {}, frozenset(people))
    return state


def gates_with(
    *passages: Passage, heard: bool = True, now: int = BEGAN + 30 * MINUTE
) -> GatePresence:
    gates = GatePresence()
    if heard:
        for reader, gate in SITE.gate_of_reader.items():
            gates.hear(reader, now, up=True, silent_after_ms=silent_after_ms(gate))
    gates.look(SITE, now)
    gates.take(passages)
    return gates


def test_a_plant_without_readers_counts_its_shift_list_as_before() -> None:
    site = small_site()
    state = State.start(site)
    state.roster = Roster("day", BEGAN, {}, frozenset({"p1", "p2"}))
    found = inside_count(state, site)
    assert [one.who for one in found.expected] == ["p1", "p2"]
    assert {one.disagreement for one in found.expected} == {None}
    assert not found.at_least


def test_gate_and_shift_less_who_left() -> None:
    state = on_shift("p1", "p2", "p3")
    gates = gates_with(
        passage("p1", "in", BEGAN - MINUTE),
        passage("p2", "in", BEGAN - MINUTE),
        passage("p2", "out", BEGAN + MINUTE),
        passage("p4", "in", BEGAN + MINUTE),
        passage("p5", "in", BEGAN + MINUTE),
        passage("p5", "out", BEGAN + 2 * MINUTE),
    )
    found = inside_count(state, SITE, gates)
    assert {one.who: (one.source, one.disagreement) for one in found.expected} == {
        "p1": ("gate", None),
        "p3": ("shift", "never_passed"),
        "p4": ("gate", None),
    }
    assert found.left == [Left("p2", BEGAN + MINUTE, "G-1")]
    assert not found.at_least


def test_who_left_before_the_shift_began_is_on_it_and_has_not_come() -> None:
    found = person_inside(
        on_shift("p1"), SITE, gates_with(passage("p1", "out", BEGAN - 600 * MINUTE)), "p1"
    )
    assert found is not None
    assert not isinstance(found, Left)
    assert found.disagreement == "never_passed"


def test_a_reader_that_is_down_makes_at_least_and_brings_back_who_may_have_returned() -> None:
    gates = gates_with(passage("p1", "out", BEGAN + MINUTE))
    later = BEGAN + 60 * MINUTE
    assert gates.look(SITE, later)
    found = inside_count(on_shift("p1"), SITE, gates)
    assert found.at_least
    assert [(one.who, one.disagreement) for one in found.expected] == [("p1", "left_by_gate")]
    for reader, gate in SITE.gate_of_reader.items():
        gates.hear(reader, later, up=True, silent_after_ms=silent_after_ms(gate))
    assert gates.look(SITE, later)
    found = inside_count(on_shift("p1"), SITE, gates)
    assert not found.at_least
    assert [one.who for one in found.expected] == ["p1"], "what was missed meanwhile stays unknown"


def test_a_reader_that_says_it_fails_is_down_at_once_and_an_inner_one_hides_nobody() -> None:
    now = BEGAN + 30 * MINUTE
    gates = gates_with(now=now)
    inner = SITE.gate_of_reader["R-3"]
    gates.hear("R-3", now, up=False, silent_after_ms=silent_after_ms(inner))
    assert gates.look(SITE, now)
    assert gates.down == {"R-3"}
    assert not inside_count(on_shift(), SITE, gates).at_least
    gates.hear("R-1", now, up=False, silent_after_ms=silent_after_ms(SITE.gate_of_reader["R-1"]))
    gates.look(SITE, now)
    assert inside_count(on_shift(), SITE, gates).at_least


def test_visitors_and_unknown_cards_are_counted_until_they_leave() -> None:
    state = on_shift()
    state.visitors.here["V-1"] = Visitor("V-1", "driver", BEGAN, 1, "G-2", None)
    state.visitors.here["V-2"] = Visitor("V-2", "visitor", BEGAN, 2, "G-1", "p1")
    gates = gates_with(passage("V-2", "out", BEGAN + MINUTE), passage("card:ab", "in", BEGAN))
    found = {one.who: (one.kind, one.source) for one in expected_inside(state, SITE, gates)}
    assert found == {"V-1": ("visitor", "desk"), "card:ab": ("card", "gate")}


def test_zones_are_counted_and_an_inner_gate_lets_nobody_off_the_plant() -> None:
    gates = gates_with(
        passage("p1", "in", BEGAN, "T-W1"),
        passage("p2", "in", BEGAN, "T-W1"),
        passage("p2", "out", BEGAN + 1, "T-W1"),
    )
    found = expected_inside(on_shift(), SITE, gates)
    assert [one.who for one in found] == ["p1", "p2"]
    assert zone_counts(found) == {"w1": 1}


def test_who_is_on_air_is_inside_whatever_a_gate_or_a_list_says() -> None:
    state = on_shift("p1")
    incident = an_incident_in(state, "w2")
    gates = gates_with(passage("p2", "in", BEGAN - MINUTE), passage("p2", "out", BEGAN + MINUTE))
    assert [one.who for one in expected_inside(state, SITE, gates)] == ["p1"]
    for who in ("p2", "p3"):
        incident.entry.inside[who] = Inside(who, 27, BEGAN + 2 * MINUTE, BEGAN + 20 * MINUTE)
    found = inside_count(state, SITE, gates)
    assert {one.who: (one.source, one.since, one.zone) for one in found.expected} == {
        "p1": ("shift", BEGAN, None),
        "p2": ("entry", BEGAN + 2 * MINUTE, "w2"),
        "p3": ("entry", BEGAN + 2 * MINUTE, "w2"),
    }
    assert found.left == []


def test_who_stands_by_or_came_out_is_inside_until_a_gate_sees_them_leave_later() -> None:
    state = on_shift("p1")
    incident = an_incident_in(state, "w2")
    for who in ("p1", "p2", "p3"):
        incident.entry.saw(who, BEGAN + 2 * MINUTE)
    gates = gates_with(
        passage("p1", "out", BEGAN + MINUTE),
        passage("p2", "out", BEGAN + MINUTE),
        passage("p3", "out", BEGAN + 3 * MINUTE),
    )
    found = inside_count(state, SITE, gates)
    assert {one.who: (one.source, one.since, one.disagreement) for one in found.expected} == {
        "p1": ("board", BEGAN + 2 * MINUTE, None),
        "p2": ("board", BEGAN + 2 * MINUTE, None),
    }
    assert found.left == []
    state.open_incidents.clear()
    assert [one.who for one in inside_count(state, SITE, gates).left] == ["p1"]


PASSAGES = st.lists(
    st.builds(
        passage,
        st.sampled_from(["p1", "p2", "p3", "V-1"]),
        st.sampled_from(["in", "out"]),
        st.integers(BEGAN, BEGAN + 5),
        st.sampled_from(["G-1", "T-W1"]),
    ),
    max_size=30,
)


@given(PASSAGES, st.randoms(use_true_random=False))
def test_the_order_in_which_passages_come_changes_nothing(
    passages: list[Passage], chance: random.Random
) -> None:
    straight, shuffled = GatePresence(), GatePresence()
    straight.take(passages)
    again = [*passages, *passages]
    chance.shuffle(again)
    for one in again:
        shuffled.take([one])
    assert shuffled.latest == straight.latest == dict(recount(passages))
