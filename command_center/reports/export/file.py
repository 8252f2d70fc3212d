"""A file of a review by the ending of its name: its bytes, its media type, and what to call it."""

from typing import Literal, get_args

from command_center.domain.plain_text import seen
from command_center.reports.export.csv_file import csv_file
from command_center.reports.export.dossier import Dossier
from command_center.reports.export.json_file import json_file
from command_center.reports.export.outline import USUAL, Outline
from command_center.reports.export.reader import Reader

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
    """A name in ASCII: what it is of by its number."""
    return f"review-{dossier.id}.{ending}"


def spoken_name(dossier: Dossier, ending: Ending, lang: str, outline: Outline | None = None) -> str:
    """A name that a person reads, with the mark of an exercise; no file system stumbles over it."""
    reader = Reader(dossier, lang)
    mark = reader.say("review.exercise_mark") if dossier.exercise else ""
    told = reader.say("review.of", title=reader.text(dossier.report["title"]))
    if ending == "docx":
        told = f"{document_title(reader, outline)} · {reader.text(dossier.report['title'])}"
    whole = "".join("-" if c in FORBIDDEN else c for c in seen(f"{mark} {dossier.id} {told}"))
    return f"{' '.join(whole.split())[:LONGEST_NAME].strip(' .-')}.{ending}"


def document_title(reader: Reader, outline: Outline | None) -> str:
    """What a document calls itself under either standard."""
    hseep = (outline or USUAL[reader.lang]) == "hseep"
    return reader.say("export.hseep.title") if hseep else reader.either("yjt.title")
