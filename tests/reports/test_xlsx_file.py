"""The workbook, opened and read back: typed cells, the journal's own times, marks, no formula."""

import io
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from command_center.domain.timing.table import timing_of
from command_center.reports.export.reader import mark_in_all
from command_center.reports.export.tables import TABLES
from command_center.reports.export.xlsx_file import HEAD_ROW, xlsx_file
from command_center.words import LANGUAGES, say
from tests.reports.gathered import dossier
from tests.reports.reviewed import FORMULA, judged, reviewed_drill, reviewed_incident
from tests.support.factories import ControlRoom


def book_of(room: ControlRoom, name: str, lang: str) -> Any:
    return load_workbook(io.BytesIO(xlsx_file(dossier(room, name), lang)))


def lines(book: Any, lang: str, sheet: str) -> list[dict[str, Any]]:
    """The rows of a sheet by the names of their columns; times without the zone that is named."""
    rows = list(
        book[say(lang, f"export.sheet.{sheet}")].iter_rows(min_row=HEAD_ROW, values_only=True)
    )
    heads = [str(head).partition(" (Asia/")[0] for head in rows[0]]
    return [dict(zip(heads, row, strict=True)) for row in rows[1:]]


def heading(lang: str, column: str) -> str:
    return say(lang, f"export.col.{column}")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sheet_of_an_exercise_carries_the_mark_on_screen_and_on_paper(
    tmp_path: Path, lang: str
) -> None:
    room = ControlRoom(tmp_path / "works.db")
    book = book_of(room, reviewed_drill(room), lang)
    assert book.sheetnames == [say(lang, f"export.sheet.{name}") for name in ("about", *TABLES)]
    for sheet in book:
        assert sheet.cell(1, 1).value.startswith(mark_in_all())
        assert mark_in_all() in sheet.oddHeader.center.text
        assert sheet.print_title_rows in ("$1:$2", "$1:$3")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_heads_stay_and_filter(tmp_path: Path, lang: str) -> None:
    room = ControlRoom(tmp_path / "works.db")
    book = book_of(room, reviewed_incident(room), lang)
    assert "EXERCISE" not in str(book.worksheets[0].cell(1, 1).value)
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == f"B{HEAD_ROW + 1}"
        assert sheet.auto_filter.ref.startswith(f"A{HEAD_ROW}:")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_times_are_the_journals_own_to_the_millisecond(tmp_path: Path, lang: str) -> None:
    room = ControlRoom(tmp_path / "works.db")
    name = reviewed_incident(room)
    told = lines(book_of(room, name, lang), lang, "timing")
    expected = timing_of(room.facts(), name, room.site, room.now)
    assert [row[heading(lang, "seconds")] for row in told] == [one.seconds for one in expected]
    assert [row[heading(lang, "start_seq")] for row in told] == [
        one.start.seq if one.start else None for one in expected
    ]
    [control] = [row for row in told if row[heading(lang, "row")] == say(lang, "timing.control")]
    assert isinstance(control[heading(lang, "seconds")], int | float)
    assert control[heading(lang, "target_s")] == 720
    assert (control[heading(lang, "n")], control[heading(lang, "gaps")]) == (1, 0)
    assert control[heading(lang, "p90_s")] == control[heading(lang, "seconds")]
    start = next(one.start for one in expected if one.row == "control")
    assert start is not None
    began = control[heading(lang, "start_at")]
    assert isinstance(began, datetime)
    assert began.replace(tzinfo=room.site.zone).timestamp() == pytest.approx(start.at / 1000)
    gap = [row for row in told if row[heading(lang, "row")] == say(lang, "timing.intervention")]
    assert gap[0][heading(lang, "seconds")] is None
    assert gap[0][heading(lang, "open_s")] > 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_table_has_its_sheet(tmp_path: Path, lang: str) -> None:
    room = ControlRoom(tmp_path / "works.db")
    name = reviewed_drill(room)
    judged(room, name)
    book = book_of(room, name, lang)
    [inject] = lines(book, lang, "injects")
    assert inject[heading(lang, "state")] == say(lang, "export.inject.added")
    assert isinstance(inject[heading(lang, "fired_at")], datetime)
    whats = [row[heading(lang, "what")] for row in lines(book, lang, "ratings")]
    assert whats == [say(lang, f"export.what.{w}") for w in ("observation", "rating", "grade")]
    [action] = lines(book, lang, "actions")
    assert action[heading(lang, "owner")]
    assert isinstance(action[heading(lang, "due_at")], datetime)
    im, sms = lines(book, lang, "deliveries")
    took = im[heading(lang, "delivered_at")] - im[heading(lang, "sent_at")]
    assert took.total_seconds() == pytest.approx(2.125, abs=1e-4)
    assert (im[heading(lang, "error")], sms[heading(lang, "delivered_at")]) == (None, None)
    assert sms[heading(lang, "error")] == say(lang, "error.no_answer")
    steps = lines(book, lang, "planned")
    assert steps
    assert all(isinstance(row[heading(lang, "due_s")], int | float) for row in steps)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_cell_is_a_formula_whatever_people_type(tmp_path: Path, lang: str) -> None:
    room = ControlRoom(tmp_path / "works.db")
    name = reviewed_drill(room)
    judged(room, name)
    found = dossier(room, name)
    report = {**found.report, "title": {"zh": "=1+1\x1b[31m\uffff", "en": "=1+1\x1b[31m\uffff"}}
    book = load_workbook(io.BytesIO(xlsx_file(replace(found, report=report), lang)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    typed = [cell for cell in cells if cell.value == FORMULA]
    assert len(typed) >= 2
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in typed)
    assert "=1+1<U+001B>[31m<U+FFFF>" in {cell.value for cell in cells}
