"""An evacuation on a plant with gates: who is asked for, who joins, and that no passage counts as safe."""

from pathlib import Path

import pytest

from command_center.desk import Accepted
from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from command_center.domain.state.people.gate_presence import GatePresence
from command_center.domain.timing.record import Record
from command_center.domain.timing.table import headcount_row
from command_center.duties.headcounts import headcounts
from tests.support.factories import CONTROLLER, ControlRoom
from tests.support.gates import gated_site, passage

CHIEF = Actor("chief", Role.COMMANDER, person="p1")


class Gated(ControlRoom):
    """A control room whose gates a test passes."""

    gates: GatePresence

    def passes(self, who: str, direction: str, gate: str = "G-1") -> None:
        self.later(1)
        self.gates.take([passage(who, direction, self.now, gate)])  # type: ignore[arg-type]

    def lets_in(self, visitor: str, kind: str) -> None:
        answer = self.desk.submit(
            "visitor.register", {"visitor": visitor, "kind": kind}, DUTY_ACTOR
        )
        assert isinstance(answer, Accepted)

    def turns(self) -> None:
        """The duties' part of a beat."""
        for kind, data in list(headcounts(self.state, self.site, self.gates, self.now)):
            self.does(DUTY_ACTOR, kind, **data)

    def accounts(self) -> dict[str, str]:
        headcount = self.state.incidents["INC-1"].evacuation
        assert headcount is not None
        return dict(headcount.accounts)


@pytest.fixture
def quiet(tmp_path: Path) -> Gated:
    room = Gated(tmp_path / "gated.sqlite3", gated_site(), shift="day")
    room.gates = room.desk.gates = GatePresence()
    return room


@pytest.fixture
def room(quiet: Gated) -> Gated:
    """It leaks in shop 1."""
    quiet.does(CHIEF, "incident.open", title="Leak", hazard="leak", place="w1", level="I")
    return quiet


def order(room: Gated) -> None:
    room.does(CHIEF, "evacuation.order", incident="INC-1", zones=["w1"])


def test_the_denominator_is_gate_and_desk_and_shift_less_who_left(room: Gated) -> None:
    room.lets_in("V-1", "driver")
    room.lets_in("V-2", "visitor")
    room.does(CONTROLLER, "visitor.leave", visitor="V-2")
    room.passes("p2", "out")
    room.passes("p4", "in")
    room.passes("card:ab", "in")
    order(room)
    assert set(room.accounts()) == {"p1", "p4", "V-1", "card:ab"}
    ordered = room.facts("evacuation.ordered")[0]
    assert [one["person"] for one in ordered.data["paged"]] == ["p4"], "p1 commands"
    assert room.replayed().incidents["INC-1"].evacuation == room.state.incidents["INC-1"].evacuation


def test_a_card_that_proves_to_be_somebodys_is_asked_for_once(room: Gated) -> None:
    for card in ("card:a", "card:b", "card:c"):
        room.passes(card, "in")
    order(room)
    room.does("p1", "person.check_in", person="p1", muster="M-N")
    room.does("p1", "person.check_in", person="card:a", muster="M-S")
    room.does("p1", "person.miss", person="card:b")
    room.does("p1", "person.check_in", person="p2", muster="M-N")
    room.gates.name({"card:a": "p4", "card:b": "p2", "card:c": "p1", "card:z": "p3"})
    room.turns()
    room.turns()
    assert [one.data["holders"] for one in room.facts("evacuation.cards_named")] == [
        {"card:a": "p4", "card:b": "p2", "card:c": "p1"}
    ]
    assert room.facts("evacuation.joined") == []
    assert room.accounts() == {"p1": "checked_in", "p2": "checked_in", "p4": "checked_in"}
    headcount = room.state.incidents["INC-1"].evacuation
    assert headcount is not None
    assert headcount.musters == {"p1": "M-N", "p2": "M-N", "p4": "M-S"}
    counted = headcount_row(Record.of(room.facts(), "INC-1", room.now)).beside[0]
    assert counted.count == 3
    assert room.replayed().incidents["INC-1"].evacuation == headcount


def test_a_card_given_to_the_wrong_person_and_then_to_another_asks_for_the_other(
    room: Gated,
) -> None:
    room.passes("card:a", "in")
    order(room)
    room.does("p1", "person.miss", person="card:a")
    room.later(1)
    room.does("p1", "person.check_in", person="p1", muster="M-N")
    room.gates.name({"card:a": "p1"})
    room.turns()
    assert room.accounts() == {"p1": "checked_in", "p2": "not_accounted"}
    room.gates.name({"card:a": "p4"})
    room.turns()
    room.turns()
    assert room.accounts() == {
        "p1": "checked_in", "p2": "not_accounted", "p4": "not_accounted",
    }  # fmt: skip
    assert len(room.facts("evacuation.cards_named")) == 2
    assert room.replayed().incidents["INC-1"].evacuation == room.state.incidents["INC-1"].evacuation


def test_a_list_printed_before_a_card_had_a_holder_counts_the_holder(room: Gated) -> None:
    room.passes("card:a", "in")
    room.passes("card:b", "in")
    order(room)
    printed = room.does("p1", "muster.list", incident="INC-1")[0].data
    row = printed["lists"][0]["people"].index("card:a") + 1
    room.gates.name({"card:a": "p4", "card:b": "p3"})
    room.turns()
    room.does(
        "p1",
        "muster.enter",
        serial=printed["serial"],
        ticked=str(row),
        signed_by="p1",
        muster="M-N",
    )
    assert room.accounts()["p4"] == "checked_in"
    room.does("p1", "person.miss", person="card:b")
    assert room.accounts()["p3"] == "missing"
    room.does("p1", "person.find", person="card:b")
    room.does("p1", "person.check_in", person="card:b", muster="M-S")
    assert room.facts("person.checked_in")[-1].data == {"person": "p3", "muster": "M-S"}
    assert room.accounts() == {
        "p1": "assigned", "p2": "not_accounted", "p3": "checked_in", "p4": "checked_in",
    }  # fmt: skip
    assert room.replayed().incidents["INC-1"].evacuation == room.state.incidents["INC-1"].evacuation


def test_who_passes_in_after_the_order_joins_once_and_who_passes_out_is_not_safe(
    room: Gated,
) -> None:
    room.passes("p4", "in")
    order(room)
    room.turns()
    assert room.facts("evacuation.joined") == []
    room.passes("p5", "in")
    room.lets_in("V-9", "contractor")
    room.passes("p4", "out")
    room.turns()
    room.turns()
    assert [one.data["people"] for one in room.facts("evacuation.joined")] == [["V-9", "p5"]]
    asked = room.accounts()
    assert asked.pop("p1") == "assigned", "p1 commands"
    assert set(asked.values()) == {"not_accounted"}
    assert {"p4", "p5", "V-9"} <= set(room.accounts())
    room.does(CONTROLLER, "visitor.leave", visitor="V-9")
    assert room.accounts()["V-9"] == "not_accounted"


def test_visitors_are_counted_by_a_warden_and_by_nobody_else(room: Gated) -> None:
    room.lets_in("V-1", "driver")
    order(room)
    other = Actor("other", Role.RESPONDER, person="p5")
    refused = room.refuses(other, "person.check_in", person="V-1", muster="M-N")
    assert refused.refusal.code == "not_a_warden"
    assert room.refuses(CHIEF, "person.check_in", person="V-7", muster="M-N").refusal.code == (
        "unknown_person"
    )
    room.does(CHIEF, "person.miss", person="V-1")
    room.does(CHIEF, "person.find", person="V-1")
    room.does(CHIEF, "person.check_in", person="V-1", muster="M-N")
    assert room.accounts()["V-1"] == "checked_in"


def test_a_visitor_stands_on_the_paper_list_and_is_counted_by_it(room: Gated) -> None:
    room.lets_in("V-1", "driver")
    order(room)
    listed = room.does(CHIEF, "muster.list", incident="INC-1")[0].data
    people = [who for part in listed["lists"] for who in part["people"]]
    row = people.index("V-1") + 1
    room.does(
        CHIEF,
        "muster.enter",
        serial=listed["serial"],
        ticked=str(row),
        signed_by="p1",
        muster="M-N",
    )
    assert room.accounts()["V-1"] == "checked_in"
    assert room.accounts()["p2"] == "not_accounted"


def test_in_a_drill_nobody_really_passes(quiet: Gated) -> None:
    quiet.passes("p2", "out")
    quiet.passes("p4", "in")
    drill = quiet.drill()
    quiet.plays(drill, CHIEF, "incident.open", title="Drill", hazard="leak", place="w1", level="I")
    twin = quiet.state.twins[drill]
    incident = next(iter(twin.open_incidents))
    quiet.plays(drill, CHIEF, "evacuation.order", incident=incident, zones=["w1"])
    headcount = twin.incidents[incident].evacuation
    assert headcount is not None
    assert set(headcount.accounts) == {"p1", "p2"}
