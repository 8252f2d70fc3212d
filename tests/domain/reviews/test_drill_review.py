"""The review of a drill: begun by its end, marked as exercise, its pauses apart, its actions passed on."""

from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.domain.reviews.draft.whole import draft_of
from command_center.domain.timing.interval import Interval
from command_center.domain.timing.table import timing_of
from command_center.reports.own_times import commanded, own_times
from command_center.reports.sources import Sources
from tests.support.factories import CONTROLLER, ControlRoom, person

EVALUATOR = person("joe", Role.EVALUATOR)
DAY_MS = 86_400_000


@pytest.fixture
def room(tmp_path: Path) -> ControlRoom:
    return ControlRoom(tmp_path / "works.db")


def played(room: ControlRoom) -> str:
    """A drill in which a directive is acknowledged after 55 s of its own time, paused ten minutes at 40,
    and a cabinet is found locked; returns its id. It ends, and its review begins."""
    drill = room.drill(exercise_at=room.now - DAY_MS)
    opened = room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    incident = str(opened[0].data["id"])
    room.plays(drill, "ann", "kit.need", incident=incident, kit="four")
    room.plays(drill, "eva", "custody.attempt", incident=incident, store="vault", result="locked")
    room.later(40)
    room.does(CONTROLLER, "drill.pause", drill=drill, reason="A visitor")
    room.later(600)
    room.does(CONTROLLER, "drill.resume", drill=drill)
    room.later(15)
    room.plays(drill, "eva", "kit.draw", incident=incident, kit="four", store="hall")
    room.later(5)
    room.does(CONTROLLER, "drill.end", drill=drill)
    room.does(DUTY_ACTOR, "review.open", review=drill)
    return drill


def only(rows: list[Interval], name: str) -> Interval:
    [found] = [row for row in rows if row.row == name]
    return found


def test_the_end_begins_a_review_that_carries_the_mark(room: ControlRoom) -> None:
    drill = played(room)
    [opened] = room.facts("review.opened")
    [ended] = room.facts("drill.ended")
    assert (opened.drill, opened.exercise, opened.data["exercise"]) == (drill, True, True)
    assert opened.data["ended_at"] == ended.recorded_at, "the clock is the real one"
    assert opened.data["title"] == {"zh": "Night drill", "en": "Night drill"}
    [added] = room.does("ann", "finding.add", review=drill, text="Locked again", facts=[5])
    assert (added.drill, added.exercise) == (drill, True)
    assert room.replayed() == room.state


def test_its_times_are_net_and_the_pause_stands_apart(room: ControlRoom) -> None:
    drill = played(room)
    access = only(timing_of(room.facts(), drill, room.site), "access")
    assert (access.seconds, access.apart_s) == (55.0, {"paused": 600.0})
    control = only(timing_of(room.facts(), drill, room.site), "control")
    assert (control.outcome, control.open_s) == ("open", 60.0)


def test_its_draft_speaks_of_the_drill_alone(room: ControlRoom) -> None:
    """A lock tried in reality while the exercise runs is none of the exercise's."""
    drill = room.drill()
    room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    room.does("eva", "custody.attempt", store="vault", result="locked")
    room.does(CONTROLLER, "drill.end", drill=drill)
    assert {p.kind for p in draft_of(room.facts(), drill, room.site, room.now).problems} == {
        "water"
    }


def test_the_draft_finds_the_lock_of_the_drill(room: ControlRoom) -> None:
    drill = played(room)
    draft = draft_of(room.facts(), drill, room.site, room.now)
    assert "locked:vault" in {p.key for p in draft.problems}
    keys = [s.key for s in draft.overview]
    assert keys[0] == "drill_started"
    assert {"drill_paused", "drill_resumed", "drill_ended"} <= set(keys)


def test_an_action_is_closed_by_the_pass_of_the_next_drill_and_not_by_its_own(
    room: ControlRoom,
) -> None:
    first = played(room)
    [added] = room.does("ann", "finding.add", review=first, text="Locked again", facts=[5])
    [opened] = room.does("ann", "action.open", finding=added.data["finding"], text="Open it")
    action = str(opened.data["action"])
    room.does("ann", "action.assign", action=action, owner="kim", due_at=room.now + DAY_MS)
    seen: dict[str, Any] = {"action": action, "facts": [5]}
    own = room.refuses(EVALUATOR, "action.observe", drill=first, result="pass", **seen)
    assert own.refusal.code == "no_later_drill"
    second = played(room)
    stray = room.refuses(EVALUATOR, "action.observe", drill=second, result="fail", **seen)
    assert stray.refusal.code == "fact_of_another", "the first drill's lock is not the second's"
    seen["facts"] = [room.state.drills[second].own[-1]]
    room.does(EVALUATOR, "action.observe", drill=second, result="fail", **seen)
    assert room.state.reviews.actions[action].state == "assigned"
    third = played(room)
    seen["facts"] = [room.state.drills[third].own[-1]]
    unseen = room.refuses(EVALUATOR, "action.observe", drill=third, result="pass", **seen)
    assert unseen.refusal.code == "action_not_noted"
    [note] = room.does(EVALUATOR, "observation.note", drill=third, objective="suits", rating="P")
    seen["facts"] = [note.seq]
    of_another = room.refuses(EVALUATOR, "action.observe", drill=second, result="pass", **seen)
    assert of_another.refusal.code == "fact_of_another"
    [passed] = room.does(EVALUATOR, "action.observe", drill=third, result="pass", **seen)
    known = room.state.reviews.actions[action]
    assert (known.state, known.closed_at) == ("closed", passed.at)
    assert [(drill, good) for drill, good, _ in known.observed] == [(second, False), (third, True)]
    assert room.state.reviews.open_actions() == []
    assert room.replayed() == room.state


def test_a_drill_that_ended_before_the_action_is_no_later_one(room: ControlRoom) -> None:
    early, late = played(room), played(room)
    [added] = room.does("ann", "finding.add", review=late, text="Locked again", facts=[5])
    [opened] = room.does("ann", "action.open", finding=added.data["finding"], text="Open it")
    refused = room.refuses(
        EVALUATOR, "action.observe", action=opened.data["action"], drill=early, result="pass",
        facts=[5],
    )  # fmt: skip
    assert refused.refusal.code == "no_later_drill"


def test_a_drill_that_had_begun_before_the_action_is_no_later_one(room: ControlRoom) -> None:
    """What it saw, it saw before anything was to be done."""
    first = played(room)
    [added] = room.does("ann", "finding.add", review=first, text="Locked again", facts=[5])
    second = room.drill()
    [note] = room.does(EVALUATOR, "observation.note", drill=second, objective="suits", rating="P")
    [opened] = room.does("ann", "action.open", finding=added.data["finding"], text="Open it")
    room.does(CONTROLLER, "drill.end", drill=second)
    room.does(DUTY_ACTOR, "review.open", review=second)
    refused = room.refuses(
        EVALUATOR, "action.observe", action=opened.data["action"], drill=second, result="pass",
        facts=[note.seq],
    )  # fmt: skip
    assert refused.refusal.code == "no_later_drill"


def test_of_a_running_drill_no_review_has_begun(room: ControlRoom) -> None:
    drill = room.drill()
    assert room.does(DUTY_ACTOR, "review.open", review=drill) == []
    assert room.state.reviews.waiting == {}


def test_a_person_finds_their_own_times_of_past_drills(room: ControlRoom) -> None:
    """The commander those of the whole response, others what they ended themselves; of a running drill none."""
    drill = played(room)
    sources = Sources(room.desk, room.journal)
    [of_keeper] = own_times(sources, room.state, "eva", room.now)
    assert (of_keeper["drill"], of_keeper["commanded"]) == (drill, False)
    assert {row["row"] for row in of_keeper["times"]} == {"access"}
    assert own_times(sources, room.state, "kim", room.now) == [], "nothing of theirs happened"
    subject = sources.subject(drill)
    assert subject is not None
    assert commanded(sources.draft(subject, room.now).record, "ann")
    room.drill()
    assert len(own_times(sources, room.state, "eva", room.now)) == 1
