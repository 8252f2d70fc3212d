"""Warnings for sirens over HTTP: whose token may ask, what it gets, and what it tells."""

from typing import Any

import pytest
from lxml import etree

from command_center.desk import Accepted
from command_center.domain.actor import DUTY_ACTOR, HUMAN_ROLES, Actor, ActorKind, Role
from command_center.domain.drills.sealing import commitment_of
from tests.reports.test_cap import SCHEMA
from tests.support.small_site import small_site
from tests.web.center import Caller, Center
from tests.web.test_reviews import does

CHIEF = Actor("account-chief", Role.COMMANDER, person="p1")
HAND = Actor("account-hand", Role.CONTROLLER, kind=ActorKind.CONTROLLER)
NORTH: dict[str, Any] = {"gateway": "gw-1", "sirens": [{"id": "north"}]}


@pytest.fixture
def center(tmp_path: Any) -> Center:
    return Center(tmp_path, small_site().model_copy(update={"simulated": False}))


@pytest.fixture
def gateway(center: Center) -> Caller:
    made = center.machine(Role.GATEWAY, name="pa", sources=["north"])
    assert made.post("/api/v1/sirens", NORTH).status_code == 202
    return made


def opened(center: Center) -> str:
    does(center, DUTY_ACTOR, "shift.begin", shift="day")
    return str(does(center, CHIEF, "incident.open", place="T-1", title="Smell")[0].incident)


def warnings(gateway: Caller, siren: str = "north") -> list[dict[str, Any]]:
    answer = gateway.get(f"/api/v1/warnings?siren={siren}")
    assert answer.status_code == 200, answer.text
    told: list[dict[str, Any]] = answer.get_json()["warnings"]
    return told


def test_a_gateway_gets_the_newest_message_as_valid_cap(center: Center, gateway: Caller) -> None:
    assert warnings(gateway) == []
    incident = opened(center)
    [first] = warnings(gateway)
    SCHEMA.assertValid(etree.fromstring(first["document"].encode()))
    assert (first["incident"], first["type"], first["status"]) == (incident, "Alert", "Actual")
    assert f"<identifier>{first['identifier']}</identifier>" in first["document"]
    does(center, CHIEF, "incident.withdraw", incident=incident, reason="nothing there")
    [last] = warnings(gateway)
    assert (last["type"], last["message"] > first["message"]) == ("Cancel", True)
    assert first["identifier"] in last["document"]
    center.clock.advance(86_400)
    assert warnings(gateway) == []


def test_what_became_of_it_is_told_once(center: Center, gateway: Caller) -> None:
    incident = opened(center)
    [one] = warnings(gateway)
    word = {"incident": incident, "message": one["message"], "outcome": "taken", "tries": 2,
            "happened_at": center.clock.now()}  # fmt: skip
    strange = word | {"incident": "INC-99"}
    body = {"siren": "north", "outcomes": [word, strange, word]}
    answer = gateway.post("/api/v1/siren-outcomes", body)
    assert answer.status_code == 202
    told = answer.get_json()
    assert (told["accepted"], [r["code"] for r in told["rejected"]]) == (2, ["unknown_warning"])
    assert center.desk.state.warnings.words[incident, "north"].outcome == "taken"
    assert sum(f.kind == "siren.told" for f in center.journal.read(0, 1_000)) == 1


def test_a_token_speaks_for_its_own_sirens_only(center: Center, gateway: Caller) -> None:
    other = center.machine(Role.GATEWAY, name="other", sources=["south"])
    for answer in (
        other.get("/api/v1/warnings?siren=north"),
        other.post("/api/v1/sirens", NORTH),
        other.post("/api/v1/sirens", {"gateway": "gw-1", "sirens": []}),
        other.post("/api/v1/siren-outcomes", {"siren": "north", "outcomes": []}),
    ):
        assert (answer.status_code, answer.get_json()["code"]) == (403, "siren_of_another")
    assert other.get("/api/v1/warnings?siren=south").status_code == 404
    assert gateway.get("/api/v1/warnings?siren=north&scope=all").status_code == 422


def test_a_siren_for_exercises_gets_the_end_of_a_drill_although_the_drill_is_gone(
    center: Center, gateway: Caller
) -> None:
    loud = {"gateway": "gw-1", "sirens": [{"id": "north", "exercises": True}]}
    assert gateway.post("/api/v1/sirens", loud).status_code == 202
    does(center, DUTY_ACTOR, "shift.begin", shift="day")
    drill = str(does(center, HAND, "drill.plan", name="Tuesday")[0].data["id"])
    seal = commitment_of("{}", "0" * 32)
    does(center, HAND, "drill.seal", drill=drill, commitment=seal, generator="test/1")
    does(center, HAND, "drill.start", drill=drill)
    place = {"place": "T-1", "title": "Smell"}
    assert isinstance(center.desk.submit("incident.open", place, CHIEF, drill=drill), Accepted)
    [alert] = warnings(gateway)
    does(center, HAND, "drill.end", drill=drill, reason="enough")
    [end] = warnings(gateway)
    assert [(one["type"], one["status"]) for one in (alert, end)] == [
        ("Alert", "Exercise"), ("Cancel", "Exercise"),
    ]  # fmt: skip
    assert end["incident"] == alert["incident"]
    assert end["sent"] >= alert["sent"]
    assert end["message"] > alert["message"]
    assert alert["identifier"] in end["document"]
    SCHEMA.assertValid(etree.fromstring(end["document"].encode()))
    word = {"incident": end["incident"], "message": end["message"], "sent": end["sent"],
            "outcome": "taken", "tries": 1, "happened_at": center.clock.now()}  # fmt: skip
    answer = gateway.post("/api/v1/siren-outcomes", {"siren": "north", "outcomes": [word]})
    assert answer.get_json()["rejected"] == []
    assert center.desk.state.warnings.words[end["incident"], "north"].outcome == "taken"
    center.clock.advance(86_400)
    assert warnings(gateway) == []


@pytest.mark.parametrize("role", HUMAN_ROLES)
def test_no_person_asks_for_a_siren(center: Center, role: Role) -> None:
    assert center.machine(role).get("/api/v1/warnings?siren=north").status_code == 403
    assert center.client().get("/api/v1/warnings?siren=north").status_code == 401


def test_nothing_of_a_simulated_plant_reaches_a_siren_that_is_not_for_exercises(
    tmp_path: Any,
) -> None:
    center = Center(tmp_path, small_site().model_copy(update={"simulated": True}))
    gateway = center.machine(Role.GATEWAY, name="pa", sources=["north", "south"])
    sirens = [{"id": "north"}, {"id": "south", "exercises": True}]
    gateway.post("/api/v1/sirens", {"gateway": "gw-1", "sirens": sirens})
    opened(center)
    assert warnings(gateway) == []
    assert [one["status"] for one in warnings(gateway, "south")] == ["Exercise"]
