"""A review's file by its file ending: its bytes, media type and name."""

import csv
import io
import json
from typing import Any, Literal, get_args

from command_center.domain.bounds.plain_text import seen
from command_center.reports.export.dossier import Dossier
from command_center.reports.export.legible import harmless, legible
from command_center.reports.export.outline import USUAL, Outline
from command_center.reports.export.reader import MARK, Reader, mark_in_all
from command_center.reports.export.table import Kind, heading
from command_center.reports.export.tables import TABLES
from command_center.reports.sentence_text import span

FORMAT = 1

Ending = Literal["docx", "xlsx", "csv", "json"]
ENDINGS: tuple[Ending, ...] = get_args(Ending)
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
MEDIA: dict[Ending, str] = {
    "docx": f"{_OPEN_XML}.wordprocessingml.document",
    "xlsx": f"{_OPEN_XML}.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
SHOWING: frozenset[Ending] = frozenset({"docx", "xlsx"})
"""The kinds in which photographs stand."""
FORBIDDEN = frozenset('\\/:*?"<>|%;')
"""Characters that some file system or header cannot have in a name."""
LONGEST_NAME = 80


def make(
    dossier: Dossier,
    ending: Ending,
    lang: str,
    *,
    outline: Outline | None = None,
    table: str = "timing",
) -> bytes:
    """The file's bytes. `outline` chooses a document's headings, `table` what a CSV is of."""
    # What draws and writes is imported when it is first wanted: a server starts without it.
    if ending == "docx":
        from command_center.reports.export.word.word_file import word_file

        return word_file(dossier, lang, outline)
    if ending == "xlsx":
        from command_center.reports.export.xlsx_file import xlsx_file

        return xlsx_file(dossier, lang)
    return csv_file(dossier, lang, table) if ending == "csv" else json_file(dossier)


def plain_name(dossier: Dossier, ending: Ending) -> str:
    """Return an ASCII file name: the review's id and the ending."""
    return f"review-{dossier.id}.{ending}"


def spoken_name(dossier: Dossier, ending: Ending, lang: str, outline: Outline | None = None) -> str:
    """Return a readable file name, with the mark of an exercise and only characters that every file
    system accepts.
    """
    reader = Reader(dossier, lang)
    mark = reader.say("review.exercise_mark") if dossier.exercise else ""
    told = reader.say("review.of", title=reader.text(dossier.report["title"]))
    if ending == "docx":
        told = f"{document_title(reader, outline)} · {reader.text(dossier.report['title'])}"
    whole = "".join("-" if c in FORBIDDEN else c for c in seen(f"{mark} {dossier.id} {told}"))
    return f"{' '.join(whole.split())[:LONGEST_NAME].strip(' .-')}.{ending}"


def document_title(reader: Reader, outline: Outline | None) -> str:
    """Return a document's title under either standard."""
    hseep = (outline or USUAL[reader.lang]) == "hseep"
    return reader.say("export.hseep.title") if hseep else reader.either("yjt.title")


def json_file(dossier: Dossier) -> bytes:
    """Return the dossier with its own hash: SHA-256 over `content` as canonical JSON (sorted keys, no blanks)."""
    told = {
        "format": FORMAT,
        "mark": mark_in_all() if dossier.exercise else None,
        "content_sha256": dossier.sha256,
        "content": dossier.as_row(),
    }
    return (json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def csv_file(dossier: Dossier, lang: str, table: str = "timing") -> bytes:
    """Return the table named (a key of `TABLES`) with its headings in `lang`.

    Numbers have all their digits; times are plant time. Every line of an exercise says so in its first cell. Raises
    KeyError for an unknown table.
    """
    reader = Reader(dossier, lang)
    made = TABLES[table](reader)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    mark = [reader.say(MARK)] if dossier.exercise else []
    writer.writerow([*mark, *(heading(reader, column) for column in made.columns)])
    for row in made.rows:
        cells = [
            _cell(reader, column.kind, value)
            for column, value in zip(made.columns, row, strict=True)
        ]
        writer.writerow([*mark, *cells])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _cell(reader: Reader, kind: Kind, value: Any) -> str:
    if value is None:
        return ""
    if kind == "moment":
        return reader.local(value).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
    if kind == "span":
        return span(value)
    return harmless(legible(value)) if isinstance(value, str) else str(value)
