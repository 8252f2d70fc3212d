"""A kit needed and a kit drawn: the two ends of the delay that a lock makes."""

import pytest

from command_center.domain.state.resources.kit_use import KitUse
from tests.support.factories import ControlRoom
from tests.support.rows import row_at

HERE = {"incident": "INC-1", "kit": "pair"}


def use(room: ControlRoom) -> KitUse:
    return room.state.incidents["INC-1"].kits["pair"]


def test_a_directive_with_a_kit_says_that_it_is_needed_once(room: ControlRoom) -> None:
    incident = room.leak()
    order = {"incident": incident, "to": "farm-hand", "text": "Bring it", "kit": "pair"}
    issued, needed = room.does("ann", "directive.issue", **order)
    assert (issued.kind, needed.kind) == ("directive.issued", "kit.needed")
    assert needed.data == {"kit": "pair"}
    room.later(60)
    again = room.does("ann", "directive.issue", **order)
    assert [fact.kind for fact in again] == ["directive.issued"]
    assert use(room).needed_at == needed.at


def test_a_dispatch_says_so_too_and_so_does_anybody(room: ControlRoom) -> None:
    room.leak()
    [first] = room.does("eva", "kit.need", **HERE)
    answer = room.refuses("eva", "kit.need", **HERE)
    assert answer.refusal.code == "kit_needed"
    sent = room.does("ann", "resource.dispatch", place="tank", **HERE)
    assert [fact.kind for fact in sent] == ["resource.dispatched"]
    foam = room.does("ann", "resource.dispatch", incident="INC-1", kit="some-foam", place="tank")
    assert [fact.kind for fact in foam] == ["resource.dispatched", "kit.needed"]
    assert use(room).needed_seq == first.seq


def test_drawing_answers_the_need_and_the_first_drawing_counts(room: ControlRoom) -> None:
    room.leak()
    [needed] = room.does("eva", "kit.need", **HERE)
    early = room.later(30)
    room.later(60)
    [drawn] = room.does("eva", "kit.draw", store="hall", **HERE)
    assert drawn.caused_by == needed.seq
    assert drawn.data["by_key"] is None
    assert use(room).drawn_at == drawn.at
    room.hears("fay", "kit.draw", store="hall", at=early, **HERE)
    assert use(room).drawn_at == early
    row = row_at(room.state, room.site, "incident", "INC-1") or {}
    assert row["kits"] == {"pair": {"needed_at": needed.at, "drawn_at": early}}


def test_behind_a_lock_nothing_is_drawn_before_somebody_has_opened_it(room: ControlRoom) -> None:
    room.leak()
    answer = room.refuses("eva", "kit.draw", store="vault", **HERE)
    assert answer.refusal.code == "store_locked"
    room.does("eva", "custody.force", incident="INC-1", store="vault", reason="no key")
    room.does("eva", "kit.draw", store="vault", **HERE)


def available(room: ControlRoom, resource: str, store: str) -> float:
    return room.state.ledger.lines[(resource, store)].available


def test_what_is_drawn_and_nobody_dispatched_is_out(room: ControlRoom) -> None:
    room.leak()
    room.does("eva", "kit.need", **HERE)
    [drawn] = room.does("eva", "kit.draw", store="hall", **HERE)
    assert drawn.data["lines"] == [
        {"resource": "suit", "store": "hall", "quantity": 2.0},
        {"resource": "mask", "store": "hall", "quantity": 2.0},
    ]
    assert (available(room, "suit", "hall"), available(room, "mask", "hall")) == (0, 2)
    row = row_at(room.state, room.site, "resources", "dispatch:DSP-1") or {}
    assert (row["state"], row["place"], row["out"]) == ("dispatched", "tank", True)
    kit = row_at(room.state, room.site, "resources", "kit:pair") or {}
    assert (kit["sign"], kit["sent"]) == ("plain", {"INC-1": "whole"})
    [again] = room.hears("fay", "kit.draw", store="hall", **HERE)
    assert "lines" not in again.data, "said twice, taken once"
    room.does("eva", "resource.return", dispatch="DSP-1")
    assert available(room, "suit", "hall") == 2


def test_drawing_what_was_dispatched_or_reserved_moves_no_stock(room: ControlRoom) -> None:
    room.leak()
    room.does("ann", "resource.dispatch", place="tank", **HERE)
    [drawn] = room.does("eva", "kit.draw", store="hall", **HERE)
    assert drawn.data == {"kit": "pair", "store": "hall", "by_key": None}
    foam = {"incident": "INC-1", "kit": "some-foam"}
    room.does("ann", "resource.reserve", place="tank", **foam)
    room.does("eva", "kit.draw", store="hall", **foam)
    assert available(room, "foam", "hall") == 0.2
    assert list(room.state.ledger.dispatches) == ["DSP-1", "DSP-2"]


def test_what_was_drawn_is_a_part_of_the_kit_and_a_dispatch_sends_the_rest(
    room: ControlRoom,
) -> None:
    room.leak()
    room.does("eva", "custody.force", incident="INC-1", store="vault", reason="no key")
    four = {"incident": "INC-1", "kit": "four"}
    room.does("eva", "kit.draw", store="vault", **four)
    kit = row_at(room.state, room.site, "resources", "kit:four") or {}
    assert kit["sent"] == {"INC-1": "part"}
    [rest] = room.does("ann", "resource.dispatch", place="tank", **four)[:1]
    assert rest.data["lines"] == [
        {"resource": "suit", "store": "hall", "quantity": 2.0},
        {"resource": "mask", "store": "hall", "quantity": 4.0},
    ]
    kit = row_at(room.state, room.site, "resources", "kit:four") or {}
    assert kit["sent"] == {"INC-1": "whole"}


def test_a_reserved_kit_goes_though_the_vault_it_was_drawn_from_is_locked_again(
    room: ControlRoom,
) -> None:
    room.leak()
    four = {"incident": "INC-1", "kit": "four"}
    room.does("eva", "custody.attempt", incident="INC-1", store="vault", result="opened")
    room.does("ann", "resource.reserve", place="tank", **four)
    shut = {"incident": "INC-1", "store": "vault", "result": "closed"}
    room.does("eva", "kit.draw", store="vault", **four)
    room.does("eva", "custody.attempt", **shut)
    [sent] = room.does("ann", "resource.dispatch", place="tank", **four)[:1]
    assert sent.data["id"] == "DSP-1"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"kit": "moon"}, "unknown_kit"),
        ({"store": "moon"}, "unknown_store"),
        ({"by_key": "moon"}, "unknown_person"),
        ({"store": "shed"}, "kit_not_kept"),
        ({"incident": "INC-9"}, "unknown_incident"),
    ],
)
def test_what_names_nothing_is_refused(room: ControlRoom, data: dict[str, str], code: str) -> None:
    room.leak()
    given = HERE | {"store": "hall"} | data
    assert room.refuses("eva", "kit.draw", **given).refusal.code == code


def test_a_kit_that_was_sent_whole_is_not_red_though_no_second_one_can_be_had(
    room: ControlRoom,
) -> None:
    room.leak()
    room.does("eva", "kit.need", **HERE)
    room.does("ann", "resource.dispatch", place="tank", **HERE)
    row = row_at(room.state, room.site, "resources", "kit:pair") or {}
    assert (row["complete"], row["sign"]) == (False, "plain")
