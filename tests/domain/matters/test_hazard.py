"""A hazard from the day it is found to the archive: by its parties, in time, with its approvals, repeats and scores."""

from pathlib import Path

import pytest

from command_center.domain.matters.deadlines import colour
from tests.domain.matters.works import CATEGORIES, HAZARD, SCORE, Works

HOUR = 3600
DAY = 24 * HOUR
CLAMP = {
    "place": "tank",
    "category": "equipment/pipe/clamp",
    "found": "The clamp leaks",
    "level": "general",
}
PHOTO = [{"sha256": "a" * 64, "camera": True}]


@pytest.fixture
def works(tmp_path: Path) -> Works:
    """The works at night: Eva answers for the farm, Ben is the safety officer, Joe the manager."""
    return Works(tmp_path, HAZARD, CATEGORIES, SCORE)


def archived(works: Works) -> str:
    hazard = works.opens("fay", "hazard", **CLAMP)
    works.beat()
    works.moves("eva", hazard, "sign")
    works.moves("eva", hazard, "prove", fields={"fixed": PHOTO})
    works.moves("ben", hazard, "recheck", fields={"seen_fixed": PHOTO})
    return hazard


def test_a_hazard_is_found_dispatched_signed_for_proven_and_archived(works: Works) -> None:
    hazard = archived(works)
    assert hazard not in works.state.matters.open
    stub = works.state.matters.ended[hazard]
    assert (stub.state, stub.opener) == ("archived", "fay")
    assert works.replayed() == works.state


def test_each_has_a_number_of_its_year(works: Works) -> None:
    numbers = [works.of(works.opens("fay", "hazard", **CLAMP)).number for _ in range(2)]
    assert numbers == ["hazard-2026-0001", "hazard-2026-0002"]


def test_a_report_whose_answer_was_lost_is_one_whatever_became_of_it(works: Works) -> None:
    hazard = archived(works)
    opening = works.facts("matter.opened")[0].data
    again = {"matter": hazard, "template": "hazard", "fields": CLAMP, "parties": {}}
    assert works.does("fay", "matter.open", **again) == []
    other = {**again, "fields": {**CLAMP, "found": "cracked"}}
    assert works.refuses("fay", "matter.open", **other).refusal.code == "matter_id_taken"
    assert works.refuses("ben", "matter.open", **again).refusal.code == "matter_id_taken"
    changed = works.opens("fay", "hazard", **CLAMP)
    assert CLAMP["found"] == opening["fields"]["found"]
    works.does("fay", "matter.fill", matter=changed, fields={"found": "worse now"}, base=1)
    assert works.does("fay", "matter.open", **again | {"matter": changed}) == []
    assert len(works.facts("matter.opened")) == 2


def test_the_same_report_twice_is_one_and_another_under_its_id_is_refused(works: Works) -> None:
    first = works.opens("fay", "hazard", **CLAMP)
    given = {"matter": first, "template": "hazard", "parties": {}}
    works.beat()
    works.does("fay", "matter.open", **given, fields=CLAMP)
    for other in ({"found": "cracked"}, {"seen_fixed": PHOTO}, {"impairs": "t-1"}):
        answer = works.refuses("fay", "matter.open", **given, fields={**CLAMP, **other})
        assert answer.refusal.code == "matter_id_taken", other
    named = {**given, "parties": {"owner": ["ben"]}}
    answer = works.refuses("fay", "matter.open", **named, fields=CLAMP)
    assert answer.refusal.code == "matter_id_taken"
    assert len(works.facts("matter.opened")) == 1


def test_a_report_sent_again_with_its_uuid_in_capitals_is_the_same_one(works: Works) -> None:
    ident = "5b0e4a1c-7d2f-4c3a-9e8b-0a1b2c3d4e5f"
    given = {"template": "hazard", "fields": CLAMP, "parties": {}}
    works.does("fay", "matter.open", matter=ident, **given)
    assert works.does("fay", "matter.open", matter=ident.upper(), **given) == []
    other = {**given, "fields": {**CLAMP, "found": "cracked"}}
    answer = works.refuses("fay", "matter.open", matter=ident.upper(), **other)
    assert answer.refusal.code == "matter_id_taken"
    works.does("fay", "matter.fill", matter=ident.upper(), fields={"found": "worse now"}, base=1)
    assert [fact.data["matter"] for fact in works.facts("matter.opened")] == [ident]


def test_a_matter_that_an_older_release_kept_in_capitals_stays_known_by_them(works: Works) -> None:
    old = "5B0E4A1C-7D2F-4C3A-9E8B-0A1B2C3D4E5F"
    hazard = works.opens("fay", "hazard", **CLAMP)
    works.state.matters.open[old] = works.state.matters.open[hazard]
    assert works.state.matters.known_as(old) == old
    works.state.matters.remove(works.of(hazard))
    del works.state.matters.open[old]
    assert works.state.matters.known_as(old) == old.lower()
    assert works.state.matters.known_as("IMPORTED-0001") == "IMPORTED-0001"


def test_only_the_owner_signs_and_nobody_checks_their_own(works: Works) -> None:
    hazard = works.opens("ben", "hazard", **CLAMP)
    assert works.denied("eva", hazard, "sign") == "move_not_now"
    works.beat()
    assert works.of(hazard).holders == ("eva",)
    assert works.denied("fay", hazard, "sign") == "not_your_move"
    works.moves("eva", hazard, "sign")
    works.moves("eva", hazard, "prove", fields={"fixed": PHOTO})
    assert works.denied("ben", hazard, "recheck", fields={"seen_fixed": PHOTO}) == "not_your_move"


def test_a_photograph_of_an_album_proves_nothing(works: Works) -> None:
    hazard = works.opens("fay", "hazard", **CLAMP)
    works.beat()
    works.moves("eva", hazard, "sign")
    assert works.denied("eva", hazard, "prove") == "matter_incomplete"
    album = [{"sha256": "a" * 64, "camera": False}]
    assert works.denied("eva", hazard, "prove", fields={"fixed": album}) == "matter_fields"


def test_the_same_photograph_twice_is_one(tmp_path: Path) -> None:
    two = HAZARD.replace("least: 1, camera_only: true", "least: 2, camera_only: true")
    works = Works(tmp_path, CATEGORIES, two, SCORE)
    hazard = works.opens("fay", "hazard", **CLAMP)
    works.beat()
    works.moves("eva", hazard, "sign")
    one, other = ({"sha256": sha * 64, "camera": True} for sha in "ab")
    assert works.denied("eva", hazard, "prove", fields={"fixed": [one, one]}) == "matter_incomplete"
    works.moves("eva", hazard, "prove", fields={"fixed": [one, other]})


def test_a_major_hazard_waits_for_three_levels_of_approval_in_their_order(works: Works) -> None:
    hazard = works.opens("fay", "hazard", **{**CLAMP, "level": "major"})
    assert works.beat() == []
    assert works.of(hazard).holders == ("eva",)
    early = works.refuses("joe", "matter.sign", matter=hazard, move="dispatch", party="manager")
    assert early.refusal.code == "not_your_turn_to_sign"
    works.signs("eva", hazard, "dispatch", "area-head")
    works.signs("ben", hazard, "dispatch", "safety-officer")
    assert works.beat() == []
    works.signs("joe", hazard, "dispatch", "manager")
    assert works.beat() == ["matter.move"]
    assert works.of(hazard).state == "dispatched"


def test_nobody_approves_what_they_found(works: Works) -> None:
    hazard = works.opens("eva", "hazard", **{**CLAMP, "level": "major"})
    refused = works.refuses("eva", "matter.sign", matter=hazard, move="dispatch", party="area-head")
    assert refused.refusal.code == "own_approval"


def test_a_deadline_turns_blue_yellow_red_and_tells_the_superior_and_then_the_manager_once(
    works: Works,
) -> None:
    hazard = works.opens("fay", "hazard", **CLAMP)
    works.beat()
    works.moves("eva", hazard, "sign")
    (due,) = works.of(hazard).due
    assert due["at"] - works.now == 7 * DAY * 1000
    assert [colour(due, works.now + part * DAY * 1000 // 10) for part in (0, 55, 56, 69, 70)] == [
        "blue", "blue", "yellow", "yellow", "red",
    ]  # fmt: skip
    works.later(7 * DAY)
    assert works.beat() == ["matter.escalate"]
    assert works.beat() == []
    works.later(2 * DAY)
    assert works.beat() == ["matter.escalate"]
    told = [
        [one["person"] for one in fact.data["told"]] for fact in works.facts("matter.escalated")
    ]
    assert told == [["ann"], ["joe"]]


def test_the_same_clamp_again_after_the_archive_reaches_the_manager(works: Works) -> None:
    first = archived(works)
    works.later(90 * DAY)
    works.does("ann", "matter.open", matter="00000000-aaaa", template="hazard", fields=CLAMP)
    again = works.facts("matter.opened")[-1]
    assert again.data["repeats"] == [first]
    assert [one["person"] for one in again.data["after"]["told"]] == ["joe"]
    works.later(401 * DAY)
    later = works.opens("fay", "hazard", **CLAMP)
    assert works.of(later).repeats == ()


def test_the_third_within_the_time_is_a_repetition_and_another_place_is_none(works: Works) -> None:
    ids = [works.opens("fay", "hazard", **CLAMP) for _ in range(3)]
    other = works.opens("fay", "hazard", **{**CLAMP, "place": "pool"})
    assert [works.of(one).repeats for one in ids] == [(), (), tuple(ids[:2])]
    assert works.of(other).repeats == ()


def test_in_time_scores_late_costs_and_rejected_costs(works: Works) -> None:
    hazard = works.opens("fay", "hazard", **CLAMP)
    works.beat()
    works.moves("eva", hazard, "sign")
    works.later(8 * DAY)
    works.moves("eva", hazard, "prove", fields={"fixed": PHOTO})
    works.moves("ben", hazard, "reject", reason="It leaks still")
    entries = [
        (one["subject"], one["why"], one["n"], one["balance"])
        for fact in works.facts("matter.moved")
        for one in fact.data["after"].get("points", ())
    ]
    assert entries == [
        ("eva", "on_time", 1, 1), ("eva", "late", -2, -1), ("eva", "rejected", -1, -2),
    ]  # fmt: skip


def test_who_answers_an_old_version_is_told_so(works: Works) -> None:
    hazard = works.opens("fay", "hazard", **CLAMP)
    works.beat()
    assert works.denied("eva", hazard, "sign", base=1) == "matter_moved_on"
    works.moves("eva", hazard, "sign", base=2)


def test_what_was_filled_offline_says_where_it_conflicts(works: Works) -> None:
    hazard = works.opens("fay", "hazard", **CLAMP)
    works.does("eva", "matter.fill", matter=hazard, fields={"found": "A drop a minute"})
    works.does(
        "fay",
        "matter.fill",
        matter=hazard,
        fields={"found": "Two drops"},
        base=1,
        device="phone-1",
        device_seq=4,
    )
    offline = works.facts("matter.filled")[-1].data["offline"]
    assert offline == {"device": "phone-1", "seq": 4, "base": 1, "conflicts": ["found"]}


def test_the_journal_replays_to_the_same_state_when_every_template_is_lost(works: Works) -> None:
    archived(works)
    works.opens("fay", "hazard", **CLAMP)
    works.beat()
    before = works.state.matters
    works.shelf.empty()
    assert works.replayed().matters == before


def test_a_matter_stays_with_its_revision_until_somebody_moves_it(works: Works) -> None:
    hazard = works.opens("fay", "hazard", **CLAMP)
    works.beat()
    old = works.of(hazard).revision
    new = works.shelf.put(HAZARD.replace("within: 4 h", "within: 1 h"))
    assert works.of(hazard).revision == old
    assert works.of(hazard).due[0]["at"] - works.now == 4 * HOUR * 1000
    works.does("eva", "matter.repin", matter=hazard, revision=new)
    assert works.of(hazard).revision == new
    assert works.of(hazard).due[0]["at"] - works.now == HOUR * 1000
    other = works.refuses("eva", "matter.repin", matter=hazard, revision="0" * 64)
    assert other.refusal.code == "not_that_revision"
