"""Which drills count for the half-yearly duty, and what a drill that does not count says."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.domain.drills.counting import lacks, last_counted
from command_center.domain.drills.sealing import commitment_of, mandatory_of
from tests.reports.reviewed import signed
from tests.support.any_command import NONCE
from tests.support.factories import CONTROLLER, ControlRoom, person, virtual

EVALUATOR = person("joe", Role.EVALUATOR)


def inject(name: str, **trigger: Any) -> dict[str, Any]:
    return {"id": name, "text": {"zh": f"{name}（中）", "en": name}, **trigger}


PLAN = {
    "injects": [
        inject("onset", at={"s": 0}),
        inject("wind", at={"s": 600}),
        inject("scenery", at={"s": 60}),
        inject("second-call", when={"fact": {"kind": "incident.opened"}}),
        inject("press", held=True),
    ],
    "expectations": [{"inject": name} for name in ("onset", "wind", "second-call", "press")],
    "tested": [],
}
SEALED = json.dumps({"plan": PLAN})
"""`onset` and `wind` are mandatory: planned for a time, and something is expected of them."""


@pytest.fixture
def room(tmp_path: Path) -> ControlRoom:
    return ControlRoom(tmp_path / "works.db")


def begun(room: ControlRoom, content: str = SEALED) -> str:
    drill = str(room.does(CONTROLLER, "drill.plan", name="Night drill")[0].data["id"])
    seal = commitment_of(content, NONCE)
    room.does(CONTROLLER, "drill.seal", drill=drill, commitment=seal, generator="test/1")
    room.does(CONTROLLER, "drill.start", drill=drill)
    return drill


def fired(room: ControlRoom, drill: str, *names: str) -> None:
    for name in names:
        room.does(DUTY_ACTOR, "inject.fire", drill=drill, inject=name)


def over(room: ControlRoom, drill: str, content: str = SEALED) -> None:
    room.does(CONTROLLER, "drill.end", drill=drill)
    room.does(CONTROLLER, "drill.reveal", drill=drill, content=content, nonce=NONCE)
    room.does(DUTY_ACTOR, "review.open", review=drill)


def codes(room: ControlRoom, drill: str) -> list[str]:
    return [one["code"] for one in lacks(room.state, room.state.drills[drill])]


def test_a_few_minutes_with_nobody_in_them_meet_no_law(room: ControlRoom) -> None:
    drill = begun(room)
    fired(room, drill, "onset")
    room.later(200)
    over(room, drill)
    assert codes(room, drill) == ["nobody_commanded", "injects_left_out", "unsigned"]
    [_, left_out, _] = lacks(room.state, room.state.drills[drill])
    assert left_out["injects"] == [{"zh": "wind（中）", "en": "wind"}]
    assert last_counted(room.state, room.site.zone) is None


def test_it_counts_once_a_person_led_the_injects_came_and_both_sides_signed(
    room: ControlRoom,
) -> None:
    drill = begun(room)
    room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    fired(room, drill, "onset", "wind")
    over(room, drill)
    assert codes(room, drill) == ["unsigned"]
    signed(room, drill)
    assert codes(room, drill) == []
    ended = room.state.drills[drill].ended_at
    assert ended is not None
    day = datetime.fromtimestamp(ended / 1000, room.site.zone).date()
    assert last_counted(room.state, room.site.zone) == day
    assert room.replayed() == room.state


def test_who_takes_command_later_held_it_too(room: ControlRoom) -> None:
    drill = begun(room)
    opened = room.plays(drill, virtual("ann"), "incident.open", place="tank", plan="leak-plan")
    assert room.state.drills[drill].commanders == [], "a virtual commander is no person"
    room.plays(drill, "ann", "incident.take", incident=opened[0].data["id"])
    assert room.state.drills[drill].commanders == ["ann"]


def test_command_of_a_real_incident_is_no_command_in_the_drill_beside_it(
    room: ControlRoom,
) -> None:
    drill = begun(room)
    room.does("ann", "incident.open", place="tank", plan="leak-plan")
    assert room.state.drills[drill].commanders == []


def test_an_inject_that_was_skipped_or_held_back_did_not_happen(room: ControlRoom) -> None:
    drill = begun(room)
    room.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    room.does(CONTROLLER, "inject.skip", drill=drill, inject="onset", reason="Too loud")
    room.does(CONTROLLER, "inject.hold", drill=drill, inject="wind", reason="Later")
    over(room, drill)
    [left_out] = [
        one
        for one in lacks(room.state, room.state.drills[drill])
        if one["code"] == "injects_left_out"
    ]
    assert [words["en"] for words in left_out["injects"]] == ["onset", "wind"]


def test_what_is_not_revealed_or_no_plan_does_not_count(room: ControlRoom) -> None:
    hidden = begun(room)
    room.does(CONTROLLER, "drill.end", drill=hidden)
    assert "not_revealed" in codes(room, hidden)
    odd = begun(room, '{"scenario": "leak"}')
    over(room, odd, '{"scenario": "leak"}')
    assert "plan_unknown" in codes(room, odd)


@pytest.mark.parametrize(
    "content", ["", "[]", "null", '{"plan": 7}', '{"plan": {"injects": [7], "expectations": []}}']
)
def test_text_that_is_no_plan_names_no_inject(content: str) -> None:
    assert mandatory_of(content) is None


def test_the_last_day_is_the_last_drills_that_counts(room: ControlRoom) -> None:
    first = begun(room)
    room.plays(first, "ann", "incident.open", place="tank", plan="leak-plan")
    fired(room, first, "onset", "wind")
    over(room, first)
    signed(room, first)
    counted = last_counted(room.state, room.site.zone)
    assert isinstance(counted, date)
    room.later(90 * 86_400)
    second = begun(room)
    over(room, second)
    assert last_counted(room.state, room.site.zone) == counted
