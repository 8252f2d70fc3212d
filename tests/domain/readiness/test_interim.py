"""An interim measure bridges a gap until an end: the gap stays a gap."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from command_center.desk import Forbidden, InvalidCommand
from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.domain.readiness.interim import interim_turns, interims_over
from command_center.domain.readiness.standing_gap import GAPS, gap_stands
from command_center.domain.verdicts.turns import code_at
from command_center.live.rows import every as every  # noqa: PLC0414 - declares the kinds
from command_center.live.rows.kind import KINDS
from tests.support.factories import CONTROLLER, ControlRoom, person
from tests.support.rooms import OpenRoom
from tests.support.small_works import small_works

HOUR = 3600
MEASURE: dict[str, Any] = {
    "gap": "kit:four",
    "person": "kim",
    "what": "Kim comes with the key within 20 minutes",
    "hours": 6,
    "evidence": "Key signed out at 02:30",
}


@pytest.fixture
def room(tmp_path: Path, empty_database: Path, rooms: OpenRoom) -> ControlRoom:
    """By night two of the four suits lie in the vault, whose key is at home."""
    file = Path(shutil.copy(empty_database, tmp_path / "journal.sqlite"))
    return rooms(file, small_works())


def test_it_bridges_a_gap_that_stands_and_ends_at_its_time(room: ControlRoom) -> None:
    [taken] = room.does("ann", "readiness.interim", **MEASURE)
    assert taken.data["until"] == room.now + 6 * HOUR * 1000
    found = room.state.interims["kit:four"]
    assert (found.person, found.by, found.evidence) == ("kim", "ann", "Key signed out at 02:30")
    assert gap_stands(room.state, room.site, "kit:four", room.now) is True
    turns = interim_turns(found)
    codes = [code_at(turns, room.now + h * HOUR * 1000) for h in (0, 4, 6)]
    assert codes == ["interim", "ending", "over"]
    room.later(6 * HOUR)
    assert list(interims_over(room.state, room.site, room.now)) == ["kit:four"]
    [over] = room.does(DUTY_ACTOR, "readiness.end_interim", gap="kit:four")
    assert over.data["why"] == "over"
    assert room.state.interims == {}
    assert room.replayed() == room.state


def test_a_mended_gap_ends_its_measure_and_one_that_comes_back_has_none(room: ControlRoom) -> None:
    room.does("ann", "readiness.interim", **MEASURE)
    assert list(interims_over(room.state, room.site, room.now)) == []
    assert room.does(DUTY_ACTOR, "readiness.end_interim", gap="kit:four") == []
    room.does("ann", "custody.attempt", store="vault", result="opened", by_key="kim")
    assert gap_stands(room.state, room.site, "kit:four", room.now) is False
    assert list(interims_over(room.state, room.site, room.now)) == ["kit:four"]
    [over] = room.does(DUTY_ACTOR, "readiness.end_interim", gap="kit:four")
    assert over.data["why"] == "mended"
    room.later(60)
    room.does("ann", "custody.attempt", store="vault", result="closed")
    assert gap_stands(room.state, room.site, "kit:four", room.now) is True
    assert room.state.interims == {}


def test_it_is_withdrawn_with_a_reason(room: ControlRoom) -> None:
    back = {"gap": "kit:four", "reason": "Kim cannot come"}
    assert room.refuses("ann", "readiness.withdraw_interim", **back).refusal.code == "no_interim"
    room.does("ann", "readiness.interim", **MEASURE)
    [ended] = room.does("ben", "readiness.withdraw_interim", **back)
    assert (ended.data["why"], ended.data["reason"]) == ("withdrawn", "Kim cannot come")
    assert room.refuses("ann", "readiness.withdraw_interim", **back).refusal.code == "no_interim"


@pytest.mark.parametrize(
    ("data", "refused"),
    [
        ({"gap": "kit:some-foam"}, "gap_mended"),
        ({"gap": "kit:nothing"}, "gap_mended"),
        ({"gap": "authority:no-plan:no-step"}, "gap_mended"),
        ({"gap": "kit:"}, "unknown_gap"),
        ({"gap": "weather"}, "unknown_gap"),
        ({"person": "zoe"}, "unknown_person"),
    ],
)
def test_only_a_gap_that_stands_is_bridged_by_somebody_who_is_there(
    room: ControlRoom, data: dict[str, Any], refused: str
) -> None:
    assert room.refuses("ann", "readiness.interim", **(MEASURE | data)).refusal.code == refused


@pytest.mark.parametrize("data", [{"hours": 0}, {"hours": 745}, {"what": "x"}, {"hours": "soon"}])
def test_an_end_and_a_measure_are_required(room: ControlRoom, data: dict[str, Any]) -> None:
    with pytest.raises(InvalidCommand):
        room.desk.submit("readiness.interim", MEASURE | data, person("ann"))


@pytest.mark.parametrize("role", [Role.RESPONDER, Role.VIEWER, Role.EVALUATOR])
def test_who_only_looks_or_answers_signs_no_measure(room: ControlRoom, role: Role) -> None:
    with pytest.raises(Forbidden):
        room.desk.submit("readiness.interim", MEASURE, person("eva", role))


def test_of_two_measures_the_later_counts_and_both_are_on_record(room: ControlRoom) -> None:
    room.does("ann", "readiness.interim", **MEASURE)
    room.does(CONTROLLER, "readiness.interim", **(MEASURE | {"person": "fay", "hours": 1}))
    assert room.state.interims["kit:four"].person == "fay"
    assert len(room.facts("readiness.interim_taken")) == 2


def test_every_kind_of_gap_that_the_screens_list_can_be_bridged() -> None:
    """Not bridged: `no_channel`, made of what this process can send, which is no fact, and the use of an emergency
    account, which is looked into and sealed again. What was closed is no gap any more."""
    others = {"interim:", "closed:", "no_channel", "break_glass:"}
    listed = {kind.key for kind in KINDS if kind.topic == "readiness"} - others
    several = {"upkeep:": "upkeep", "unheld:": "unheld", "never:": "never"}
    assert {several.get(form, form) for form in GAPS} == listed
