"""A dossier of what was opened in error: it opens, says so on every sheet's head, and counts nothing."""

import io
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from command_center.reports.export.outline import Outline
from command_center.reports.export.word.word_file import word_file
from command_center.reports.export.xlsx_file import xlsx_file
from command_center.words import LANGUAGES, say
from tests.reports.gathered import dossier
from tests.support.factories import ControlRoom

WHY = "A slip of the hand"


def slip(room: ControlRoom) -> str:
    """Opened at an alarm, 119 called, withdrawn; returns its id."""
    gas = room.alarm("H", "GD-1", priority="high")
    [opened] = room.does("ann", "incident.open", place="tank", plan="leak-plan", alarm=gas)
    incident = str(opened.data["id"])
    room.does("ann", "outside.call", incident=incident, unit="brigade")
    room.later(90)
    room.does("ann", "incident.withdraw", incident=incident, reason=WHY)
    return incident


@pytest.mark.parametrize("outline", ["yjt9009", "hseep"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_document_says_it_and_promises_no_review(
    tmp_path: Path, lang: str, outline: Outline
) -> None:
    room = ControlRoom(tmp_path / "works.db")
    told = Document(io.BytesIO(word_file(dossier(room, slip(room)), lang, outline)))
    words = [p.text for p in told.paragraphs]
    words += [cell.text for table in told.tables for row in table.rows for cell in row.cells]
    whole = "\n".join(words)
    assert WHY in whole
    assert say(lang, "review.not_counted") in whole
    assert say(lang, "review.not_begun") not in whole
    assert say(lang, "export.running_draft") not in whole


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_says_it(tmp_path: Path, lang: str) -> None:
    room = ControlRoom(tmp_path / "works.db")
    book = load_workbook(io.BytesIO(xlsx_file(dossier(room, slip(room)), lang)))
    about = [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]
    assert any(WHY in str(cell) for cell in about)
    assert say(lang, "review.not_due") in about
