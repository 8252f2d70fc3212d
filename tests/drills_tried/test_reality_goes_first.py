"""A real high alarm in the middle of a drill: every screen is reality's, the recipients' orders are taken
back, virtual people stop, resuming gives the orders anew; the alarm is real and unmarked on record."""

import json

import pytest

from command_center.domain.actor import HUMAN_ROLES
from command_center.domain.reading import Quality, Reading
from command_center.store.journal.export import export
from tests.drills_tried.whole import Folder, Whole
from tests.support.factories import CONTROLLER, virtual
from tests.support.reachable_works import reachable_works
from tests.support.small_works import PARTS

TAGS = [PARTS["tags"][0] | {"limits": {"l": 1, "h": 7, "hh": 7.6}}, *PARTS["tags"][1:]]
SITE = reachable_works(tags=TAGS)


@pytest.fixture
def whole(center: Folder) -> Whole:
    return center.starts(SITE)


def levels(whole: Whole, drill: str, real: float, seconds: int = 8) -> None:
    """Values of both tanks, the plant's and the exercise's, a second apart."""
    for _ in range(seconds):
        inside = whole.state.drills[drill].exercise_at(whole.now)
        for tag, ts, value in (("LT-T", whole.now, real), (f"{drill}/LT-T", inside, 5.0)):
            whole.reads(Reading(tag, ts, value, Quality.GOOD, "dcs"))
        whole.turn(1)


def test_from_the_alarm_to_the_orders_given_anew(whole: Whole) -> None:
    drill = whole.drill()
    incident = f"{drill}-INC-1"
    whole.plays(drill, "ann", "incident.open", place="tank", plan="leak-plan")
    for to in ("farm-hand", "lead-1"):
        given = {"to": to, "text": f"Go {to}", "urgency": "urgent", "category": "people"}
        whole.plays(drill, "ann", "directive.issue", incident=incident, **given)
    whole.lasts(10)
    levels(whole, drill, 7.8)
    [alarm] = [f for f in whole.facts("alarm.raised") if f.data["condition"] == "HH"]
    assert (alarm.data["priority"], alarm.drill, alarm.exercise) == ("high", None, False)
    [suspended] = whole.facts("drill.suspended")
    assert (suspended.caused_by, suspended.data["cause"]) == (alarm.seq, "alarm")

    for role in HUMAN_ROLES:
        shown = whole.rows(None, role)
        assert shown["drill"][drill]["phase"] == "suspended", role
        assert "LT-T:HH" in shown["alarms"], role
    withdrawn = whole.facts("directive.withdrawn")
    assert [f.data["directive"] for f in withdrawn] == [f"{drill}-DIR-1", f"{drill}-DIR-2"]
    assert {f.caused_by for f in withdrawn} <= {f.seq for f in whole.facts()}
    told = whole.rows(drill)["directives"][f"{drill}-DIR-1"]
    assert (told["state"], bool(told["reason"]["zh"])) == ("withdrawn", True)

    for kind, data in (
        ("directive.ack", {"directive": f"{drill}-DIR-1"}),
        ("valve.report", {"element": "root-valve", "state": "shut"}),
    ):
        stopped = whole.refuses(drill, virtual("eva"), kind, **data)
        assert stopped.refusal.code == "drill_phase"
    count = len(whole.facts(drill=drill))
    whole.lasts(120)
    assert len(whole.facts(drill=drill)) == count, (
        "nothing escalates, nothing is sent, nobody speaks"
    )

    held = whole.refuses(None, CONTROLLER, "drill.resume", drill=drill)
    assert held.refusal.code == "drill_held"
    levels(whole, drill, 5.0)
    assert whole.facts("alarm.returned")
    resumed = whole.does(CONTROLLER, "drill.resume", drill=drill)
    anew = {f.data["supersedes"]: f.data["to_person"] for f in resumed[1:]}
    assert anew == {f"{drill}-DIR-1": "eva", f"{drill}-DIR-2": "cai"}
    whole.lasts(29)
    assert [f.data["step"] for f in whole.facts("escalation.fired")] == []
    whole.lasts(2)
    assert {f.data["directive"] for f in whole.facts("escalation.fired")} == {
        f"{drill}-DIR-3", f"{drill}-DIR-4",
    }  # fmt: skip

    lines = [json.loads(line) for line in export(whole.journal)]
    real = [
        one["fact"] for one in lines if one.get("fact", {}).get("kind", "").startswith("alarm.")
    ]
    mine = [one for one in real if one["data"]["alarm"] == "LT-T:HH"]
    assert [one["kind"] for one in mine] == ["alarm.raised", "alarm.returned"]
    assert not any(one["exercise"] or one["drill"] for one in mine)


def test_after_a_restart_it_is_reality_s_still_and_lower_alarms_leave_it_alone(
    center: Folder, whole: Whole
) -> None:
    drill = whole.drill()
    levels(whole, drill, 0.5)
    low = [f for f in whole.facts("alarm.raised") if f.data["condition"] == "L"]
    assert [f.data["priority"] for f in low] == ["medium"]
    assert whole.state.drills[drill].phase == "running"
    levels(whole, drill, 7.8)
    assert whole.state.drills[drill].phase == "suspended"
    again = center.starts(SITE)
    again.lasts(5)
    assert again.rows(None)["drill"][drill]["phase"] == "suspended"
    assert len(again.facts("drill.suspended")) == 1
