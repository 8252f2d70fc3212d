"""A lock is forced with a reason, or cannot be; a journal of before it still folds."""

from dataclasses import replace

from command_center.domain.fold import replay
from command_center.domain.resources.custody import reach
from command_center.domain.state import State
from tests.support.factories import ControlRoom


def custody(room: ControlRoom) -> str:
    return reach(room.state, room.site.store_by_id["vault"])


def test_forced_with_a_reason_it_stands_open(room: ControlRoom) -> None:
    assert custody(room) == "locked"
    [fact] = room.does("eva", "custody.force", store="vault", reason="nobody has the key")
    assert (fact.data["result"], fact.data["reason"]) == ("forced", "nobody has the key")
    assert custody(room) == "open"
    again = room.refuses("eva", "custody.force", store="vault", reason="nobody has the key")
    assert again.refusal.code == "store_open"


def test_without_a_reason_nothing_is_forced(room: ControlRoom) -> None:
    answer = room.refuses("eva", "custody.attempt", store="vault", result="forced")
    assert answer.refusal.code == "forcing_wants_a_reason"
    assert room.facts("custody.tried") == []


def test_what_cannot_be_forced_stays_locked(room: ControlRoom) -> None:
    room.does("eva", "custody.attempt", store="vault", result="failed", reason="the bar bent")
    assert custody(room) == "locked"
    assert "vault" in room.state.custodies.found_locked


def test_only_a_keyed_store_that_exists_is_forced(room: ControlRoom) -> None:
    for store, code in (("hall", "store_open"), ("moon", "unknown_store")):
        answer = room.refuses("eva", "custody.force", store=store, reason="in a hurry")
        assert answer.refusal.code == code


def test_a_journal_of_an_earlier_release_folds(room: ControlRoom) -> None:
    room.does("eva", "custody.attempt", store="vault", result="opened", by_key="kim")
    old = [
        replace(f, v=1, data={k: v for k, v in f.data.items() if k != "reason"})
        if f.kind == "custody.tried"
        else f
        for f in room.facts()
    ]
    assert "vault" in replay(State.start(room.site), old).custodies.opened
