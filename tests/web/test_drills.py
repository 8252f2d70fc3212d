"""The doors of drills: composed and sealed in one step, hidden until the start, revealed at the end."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.domain.drills.sealing import opens
from command_center.domain.scenarios.sealed import content_of
from command_center.site_file import load
from tests.web.center import Caller, Center

DEMO = Path(__file__).parents[2] / "sites" / "demo" / "site.yaml"
SURPRISE = "/api/v1/drills/surprise"


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Center]:
    center = Center(tmp_path, load(DEMO))
    yield center
    center.engine.dispose()


def composed(controller: Caller, **asked: Any) -> dict[str, Any]:
    answer = controller.post(SURPRISE, asked)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.get_json()
    return told


def test_one_command_makes_a_sealed_drill(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    told = composed(controller, name="Tuesday")
    drill = plant.desk.state.drills[told["drill"]]
    assert (drill.phase, drill.commitment) == ("sealed", told["commitment"])
    kept = plant.sealed.of(told["commitment"])
    assert kept is not None
    assert opens(told["commitment"], kept.content, kept.nonce)


def test_nothing_of_it_can_be_read_before_the_start(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    told = composed(controller, scenario="night-toxic-leak", seed=7)
    for role in (Role.CONTROLLER, Role.EVALUATOR, Role.COMMANDER, Role.ADMINISTRATOR):
        caller = plant.machine(role)
        assert caller.get(f"/api/v1/drills/{told['drill']}/plan").status_code in (403, 404)
        for path in ("journal?after=0", "drills", f"drills/{told['drill']}", "board"):
            assert "night-toxic-leak" not in caller.get(f"/api/v1/{path}").text
    ids = [one["id"] for one in controller.get("/api/v1/drills").get_json()["drills"]]
    assert ids == [told["drill"]]
    commander = plant.machine(Role.COMMANDER)
    assert commander.get("/api/v1/drills").get_json()["drills"] == []
    assert commander.get(f"/api/v1/drills/{told['drill']}").status_code == 404


def test_its_direction_reads_the_plan_once_it_runs(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    drill = composed(controller, scenario="night-toxic-leak", seed=7)["drill"]
    assert controller.command("drill.start", drill=drill).status_code == 200
    plan = controller.get(f"/api/v1/drills/{drill}/plan").get_json()["plan"]
    assert (plan["scenario"], plan["seed"]) == ("night-toxic-leak", 7)
    assert plant.machine(Role.COMMANDER).get(f"/api/v1/drills/{drill}/plan").status_code == 403


def test_only_an_inject_of_the_plan_is_fired_held_or_skipped_and_none_is_added_twice(
    plant: Center,
) -> None:
    controller = plant.machine(Role.CONTROLLER)
    drill = composed(controller, scenario="night-toxic-leak", seed=7)["drill"]
    controller.command("drill.start", drill=drill)
    plan = controller.get(f"/api/v1/drills/{drill}/plan").get_json()["plan"]
    timed = next(one for one in plan["injects"] if one.get("at"))
    given = {"drill": drill, "reason": "Because"}
    for kind in ("inject.fire", "inject.hold", "inject.skip"):
        refused = controller.command(kind, inject="no-such", **given)
        assert (refused.status_code, refused.get_json()["code"]) == (409, "unknown_inject")
        assert "no-such" in refused.get_json()["detail"]
    taken = controller.command("inject.add", inject=timed["id"], text="Smoke", **given)
    assert (taken.status_code, taken.get_json()["code"]) == (409, "inject_planned")
    again = [controller.command("inject.add", inject="a-1", text="Smoke", **given) for _ in "12"]
    assert [one.status_code for one in again] == [200, 409]
    assert again[1].get_json()["code"] == "inject_over"
    # When it was to happen is the plan's to say, whatever a caller claims.
    assert (
        controller.command("inject.fire", inject=timed["id"], planned=1, **given).status_code == 200
    )
    known = plant.desk.state.drills[drill]
    wanted = known.began_exercise_ms + timed["at"]["s"] * 1000
    assert known.injects[timed["id"]].planned == wanted


def test_what_a_machine_says_it_could_not_play_is_held_to_the_plan(plant: Center) -> None:
    controller, carrier = plant.machine(Role.CONTROLLER), plant.machine(Role.CARRIER)
    drill = composed(controller, scenario="night-toxic-leak", seed=7)["drill"]
    controller.command("drill.start", drill=drill)
    plan = controller.get(f"/api/v1/drills/{drill}/plan").get_json()["plan"]
    leaking = next(
        one["id"] for one in plan["injects"] if any("leak" in act for act in one["does"])
    )

    def says(inject: str, act: str) -> Any:
        data = {"inject": inject, "act": act, "why": "leaks_already"}
        body = {"kind": "inject.cannot_play", "drill": drill, "data": data}
        return carrier.post("/api/v1/commands", body)

    def refused(inject: str, act: str) -> str:
        problem = says(inject, act).get_json()
        assert problem["detail"]
        assert problem["mend"]
        return str(problem["code"])

    assert refused("no-such", "leak") == "unknown_inject"
    assert refused(leaking, "leak") == "inject_not_fired"
    controller.command("inject.fire", drill=drill, inject=leaking, reason="Now")
    assert refused(leaking, "flood") == "act_not_of_inject"
    assert "the water in the room is no part" in says(leaking, "flood").get_json()["detail"]
    assert says(leaking, "leak").status_code == 200


def test_the_log_tells_what_injects_and_expectations_say_to_whoever_may_read_of_them(
    plant: Center,
) -> None:
    controller, commander = plant.machine(Role.CONTROLLER), plant.machine(Role.COMMANDER)
    drill = composed(controller, scenario="night-toxic-leak", seed=7)["drill"]
    controller.command("drill.start", drill=drill)
    plan = controller.get(f"/api/v1/drills/{drill}/plan").get_json()["plan"]
    first = plan["injects"][0]
    given = {"drill": drill, "reason": "Because"}
    controller.command("inject.fire", inject=first["id"], **given)
    controller.command("inject.add", inject="a-1", text="Smoke", **given)
    search = "/api/v1/journal/search?kind="
    told = controller.get(f"{search}inject").get_json()["drills"]
    assert told[drill]["inject"][first["id"]] == first["text"]
    assert told[drill]["inject"]["a-1"] == {"zh": "Smoke", "en": "Smoke"}
    assert controller.get(f"{search}directive").get_json()["drills"] == {}
    assert commander.get(f"{search}inject").get_json()["drills"] == {}, "the players are not told"
    assert commander.get("/api/v1/journal/search").get_json()["drills"] == {}
    controller.command("drill.end", drill=drill)
    kept = plant.sealed.of(plant.desk.state.drills[drill].commitment)
    assert kept is not None
    assert controller.command("drill.reveal", drill=drill, **kept._asdict()).status_code == 200
    assert commander.get(f"{search}inject").get_json()["drills"] == told, "revealed, everybody is"


@pytest.mark.parametrize("at", [4_102_444_700_000, 1_000, 4_102_444_800_001])
def test_an_exercise_clock_begins_within_a_year_of_today(plant: Center, at: int) -> None:
    controller = plant.machine(Role.CONTROLLER)
    drill = composed(controller, scenario="night-toxic-leak", seed=7)["drill"]
    refused = controller.command("drill.start", drill=drill, exercise_at=at)
    assert refused.status_code in (409, 422)
    if refused.status_code == 409:
        assert refused.get_json()["code"] == "exercise_far"
        assert "366" in refused.get_json()["detail"]
    near = plant.clock.now() - 300 * 86_400_000
    assert controller.command("drill.start", drill=drill, exercise_at=near).status_code == 200


def test_once_revealed_the_facts_behind_a_review_are_everybodys_to_read(plant: Center) -> None:
    """Whoever signs a review must find what its sentences cite: injects, what was expected, notes, and
    that the seal was older than the start."""
    controller, commander = plant.machine(Role.CONTROLLER), plant.machine(Role.COMMANDER)
    drill = composed(controller, scenario="night-toxic-leak", seed=7)["drill"]
    evaluator = plant.machine(Role.EVALUATOR)

    def kinds(caller: Caller) -> set[str]:
        told = caller.get("/api/v1/journal?after=0").get_json()["facts"]
        found = caller.get("/api/v1/journal/search").get_json()["facts"]
        assert {f["seq"] for f in told} == {f["seq"] for f in found}
        return {fact["kind"] for fact in told}

    assert controller.command("drill.start", drill=drill).status_code == 200
    fired = {"drill": drill, "inject": "smell", "reason": "Now"}
    assert controller.command("inject.fire", **fired).status_code == 200
    note = {"drill": drill, "objective": "reach", "rating": "P"}
    assert evaluator.command("observation.note", **note).status_code == 200
    assert controller.command("drill.end", drill=drill).status_code == 200
    hidden = {"drill.planned", "drill.sealed", "inject.fired", "observation.noted"}
    assert not kinds(commander) & hidden
    kept = plant.sealed.of(plant.desk.state.drills[drill].commitment)
    assert kept is not None
    assert controller.command("drill.reveal", drill=drill, **kept._asdict()).status_code == 200
    assert kinds(commander) >= hidden
    assert kinds(commander) == kinds(plant.machine(Role.VIEWER))
    composed(controller)
    shown = commander.get("/api/v1/journal?after=0").get_json()["facts"]
    assert {f["drill"] for f in shown if f["kind"] == "drill.sealed"} == {drill}


def test_telephone_numbers_are_no_evaluators_in_a_drill_either(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    drill = composed(controller, scenario="night-toxic-leak", seed=7)["drill"]
    path = f"/api/v1/drills/{drill}/site"
    assert controller.get(path).status_code == 404
    assert controller.command("drill.start", drill=drill).status_code == 200
    assert controller.get(path).get_json()["people"][0]["contacts"]
    for role in (Role.EVALUATOR, Role.COMMANDER):
        assert plant.machine(role).get(path).status_code == 403


def test_a_token_for_other_topics_reads_no_drills(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    drill = composed(controller)["drill"]
    assert controller.command("drill.start", drill=drill).status_code == 200
    levels = plant.machine(Role.CONTROLLER, topics=["levels"])
    for path in ("drills", f"drills/{drill}", f"drills/{drill}/plan", "programme"):
        assert levels.get(f"/api/v1/{path}").status_code == 403
        told = plant.machine(Role.CONTROLLER, topics=["drill"]).get(f"/api/v1/{path}")
        assert told.status_code == 200


def test_a_hidden_start_that_would_never_come_is_refused(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    now = plant.clock.now()
    answer = controller.post(SURPRISE, {"starts_at": now - 1})
    assert (answer.status_code, answer.get_json()["code"]) == (409, "start_past")
    assert plant.desk.state.drills == {}, "nothing is planned by it"
    composed(controller, starts_at=now + 60_000)
    controller.command("drill.plan", name="By name")
    again = controller.post("/api/v1/drills/DRL-2/seal", {"starts_at": now - 1})
    assert again.get_json()["code"] == "start_past"


def test_the_same_seed_is_the_same_drill_under_another_seal(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    first, second = (composed(controller, seed=11) for _ in range(2))
    one, other = (plant.sealed.of(told["commitment"]) for told in (first, second))
    assert one is not None
    assert other is not None
    assert one.content == other.content
    assert first["commitment"] != second["commitment"]


def test_what_the_plant_lacks_is_said_and_nothing_is_planned(tmp_path: Path) -> None:
    center = Center(tmp_path)
    answer = center.machine(Role.CONTROLLER).post(SURPRISE, {"scenario": "night-toxic-leak"})
    problem = answer.get_json()
    assert (answer.status_code, problem["code"]) == (409, "no_drill")
    assert center.desk.state.drills == {}
    unknown = center.machine(Role.CONTROLLER).post(SURPRISE, {"scenario": "volcano"})
    assert "volcano" in unknown.get_json()["detail"]
    center.engine.dispose()


@pytest.mark.parametrize("role", [Role.COMMANDER, Role.EVALUATOR, Role.VIEWER, Role.GATEWAY])
def test_only_a_controller_composes(plant: Center, role: Role) -> None:
    assert plant.machine(role).post(SURPRISE, {}).status_code == 403
    assert plant.desk.state.drills == {}


def test_bad_fields_are_named(plant: Center) -> None:
    answer = plant.machine(Role.CONTROLLER).post(SURPRISE, {"seed": -1, "colour": "red"})
    fields = {error["field"] for error in answer.get_json()["errors"]}
    assert (answer.status_code, fields) == (422, {"seed", "colour"})


def test_the_library_says_what_each_scenario_would_be_here_to_the_direction_alone(
    plant: Center,
) -> None:
    told = plant.machine(Role.EVALUATOR).get("/api/v1/scenarios").get_json()["scenarios"]
    leak = next(one for one in told if one["id"] == "night-toxic-leak")
    assert leak["lacking"] == []
    assert leak["injects"][0]["at_s"] == 0
    assert "{" not in leak["summary"]["en"]
    assert plant.machine(Role.COMMANDER).get("/api/v1/scenarios").status_code == 403


def test_a_drill_that_nobody_led_does_not_meet_the_law_and_says_why(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    drill = composed(controller, scenario="night-toxic-leak", seed=7)["drill"]
    for kind in ("drill.start", "drill.end"):
        assert controller.command(kind, drill=drill).status_code == 200
    told = controller.get("/api/v1/drills").get_json()
    assert told["legal"]["days_left"] is None
    assert told["legal"]["turns"] == [[0, "urgent", "uncounted"]]
    codes = [one["code"] for one in told["drills"][0]["lacks"]]
    assert codes == ["nobody_commanded", "not_revealed", "unsigned"]


def test_the_legal_duty_is_counted_from_the_last_drill_that_counts(plant: Center) -> None:
    """Led by a person, every timed inject fired by the controller's hand, signed by both sides."""
    controller = plant.machine(Role.CONTROLLER)
    plant.desk.submit("shift.begin", {"shift": plant.site.shifts[0].id}, DUTY_ACTOR)
    commands = {post.id for post in plant.site.posts if post.commands}
    roster = plant.desk.state.roster
    led = next(one.id for one in plant.site.people if commands & set(roster.posts_of(one.id)))
    for name, role in (("lee", Role.COMMANDER), ("eve", Role.EVALUATOR), ("con", Role.CONTROLLER)):
        plant.user(name, role, led if role is Role.COMMANDER else None)
    lee, eve = plant.browser("lee"), plant.browser("eve")
    drill = composed(controller, scenario="night-toxic-leak", seed=7)["drill"]
    assert controller.command("drill.start", drill=drill).status_code == 200
    kept = plant.sealed.of(plant.desk.state.drills[drill].commitment)
    assert kept is not None
    content = content_of(kept.content)
    assert content is not None
    opened = {"kind": "incident.open", "data": {"place": plant.site.tanks[0].id}, "drill": drill}
    assert lee.post("/api/v1/commands", opened).status_code == 200
    for inject in content.plan.injects:
        if inject.at is not None:
            asked = {"drill": drill, "inject": inject.id, "reason": "At once"}
            assert controller.command("inject.fire", **asked).status_code == 200
    assert controller.command("drill.end", drill=drill).status_code == 200
    plant.desk.submit("drill.reveal", {"drill": drill, **kept._asdict()}, DUTY_ACTOR)
    plant.desk.submit("review.open", {"review": drill}, DUTY_ACTOR)
    steps: list[tuple[Caller, str, dict[str, Any]]] = [
        (lee, "review.freeze", {}),
        (lee, "review.agree", {}),
        (lee, "review.hold", {"present": 3, "notes": "Minutes"}),
        (lee, "review.sign", {}),
    ]
    for caller, kind, data in steps:
        answer = caller.command(kind, review=drill, **data)
        assert answer.status_code == 200, answer.text
    assert controller.get("/api/v1/drills").get_json()["legal"]["days_left"] is None
    assert eve.command("review.sign", review=drill).status_code == 200
    told = controller.get("/api/v1/drills").get_json()
    assert told["drills"][0]["lacks"] == []
    assert told["legal"]["days_left"] > 150
    assert [code for _, _, code in told["legal"]["turns"]] == ["far", "known", "due", "over"]


def test_who_may_only_look_seals_nothing(plant: Center) -> None:
    wall = plant.machine(Role.CONTROLLER, read_only=True)
    answer = wall.post("/api/v1/drills/DRL-1/seal", {"seed": 5})
    assert (answer.status_code, answer.get_json()["code"]) == (403, "read_only")
    with plant.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM sealed_drills")).scalar() == 0


def test_a_models_word_is_everybodys_in_reality_and_the_directions_in_a_drill(
    plant: Center,
) -> None:
    controller, gateway = plant.machine(Role.CONTROLLER), plant.machine(Role.GATEWAY)
    commander = plant.machine(Role.COMMANDER)
    drill = composed(controller, scenario="night-toxic-leak", seed=7)["drill"]
    assert controller.command("drill.start", drill=drill).status_code == 200
    said = {
        "what": "overflow_if_open", "element": plant.site.valves[0].id, "model": "m", "run": "r-1",
    }  # fmt: skip

    def reports(inside: str | None) -> None:
        asked = {"drill": inside} if inside else {}
        place = {"place": plant.site.tanks[0].id}
        opened = commander.post(
            "/api/v1/commands", {"kind": "incident.open", "data": place, **asked}
        )
        assert opened.status_code == 200, opened.text
        incident = f"{inside}-INC-1" if inside else "INC-1"
        data = {"kind": "model.report", "data": {"incident": incident, **said}, **asked}
        told = gateway.post("/api/v1/commands", data)
        assert told.status_code == 200, told.text

    def read(caller: Caller) -> list[bool]:
        facts = caller.get("/api/v1/journal?after=0").get_json()["facts"]
        return [fact["exercise"] for fact in facts if fact["kind"] == "model.computed"]

    reports(drill)
    controller.command("drill.end", drill=drill)
    reports(None)
    assert (read(commander), read(controller)) == ([False], [True, False])
