"""The baseline of a roll-out as a table: a row for each month, every mistake by its cell."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from command_center.plant_table import opened, workbook_of
from command_center.plant_table.baseline_table import (
    SHEET,
    BaselineRow,
    BaselineRun,
    baseline_run,
    rows_of,
)
from command_center.plant_table.reading import LIMITS
from command_center.workbook_reader.process import WorkbookReader
from tests.plays.loops import BASELINE, PILOT
from tests.plays.plant import Works

HEADS = "month,cycle_days,rectified_percent,participation_percent"


@pytest.fixture
def works(tmp_path: Path) -> Works:
    return Works(tmp_path)


def ran(works: Works, *rows: str, heads: str = HEADS) -> BaselineRun:
    return tried(works, "\n".join([heads, *rows]).encode())


def tried(works: Works, parcel: bytes) -> BaselineRun:
    made = works.opens("fay", "rollout", **PILOT)
    return baseline_run(opened(parcel, SHEET, WorkbookReader(LIMITS)), works.play(made))


def test_months_come_in_their_order_with_what_is_known_of_them(works: Works) -> None:
    run = ran(works, '2026-10-01,"6,8",72%,42', "2026-09,7.2,,40")
    assert run.problems == []
    assert run.rows == [
        {"month": "2026-09", "cycle_days": 7.2, "participation_percent": 40},
        {"month": "2026-10", "cycle_days": 6.8, "rectified_percent": 72, "participation_percent": 42},
    ]  # fmt: skip


def test_every_mistake_stands_at_its_cell(works: Works) -> None:
    run = ran(
        works, "9/2026,7,68,40", "2026-09,seven,68,40", "2026-10,7,168,40", "2026-10,7,68,40", "2026-11,,,",
        ",7,68,40",
    )  # fmt: skip
    places = [(one.mark.line, one.mark.column, one.code) for one in run.problems]
    assert places == [
        (2, 1, "baseline.month"), (3, 2, "site.number"), (4, 3, "import.does_not_fit"), (5, 1, "table.taken_twice"),
        (6, 1, "baseline.no_figure"), (7, 1, "import.cell_missing"),
    ]  # fmt: skip
    for lang in ("en", "zh-CN"):
        assert all(one.sentence(lang) for one in run.problems)


@pytest.mark.parametrize(
    ("said", "number"),
    [("7.5", 7.5), ("7,5", 7.5), ("7，5", 7.5), ("0,125", 0.125), ("1,234", None), ("1,234.5", None), ("nan", None)],
)  # fmt: skip
def test_a_comma_is_a_point_unless_it_may_mark_thousands(
    works: Works, said: str, number: float | None
) -> None:
    run = ran(works, f'2026-10,"{said}",68,40')
    assert (run.problems == []) == (number is not None)
    if number is not None:
        assert run.rows[0]["cycle_days"] == number


@pytest.mark.parametrize(
    ("heads", "code"),
    [
        ("cycle_days", "import.column_missing"),
        ("month,cycle_dais", "table.heading_near"),
        (HEADS, "baseline.no_rows"),
    ],
)
def test_a_table_without_what_it_needs_is_refused(works: Works, heads: str, code: str) -> None:
    assert code in [one.code for one in ran(works, heads=heads).problems]
    long = [f"20{10 + n // 12:02d}-{n % 12 + 1:02d},1,1,1" for n in range(37)]
    assert [one.code for one in ran(works, *long).problems] == ["table.too_many"]


def test_what_goes_out_comes_back(works: Works) -> None:
    parcel = workbook_of(SHEET, BaselineRow, rows_of(BASELINE["baseline"]))
    assert load_workbook(BytesIO(parcel)).sheetnames == [SHEET]
    assert tried(works, parcel).rows == BASELINE["baseline"]
