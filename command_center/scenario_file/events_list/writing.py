"""Writes the list as a workbook in one language, marked as an exercise on every row and page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.worksheet import Worksheet

from command_center.domain.text import Text
from command_center.scenario_file.events_list.columns import (
    ABOUT,
    CAME_OUT,
    EXPECTATIONS,
    FORMAT,
    INJECTS,
    Column,
    Sheet,
)
from command_center.scenario_file.events_list.flow import flow, sparse
from command_center.words import say

if TYPE_CHECKING:
    from command_center.domain.scenarios.scenario import Expectation, Inject

VIOLET, INK, MADE = "6D3FA0", "FFFFFF", "EFEAF6"
"""The exercise's colour, what is written on it, and the ground of columns that are not read back."""
A3 = 8
"""The paper's number in a workbook: seventeen columns cannot be read on A4."""
SPOKEN = ("message", "call")
"""Acts that say something to somebody: the last of an inject has columns of its own."""


@dataclass(frozen=True, slots=True)
class Became:
    """The result of an inject or expectation in a drill: a word, and its time in seconds from the start."""

    state: str
    at_s: float | None = None


@dataclass(frozen=True, slots=True)
class EventsList:
    """What is written: the list of a `scenario` or `drill` with this id and name, made from a text or plan with this
    SHA-256. `became` holds a drill's results, by sheet and id.
    """

    of: str
    id: str
    name: Text
    sha256: str
    injects: Sequence["Inject"]
    expectations: Sequence["Expectation"]
    became: Mapping[tuple[str, str], Became] | None = None
    about: Sequence[tuple[str, str]] = field(default=())


def written(told: EventsList, lang: str) -> bytes:
    """The workbook's bytes."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    more = CAME_OUT if told.became is not None else ()
    rows = [_inject(one, told.expectations, lang) for one in told.injects]
    _sheet(book, told, INJECTS, more, rows, lang)
    rows = [_expectation(one, lang) for one in told.expectations]
    _sheet(book, told, EXPECTATIONS, more, rows, lang)
    _about(book.create_sheet(say(lang, f"msel.sheet.{ABOUT}")), told, lang)
    book.properties.title = told.name.zh if lang.startswith("zh") else told.name.en
    book.properties.creator = say(lang, "msel.mark")
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(
    book: Workbook,
    told: EventsList,
    sheet: Sheet,
    more: Sequence[Column],
    rows: Sequence[Mapping[str, Any]],
    lang: str,
) -> None:
    page = book.create_sheet(sheet.title(lang))
    columns = (*sheet.columns, *more)
    for number, column in enumerate(columns, 1):
        head = page.cell(1, number, column.heading(lang))
        head.font = Font(bold=True, color=INK)
        head.fill = PatternFill("solid", start_color=VIOLET)
        head.alignment = Alignment(wrap_text=True, vertical="center")
        page.column_dimensions[get_column_letter(number)].width = column.width
    for line, row in enumerate(rows, 2):
        became = (told.became or {}).get((sheet.key, str(row["id"])))
        full = {**row, "mark": say(lang, "msel.mark")}
        if became is not None:
            full |= {"state": became.state, "actual_s": became.at_s}
        for number, column in enumerate(columns, 1):
            _cell(page, line, number, full.get(column.key), made=not column.read)
    page.freeze_panes = "C2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(2, len(rows) + 1)}"
    _printed(page, lang)


def _cell(page: Worksheet, line: int, number: int, value: Any, *, made: bool) -> None:
    cell = page.cell(line, number)
    assert isinstance(cell, Cell), "nothing is merged here"
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # a text that begins with = stays a text
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if made:
        cell.fill = PatternFill("solid", start_color=MADE)


def _printed(page: Worksheet, lang: str) -> None:
    page.print_title_rows = "1:1"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", A3
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    page.oddHeader = HeaderFooterItem(center=_HeaderFooterPart(say(lang, "msel.mark")))
    page.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("&P / &N"))


def _about(page: Worksheet, told: EventsList, lang: str) -> None:
    name = told.name.zh if lang.startswith("zh") else told.name.en
    lines = [
        (say(lang, "msel.mark"), name),
        (say(lang, f"msel.of.{told.of}"), told.id),
        *told.about,
        (say(lang, "msel.made_from"), f"{FORMAT} {told.of} {told.id} {told.sha256}"),
        *(("", say(lang, f"msel.about.{one}")) for one in ("rows", "cells", "made", "back")),
    ]
    for line, (label, value) in enumerate(lines, 1):
        page.cell(line, 1, label).font = Font(bold=True)
        _cell(page, line, 2, value, made=False)
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 22, 110
    _printed(page, lang)


def _inject(one: "Inject", expectations: Sequence["Expectation"], lang: str) -> dict[str, Any]:
    acts = list(one.does)
    row: dict[str, Any] = {
        "id": one.id,
        "at_s": one.at and one.at.s,
        "jitter_s": (one.at and one.at.jitter_s) or None,
        "when": one.when and flow(sparse(one.when)),
        "held": _yes(one.held, lang),
        "text_zh": one.text.zh,
        "text_en": one.text.en,
        "expects": expects(one.id, expectations, lang),
    }
    if acts and acts[-1].which in SPOKEN:
        said = acts.pop()
        row |= {"says": said.which, "channel": said.chosen.channel}
        row |= {"words_zh": said.chosen.text.zh, "words_en": said.chosen.text.en}
        if said.message is not None:
            row |= {"to": said.message.to}
        elif said.call is not None:
            row |= {"to": said.call.place}
            if said.call.caller is not None:
                row |= {"from_zh": said.call.caller.zh, "from_en": said.call.caller.en}
    if acts:
        told = [sparse(act) for act in acts]
        row["does"] = flow(told[0] if len(told) == 1 else told)
    return row


def expects(inject: str, expectations: Sequence["Expectation"], lang: str) -> str | None:
    """Return what is expected after an inject, one line each: by when, what, of whom, by which fact."""
    lines = [
        say(lang, "msel.expects", s=one.by_s, text=one.text.zh if lang.startswith("zh")
            else one.text.en, who=one.who or "–", fact=one.fact.kind)
        for one in expectations if one.inject == inject
    ]  # fmt: skip
    return "\n".join(lines) or None


def _expectation(one: "Expectation", lang: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "inject": one.inject,
        "objective": one.objective,
        "text_zh": one.text.zh,
        "text_en": one.text.en,
        "who": one.who,
        "fact": one.fact.kind,
        "where": flow([sparse(where) for where in one.fact.where]) if one.fact.where else None,
        "fact_who": one.fact.who,
        "anew": _yes(one.anew, lang),
        "by_s": one.by_s,
        "source_zh": one.source.zh,
        "source_en": one.source.en,
    }


def _yes(is_so: bool, lang: str) -> str | None:
    return say(lang, "msel.yes") if is_so else None
