"""A list of matters as an Excel workbook: one row each, in the order of the page."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from command_center.analysis.named import Named
from command_center.domain.matters.reading.story import Story
from command_center.reports.export.legible import legible
from command_center.reports.export.xlsx_styles import add_styles
from command_center.reports.speaker import Speaker
from command_center.reports.zone_words import zone_words

COLUMNS = (
    ("number", 20), ("what", 40), ("template", 14), ("area", 18), ("place", 18), ("category", 34),
    ("state", 14), ("opener", 14), ("opened", 18), ("signed", 18), ("ended", 18), ("due", 18),
    ("missed", 10), ("holders", 20), ("old_number", 18),
)  # fmt: skip
MOMENTS = frozenset({"opened", "signed", "ended", "due"})
LONGEST = 32_767


def matters_table(stories: Sequence[Story], told: Speaker, named: Named, now: int) -> bytes:
    """The workbook's bytes."""
    book = Workbook()
    add_styles(book, told.lang)
    sheet: Any = book.active
    sheet.title = told.say("matters.sheet")
    zone = zone_words(told.zone, _times(stories))
    for at, (name, width) in enumerate(COLUMNS, 1):
        words = told.say(f"matters.{name}")
        text_cell(sheet.cell(1, at), f"{words} ({zone})" if name in MOMENTS else words, "head")
        sheet.column_dimensions[get_column_letter(at)].width = width
    for down, one in enumerate(stories, 2):
        for at, (name, value) in enumerate(_row(one, told, named, now).items(), 1):
            cell = sheet.cell(down, at)
            if isinstance(value, str):
                text_cell(cell, value)
            elif name in MOMENTS:
                cell.style = "cc moment"
                cell.number_format = "yyyy-mm-dd hh:mm"
                cell.value = None if value is None else told.local(value).replace(tzinfo=None)
            else:
                cell.style = "cc count"
                cell.value = value
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{max(2, len(stories) + 1)}"
    sheet.freeze_panes = "B2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _times(stories: Sequence[Story]) -> Iterator[int]:
    for one in stories:
        yield from (at for at in (one.opened_at, one.signed_at, one.ended_at) if at is not None)
        yield from (due.at for due in one.due)


def text_cell(cell: Any, value: str, style: str = "text") -> None:
    """Write text that stays text: neither openpyxl nor Excel takes it for a formula."""
    cell.style = f"cc {style}"
    cell.value = legible(value)[:LONGEST]
    cell.data_type = "s"
    cell.quotePrefix = True


def _row(one: Story, told: Speaker, named: Named, now: int) -> dict[str, Any]:
    return {
        "number": one.number, "what": one.what or told.text(one.title),
        "template": told.text(one.title), "area": told.named(one.area),
        "place": told.named(one.place),
        "category": told.text(named.category(one.category, one.template)),
        "state": told.text(named.state(one.template, one.state)), "opener": told.named(one.opener),
        "opened": one.opened_at, "signed": one.signed_at, "ended": one.ended_at,
        "due": min((due.at for due in one.due), default=None), "missed": len(one.missed_by(now)),
        "holders": told.listed(told.named(each) for each in one.holders),
        "old_number": one.old_number or "",
    }  # fmt: skip
