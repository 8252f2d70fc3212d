"""The past board over HTTP: every second of an incident or drill as the screen was then."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.duties.shift_change import shift_at
from command_center.live.rows.projection import Projection
from command_center.site_file import load
from tests.web.center import Caller, Center

DEMO = Path(__file__).parents[2] / "sites" / "demo" / "site.yaml"


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Center]:
    center = Center(tmp_path, load(DEMO))
    center.desk.submit(
        "shift.begin", {"shift": shift_at(center.site, center.clock.now()) or "night"}, DUTY_ACTOR
    )
    yield center
    center.engine.dispose()


def commander(center: Center) -> Caller:
    post = next(post.id for post in center.site.posts if post.commands)
    holder = center.desk.state.roster.holders[post]
    return center.machine(Role.COMMANDER, person=holder)


def given(caller: Caller, kind: str, inside: str | None = None, **data: Any) -> list[Any]:
    body: dict[str, Any] = {"kind": kind, "data": data}
    answer = caller.post("/api/v1/commands", body | ({"drill": inside} if inside else {}))
    assert answer.status_code == 200, answer.text
    facts: list[Any] = answer.get_json()["facts"]
    return facts


def moment(caller: Caller, name: str, at: int) -> dict[str, Any]:
    answer = caller.get(f"/api/v1/replay/{name}/board?at={at}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.get_json()
    return told


def test_a_second_of_it_is_the_board_of_that_second(plant: Center) -> None:
    chief = commander(plant)
    plan = plant.site.plans[0]
    incident = given(chief, "incident.open", place=plan.places[0], plan=plan.id)[0]["data"]["id"]
    plant.clock.advance(10)
    given(chief, "directive.issue", incident=incident, step=plan.steps[0].id)
    before = plant.clock.now()
    then = list(Projection(plant.site).whole(plant.desk.state))
    plant.clock.advance(10)
    given(chief, "directive.withdraw", directive="DIR-1", reason="No longer")
    told = moment(chief, incident, before)
    assert told["rows"]["directives"]["DIR-1"]["state"] == "issued"
    for topic, key, row in then:
        if topic in ("incident", "directives") and row is not None:
            assert told["rows"][topic][key].get("id") == row.get("id"), key
    assert (
        moment(chief, incident, plant.clock.now())["rows"]["directives"]["DIR-1"]["state"]
        == "withdrawn"
    )
    issued = next(f for f in plant.journal.read(0, 1_000) if f.kind == "directive.issued")
    named = chief.get(f"/api/v1/replay/{incident}/board?fact={issued.seq}").get_json()
    assert (named["at"], named["seq"]) == (issued.recorded_at, issued.seq)
    again = moment(chief, incident, before)
    assert again == told, "going back is the same again"


def test_a_drill_is_replayed_on_its_own_board(plant: Center) -> None:
    controller, chief = plant.machine(Role.CONTROLLER), commander(plant)
    composed = {"scenario": "night-toxic-leak", "seed": 7}
    drill = controller.post("/api/v1/drills/surprise", composed).get_json()["drill"]
    given(controller, "drill.start", drill=drill)
    given(controller, "inject.fire", drill=drill, inject="smell", reason="Now")
    plan = plant.site.plans[0]
    given(chief, "incident.open", drill, place=plan.places[0], plan=plan.id)
    assert chief.get(f"/api/v1/replay/{drill}").status_code == 404, "it still runs"
    plant.clock.advance(30)
    given(controller, "drill.end", drill=drill)
    span = chief.get(f"/api/v1/replay/{drill}").get_json()
    assert span["exercise"] is True
    told = moment(chief, drill, span["until"])
    assert set(told["rows"]["incident"]) == {f"{drill}-INC-1", f"official:{drill}-INC-1"}
    kinds = {mark["kind"] for mark in span["marks"]}
    assert "incident.opened" in kinds
    assert not kinds & {"drill.planned", "drill.sealed", "inject.fired"}
    kept = plant.sealed.of(plant.desk.state.drills[drill].commitment)
    assert kept is not None
    given(controller, "drill.reveal", drill=drill, **kept._asdict())
    shown = chief.get(f"/api/v1/replay/{drill}").get_json()["marks"]
    assert "inject.fired" in {mark["kind"] for mark in shown}


def test_nobody_sees_more_of_the_past_than_of_the_present(plant: Center) -> None:
    chief = commander(plant)
    plan = plant.site.plans[0]
    incident = given(chief, "incident.open", place=plan.places[0], plan=plan.id)[0]["data"]["id"]
    at = plant.clock.now()
    seen = {
        role: moment(plant.machine(role), incident, at)["rows"]
        for role in (Role.VIEWER, Role.COMMANDER)
    }
    assert any(key.startswith("contact:") for key in seen[Role.COMMANDER]["people"])
    assert not any(key.startswith("contact:") for key in seen[Role.VIEWER]["people"])
    asked = plant.machine(Role.VIEWER).get(
        f"/api/v1/replay/{incident}/board?at={at}&seen_by=commander"
    )
    assert not any(key.startswith("contact:") for key in asked.get_json()["rows"]["people"])


def test_what_was_never_there_is_not_found(plant: Center) -> None:
    reader = plant.machine(Role.VIEWER)
    assert reader.get("/api/v1/replay/INC-9").status_code == 404
    assert reader.get("/api/v1/replay/INC-9/board?at=1").status_code == 404
    assert plant.client().get("/api/v1/replay/INC-9").status_code == 401


def test_a_token_limited_to_topics_sees_no_others_of_the_past(plant: Center) -> None:
    plan = plant.site.plans[0]
    opened = given(commander(plant), "incident.open", place=plan.places[0], plan=plan.id)
    wall = plant.machine(Role.VIEWER, topics=["incident"])
    told = moment(wall, opened[0]["data"]["id"], plant.clock.now())
    assert set(told["rows"]) == {"incident"}
