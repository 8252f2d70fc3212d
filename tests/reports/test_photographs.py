"""Observers' photographs in the files: shown small with their note, or why they are not; read back."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from PIL import Image

from command_center.domain.actor import DUTY_ACTOR
from command_center.reports import dossiers
from command_center.reports.export.dossier import Dossier
from command_center.reports.export.printed import EDGE
from command_center.reports.export.word.word_file import word_file
from command_center.reports.export.xlsx_file import HEAD_ROW, xlsx_file
from command_center.store.photographs import Photographs
from command_center.words import LANGUAGES, say
from tests.reports.gathered import dossier
from tests.reports.reviewed import JUDGE, reviewed_drill
from tests.support.factories import ControlRoom

SIZES = [(2048, 1536), (900, 2048), (40, 30)]
NOTE = "The cabinet stood open & <locked>"


def picture(size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, "JPEG", quality=85)
    return out.getvalue()


def taken(room: ControlRoom, drill: str, content: bytes) -> str:
    kept = Photographs(room.journal.engine, room.site.id)
    name = kept.keep(content, "image/jpeg", room.now)
    room.does(
        DUTY_ACTOR, "observation.photograph", drill=drill, sha256=name, type="image/jpeg",
        width=1, height=1, size=len(content),
    )  # fmt: skip
    return name


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ControlRoom]:
    made = ControlRoom(tmp_path_factory.mktemp("seen") / "works.db")
    yield made
    made.journal.engine.dispose()


@pytest.fixture(scope="module")
def names(room: ControlRoom) -> list[str]:
    """Three photographs of a note, and one of another that no decoder reads."""
    drill = reviewed_drill(room)
    shown = [taken(room, drill, picture(size)) for size in SIZES]
    torn = taken(room, drill, b"\xff\xd8 torn \xff\xd9")
    for note, of in ((NOTE, shown), (None, [torn])):
        room.does(
            JUDGE, "observation.note", drill=drill, objective="suits", rating="M", note=note,
            photographs=of,
        )  # fmt: skip
    return [*shown, torn]


@pytest.fixture(scope="module")
def drilled(room: ControlRoom, names: list[str]) -> Dossier:
    return dossier(room, "DRL-1")


def text_of(document: Any) -> str:
    told = [p.text for p in document.paragraphs]
    told += [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join(told)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("outline", ["yjt9009", "hseep"])
def test_a_document_shows_each_with_its_note_its_author_and_its_minute(
    drilled: Dossier, names: list[str], lang: str, outline: Any
) -> None:
    document = Document(io.BytesIO(word_file(drilled, lang, outline)))
    told = text_of(document)
    [first, second] = drilled.report["observations"][-2:]
    head = say(lang, "export.photographed_in_drill", at="", objective="", rating="", who="", seq=0)
    assert say(lang, "export.photographs") in told
    assert head.split("·")[0].strip() in told
    assert NOTE in told
    assert f"[#{first['seq']}]" in told
    assert f"[#{second['seq']}]" in told
    for n, name in enumerate(names[:3], 1):
        caption = next(line for line in told.splitlines() if name[:12] in line and "SHA" in line)
        assert str(n) in caption
        assert "Eva" in caption
    assert say(lang, "export.photograph.unread") in told
    own = [s for s in document.inline_shapes if "SHA-256" in s._inline.docPr.get("descr", "")]
    assert len(own) == 3
    page = document.sections[0]
    parts = document.part.package.iter_parts()
    pictures = [p.blob for p in parts if str(p.partname).endswith(".jpg")]
    edges = sorted(max(Image.open(io.BytesIO(blob)).size) for blob in pictures)
    assert edges == [40, EDGE, EDGE], "no larger than paper shows"
    for shape in own:
        assert shape.width < (page.page_width or 0) / 2
        assert shape.height < (page.page_height or 0) / 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_workbook_shows_each_over_its_row(drilled: Dossier, names: list[str], lang: str) -> None:
    book = load_workbook(io.BytesIO(xlsx_file(drilled, lang)))
    sheet: Any = book[say(lang, "export.sheet.photographs")]
    rows = list(sheet.iter_rows(min_row=HEAD_ROW + 1, values_only=True))
    assert [row[-1] for row in rows] == names
    assert say(lang, "export.photograph.unread") in rows[3][0]
    assert [image.anchor._from.row for image in sheet._images] == [
        HEAD_ROW,
        HEAD_ROW + 1,
        HEAD_ROW + 2,
    ]


def test_what_is_not_what_its_name_says_is_not_shown(drilled: Dossier, names: list[str]) -> None:
    other = {**drilled.photographs, names[0]: drilled.photographs[names[1]]}
    del other[names[1]]
    changed = replace(drilled, photographs=other)
    assert changed.sha256 == drilled.sha256, "the content names them; it does not hold them"
    told = text_of(Document(io.BytesIO(word_file(changed, "en", "hseep"))))
    assert say("en", "export.photograph.altered") in told
    assert say("en", "export.photograph.absent") in told


def test_more_than_a_file_can_hold_are_named(
    room: ControlRoom, drilled: Dossier, names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    room_for_two = sum(len(drilled.photographs[name]) for name in names[:2])
    monkeypatch.setattr(dossiers, "MOST_PICTURES", room_for_two)
    assert list(dossier(room, "DRL-1").photographs) == names[:2]


def test_without_photographs_nothing_is_said_of_them(tmp_path: Path) -> None:
    room = ControlRoom(tmp_path / "works.db")
    told = dossier(room, reviewed_drill(room))
    assert say("en", "export.photographs") not in text_of(
        Document(io.BytesIO(word_file(told, "en", "hseep")))
    )
