"""Alarms of a past span, from the journal, as each role may see them."""

from typing import Any

import pytest

from command_center.desk import Accepted
from command_center.domain.actor import DUTY_ACTOR, HUMAN_ROLES, Actor, Role
from command_center.domain.drills.sealing import commitment_of
from tests.web.center import START_MS, Center

ALARMS = "/api/v1/alarms"
ALARM = "LT-1:H"


def duty(center: Center, kind: str, **data: Any) -> None:
    center.desk.submit(kind, data, DUTY_ACTOR)


def raise_it(center: Center, tag: str = "LT-1", condition: str = "H") -> None:
    duty(
        center, "alarm.raise", tag=tag, condition=condition, priority="medium",
        onset=center.clock.now() - 1_000, value=5.5, limit=5.4,
    )  # fmt: skip


def test_a_night_of_alarms_is_told_with_its_load(center: Center) -> None:
    chen = center.machine(Role.COMMANDER, person="p1")
    raise_it(center)
    center.clock.advance(5)
    assert chen.command("alarm.ack", alarm=ALARM).status_code == 200
    center.clock.advance(5)
    duty(center, "alarm.return", alarm=ALARM)
    center.clock.advance(1_200)
    raise_it(center)
    raise_it(center, "LT-9")
    told = chen.get(ALARMS).get_json()
    assert (told["total"], told["step_ms"]) == (3, 600_000)
    assert [each["alarm"] for each in told["activations"]] == ["LT-9:H", ALARM, ALARM]
    first = told["activations"][-1]
    assert (first["raised_at"], first["acked_at"], first["returned_at"]) == (
        START_MS,
        START_MS + 5_000,
        START_MS + 10_000,
    )
    assert (first["sign"], first["state"]) == ("warn", "NORM")
    fallen = START_MS + (5 + 5 + 1_200 + 600) * 1_000
    assert told["load_now"]["turns"] == [[0, "warn", "above"], [fallen, "plain", "within"]]
    assert (first["acked_by"], first["value"], first["limit"]) == ("p1", 5.5, 5.4)
    assert sum(raised for _, raised in told["load"]) == 3
    assert told["offenders"][0]["alarm"] == ALARM
    assert told["offenders"][0]["activations"] == 2
    of_tag = chen.get(f"{ALARMS}?tag=LT-9").get_json()
    assert [each["alarm"] for each in of_tag["activations"]] == ["LT-9:H"]
    newest = chen.get(f"{ALARMS}?limit=1").get_json()
    assert (newest["total"], len(newest["activations"])) == (3, 1)
    assert newest["activations"][0]["alarm"] == "LT-9:H"


def test_an_alarm_that_stood_through_the_span_belongs_to_it(center: Center) -> None:
    raise_it(center)
    viewer = center.machine(Role.VIEWER)
    hour = 3_600_000
    later = viewer.get(f"{ALARMS}?since={START_MS + hour}&until={START_MS + 2 * hour}").get_json()
    assert [each["alarm"] for each in later["activations"]] == [ALARM]
    assert sum(raised for _, raised in later["load"]) == 0, "it was raised before"
    assert later["offenders"] == []


def test_every_person_may_look_and_no_machine(center: Center) -> None:
    for role in HUMAN_ROLES:
        assert center.machine(role).get(ALARMS).status_code == 200
    assert center.machine(Role.GATEWAY).get(ALARMS).status_code == 403
    assert center.client().get(ALARMS).status_code == 401
    assert center.machine(Role.VIEWER, topics=["levels"]).get(ALARMS).status_code == 403


@pytest.mark.parametrize(
    "query", ["?since=5&until=4", "?limit=0", "?since=x", "?of=LT-1", f"?since={2**63}"]
)
def test_a_span_nobody_understands_is_said_so(center: Center, query: str) -> None:
    assert center.machine(Role.VIEWER).get(ALARMS + query).status_code == 422


def test_an_exercise_raises_no_alarm_of_the_plant(center: Center) -> None:
    controller = center.machine(Role.CONTROLLER)
    begin_drill(center)
    raise_it(center)
    real = controller.get(ALARMS).get_json()
    twin = {"tag": "LT-1", "condition": "H", "priority": "medium", "value": 5.5, "limit": 5.4}
    given = twin | {"onset": center.clock.now()}
    center.desk.submit("alarm.raise", given, DUTY_ACTOR, drill="DRL-1")
    center.desk.submit("alarm.return", {"alarm": ALARM}, DUTY_ACTOR, drill="DRL-1")
    assert controller.get(ALARMS).get_json() == real, "raised once, and it still stands"
    drilled = controller.get(f"{ALARMS}?drill=DRL-1").get_json()
    (activation,) = drilled["activations"]
    assert activation["returned_at"] is not None
    assert controller.get(f"{ALARMS}?drill=DRL-2").get_json()["total"] == 0


def begin_drill(center: Center) -> None:
    commitment = commitment_of('{"scenario": "leak"}', "0" * 32)
    actor = Actor("chief", Role.CONTROLLER)
    for kind, data in (
        ("drill.plan", {"name": "Night"}),
        ("drill.seal", {"drill": "DRL-1", "commitment": commitment, "generator": "t"}),
        ("drill.start", {"drill": "DRL-1"}),
    ):
        assert isinstance(center.desk.submit(kind, data, actor), Accepted), kind
