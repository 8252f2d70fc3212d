"""The keeper of a store is told of a dispatch and says that it is handed out, or why it cannot be."""

import shutil
from pathlib import Path

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.notifications.wanted import wanted
from command_center.live.rows.row import Row
from tests.support.clockwork import send
from tests.support.factories import ControlRoom
from tests.support.reachable_works import reachable_works
from tests.support.rooms import OpenRoom
from tests.support.rows import row_at
from tests.support.small_works import PARTS


@pytest.fixture
def room(tmp_path: Path, empty_database: Path, rooms: OpenRoom) -> ControlRoom:
    """The day shift: the keeper is there. The hall is open and kept; the shed is open and kept by nobody."""
    stores = [
        store | ({"keeper": "lead-1"} if store["id"] == "hall" else {}) for store in PARTS["stores"]
    ]
    file = Path(shutil.copy(empty_database, tmp_path / "journal.sqlite"))
    room = rooms(file, reachable_works(stores=stores))
    room.does(DUTY_ACTOR, "shift.begin", shift="night")
    room.leak()
    return room


def sent(room: ControlRoom, kit: str = "pair") -> None:
    room.does("ann", "resource.dispatch", incident="INC-1", kit=kit, place="tank")


def row(room: ControlRoom, key: str = "handout:DSP-1@hall") -> Row | None:
    return row_at(room.state, room.site, "resources", key)


def told(room: ControlRoom) -> set[str]:
    return {one.person for one in wanted(room.state, room.site) if one.kind == "kit"}


def test_the_keeper_of_an_open_store_is_paged_and_his_row_says_what_and_where_to(
    room: ControlRoom,
) -> None:
    sent(room)
    assert told(room) == {"cai"}
    found = row(room)
    assert found is not None
    assert (found["incident"], found["place"], found["post"]) == ("INC-1", "tank", "lead-1")
    assert found["lines"] == [
        {"resource": "suit", "store": "hall", "quantity": 2.0},
        {"resource": "mask", "store": "hall", "quantity": 2.0},
    ]
    assert (found["state"], found["keepers"], found["told"]) == ("asked", ["cai"], "none")


def test_nothing_says_told_until_an_attempt_is_on_record(room: ControlRoom) -> None:
    sent(room)
    before = row(room)
    assert before is not None
    assert before["told"] == "none"
    send(room)
    after = row(room)
    assert after is not None
    assert after["told"] == "sent"


def test_the_desk_sees_that_it_was_handed_out_and_the_keeper_is_paged_no_more(
    room: ControlRoom,
) -> None:
    sent(room)
    room.does("cai", "resource.hand_out", dispatch="DSP-1", store="hall")
    found = row(room)
    assert found is not None
    assert (found["state"], found["said_by"]) == ("handed_out", "cai")
    assert told(room) == set()
    again = room.refuses("cai", "resource.hand_out", dispatch="DSP-1", store="hall")
    assert again.refusal.code == "already_handed_out"
    assert room.replayed() == room.state


def test_a_keeper_who_cannot_says_why_and_may_hand_out_after_all(room: ControlRoom) -> None:
    sent(room)
    why = {"dispatch": "DSP-1", "store": "hall", "reason": "The lock is jammed"}
    room.does("cai", "resource.cannot_hand_out", **why)
    found = row(room)
    assert found is not None
    assert (found["state"], found["reason"]) == ("cannot", "The lock is jammed")
    room.does("cai", "resource.hand_out", dispatch="DSP-1", store="hall")
    found = row(room)
    assert found is not None
    assert found["state"] == "handed_out"
    late = room.refuses("cai", "resource.cannot_hand_out", **why)
    assert late.refusal.code == "already_handed_out"


def test_only_the_keeper_says_it_or_a_recorder_enters_the_keepers_word(room: ControlRoom) -> None:
    sent(room)
    asked = {"dispatch": "DSP-1", "store": "hall"}
    for other in ("eva", "ann"):
        refused = room.refuses(other, "resource.hand_out", **asked)
        assert (refused.refusal.code, refused.refusal.status) == ("not_the_keeper", 403)
    room.hears("cai", "resource.hand_out", **asked)
    found = row(room)
    assert found is not None
    assert found["said_by"] == "cai"


def test_what_is_unknown_or_over_is_refused(room: ControlRoom) -> None:
    sent(room)
    ask = "resource.hand_out"
    assert room.refuses("cai", ask, dispatch="DSP-9", store="hall").refusal.code == (
        "unknown_dispatch"
    )
    for store in ("vault", "nowhere"):
        refused = room.refuses("cai", ask, dispatch="DSP-1", store=store)
        assert refused.refusal.code == "not_from_store"
    room.does("ann", "resource.return", dispatch="DSP-1")
    assert room.refuses("cai", ask, dispatch="DSP-1", store="hall").refusal.code == (
        "dispatch_settled"
    )
    assert row(room) is None


def test_a_store_that_nobody_keeps_has_no_row_and_its_word_is_nobodys(room: ControlRoom) -> None:
    sent(room, "more-foam")
    assert row(room) is not None
    assert row(room, "handout:DSP-1@shed") is None
    refused = room.refuses("ann", "resource.hand_out", dispatch="DSP-1", store="shed")
    assert refused.refusal.code == "not_the_keeper"


def test_who_was_paged_may_still_say_it_after_the_shift_has_changed(room: ControlRoom) -> None:
    sent(room)
    room.later(6 * 3600)
    room.does(DUTY_ACTOR, "shift.begin", shift="day")
    room.does("cai", "resource.hand_out", dispatch="DSP-1", store="hall")
