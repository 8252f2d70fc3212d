"""The ledger of an older system at its doors: who may bring it, the dry run first, and nothing twice."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from command_center.domain.actor import Role
from command_center.domain.matters.opening.importing import import_id
from command_center.plant_table import CSV_TYPE, XLSX_TYPE
from tests.domain.matters.works import CATEGORIES, HAZARD, SCORE
from tests.support.small_works import small_works
from tests.support.template_shelf import Shelf
from tests.web.center import Caller, Center

DOOR = "/api/v1/matters/import/hazard"
HEADS = "import.old_number,import.found,import.state,import.ended,import.finder,place,category,level,found"
ROWS = (
    "H-1,2026-03-05,,,eva,farm,equipment/pipe/clamp,general,Clamp leaks",
    "H-2,2026-01-05,archived,2026-01-20,eva,farm,equipment/pipe/clamp,major,Clamp leaked",
)


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Center]:
    center = Center(tmp_path, small_works())
    center.desk.templates = Shelf(
        HAZARD.replace("fields:", "readers: [parties, safety, commander]\nfields:", 1),
        CATEGORIES,
        SCORE,
    )
    yield center
    center.engine.dispose()


def brought(caller: Caller, rows: tuple[str, ...] = ROWS, query: str = "", door: str = DOOR) -> Any:
    parcel = "\n".join([HEADS, *rows]).encode()
    return caller.request("POST", door + query, data=parcel, content_type=CSV_TYPE)


def test_a_dry_run_changes_nothing_and_the_import_is_what_it_told(plant: Center) -> None:
    office = plant.machine(Role.ADMINISTRATOR)
    head = plant.desk.state.seq
    dry = brought(office).get_json()
    assert (dry["rows"], dry["fresh"], dry["ended"], dry["known"], dry["mistakes"]) == (
        2,
        2,
        1,
        0,
        [],
    )
    assert dry["difference"][1]["old_number"] == "H-2"
    assert plant.desk.state.seq == head
    other = brought(office, query="?dry=0&confirm=0123456789abcdef")
    assert (other.status_code, other.get_json()["code"]) == (409, "table_changed")
    done = brought(office, query=f"?dry=0&confirm={dry['confirm']}")
    assert (done.status_code, done.get_json()) == (200, {"imported": 2, "known": 0})
    assert import_id("hazard", "H-1") in plant.desk.state.matters.open
    assert import_id("hazard", "H-2") in plant.desk.state.matters.ended
    again = brought(office).get_json()
    assert (again["fresh"], again["known"]) == (0, 2)
    nothing = brought(office, query=f"?dry=0&confirm={again['confirm']}")
    assert nothing.get_json() == {"imported": 0, "known": 2}


def test_the_lists_know_the_old_number_and_the_old_days(plant: Center) -> None:
    office = plant.machine(Role.ADMINISTRATOR)
    dry = brought(office).get_json()
    brought(office, query=f"?dry=0&confirm={dry['confirm']}")
    ident = import_id("hazard", "H-2")
    one = office.get(f"/api/v1/matters/{ident}").get_json()
    assert one["old_number"] == "H-2"
    assert one["ended_at"] - one["opened_at"] == 15 * 86_400_000
    assert one["opener"] == "eva"
    listed = office.get("/api/v1/past/matters?month=2026-01").get_json()["matters"]
    assert [row["old_number"] for row in listed] == ["H-2"]
    march = office.get("/api/v1/past/matters?month=2026-03&hour=0").get_json()["matters"]
    assert march == []
    for month in ("2026-01", "2026-03"):
        heat = office.get(f"/api/v1/past/heat?month={month}").get_json()
        assert heat["total"] == 0
    table = office.post("/api/v1/past/matters.xlsx", {"matters": [ident]})
    sheet: Any = load_workbook(BytesIO(table.data)).active
    assert "H-2" in [cell.value for cell in sheet[2]]


def test_the_figures_take_of_an_imported_one_only_what_is_known(plant: Center) -> None:
    office = plant.machine(Role.ADMINISTRATOR)
    dry = brought(office).get_json()
    brought(office, query=f"?dry=0&confirm={dry['confirm']}")
    told = office.get("/api/v1/past/figures?month=2026-01").get_json()["figures"]
    by_name = {one["name"]: one for one in told}
    assert by_name["cycle"]["value"] == 15 * 86_400_000
    assert by_name["repeats"]["of"] == 1
    for name in ("rectified", "response", "participation"):
        assert by_name[name]["n"] == 0, name


def test_a_mistake_is_told_by_its_cell_in_the_callers_language_with_its_remedy(
    plant: Center,
) -> None:
    office = plant.machine(Role.ADMINISTRATOR)
    bad = (ROWS[0].replace(",eva,", ",,"), ROWS[1].replace("2026-01-20", "2025-01-20"))
    dry = brought(office, bad).get_json()
    places = [(one["row"], one["column"]) for one in dry["mistakes"]]
    assert places == [(2, "E"), (3, "D")]
    assert "Write who found it" in dry["mistakes"][0]["error"]
    refused = brought(office, bad, f"?dry=0&confirm={dry['confirm']}")
    assert (refused.status_code, refused.get_json()["code"]) == (422, "table_wrong")
    assert plant.desk.state.matters.open == {}
    parcel = "\n".join([HEADS, *bad]).encode()
    chinese = office.request(
        "POST", DOOR, data=parcel, content_type=CSV_TYPE, headers={"Accept-Language": "zh-CN"}
    ).get_json()
    assert "结束日期早于发现日期" in chinese["mistakes"][1]["error"]


@pytest.mark.parametrize(
    "role", [Role.COMMANDER, Role.RESPONDER, Role.VIEWER, Role.EVALUATOR, Role.GATEWAY]
)
def test_nobody_else_brings_a_ledger_or_gets_its_sheet(plant: Center, role: Role) -> None:
    caller = plant.machine(role, person="p1" if role is Role.RESPONDER else None)
    assert brought(caller).status_code == 403
    for door in ("/api/v1/matters/import", f"{DOOR}/sheet.xlsx", f"{DOOR}/sheet.csv"):
        assert caller.get(door).status_code == 403
    assert plant.client().get(f"{DOOR}/sheet.csv").status_code == 401


def test_the_sheet_goes_out_in_the_callers_language(plant: Center) -> None:
    office = plant.machine(Role.CONTROLLER)
    out = office.get(f"{DOOR}/sheet.xlsx", headers={"Accept-Language": "zh-CN"})
    assert (out.status_code, out.mimetype) == (200, XLSX_TYPE)
    book = load_workbook(BytesIO(out.data))
    assert book.sheetnames == ["hazard", "填写说明", "可选项"]
    assert office.get(f"{DOOR}/sheet.csv").data.decode("utf-8-sig").startswith("Old number [")
    assert office.get("/api/v1/matters/import/unheard-of/sheet.csv").status_code == 404
    listed = office.get("/api/v1/matters/import").get_json()
    assert [one["template"] for one in listed["templates"]] == ["hazard"]


def test_a_row_that_the_desk_refuses_stops_the_import_and_the_same_file_goes_on(
    plant: Center, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = plant.machine(Role.ADMINISTRATOR)
    dry = brought(office).get_json()
    submit, given = plant.desk.submit, []

    def refusing(kind: str, data: Any, actor: Any, **more: Any) -> Any:
        given.append(kind)
        if given.count("matter.import") == 2:
            data = data | {"finder": "nobody-here"}
        return submit(kind, data, actor, **more)

    monkeypatch.setattr(plant.desk, "submit", refusing)
    stopped = brought(office, query=f"?dry=0&confirm={dry['confirm']}")
    assert (stopped.status_code, stopped.get_json()["code"]) == (409, "import_stopped")
    assert "1 row" in stopped.get_json()["detail"]
    monkeypatch.undo()
    rest = brought(office).get_json()
    assert (rest["fresh"], rest["known"]) == (1, 1)
    done = brought(office, query=f"?dry=0&confirm={rest['confirm']}")
    assert done.get_json() == {"imported": 1, "known": 1}


def test_no_file_of_another_kind_is_taken(plant: Center) -> None:
    office = plant.machine(Role.ADMINISTRATOR)
    answer = office.request("POST", DOOR, data=b"{}", content_type="application/json")
    assert answer.status_code == 415
    broken = office.request("POST", DOOR, data=b"PK\x03\x04 no workbook", content_type=XLSX_TYPE)
    assert broken.get_json()["mistakes_n"] == 1
