"""Promised, handed out, back, damaged, used up, lost, delivered and counted: one balance that always adds up."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from command_center.desk import Accepted
from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.fold import replay
from command_center.domain.state import State
from command_center.domain.state.resources.ledger import StockLine, amount
from tests.support.factories import ControlRoom, person
from tests.support.small_works import PARTS, small_works

SITE = small_works(
    stock=[
        *(line for line in PARTS["stock"] if line["resource"] != "foam"),
        {"resource": "foam", "store": "hall", "quantity": 0.5, "batches": [
            {"batch": "A", "quantity": 0.2, "expires": "2026-12-03"},
            {"batch": "B", "quantity": 0.2, "expires": "2027-06-01"}]},
        {"resource": "foam", "store": "shed", "quantity": 0.2},
    ]
)  # fmt: skip
FOAM = {"resource": "foam", "store": "hall"}


@pytest.fixture
def room(room_of: Any) -> ControlRoom:
    """Works whose foam in the hall is kept by batches, with a leak."""
    made: ControlRoom = room_of(SITE)
    made.leak()
    return made


def foam(room: ControlRoom) -> StockLine:
    return room.state.ledger.lines[("foam", "hall")]


def send(room: ControlRoom, kit: str) -> list[dict[str, Any]]:
    [sent, *_] = room.does("ann", "resource.dispatch", incident="INC-1", kit=kit, place="tank")
    return list(sent.data["lines"])


def settle(room: ControlRoom, **parts: float) -> None:
    line = {"resource": "suit", "store": "hall"} | parts
    room.does("ann", "resource.settle", dispatch="DSP-1", lines=[line])


def test_a_dispatch_is_settled_in_parts(room: ControlRoom) -> None:
    send(room, "pair")
    suit = room.state.ledger.lines[("suit", "hall")]
    settle(room, returned=1)
    assert (suit.available, suit.out) == (1, 1)
    settle(room, damaged=1)
    assert (suit.quantity, suit.out, suit.damaged, suit.available) == (2, 0, 1, 1)
    sent = room.state.ledger.dispatches["DSP-1"]
    assert sent.state == "dispatched"
    assert [(one["resource"], one["quantity"]) for one in sent.away] == [("mask", 2)]
    room.does("ann", "resource.consume", dispatch="DSP-1")
    masks = room.state.ledger.lines[("mask", "hall")]
    assert (masks.quantity, masks.out, suit.quantity) == (2, 0, 2)
    assert room.replayed() == room.state


def test_a_dispatch_of_which_nothing_is_away_is_over(room: ControlRoom) -> None:
    send(room, "some-foam")
    line = {**FOAM, "batch": "A", "used": 0.06, "lost": 0.04}
    room.does("ann", "resource.settle", dispatch="DSP-1", lines=[line])
    assert room.state.ledger.dispatches["DSP-1"].state == "consumed"
    assert (foam(room).quantity, foam(room).batches["A"].quantity) == (0.4, 0.1)


def test_no_more_is_settled_than_is_away_and_not_before_it_went(room: ControlRoom) -> None:
    send(room, "pair")
    for lines in (
        [{"resource": "suit", "store": "hall", "returned": 2, "lost": 1}],
        [{"resource": "suit", "store": "hall"}],
        [{"resource": "suit", "store": "vault", "returned": 1}],
        [{"resource": "suit", "store": "hall", "returned": 2}] * 2,
        [{"resource": "suit", "store": "hall", "batch": "A", "returned": 1}],
    ):
        refused = room.refuses("ann", "resource.settle", dispatch="DSP-1", lines=lines)
        assert refused.refusal.code == "settles_too_much"
    line = {"resource": "suit", "store": "hall", "returned": 1}
    early = {"dispatch": "DSP-1", "lines": [line], "at": room.now - 60_000}
    assert room.refuses("ann", "resource.settle", **early).refusal.code == "settled_before_sent"
    room.does("ann", "resource.return", dispatch="DSP-1")
    late = room.refuses("ann", "resource.settle", dispatch="DSP-1", lines=[line])
    assert late.refusal.code == "dispatch_settled"


def test_the_first_to_expire_goes_first(room: ControlRoom) -> None:
    assert send(room, "more-foam") == [
        {**FOAM, "quantity": 0.2, "batch": "A"},
        {**FOAM, "quantity": 0.2, "batch": "B"},
    ]
    assert foam(room).available == 0.1
    assert foam(room).parts() == [(None, 0.1)]


def test_a_batch_past_its_day_is_not_at_hand_and_the_others_are(room: ControlRoom) -> None:
    room.later(2 * 86_400)
    expired = room.does(DUTY_ACTOR, "resource.expire", **FOAM, batch="A")
    assert (expired[0].data["batch"], expired[0].data["quantity"]) == ("A", 0.2)
    assert room.does(DUTY_ACTOR, "resource.expire", **FOAM, batch="A") == []
    assert (foam(room).available, foam(room).expired_here) == (0.3, 0.2)
    assert [line.get("batch") for line in send(room, "some-foam")] == ["B"]
    assert room.replayed() == room.state


def test_what_was_reserved_of_a_batch_that_expires_is_not_sent(room: ControlRoom) -> None:
    room.does("ann", "resource.reserve", incident="INC-1", kit="some-foam", place="tank")
    room.later(2 * 86_400)
    room.does(DUTY_ACTOR, "resource.expire", **FOAM, batch="A")
    sent = {"incident": "INC-1", "kit": "some-foam", "place": "tank"}
    refused = room.refuses("ann", "resource.dispatch", **sent)
    assert refused.refusal.code == "reserved_unfit"


def test_a_batch_is_counted_by_itself(room: ControlRoom) -> None:
    refused = room.refuses("ann", "resource.count", **FOAM, quantity=0.4)
    assert refused.refusal.code == "count_by_batch"
    room.does("ann", "resource.count", **FOAM, quantity=0.5)
    room.does("ann", "resource.count", **FOAM, batch="A", quantity=0.1)
    assert (foam(room).quantity, foam(room).batches["A"].quantity) == (0.4, 0.1)
    assert room.refuses("ann", "resource.count", **FOAM, batch="Z", quantity=1).refusal.code == (
        "unknown_batch"
    )


def test_a_count_says_how_many_are_damaged(room: ControlRoom) -> None:
    suits = {"resource": "suit", "store": "hall"}
    room.does("ann", "resource.count", **suits, quantity=2, damaged=1)
    assert room.state.ledger.lines[("suit", "hall")].available == 1
    room.does("ann", "resource.count", **suits, quantity=2, damaged=0)
    assert room.state.ledger.lines[("suit", "hall")].available == 2
    refused = room.refuses("ann", "resource.count", **suits, quantity=2, damaged=3)
    assert refused.refusal.code == "more_damaged_than_counted"


def test_a_delivery_is_a_batch_of_its_own(room: ControlRoom) -> None:
    room.does("ann", "resource.put_in", **FOAM, quantity=1, batch="C", expires="2028-01-01")
    assert (foam(room).quantity, foam(room).batches["C"].available) == (1.5, 1)
    room.does("ann", "resource.put_in", **FOAM, quantity=1, batch="C", expires="2028-01-01")
    assert foam(room).batches["C"].quantity == 2
    for wrong, code in (
        ({"batch": "C", "expires": "2028-01-02"}, "batch_has_other_day"),
        ({"batch": "D", "expires": "2026-12-01"}, "expired_already"),
        ({"expires": "2028-01-01"}, "day_without_batch"),
        ({"store": "vault"}, "unknown_line"),
    ):
        given_ = FOAM | {"quantity": 1} | wrong
        assert room.refuses("ann", "resource.put_in", **given_).refusal.code == code
    assert room.replayed() == room.state


NUMBERS = st.sampled_from([0, 0.1, 0.2, 1, 2])
STEPS = st.one_of(
    st.tuples(st.sampled_from(["resource.dispatch", "resource.reserve"]),
              st.fixed_dictionaries({"kit": st.sampled_from(
                  ["four", "pair", "some-foam", "more-foam"]), "partial": st.booleans()})),
    st.tuples(st.sampled_from(["resource.return", "resource.consume", "resource.lose",
                               "resource.arrive"]),
              st.fixed_dictionaries({"dispatch": st.integers(1, 6).map("DSP-{}".format)})),
    st.tuples(st.just("resource.settle"), st.fixed_dictionaries({
        "dispatch": st.integers(1, 6).map("DSP-{}".format),
        "lines": st.lists(st.fixed_dictionaries({
            "resource": st.sampled_from(["suit", "mask", "foam"]), "store": st.just("hall"),
            "batch": st.sampled_from([None, None, "A", "B"]), "returned": NUMBERS,
            "damaged": NUMBERS, "used": NUMBERS, "lost": NUMBERS}), min_size=1, max_size=2)})),
    st.tuples(st.just("resource.count"), st.fixed_dictionaries({
        "resource": st.sampled_from(["suit", "mask", "foam"]), "store": st.just("hall"),
        "batch": st.sampled_from([None, "A"]), "quantity": NUMBERS})),
    st.tuples(st.just("resource.put_in"), st.fixed_dictionaries({
        "resource": st.sampled_from(["suit", "foam"]), "store": st.just("hall"),
        "batch": st.sampled_from([None, "E"]), "quantity": NUMBERS.filter(bool)})),
    st.tuples(st.just("resource.inspect"), st.fixed_dictionaries({
        "resource": st.sampled_from(["suit", "mask"]), "store": st.just("hall"),
        "result": st.sampled_from(["fit", "unfit"]), "unfit": NUMBERS,
        "evidence": st.just("No. 1")})),
)  # fmt: skip


@settings(
    max_examples=60, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(steps=st.lists(STEPS, min_size=1, max_size=15))
def test_whatever_is_said_nothing_is_promised_twice_and_the_parts_add_up(
    steps: list[tuple[str, dict[str, Any]]], room_of: Any
) -> None:
    room: ControlRoom = room_of(SITE)
    room.leak()
    for kind, data in steps:
        given_ = dict(data)
        if "kit" in given_:
            given_ |= {"incident": "INC-1", "place": "tank"}
            if kind == "resource.reserve":
                del given_["partial"]
        answer = room.desk.submit(kind, given_, person("ann"))
        if isinstance(answer, Accepted):
            adds_up(room.state)
    assert replay(State.start(SITE), room.facts()) == room.state


def adds_up(state: State) -> None:
    """What is out is what the dispatches still have; nothing is negative; nothing can be had twice."""
    for key, line in state.ledger.lines.items():
        away = [
            one["quantity"]
            for sent in state.ledger.dispatches.values()
            if sent.unit is None
            for one in sent.away
            if (one["resource"], one["store"]) == key
        ]
        assert line.out == amount(sum(away)), key
        assert 0 <= line.available <= max(0.0, line.lies_here), key
        assert line.quantity >= 0, key
        assert 0 <= line.damaged <= line.quantity, key
        assert amount(sum(n for _, n in line.parts())) == line.available, key
