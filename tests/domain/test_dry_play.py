"""A dry play decides and folds as the Desk does, on a state of its own: the same steps come to the same facts, and the
real state stays as it was."""

from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from command_center.domain.dry_play import (
    LONGEST_WAIT_MS,
    MOST_STEPS,
    DryPlay,
    Happened,
    Step,
    TooMuch,
    scratch_of,
)
from command_center.domain.matters.reading.everybody import hands_of
from command_center.domain.state.matters import Balance, Rollout
from command_center.domain.template_language.shelf import DraftShelf
from command_center.domain.template_language.template import Template
from command_center.template_file import read_text
from tests.domain.matters.test_closing import SCORED, SHEET
from tests.domain.matters.works import CATEGORIES, HAZARD, SCORE, Works

HOUR_MS = 3_600_000
ID = str(UUID(int=99))
FIELDS = {"category": "equipment/pipe/clamp", "level": "general", "found": "Drips"}
PICTURE = [{"sha256": "ab" * 32}]
ENDLESS = """
template: hazard
title: {zh: 循环, en: Circle}
fields: {place: {type: place, required: true}}
parties: {finder: opener}
states: [a, b, c]
moves:
  there: {from: a, to: b, by: duty}
  back: {from: b, to: a, by: duty}
  out: {from: a, to: c, by: finder}
"""


@pytest.fixture
def works(tmp_path: Path) -> Works:
    return Works(tmp_path, CATEGORIES, HAZARD, SCORE)


def place_of(works: Works) -> str:
    return next(iter(works.site.places))


def dry(works: Works, text: str) -> DryPlay:
    described, problems = read_text(text)
    assert isinstance(described, Template), problems
    shelf = DraftShelf(works.shelf, described, sha256(text.encode()).hexdigest(), frozenset())
    return DryPlay(scratch_of(works.state), works.site, shelf, works.now)


def opens(play: DryPlay, works: Works, by: str = "ann", **fields: Any) -> Happened:
    data = {
        "matter": ID,
        "template": "hazard",
        "fields": {**FIELDS, "place": place_of(works), **fields},
    }
    return play.take(Step(by, "matter.open", data))


def moves(play: DryPlay, by: str, move: str, **more: Any) -> Happened:
    return play.take(Step(by, "matter.move", {"matter": ID, "move": move, **more}))


def owner_of(play: DryPlay, move: str) -> str:
    found = play.play()
    assert found is not None
    return next(one.people[0] for one in hands_of(found) if one.move == move and one.signs is None)


def as_facts(happened: Happened) -> list[tuple[str, Any]]:
    return [(one.kind, one.data) for one in happened.facts]


def test_the_same_steps_come_to_the_same_facts_as_at_the_desk(works: Works) -> None:
    play = dry(works, HAZARD)
    tried = opens(play, works)
    by = tried.step.by or ""
    kinds = [kind for kind, _ in as_facts(tried)]
    assert kinds == ["matter.opened", "matter.moved"]  # the clockwork has dispatched it
    before = works.state.seq
    real = works.opens(by, "hazard", **{**FIELDS, "place": place_of(works)})
    works.beat()
    recorded = [one for one in works.journal.read(before, 100) if one.kind.startswith("matter.")]
    assert [one.kind for one in recorded] == kinds
    for (_, data), fact in zip(as_facts(tried), recorded, strict=True):
        assert {**data, "matter": real} == {**fact.data, "matter": real}


def test_nothing_of_it_reaches_the_real_state(works: Works) -> None:
    works.opens("ann", "hazard", **{**FIELDS, "place": place_of(works)})
    before, head = deepcopy(works.state), works.journal.head()
    play = dry(works, HAZARD.replace("within: 4 h", "within: 1 h"))
    opens(play, works)
    owner = owner_of(play, "sign")
    moves(play, owner, "sign")
    moves(play, owner, "prove", fields={"fixed": PICTURE})
    play.take(Step(wait_ms=30 * 24 * HOUR_MS))
    assert works.state == before
    assert works.journal.head() == head
    assert ID not in works.state.matters.open


def test_a_draft_is_played_and_not_what_counts_now(works: Works) -> None:
    due = {}
    for text in (HAZARD, HAZARD.replace("sign: {within: 4 h}", "sign: {within: 2 h}")):
        play = dry(works, text)
        opens(play, works)
        found = play.play()
        assert found is not None
        due[text] = next(one["at"] for one in found.matter.due if one["of"] == "sign") - play.now
    assert list(due.values()) == [4 * HOUR_MS, 2 * HOUR_MS]


def test_time_goes_by_and_the_clockwork_does_what_has_come_due_at_its_time(works: Works) -> None:
    play = dry(works, HAZARD)
    opens(play, works)
    owner = owner_of(play, "sign")
    moves(play, owner, "sign")
    begun = play.now
    waited = play.take(Step(wait_ms=8 * 24 * HOUR_MS))
    escalated = [one for one in waited.facts if one.kind == "matter.escalated"]
    assert [one.data["of"] for one in escalated] == ["prove"] * len(escalated)
    assert begun + 7 * 24 * HOUR_MS in [one.at for one in escalated]
    assert play.now == begun + 8 * 24 * HOUR_MS
    late = moves(play, owner, "prove", fields={"fixed": PICTURE})
    (points,) = [
        one["points"] for _, data in as_facts(late) if (one := data["after"]).get("points")
    ]
    assert [(one["account"], one["subject"], one["n"]) for one in points] == [
        ("duty-score", owner, -2)
    ]


def test_a_refusal_changes_nothing_and_says_why(works: Works) -> None:
    play = dry(works, HAZARD)
    assert [one["type"] for one in play.take(Step("ann", "matter.open", {"matter": "?"})).wrong]
    opens(play, works)
    owner = owner_of(play, "sign")
    moves(play, owner, "sign")
    seq = play.state.seq
    refused = moves(play, owner, "prove")
    assert refused.refusal is not None
    assert refused.refusal.code == "matter_incomplete"
    assert not refused.facts
    assert play.state.seq == seq
    stranger = next(one.id for one in works.site.people if one.id not in (owner, "ann"))
    theirs = moves(play, stranger, "prove", fields={"fixed": PICTURE})
    assert theirs.refusal is not None
    assert theirs.refusal.code == "not_your_move"


def test_a_matter_of_the_plant_is_not_touched(works: Works) -> None:
    real = works.opens("ann", "hazard", **{**FIELDS, "place": place_of(works)})
    works.of(real).live = True  # as if its work went on: then a play sees it
    works.state.matters.touch(works.of(real), works.state.seq)
    play = dry(works, HAZARD)
    assert real in play.state.matters.open
    refused = play.take(Step("ann", "matter.fill", {"matter": real, "fields": {"found": "Mine"}}))
    assert refused.refusal is not None
    assert refused.refusal.code == "not_in_this_play"
    assert works.of(real).fields["found"] == "Drips"
    assert play.matter is None


def test_points_of_a_play_leave_the_real_balance_as_it_was(works: Works) -> None:
    play = dry(works, HAZARD)
    opens(play, works)
    owner = owner_of(play, "sign")
    known = Balance(0, 5.0, "2026-11", None, bans=["gate"], entries={"other/prove": 5.0})
    works.state.matters.accounts["duty-score"] = {owner: known}
    before = deepcopy(known)
    play = dry(works, HAZARD)
    opens(play, works)
    moves(play, owner, "sign")
    moves(play, owner, "prove", fields={"fixed": PICTURE})
    played = play.state.matters.accounts["duty-score"][owner]
    assert played.entries != before.entries
    assert works.state.matters.accounts["duty-score"][owner] == before


def test_a_draft_of_what_is_rolled_out_elsewhere_is_refused_as_at_the_desk(works: Works) -> None:
    works.state.matters.rollouts["hazard"] = Rollout("r1", ("nowhere",), None, None)
    refused = opens(dry(works, HAZARD), works).refusal
    assert refused is not None
    assert refused.code == "template_not_here"


def test_a_play_without_an_end_is_cut(works: Works) -> None:
    play = dry(works, ENDLESS)
    with pytest.raises(TooMuch):
        play.take(
            Step(
                "ann",
                "matter.open",
                {"matter": ID, "template": "hazard", "fields": {"place": place_of(works)}},
            )
        )


def test_a_repetition_is_seen_of_what_the_play_opened(works: Works) -> None:
    play = dry(works, HAZARD)
    repeats = []
    for number in (1, 2, 3):
        data = {
            "matter": str(UUID(int=number)),
            "template": "hazard",
            "fields": {**FIELDS, "place": place_of(works)},
        }
        repeats.append(
            len(play.take(Step("ann", "matter.open", data)).facts[0].data.get("repeats", ()))
        )
    assert repeats == [0, 0, 2]
    assert MOST_STEPS >= 30
    assert LONGEST_WAIT_MS == 400 * 24 * HOUR_MS


def test_the_report_of_an_account_is_played_as_if_it_were_opened_by_hand(tmp_path: Path) -> None:
    works = Works(tmp_path, SHEET, SCORED)
    data = {"matter": ID, "template": "sheet", "fields": {"period": "2026-11"}}
    refused = works.refuses("ben", "matter.open", **data).refusal
    assert refused.code == "report_by_clockwork"
    play = dry(works, SHEET)
    told = play.take(Step("ben", "matter.open", data))
    assert told.refusal is None
    assert play.take(Step("ben", "matter.move", {"matter": ID, "move": "issue"})).refusal is None
    assert ID in play.state.matters.ended
    (account,) = works.shelf.accounts()
    assert account.closes is not None
    assert account.closes.report == "sheet", "the real one is closed with it"
