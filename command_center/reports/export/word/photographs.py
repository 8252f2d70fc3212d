"""Observers' photographs in print: each with its note, its author, and the minute it shows."""

import io
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Emu

from command_center.reports.export.judgement_tables import objective_texts
from command_center.reports.export.printed import Printed, printed
from command_center.reports.export.word.paper import NOTE_PT, Paper
from command_center.reports.export.word.type_faces import AMBER, GREY, add_run

ABREAST = 2
"""Photographs beside each other."""
TALLEST = 0.5
"""Of a photograph's height to the width of the page: an upright one takes no page of its own."""


def photographs(paper: Paper, level: int) -> None:
    """Write every note with photographs, in the order of the notes; nothing if there are none."""
    report = paper.reader.dossier.report
    noted = [seen for seen in report["observations"] if seen["photographs"]]
    if not noted:
        return
    paper.heading(paper.reader.say("export.photographs"), level)
    for seen in noted:
        _noted(paper, seen)


def _noted(paper: Paper, seen: Any) -> None:
    reader = paper.reader
    said = {
        "at": reader.moment(seen["at"]),
        "objective": objective_texts(reader).get(seen["objective"], seen["objective"]),
        "rating": reader.say(f"rating.{seen['rating']}"),
        "who": reader.named(seen["by"]),
        "seq": seen["seq"],
    }
    clock = "export.photographed_in_drill" if reader.dossier.exercise else "export.photographed"
    line = paper.write(reader.say(clock, **said), bold=True, size=9.5)
    line.paragraph_format.keep_with_next = True
    if seen["note"]:
        note = paper.write(reader.text(seen["note"]))
        note.paragraph_format.keep_with_next = True
    names = seen["photographs"]
    for first in range(0, len(names), ABREAST):
        _row(paper, seen, names[first : first + ABREAST], first)


def _row(paper: Paper, seen: Any, names: list[str], before: int) -> None:
    reader = paper.reader
    table = paper.document.add_table(rows=1, cols=ABREAST)
    table.autofit = False
    paper.keep_whole(table.rows[0])
    wide = int(paper.width / ABREAST)
    for at, (cell, sha256) in enumerate(zip(table.rows[0].cells, names, strict=False)):
        cell.width = Emu(wide)
        paragraph = cell.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        found = printed(reader.dossier.photographs.get(sha256), sha256)
        caption = reader.say(
            "export.photograph", n=before + at + 1, of=len(seen["photographs"]),
            who=reader.named(seen["by"]), at=reader.clock(seen["at"]), sha256=sha256[:12],
        )  # fmt: skip
        if isinstance(found, Printed):
            _picture(paper, paragraph, found, caption, wide)
        else:
            why = reader.say(f"export.photograph.{found}")
            add_run(paragraph, why, paper.lang, size=NOTE_PT, bold=True, color=AMBER)
        below = cell.add_paragraph()
        below.alignment = WD_ALIGN_PARAGRAPH.CENTER
        add_run(below, caption, paper.lang, size=NOTE_PT, color=GREY)


def _picture(paper: Paper, paragraph: Any, found: Printed, caption: str, wide: int) -> None:
    width = int(wide * 0.94)
    tallest = int(paper.width * TALLEST)
    if width * found.height > tallest * found.width:
        width = tallest * found.width // found.height
    shape = paragraph.add_run().add_picture(io.BytesIO(found.content), width=Emu(width))
    shape._inline.docPr.set("descr", caption)
