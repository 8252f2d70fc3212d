"""What a drill expected and did not get is a problem that the review finds by itself."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.reviews.draft.sentence import FoundProblem
from command_center.domain.reviews.draft.whole import draft_of
from command_center.reports.sentence_text import sentence_text
from command_center.words import LANGUAGES
from tests.support.factories import CONTROLLER, ControlRoom

WORDS = {"zh": "报告浓度。", "en": "Report the concentration."}
NOT_PLAYED = {"inject": "smell", "act": "leak", "why": "other_hole"}
NAMED = {"expectation": "measure"}


@pytest.fixture
def room(tmp_path: Path) -> ControlRoom:
    return ControlRoom(tmp_path / "works.db")


def expects(room: ControlRoom) -> str:
    """A drill that waits 60 s for a measurement after an inject; returns its id."""
    drill = room.drill()
    room.does(
        CONTROLLER, "inject.add", drill=drill, inject="smell", text="A smell.", reason="To see"
    )
    room.does(
        DUTY_ACTOR, "expectation.open", drill=drill, inject="smell", text=WORDS,
        by=room.state.drills[drill].exercise_at(room.now) + 60_000, **NAMED,
    )  # fmt: skip
    return drill


def settles(room: ControlRoom, drill: str, state: str, **more: Any) -> None:
    room.does(DUTY_ACTOR, "expectation.settle", drill=drill, state=state, **NAMED, **more)


def expected(room: ControlRoom, drill: str) -> list[FoundProblem]:
    found = draft_of(room.facts(), drill, room.site, room.now).problems
    return [problem for problem in found if problem.key == "expected:measure"]


def said(room: ControlRoom, problem: FoundProblem) -> list[str]:
    [told] = problem.sentences
    return [sentence_text(lang, told, room.site.zone) for lang in LANGUAGES]


def test_a_missed_expectation_is_a_problem_that_says_what_was_expected_after_what(
    room: ControlRoom,
) -> None:
    drill = expects(room)
    room.later(61)
    settles(room, drill, "missed")
    room.does(CONTROLLER, "drill.end", drill=drill)
    [problem] = expected(room, drill)
    assert problem.kind == "expected_missed"
    for sentence in said(room, problem):
        assert "{" not in sentence
    zh, en = said(room, problem)
    assert "报告浓度”" in zh
    assert "A smell”, “Report the concentration” was expected by" in en
    cited = {room.facts()[seq - 1].kind for seq in problem.facts}
    assert cited == {"inject.added", "expectation.opened", "expectation.missed"}


def test_done_late_it_is_a_problem_of_its_lateness_and_a_finding_keeps_it(
    room: ControlRoom,
) -> None:
    drill = expects(room)
    room.later(61)
    settles(room, drill, "missed")
    missed = expected(room, drill)[0].key
    room.later(29)
    done = room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")[0]
    settles(room, drill, "late", matched=done.seq, took_ms=90_000)
    room.does(CONTROLLER, "drill.end", drill=drill)
    [problem] = expected(room, drill)
    assert (problem.kind, problem.key) == ("expected_late", missed)
    assert "0:30 late" in said(room, problem)[1]
    assert done.seq in problem.facts


@pytest.mark.parametrize("state", ["met", "moot", "not_reached"])
def test_what_was_met_or_had_time_left_is_none(room: ControlRoom, state: str) -> None:
    drill = expects(room)
    ended = state == "not_reached"
    if ended:
        room.does(CONTROLLER, "drill.end", drill=drill)
    settles(room, drill, state)
    if not ended:
        room.does(CONTROLLER, "drill.end", drill=drill)
    assert room.facts(f"expectation.{state}")
    assert expected(room, drill) == []


def test_what_hung_on_an_inject_that_was_not_played_is_none(room: ControlRoom) -> None:
    drill = expects(room)
    room.later(61)
    settles(room, drill, "missed")
    facts = room.facts()
    silent = replace(facts[-1], seq=facts[-1].seq + 1, kind="inject.not_played", data=NOT_PLAYED)
    found = draft_of([*facts, silent], drill, room.site, room.now).problems
    assert "expected:measure" in {p.key for p in draft_of(facts, drill, room.site).problems}
    assert "expected:measure" not in {p.key for p in found}
