"""Forms of a test's own control room, gathered and drawn as the doors do, and read by another program."""

import io
from functools import cache

import pytest
from pypdf import PdfReader

from command_center.reports.export.forms.pdf_file import pdf_file
from command_center.reports.export.forms.sheet import Sheet
from command_center.reports.export.forms.type_face import NoTypeFace, TypeFace, type_face
from command_center.reports.forms.every import FORMS
from command_center.reports.forms.gather import Wanted, gather
from command_center.reports.forms.muster_list import muster_list_sheet
from command_center.reports.sources import Sources
from tests.support.factories import ControlRoom

LANGS = ("zh-CN", "en")


@cache
def face() -> TypeFace:
    """The machine's own typeface; a machine without one cannot print, and skips what needs it."""
    try:
        return type_face()
    except NoTypeFace as error:
        pytest.skip(f"{error}: install fonts-noto-cjk")


def sheet_of(room: ControlRoom, incident: str, form: str, **wanted: object) -> Sheet:
    """A form as it stands; `wanted` as `Wanted` has it."""
    asked = Wanted(**({"prepared_by": "ann"} | wanted))  # type: ignore[arg-type]
    sources = Sources(room.desk, room.journal)
    found = gather(sources, room.desk, room.journal, incident, asked, room.now)
    assert found is not None
    return FORMS[form](found)


def muster_sheet(room: ControlRoom, incident: str, serial: str, **visitors: str) -> Sheet:
    """A muster list as its door prints it."""
    board = room.state
    known = board.incidents[incident]
    return muster_list_sheet(
        room.site, board, known, known.muster_lists[serial], "0" * 64, visitors
    )


def pages(sheet: Sheet, lang: str) -> list[str]:
    """The words of each page, as pypdf reads them."""
    read = PdfReader(io.BytesIO(pdf_file(sheet, lang, face())))
    return [page.extract_text() for page in read.pages]


def words(sheet: Sheet, lang: str) -> str:
    """All words on it, without the ends of lines: a cell is wrapped where its column ends."""
    return unwrapped("".join(pages(sheet, lang)))


def unwrapped(text: str) -> str:
    """Text without spaces and ends of lines."""
    return "".join(text.split())
