"""Observers' notes: taken until the log is frozen, changed by a fact that names the old one until the
review is signed, and after the freeze only as a rectification."""

from pathlib import Path

import pytest

from command_center.domain.actor import DUTY_ACTOR, Role
from tests.reports.reviewed import JUDGE
from tests.support.factories import CONTROLLER, ControlRoom, person

PICTURE = {
    "sha256": "a" * 64, "type": "image/jpeg", "width": 8, "height": 8, "size": 99,
}  # fmt: skip


@pytest.fixture
def room(tmp_path: Path) -> ControlRoom:
    return ControlRoom(tmp_path / "works.db")


def noted(room: ControlRoom, drill: str, rating: str = "P") -> int:
    [fact] = room.does(
        JUDGE, "observation.note", drill=drill, objective="suits", rating=rating,
        note="slow gas meter",
    )  # fmt: skip
    return fact.seq


def over(room: ControlRoom, drill: str) -> None:
    room.does(CONTROLLER, "drill.end", drill=drill)
    room.does(DUTY_ACTOR, "review.open", review=drill)


def frozen(room: ControlRoom) -> tuple[str, int]:
    """A drill whose log is frozen, and its one note."""
    drill = room.drill()
    seq = noted(room, drill)
    over(room, drill)
    room.does("ann", "review.freeze", review=drill)
    return drill, seq


def test_a_changed_rating_is_a_new_fact_that_names_the_old(room: ControlRoom) -> None:
    drill = room.drill()
    first = noted(room, drill)
    [changed] = room.does(JUDGE, "observation.change", drill=drill, observation=first, rating="M")
    assert (changed.kind, changed.caused_by) == ("observation.changed", first)
    assert changed.data == {
        "observation": first, "objective": "suits", "rating": "M", "note": "slow gas meter",
        "reason": None, "late": False,
    }  # fmt: skip
    observed = room.state.drills[drill].observed
    assert observed[first].replaced_by == changed.seq
    again = room.refuses(JUDGE, "observation.change", drill=drill, observation=first, rating="U")
    assert (again.refusal.code, again.refusal.params["by"]) == (
        "observation_changed_already",
        changed.seq,
    )
    room.does(JUDGE, "observation.change", drill=drill, observation=changed.seq, rating="U")
    assert room.replayed() == room.state


def test_only_its_author_changes_a_note_and_only_into_another(room: ControlRoom) -> None:
    drill = room.drill()
    first = noted(room, drill)
    named = {"drill": drill, "observation": first}
    other = room.refuses(
        person("joe", Role.EVALUATOR), "observation.change", rating="U", **named
    )  # fmt: skip
    assert other.refusal.code == "observation_of_another"
    same = room.refuses(JUDGE, "observation.change", rating="P", **named)
    assert same.refusal.code == "observation_unchanged"
    none = room.refuses(JUDGE, "observation.change", drill=drill, observation=1, rating="U")
    assert none.refusal.code == "unknown_observation"


def test_once_the_log_is_frozen_nothing_new_is_noted(room: ControlRoom) -> None:
    drill, _ = frozen(room)
    before = room.state.seq
    refused = room.refuses(
        JUDGE, "observation.note", drill=drill, objective="suits", rating="P", note="late"
    )
    assert refused.refusal.code == "log_frozen"
    pictured = room.refuses(DUTY_ACTOR, "observation.photograph", drill=drill, **PICTURE)
    assert pictured.refusal.code == "log_frozen"
    assert room.state.seq == before


def test_after_the_freeze_a_change_gives_its_reason_and_rectifies(room: ControlRoom) -> None:
    drill, seq = frozen(room)
    named = {"drill": drill, "observation": seq, "rating": "M"}
    silent = room.refuses(JUDGE, "observation.change", **named)
    assert silent.refusal.code == "rectify_why"
    [changed] = room.does(JUDGE, "observation.change", reason="Wrong key", **named)
    assert (changed.data["late"], changed.data["reason"]) == (True, "Wrong key")
    review = room.state.reviews.by_id[drill]
    assert review.rectified == {seq: [(changed.seq, "Wrong key")]}
    assert review.content_seq == changed.seq, "whoever signs has to have read it"
    assert room.replayed() == room.state


def test_a_change_makes_a_signature_lapse_and_after_both_there_is_none(room: ControlRoom) -> None:
    drill, seq = frozen(room)
    room.does("ann", "review.hotwash", review=drill, present=4, notes="All were there")
    room.does("ann", "review.agree", review=drill)
    room.does("ann", "review.hold", review=drill, present=4, notes="Minutes")
    room.does("ann", "review.sign", review=drill)
    named = {"drill": drill, "reason": "Wrong key"}
    changed, lapsed = room.does(
        JUDGE, "observation.change", observation=seq, rating="M", **named
    )  # fmt: skip
    assert (lapsed.kind, lapsed.data["change"]) == ("review.signature_lapsed", changed.seq)
    room.does("ann", "review.sign", review=drill)
    room.does(JUDGE, "review.sign", review=drill)
    late = room.refuses(
        JUDGE, "observation.change", observation=changed.seq, rating="P", **named
    )  # fmt: skip
    assert late.refusal.code == "review_signed"
    new = room.refuses(JUDGE, "observation.note", drill=drill, objective="suits", rating="P")
    assert new.refusal.code == "review_signed"


def test_a_rating_of_the_review_names_the_one_before_until_it_is_signed(room: ControlRoom) -> None:
    drill, _ = frozen(room)
    rated = {"review": drill, "objective": "suits"}
    [first] = room.does(JUDGE, "review.rate", rating="P", **rated)
    assert "replaces" not in first.data
    [second] = room.does(JUDGE, "review.rate", rating="M", **rated)
    assert (second.data["replaces"], second.caused_by) == (first.seq, first.seq)
    [graded] = room.does(JUDGE, "review.grade", review=drill, grade="fair")
    [regraded] = room.does(JUDGE, "review.grade", review=drill, grade="poor")
    assert regraded.data["replaces"] == graded.seq
    room.does("ann", "review.hotwash", review=drill, present=4, notes="All were there")
    room.does("ann", "review.agree", review=drill)
    room.does("ann", "review.hold", review=drill, present=4, notes="Minutes")
    room.does("ann", "review.sign", review=drill)
    room.does(JUDGE, "review.sign", review=drill)
    assert room.refuses(JUDGE, "review.rate", rating="P", **rated).refusal.code == "review_signed"
    assert room.replayed() == room.state
