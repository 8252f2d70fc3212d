"""The events list at its doors: out of scenarios and drills, back into scenarios, for whom it is."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from command_center.domain.actor import Role
from command_center.scenario_file.events_list import CONTENT_TYPE
from command_center.site_file import load
from command_center.workbook_reader.limits import Limits
from simulations.scenarios import texts
from tests.scenario_file.test_hostile_workbooks import COSTLY
from tests.support.events_lists import LEAK, cell, edited
from tests.web.center import Caller, Center

DEMO = Path(__file__).parents[2] / "sites" / "demo" / "site.yaml"
OUT = f"/api/v1/scenarios/{LEAK}/msel.xlsx"
BACK = f"/api/v1/scenarios/{LEAK}/msel"


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Center]:
    center = Center(tmp_path, load(DEMO))
    yield center
    center.engine.dispose()


def brought(caller: Caller, parcel: bytes, path: str = BACK, type: str = CONTENT_TYPE) -> Any:
    return caller.request("POST", path, data=parcel, content_type=type)


def later(parcel: bytes, s: Any = 200) -> bytes:
    return edited(parcel, lambda book: setattr(cell(book, "injects", "smell", "at_s"), "value", s))


def test_an_edited_list_is_a_draft_until_it_is_saved_under_a_name(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    out = controller.get(OUT)
    assert (out.status_code, out.mimetype) == (200, CONTENT_TYPE)
    same = brought(controller, out.data).get_json()
    assert (same["changed"], same["saved"]) == ([], None)
    assert same["text"] == texts()[LEAK].replace(f"id: {LEAK}", f"id: {same['id']}", 1)
    draft = brought(controller, later(out.data)).get_json()
    assert (draft["changed"], draft["base"]) == (["smell"], 0)
    assert draft["scenario"]["injects"][1]["at_s"] == 200
    assert plant.desk.state.own_scenarios == {}
    saved = brought(controller, later(out.data), f"{BACK}?save_as=own-leak").get_json()
    assert saved["saved"]["revision"] == 1
    assert controller.get("/api/v1/scenarios/own-leak").get_json()["text"] == saved["text"]


def test_a_mistake_is_told_with_its_cell_and_nothing_is_saved(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    out = controller.get(OUT).data
    answer = brought(controller, later(out, "soon"), f"{BACK}?save_as=own-leak")
    problem = answer.get_json()
    assert (answer.status_code, problem["code"]) == (422, "msel_wrong")
    [wrong] = problem["problems"]
    assert (wrong["sheet"], wrong["row"], wrong["column"]) == ("Injects", 3, "C")
    assert "soon" in wrong["error"]
    assert plant.desk.state.own_scenarios == {}


def test_a_list_made_before_somebody_saved_is_refused_and_undoes_nothing(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    brought(controller, controller.get(OUT).data, f"{BACK}?save_as=own-leak")
    mine = controller.get("/api/v1/scenarios/own-leak/msel.xlsx").data
    path = "/api/v1/scenarios/own-leak/msel"
    assert brought(controller, later(mine, 210), f"{path}?save_as=own-leak").status_code == 200
    late = brought(controller, later(mine, 220), f"{path}?save_as=own-leak")
    assert late.status_code == 422
    assert "saved after" in late.get_json()["problems"][0]["error"]
    assert plant.desk.state.own_scenarios["own-leak"].revision == 2
    again = brought(controller, mine, f"{BACK}?save_as={LEAK}")
    assert again.status_code == 422  # and it is another scenario's
    library = brought(controller, controller.get(OUT).data, f"{BACK}?save_as={LEAK}")
    assert (library.status_code, library.get_json()["code"]) == (409, "scenario_of_library")


def test_only_a_workbook_is_taken_and_only_from_a_page_of_this_origin(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    out = controller.get(OUT).data
    wrong = brought(controller, out, type="text/csv")
    assert (wrong.status_code, wrong.get_json()["code"]) == (415, "not_xlsx")
    large = brought(controller, b"x" * ((1 << 20) + 1))
    assert large.status_code == 413
    plant.user("lin", Role.CONTROLLER)
    browser = plant.browser("lin")
    browser.origin = "http://elsewhere.example"
    assert brought(browser, out).status_code == 403
    assert brought(controller, out, "/api/v1/scenarios/volcano/msel").status_code == 404


@pytest.mark.parametrize("role", [Role.COMMANDER, Role.EVALUATOR, Role.VIEWER, Role.RESPONDER])
def test_a_scenarios_list_is_the_directions(plant: Center, role: Role) -> None:
    out = plant.machine(Role.CONTROLLER).get(OUT).data
    caller = plant.machine(role)
    assert caller.get(OUT).status_code == (200 if role is Role.EVALUATOR else 403)
    assert brought(caller, out).status_code == 403


def test_a_drills_list_is_sealed_until_the_start_and_open_after_the_reveal(plant: Center) -> None:
    controller, commander = (plant.machine(r) for r in (Role.CONTROLLER, Role.COMMANDER))
    asked = {"scenario": LEAK, "seed": 7}
    drill = controller.post("/api/v1/drills/surprise", asked).get_json()["drill"]
    path = f"/api/v1/drills/{drill}/msel.xlsx"
    assert controller.get(path).status_code == 404
    assert commander.get(path).status_code in (403, 404)
    assert controller.command("drill.start", drill=drill).status_code == 200
    fired = {"inject": "press", "reason": "they are quick"}
    assert controller.command("inject.fire", drill=drill, **fired).status_code == 200
    book = load_workbook(BytesIO(controller.get(path).data))
    assert cell(book, "injects", "press", "mark").value == "EXERCISE"
    assert cell(book, "injects", "press", "state").value == "fired"
    assert cell(book, "injects", "onset", "state").value is None
    chinese = controller.get(path, headers={"Accept-Language": "zh-CN"}).data
    assert load_workbook(BytesIO(chinese)).sheetnames == ["情景注入", "预期行动", "说明"]
    assert commander.get(path).status_code == 403
    refused = brought(controller, controller.get(path).data)
    assert drill in refused.get_json()["problems"][0]["error"]  # what was sealed is not edited
    assert controller.command("drill.end", drill=drill).status_code == 200
    told = controller.get(f"/api/v1/drills/{drill}").get_json()
    kept = plant.sealed.of(told["commitment"])
    assert kept is not None
    revealed = controller.command(
        "drill.reveal", drill=drill, content=kept.content, nonce=kept.nonce
    )
    assert revealed.status_code == 200, revealed.text
    assert commander.get(path).status_code == 200


def test_a_workbook_made_to_cost_much_is_refused_and_the_next_one_is_taken(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    answer = brought(controller, COSTLY["a row far down"][0])
    assert (answer.status_code, answer.get_json()["code"]) == (422, "msel_wrong")
    [wrong] = answer.get_json()["problems"]
    assert (wrong["sheet"], wrong["row"], wrong["column"]) == ("", None, "")
    assert "2,000 rows" in wrong["error"]
    assert brought(controller, controller.get(OUT).data).status_code == 200


def test_who_cannot_be_read_now_is_told_to_come_again(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    out = controller.get(OUT).data
    plant.workbooks.limits = Limits(elapsed_s=0.01)
    with plant.workbooks._turn:
        busy = brought(controller, out)
    assert (busy.status_code, busy.get_json()["code"]) == (503, "reader_busy")
    assert busy.headers["Retry-After"]
    plant.workbooks.limits = Limits()
    assert brought(controller, out).status_code == 200
