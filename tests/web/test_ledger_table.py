"""The ledger's table at its doors: out for whoever reads the board, in for whoever may take stock."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from command_center.domain.actor import Role
from command_center.plant_table import CSV_TYPE, XLSX_TYPE
from tests.support.small_works import small_works
from tests.web.center import Caller, Center

TABLE = "/api/v1/ledger/table"


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Center]:
    center = Center(tmp_path, small_works())
    yield center
    center.engine.dispose()


def brought(caller: Caller, parcel: bytes, query: str = "", of: str = XLSX_TYPE) -> Any:
    return caller.request("POST", TABLE + query, data=parcel, content_type=of)


def edited(parcel: bytes, **cells: float) -> bytes:
    book = load_workbook(BytesIO(parcel))
    for place, value in cells.items():
        book["ledger"][place] = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_goes_out_and_comes_back_with_a_dry_run_first(plant: Center) -> None:
    chief = plant.machine(Role.COMMANDER)
    out = chief.get(f"{TABLE}.xlsx")
    assert (out.status_code, out.mimetype) == (200, XLSX_TYPE)
    same = brought(chief, out.data).get_json()
    assert (same["rows"], same["changed"], same["mistakes"]) == (6, 0, [])
    heads = [cell.value for cell in load_workbook(BytesIO(out.data))["ledger"][1]]
    column = "ABCDEFGHIJKLM"[heads.index("here")]
    changed = edited(out.data, **{f"{column}2": 1})
    dry = brought(chief, changed).get_json()
    assert (dry["changed"], dry["difference"][0]["after"]) == (1, 1)
    assert plant.desk.state.ledger.lines[("suit", "hall")].quantity == 2
    other = brought(chief, changed, "?dry=0&confirm=0123456789abcdef")
    assert (other.status_code, other.get_json()["code"]) == (409, "table_changed")
    done = brought(chief, changed, f"?dry=0&confirm={dry['confirm']}")
    assert (done.status_code, done.get_json()) == (200, {"recorded": 1})
    assert plant.desk.state.ledger.lines[("suit", "hall")].quantity == 1


def test_a_mistake_is_told_by_its_cell_and_refused_when_it_is_confirmed(plant: Center) -> None:
    chief = plant.machine(Role.COMMANDER)
    bad = b"resource,store,here\nsuit,hall,many\n"
    told = brought(chief, bad, of=CSV_TYPE).get_json()
    assert told["mistakes_n"] == 1
    mistake = told["mistakes"][0]
    assert (mistake["row"], mistake["column"], mistake["heading"]) == (2, "C", "here")
    refused = brought(chief, bad, f"?dry=0&confirm={told['confirm']}", CSV_TYPE)
    assert (refused.status_code, refused.get_json()["code"]) == (422, "table_wrong")


def test_no_file_of_another_kind_is_taken(plant: Center) -> None:
    chief = plant.machine(Role.COMMANDER)
    assert brought(chief, b"{}", of="application/json").status_code == 415
    broken = brought(chief, b"PK\x03\x04 no workbook").get_json()
    assert broken["mistakes_n"] == 1


@pytest.mark.parametrize("role", [Role.RESPONDER, Role.VIEWER, Role.EVALUATOR, Role.GATEWAY])
def test_who_may_not_take_stock_brings_no_table(plant: Center, role: Role) -> None:
    caller = plant.machine(role, person="p1" if role is Role.RESPONDER else None)
    assert brought(caller, b"resource,store\n", of=CSV_TYPE).status_code == 403


def test_the_csv_is_for_whoever_reads_the_board_and_for_nobody_else(plant: Center) -> None:
    viewer = plant.machine(Role.VIEWER)
    out = viewer.get(f"{TABLE}.csv")
    assert out.data.decode("utf-8-sig").splitlines()[0].startswith("resource,store,batch")
    assert plant.machine(Role.GATEWAY).get(f"{TABLE}.csv").status_code == 403
    assert plant.client().get(f"{TABLE}.csv").status_code == 401
