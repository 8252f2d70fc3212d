"""One table of a review as CSV (RFC 4180), with the mark that makes spreadsheets read UTF-8."""

import csv
import io
from typing import Any

from command_center.reports.export.dossier import Dossier
from command_center.reports.export.legible import harmless, legible
from command_center.reports.export.reader import MARK, Reader
from command_center.reports.export.table import Kind, heading
from command_center.reports.export.tables import TABLES
from command_center.reports.sentence_text import span


def csv_file(dossier: Dossier, lang: str, table: str = "timing") -> bytes:
    """The table named (a key of `TABLES`) with its headings in `lang`.

    Numbers with all their digits, times by the plant's clocks. Of an exercise every line says so in
    its first cell. Raises KeyError for a table that there is none of.
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
