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
    assert (drawn.caused_by, drawn.data) == (
        needed.seq, {"kit": "pair", "store": "hall", "by_key": None},
    )  # fmt: skip
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


def test_drawing_moves_no_stock(room: ControlRoom) -> None:
    room.leak()
    before = room.state.ledger.lines[("suit", "hall")].available
    room.does("eva", "kit.draw", store="hall", **HERE)
    assert room.state.ledger.lines[("suit", "hall")].available == before


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
