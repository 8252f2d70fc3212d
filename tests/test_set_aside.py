"""A fact that cannot be folded keeps no plant from starting: it is set aside by a fact, everywhere the same."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from command_center.boot.snapshots import Snapshots, fold
from command_center.desk import Accepted, Desk, Refused, refolding
from command_center.desk import desk as desk_module
from command_center.desk.refolding import TooManyFail, folded_without
from command_center.domain.actor import Actor, Role
from command_center.domain.fact import Fact
from command_center.domain.fold import Gap
from command_center.domain.registry import FACTS
from command_center.domain.state import State
from command_center.store.plant.plant_history import set_aside_in
from command_center.web.request.commanding import carried_out
from command_center.web.request.problem import Problem
from tests.support.factories import ControlRoom, person

FAILING = "report.received"
ADMINS = [Actor(f"admin-{n}", Role.ADMINISTRATOR, person=None) for n in (1, 2)]
REPORT = {"channel": "call", "place": "tank", "text": "It smells"}


def half_folded(state: State, fact: Fact) -> None:
    """A fold that changes something before it fails."""
    state.alarms.clear()
    raise KeyError("over")


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Turns the fold of one kind of fact into one that fails, as an older or newer program's may."""
    good = FACTS[FAILING]

    def turn(on: bool) -> None:
        monkeypatch.setitem(FACTS, FAILING, replace(good, apply=half_folded) if on else good)

    return turn


def another(room: ControlRoom) -> Desk:
    """A process that starts now."""
    desk = Desk(room.site, room.journal, room.clock)
    desk.catch_up()
    return desk


def passed(desk: Desk) -> list[int]:
    return sorted(desk.state.passed_over)


def test_a_fact_that_cannot_be_folded_is_set_aside_everywhere_the_same(
    room: ControlRoom, broken: Any, failed_alone: list[BaseException], tmp_path: Any
) -> None:
    room.alarm()
    broken(True)
    heard: list[int] = []
    room.desk.listen(lambda facts, state: heard.extend(fact.seq for fact in facts))
    (fact,) = room.does("ann", "report.receive", **REPORT)
    assert room.state.alarms, "half of a fold is undone"
    assert not room.state.reports
    room.desk.set_aside()
    room.desk.set_aside()
    assert [f.data["fact"] for f in room.facts("journal.set_aside")] == [fact.seq]
    assert heard == list(range(fact.seq, room.state.seq + 1))
    assert set_aside_in(room.journal.engine, room.site.id).keys() == {fact.seq}
    starting = another(room)
    assert passed(starting) == [fact.seq]
    assert starting.failed == {}
    assert starting.state == room.state
    broken(False)
    mended = another(room)  # a later version could fold it, and passes over it all the same
    assert mended.state == room.state
    snapshots = Snapshots(tmp_path, room.site.id, None, b"secret")
    snapshots.write(room.state, room.facts()[-1].hash)
    kept = snapshots.read(room.journal)
    assert kept is not None
    assert kept.passing == {fact.seq}
    failed_alone.clear()


def test_who_sent_it_is_told_that_it_is_recorded_and_set_aside(
    room: ControlRoom, broken: Any, failed_alone: list[BaseException]
) -> None:
    broken(True)
    for _ in range(2):  # the same key gets the same answer
        answer = room.desk.submit("report.receive", REPORT, person("ann"), key="one")
        assert isinstance(answer, Accepted)
        (fact,) = answer.facts
        assert answer.set_aside == [fact.seq]
        with pytest.raises(Problem) as told:
            carried_out(answer)
        assert (told.value.code, told.value.status) == ("set_aside", 409)
        for lang, admin in (("en", "administrator"), ("zh-CN", "管理员")):
            members = told.value.members(lang)
            assert f"{fact.seq}" in members["detail"]
            assert admin in members["mend"]
    broken(False)
    after = room.desk.submit("report.receive", REPORT, person("ann"))
    assert isinstance(after, Accepted)
    assert not after.set_aside
    failed_alone.clear()


def test_a_plant_with_such_a_fact_starts_and_goes_on(
    room: ControlRoom, broken: Any, failed_alone: list[BaseException]
) -> None:
    (first,) = room.does("ann", "report.receive", **REPORT)
    room.alarm()
    (second,) = room.does("ann", "report.receive", **REPORT)
    broken(True)
    desk = another(room)
    assert sorted(desk.failed) == [first.seq, second.seq]
    desk.set_aside()
    assert passed(desk) == [first.seq, second.seq]
    assert [one.part for one in desk.faults.standing()] == ["fact", "fact"]
    # The process that could fold them folds anew what the other one decided.
    broken(False)
    assert room.state.reports
    room.desk.catch_up()
    assert not room.state.reports
    assert room.state == desk.state
    failed_alone.clear()


@pytest.mark.parametrize("count", [3, 4])
def test_where_too_many_fail_the_program_is_wrong_and_does_not_start(
    room: ControlRoom,
    broken: Any,
    monkeypatch: pytest.MonkeyPatch,
    failed_alone: list[BaseException],
    count: int,
) -> None:
    for place in (desk_module, refolding):
        monkeypatch.setattr(place, "MOST_PASSED", 3)
    for _ in range(count):
        room.does("ann", "report.receive", **REPORT)
        room.alarm()
    broken(True)
    if count == 3:
        assert len(another(room).failed) == 3
    else:
        with pytest.raises(TooManyFail, match="4 facts cannot be folded"):
            another(room)
    assert not room.facts("journal.set_aside")
    failed_alone.clear()


def test_no_snapshot_lacks_a_fact_that_is_not_set_aside(
    room: ControlRoom, broken: Any, failed_alone: list[BaseException], tmp_path: Path
) -> None:
    """A mended program would start from it and never fold the fact."""
    room.alarm()
    (fact,) = room.does("ann", "report.receive", **REPORT)
    snapshots = Snapshots(tmp_path / "snaps", room.site.id, None, b"secret")
    broken(True)
    desk = Desk(room.site, room.journal, room.clock)
    fold(snapshots, room.journal, desk, worth=1)
    assert desk.failed.keys() == {fact.seq}
    assert snapshots.read(room.journal) is None
    snapshots.write(desk.state, room.facts()[-1].hash)  # as an earlier release wrote one
    assert snapshots.read(room.journal) is None
    broken(False)
    mended = Desk(room.site, room.journal, room.clock)
    fold(snapshots, room.journal, mended, worth=1)
    assert list(mended.state.reports) == [fact.seq]
    failed_alone.clear()


def test_folding_anew_ends_where_the_journal_is_shorter_than_it_was(room: ControlRoom) -> None:
    room.alarm()
    with pytest.raises(Gap, match=f"no fact after {room.state.seq}"):
        folded_without(room.site, room.journal, room.state.seq + 1, ())


def test_two_administrators_have_it_folded_again(
    room: ControlRoom, broken: Any, failed_alone: list[BaseException]
) -> None:
    broken(True)
    (fact,) = room.does("ann", "report.receive", **REPORT)
    room.desk.set_aside()
    told = {"fact": fact.seq, "reason": "The program is mended"}

    def gives(who: Actor, **data: Any) -> Accepted | Refused:
        return room.desk.submit("journal.annul", data or told, who)

    refused = gives(ADMINS[0], fact=1, reason="A slip")
    assert isinstance(refused, Refused)
    assert refused.refusal.code == "not_set_aside"
    assert isinstance(gives(ADMINS[0]), Accepted)
    refused = gives(ADMINS[0])
    assert isinstance(refused, Refused)
    assert refused.refusal.code == "second_administrator"
    refused = gives(replace(ADMINS[1], by_token=True))
    assert isinstance(refused, Refused)
    assert refused.refusal.code == "own_account"
    assert passed(room.desk) == [fact.seq]
    broken(False)
    assert isinstance(gives(ADMINS[1]), Accepted)
    assert passed(room.desk) == []
    assert list(room.state.reports) == [fact.seq]
    assert another(room).state == room.state
    failed_alone.clear()
