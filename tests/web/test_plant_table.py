"""The doors of tables: a dry run changes nothing, a confirmed table is one change, who may not may not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import Role
from command_center.domain.readiness.standing_gap import gap_stands
from command_center.plant_table import CSV_TYPE, XLSX_TYPE
from command_center.site_file import load
from tests.web.center import Caller, Center

DEMO = Path(__file__).parents[2] / "sites" / "demo" / "site.yaml"
PEOPLE = "/api/v1/plant/nouns/people/table"


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Center]:
    center = Center(tmp_path, load(DEMO))
    yield center
    center.engine.dispose()


def brought(caller: Caller, parcel: bytes, query: str = "", type: str = CSV_TYPE) -> Any:
    return caller.request("POST", PEOPLE + query, data=parcel, content_type=type)


def test_what_goes_out_comes_back_without_a_difference(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    for ending, type in (("xlsx", XLSX_TYPE), ("csv", CSV_TYPE)):
        out = controller.get(f"{PEOPLE}.{ending}")
        assert (out.status_code, out.mimetype) == (200, type)
        told = brought(controller, out.data, type=type).get_json()
        assert (told["mistakes"], told["difference"]) == ([], [])
        assert told["rows"] == len(plant.desk.site.people)


def test_a_dry_run_changes_nothing_and_a_confirmed_table_is_one_change(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    first = plant.desk.site.people[0]
    parcel = f"id,name.zh,name.en\r\n{first.id},新名,New name\r\nneu-1,张三,\r\n".encode()
    before = plant.desk.state.seq
    told = brought(controller, parcel).get_json()
    assert (told["added"], told["changed"], told["removed"]) == (1, 1, 0)
    assert told["difference"][0]["fields"][1] == {
        "name": "name.en", "before": first.name.en, "after": "New name",
    }  # fmt: skip
    assert plant.desk.state.seq == before
    done = brought(controller, parcel, f"?dry=0&confirm={told['confirm']}")
    assert done.get_json() == {"changed": 2}
    assert plant.desk.site.person_by_id[first.id].name.en == "New name"
    assert plant.desk.site.person_by_id["neu-1"].name.en == "张三"
    history = controller.get(f"/api/v1/plant/nouns/people/history?key={first.id}").get_json()
    assert [one["new"]["name"]["en"] for one in history["changes"]] == ["New name"]


def test_a_table_that_nobody_has_looked_at_is_not_imported(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    before = plant.desk.state.seq
    parcel = "id,name.zh\r\nneu-1,张三\r\n".encode()
    assert brought(controller, parcel, "?dry=0").get_json()["code"] == "table_changed"
    assert brought(controller, parcel, "?dry=0&confirm=0123456789abcdef").status_code == 409
    told = brought(controller, parcel).get_json()
    carried = "id,name.zh\r\nneu-1,李四\r\n".encode()
    assert brought(controller, carried, f"?dry=0&confirm={told['confirm']}").status_code == 409
    assert plant.desk.state.seq == before


def test_mistakes_are_told_by_row_and_cell_in_both_languages(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    parcel = "id,name.zh,home\r\np-1,张三,nowhere\r\np-2,,\r\n".encode("gbk")
    told = brought(controller, parcel).get_json()
    places = [(one["row"], one["column"], one["heading"]) for one in told["mistakes"]]
    assert places == [(2, "C", "home"), (3, "B", "name.zh")]
    assert told["encoding"] == "GB18030"
    assert told["mistakes_n"] == 2
    answer = brought(controller, parcel, f"?dry=0&confirm={told['confirm']}")
    assert answer.get_json()["code"] == "table_wrong"


def test_a_row_that_others_need_is_not_taken_away(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    told = brought(controller, "id,name.zh\r\nneu-1,张三\r\n".encode(), "?remove=1").get_json()
    assert told["mistakes_n"] > 0
    assert any(one["key"].startswith("roster") for one in told["mistakes"])


def test_who_may_not_edit_the_noun_brings_no_table(plant: Center) -> None:
    commander = plant.machine(Role.COMMANDER)
    assert brought(commander, b"id\r\n").status_code == 403
    assert plant.machine(Role.VIEWER).get(f"{PEOPLE}.csv").status_code == 403
    assert commander.get("/api/v1/plant/nouns/nothing/table.csv").status_code == 404
    assert (
        brought(plant.machine(Role.CONTROLLER), b"{}", type="application/json").status_code == 415
    )


def test_what_still_lacks_is_told_with_the_noun_that_mends_it(plant: Center) -> None:
    controller, root = plant.machine(Role.CONTROLLER), plant.machine(Role.ADMINISTRATOR)
    lacking = {"lacks": [{"lack": "account", "noun": "accounts"}]}
    assert controller.get("/api/v1/plant/lacks").get_json() == lacking, "nobody could command"
    person = plant.desk.site.people[0].id
    asked = {"username": "leader", "role": "commander", "person": person}
    assert root.post("/api/v1/accounts", asked).status_code == 201
    assert controller.get("/api/v1/plant/lacks").get_json() == {"lacks": []}


def test_a_preview_tells_which_gaps_the_change_closes_and_opens(plant: Center) -> None:
    root = plant.machine(Role.ADMINISTRATOR)
    rows = root.get("/api/v1/plant/nouns/pools").get_json()["rows"]
    small = next(
        one for one in rows
        if gap_stands(plant.desk.state, plant.desk.site, f"pool:{one['key']}", plant.clock.now())
    )  # fmt: skip

    def previewed(volume: float) -> Any:
        row = small["row"] | {"to_weir_m3": volume}
        change = {"noun": "pools", "key": small["key"], "was": small["was"], "row": row}
        answer = root.post("/api/v1/plant/preview", {"changes": [change]})
        assert answer.status_code == 200, answer.text
        return answer.get_json()["gaps"]

    assert previewed(1_000_000) == {"closed": [f"pool:{small['key']}"], "opened": []}
    assert previewed(1) == {"closed": [], "opened": []}


def test_a_tank_beyond_the_plant_s_bounds_is_told_at_its_cell_and_one_that_lay_there_stays(
    plant: Center,
) -> None:
    chief = plant.machine(Role.ADMINISTRATOR)
    site = plant.desk.site
    first = site.tanks[0]
    path = "/api/v1/plant/nouns/tanks/table"

    def told(x: float, y: float) -> list[tuple[int, str, str]]:
        parcel = f"id,y,Position east [x]\r\n{first.id},{y},{x}\r\n".encode()
        answer = chief.request("POST", path, data=parcel, content_type=CSV_TYPE).get_json()
        return sorted((one["row"], one["column"], one["key"]) for one in answer["mistakes"])

    assert told(first.x + 0.5, first.y) == []
    assert told(site.width + 1, first.y) == [(2, "C", f"tanks.{first.id}.x")]
    assert told(-1, site.height + 1) == [
        (2, "B", f"tanks.{first.id}.y"), (2, "C", f"tanks.{first.id}.x"),
    ]  # fmt: skip


@pytest.mark.parametrize("hidden", ["\u202e", "\x1b", "\u2028"])
def test_an_invisible_character_is_found_by_who_looks_and_by_who_saves_at_the_same_field(
    plant: Center, hidden: str
) -> None:
    controller = plant.machine(Role.CONTROLLER)
    found = controller.get("/api/v1/plant/nouns/people").get_json()["rows"][0]
    name = {"zh": "新名", "en": f"New{hidden}name"}
    change = {"noun": "people", "key": found["key"], "was": found["was"]}
    body = {"changes": [change | {"row": found["row"] | {"name": name}}]}
    looked = controller.post("/api/v1/plant/preview", body)
    [mistake] = looked.get_json()["mistakes"]
    places = (mistake["noun"], mistake["key"], mistake["field"], mistake["code"])
    assert places == ("people", found["key"], "name.en", "hidden_character")
    assert f"U+{ord(hidden):04X}" in mistake["said"]["en"]
    saved = controller.post("/api/v1/commands", {"kind": "site.change", "data": body})
    assert saved.status_code == 409
    told = saved.get_json()
    assert told["code"] == "plant_mistakes"
    assert f"{found['key']}" in told["detail"]
    assert "name.en" in told["detail"]


def test_a_cell_of_several_lines_is_taken_by_the_dry_run_and_by_the_import(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    parcel = 'id,name.zh,name.en\r\nneu-1,张三,"New\r\nname"\r\n'.encode()
    told = brought(controller, parcel).get_json()
    assert told["mistakes"] == []
    done = brought(controller, parcel, f"?dry=0&confirm={told['confirm']}")
    assert done.get_json() == {"changed": 1}
    assert plant.desk.site.person_by_id["neu-1"].name.en == "New\nname"
