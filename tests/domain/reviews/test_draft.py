"""The draft that writes itself: every sentence rests on facts, and changes with them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from command_center.domain.fact import Fact
from command_center.domain.reviews.draft.sentence import Sentence
from command_center.domain.reviews.draft.whole import Draft, draft_of
from command_center.reports.sentence_text import in_both, sentence_text
from command_center.words import LANGUAGES
from tests.support.closing import closed_incident
from tests.support.factories import ControlRoom

Facts = list[Fact]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> ControlRoom:
    room = ControlRoom(tmp_path_factory.mktemp("draft") / "works.db")
    closed_incident(room)
    return room


@pytest.fixture
def facts(room: ControlRoom) -> Facts:
    """The real incident, and facts of the vocabulary that other areas write."""
    told = room.facts()
    opened = next(f for f in told if f.kind == "incident.opened")
    closed = told[-1]
    more = [
        (
            "notification.failed",
            {"person": "kim", "channel": "sms", "directive": "DIR-1", "error": "not_in_service"},
        ),
        ("notification.failed", {"person": "kim", "channel": "voice", "directive": "DIR-1"}),
        (
            "escalation.fired",
            {"directive": "DIR-1", "step": "deputy", "post": "second", "person": "ben"},
        ),
    ]
    new = [
        replace(
            opened,
            seq=closed.seq + n,
            kind=kind,
            data=data,
            at=opened.at + n * 1000,
            caused_by=None,
        )
        for n, (kind, data) in enumerate(more, 1)
    ]
    return [*told, *new]


def draft(facts: Sequence[Fact], room: ControlRoom) -> Draft:
    return draft_of(facts, "INC-1", room.site, room.now)


def said(told: Sentence, room: ControlRoom) -> tuple[str, ...]:
    return tuple(sentence_text(lang, told, room.site.zone) for lang in LANGUAGES)


def test_it_finds_the_problems_by_itself(facts: Facts, room: ControlRoom) -> None:
    found = {p.key: p for p in draft(facts, room).problems}
    assert set(found) == {
        "dead_contact:kim", "locked:vault", "authority:team-2", "water:pool", "late_ack:farm-hand",
        "shortage:four", "contradicted:source",
    }  # fmt: skip
    for problem in found.values():
        assert problem.facts, problem.key
        for told in problem.sentences:
            assert told.facts, told


def test_every_sentence_reads_in_both_languages(facts: Facts, room: ControlRoom) -> None:
    sentences = draft(facts, room).sentences
    assert len(sentences) > 14
    for told in sentences:
        zh, en = said(told, room)
        assert zh != en
        assert "{" not in zh + en
        assert in_both(told, room.site.zone) == {"zh": zh, "en": en}


def test_without_any_of_its_facts_a_sentence_is_not_the_same(
    facts: Facts, room: ControlRoom
) -> None:
    """Whatever fact a sentence cites, the sentence says something else once that fact is gone."""
    for told in draft(facts, room).sentences:
        for seq in told.facts:
            rest = draft([f for f in facts if f.seq != seq], room).sentences
            assert told not in rest, f"{told.key} does not rest on fact {seq}"


def test_other_facts_than_those_it_cites_change_no_sentence(
    facts: Facts, room: ControlRoom
) -> None:
    """Every name and number of a sentence stands in the facts it cites: those alone bring it back."""
    lone = {"directives", "verified", "acknowledged_in_time", "two_stood_by"}
    for told in draft(facts, room).sentences:
        needed = set(told.facts) | {
            f.seq
            for f in facts
            if f.kind in ("incident.opened", "plant.confirmed", "directive.issued")
        }
        kept = [f for f in facts if f.seq in needed]
        if told.key in lone or told.key.endswith("_kept"):
            continue
        assert told.params in [s.params for s in draft(kept, room).sentences], told.key


CHANGES: list[tuple[str, dict[str, Any], str, str]] = [
    ("custody.tried", {"store": "hall"}, "Vault", "Hall"),
    ("authority.refused", {"target": "team-1"}, "Team 2", "Team 1"),
    ("resource.refused", {"kit": "pair"}, "Entry for four", "Entry for two"),
    ("notification.failed", {"person": "gus"}, "Kim", "Gus"),
    (
        "incident.opened",
        {"title": {"zh": "另一件", "en": "Another matter"}},
        "Leak",
        "Another matter",
    ),
]


@pytest.mark.parametrize(("kind", "change", "was", "becomes"), CHANGES)
def test_a_changed_fact_changes_the_sentence(
    facts: Facts, room: ControlRoom, kind: str, change: dict[str, Any], was: str, becomes: str
) -> None:
    def text(told: Sequence[Fact]) -> str:
        return " ".join(said(s, room)[1] for s in draft(told, room).sentences)

    changed = [replace(f, data={**f.data, **change}) if f.kind == kind else f for f in facts]
    assert was in text(facts)
    assert becomes not in text(facts)
    assert becomes in text(changed)


def test_a_moved_time_moves_the_sentence(facts: Facts, room: ControlRoom) -> None:
    def locked(told: Sequence[Fact]) -> str:
        [problem] = [p for p in draft(told, room).problems if p.key == "locked:vault"]
        return " ".join(said(s, room)[1] for s in problem.sentences)

    assert "forced open 10:00 later" in locked(facts)
    later = [replace(f, at=f.at + 5_000) if f.data.get("result") == "forced" else f for f in facts]
    assert "forced open 10:05 later" in locked(later)


def test_planned_stands_beside_actual(facts: Facts, room: ControlRoom) -> None:
    lines = {line.step.id: line for line in draft(facts, room).planned}
    assert list(lines) == ["look", "call-2", "clear-2", "support", "shut"]
    assert {line.state for line in lines.values()} == {"not_issued"}


def test_a_frozen_log_keeps_its_draft(facts: Facts, room: ControlRoom) -> None:
    frozen = facts[-4].seq
    assert "dead_contact:kim" not in {
        p.key for p in draft_of(facts, "INC-1", room.site, room.now, frozen).problems
    }


def test_expectations_show_how_they_ended(facts: Facts, room: ControlRoom) -> None:
    last = facts[-1]
    opened = replace(last, seq=last.seq + 1, kind="expectation.opened", data={"expectation": "E1"})
    met = replace(
        last, seq=last.seq + 2, kind="expectation.met", data={"expectation": "E1", "matched": 5}
    )
    [row] = draft([*facts, opened, met], room).expectations
    assert (row["state"], row["facts"]) == ("met", [opened.seq, met.seq, 5])


def test_cause_rating_and_owner_are_nowhere_in_it(
    facts: Facts, room: ControlRoom, tmp_path: Path
) -> None:
    fields = {name for s in draft(facts, room).sentences for name in s.params}
    assert fields.isdisjoint({"cause", "severity", "rating", "grade", "owner"})


def test_who_reviews_had_no_hand_in_what_is_reviewed(facts: Facts, room: ControlRoom) -> None:
    last = facts[-1]
    held = replace(last, seq=last.seq + 1, kind="review.hotwash_held", actor="zoe")
    assert draft([*facts, held], room).hands == draft(facts, room).hands
    acted = replace(held, kind="valve.reported", data={"element": "tank-pump", "state": "shut"})
    assert draft([*facts, acted], room).hands["people"] == draft(facts, room).hands["people"] + 1


def test_a_call_that_rang_out_beside_a_message_that_arrived_is_no_dead_contact(
    facts: Facts, room: ControlRoom
) -> None:
    last = facts[-1]
    rang = [
        replace(f, data={**f.data, "error": "no_answer"}) if f.kind == "notification.failed" else f
        for f in facts
    ]
    arrived = replace(
        last, seq=last.seq + 1, kind="notification.delivered",
        data={"person": "kim", "channel": "im", "directive": "DIR-1"},
    )  # fmt: skip
    assert "dead_contact:kim" in {p.key for p in draft(rang, room).problems}, "nothing arrived"
    assert "dead_contact:kim" not in {p.key for p in draft([*rang, arrived], room).problems}
    assert "dead_contact:kim" in {p.key for p in draft([*facts, arrived], room).problems}


def test_what_nobody_answered_is_said_once_the_graver_way(facts: Facts, room: ControlRoom) -> None:
    """By the whole chain's silence, not by its recipient's too; another order of theirs is still said late."""
    last = facts[-1]
    [issued] = [f for f in facts if f.kind == "directive.issued"]
    silent = [f for f in facts if f.kind != "directive.acknowledged"]
    alone = replace(last, seq=last.seq + 1, kind="escalation.exhausted",
                    data={"directive": issued.data["id"]})  # fmt: skip
    another = replace(issued, seq=last.seq + 2, data={**issued.data, "id": "DIR-2"})

    def told(of: Facts) -> dict[str, list[str]]:
        found = draft(of, room).problems
        return {
            p.key: [s.key for s in p.sentences]
            for p in found
            if p.kind in ("unanswered", "late_ack")
        }

    never, nobody = ["never_acknowledged"], {"exhausted:farm-hand": ["nobody_answered"]}
    assert told(silent) == {"late_ack:farm-hand": never}
    assert told([*silent, alone]) == nobody
    assert told([*silent, alone, another]) == nobody | {"late_ack:farm-hand": never}
    late = {"late_ack:farm-hand": ["acknowledged_late"]}
    assert told([*facts, alone]) == nobody | late, "it was acknowledged after all, and by when"


def test_told_again_is_nobody_told_instead(facts: Facts, room: ControlRoom) -> None:
    again = [
        replace(f, data={**f.data, "step": "repeat"}) if f.kind == "escalation.fired" else f
        for f in facts
    ]

    def instead(told: Facts) -> list[str]:
        [dead] = [p for p in draft(told, room).problems if p.key == "dead_contact:kim"]
        return [s.key for s in dead.sentences if s.key == "escalated_to"]

    assert (instead(facts), instead(again)) == (["escalated_to"], [])


def test_the_overview_goes_as_it_happened_and_numbers_have_units(
    facts: Facts, room: ControlRoom
) -> None:
    told = draft(facts, room).overview
    moments = [s.params["at"].ms for s in told if "at" in s.params]
    assert moments == sorted(moments)
    [alarm] = [said(s, room)[1] for s in told if s.key == "first_alarm"]
    assert alarm.endswith(" mm/min.")
