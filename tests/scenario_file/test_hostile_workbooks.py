"""A workbook made to cost much is refused by its reader's limits, and the next one is read at once."""

import re
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from command_center.scenario_file.events_list import ListError
from command_center.words import LANGUAGES
from command_center.workbook_reader.limits import Limits
from command_center.workbook_reader.process import UnreadableWorkbook, WorkbookReader
from simulations.scenarios import library, texts
from tests.support.events_lists import LEAK, back, list_of, repacked

OUT = list_of(library()[LEAK], texts()[LEAK])
SHEET, TYPES = "xl/worksheets/sheet1.xml", "[Content_Types].xml"
END = b"</sheetData>"


def with_part(name: str, change: Callable[[bytes], bytes], parcel: bytes = OUT) -> bytes:
    """The file with one part changed."""
    out = BytesIO()
    with ZipFile(BytesIO(parcel)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part)
            new.writestr(part, change(data) if part.filename == name else data)
    return out.getvalue()


def at_the_end(rows: bytes) -> Callable[[bytes], bytes]:
    """More rows behind the last row of a sheet."""
    return lambda data: data.replace(END, rows + END)


def moved(parcel: bytes) -> bytes:
    """The same workbook with its first sheet under another name, as its relationships may say."""
    out = BytesIO()
    with ZipFile(BytesIO(parcel)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part).replace(b"worksheets/sheet1.xml", b"media/picture.png")
            name = part.filename.replace("worksheets/sheet1.xml", "media/picture.png")
            new.writestr(name, data)
    return out.getvalue()


def sharing(strings: bytes, parcel: bytes = OUT) -> bytes:
    """The same workbook with a part of shared strings, as Excel writes one."""
    told = (b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
            b'officedocument.spreadsheetml.sharedStrings+xml"/></Types>')  # fmt: skip
    parcel = with_part(TYPES, lambda data: data.replace(b"</Types>", told), parcel)
    return repacked(parcel, xl__sharedStrings_dot_xml=strings)


MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LONG_TEXT = b'<sst xmlns="' + MAIN + b'"><si><t>' + b"x" * 100_000 + b"</t></si></sst>"
FAR_ROW = at_the_end(b'<row r="999999999999"/>')
ONE_QUOTED = at_the_end(b"<row r='30'><c r='XFD30' t='n'><v>1</v></c></row>")
ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cc">]>'
DEEP = b"<a>" * 200 + b"</a>" * 200
COSTLY = {
    "a row far down": (with_part(SHEET, FAR_ROW), "A9999999"),
    "a row far down, single-quoted": (
        with_part(SHEET, at_the_end(b"<row r='999999999999'></row>")), "A9999999"),
    "a number of a row written otherwise": (with_part(SHEET, at_the_end(b'<row r="1e12"/>')), "A1000"),
    "a column far out, single-quoted": (with_part(SHEET, ONE_QUOTED), "XFD30"),
    "a far cell in a near row": (
        with_part(SHEET, at_the_end(b'<row r="30"><c r="B88888888"><v>1</v></c></row>')), "B88888888"),
    "a sheet moved elsewhere": (moved(with_part(SHEET, FAR_ROW)), "A9999999"),
    "an entity in a sheet moved elsewhere": (
        moved(with_part(SHEET, lambda data: ENTITY + data)), "no workbook"),
    "cells without end": (
        with_part(SHEET, at_the_end(b'<row r="30">' + b'<c t="str"><v>x</v></c>' * 200_000 + b"</row>")),
        "BI30"),
    "many cells in many sheets' rows": (
        with_part(SHEET, at_the_end(
            b"".join(b"<row>" + b"<c/>" * 60 + b"</row>" for _ in range(1_980))), with_part(
                "xl/worksheets/sheet2.xml", at_the_end(
                    b"".join(b"<row>" + b"<c/>" * 60 + b"</row>" for _ in range(1_900))))), "cells"),
    "one long text many times": (
        sharing(LONG_TEXT, with_part(SHEET, at_the_end(
            b"".join(b'<row><c t="s"><v>0</v></c></row>' for _ in range(200))))),
        "characters"),
    "rows that go back": (with_part(SHEET, at_the_end(b'<row r="2"/>')), "no workbook"),
    "elements in elements": (with_part(SHEET, at_the_end(DEEP)), "no workbook"),
    "a document type behind UTF-16": (
        sharing((ENTITY + b"<a/>").decode().encode("utf-16")), "no workbook"),
}  # fmt: skip


@pytest.mark.parametrize("kind", COSTLY)
def test_a_costly_workbook_is_refused_with_its_reason_and_the_next_one_is_read(kind: str) -> None:
    parcel, words = COSTLY[kind]
    with pytest.raises(ListError) as met:
        back(parcel)
    [problem] = met.value.problems
    assert words in problem.sentence("en")
    assert all(problem.sentence(lang) for lang in LANGUAGES)
    assert back(OUT).scenario == library()[LEAK]


def test_what_a_sheet_says_of_its_own_size_is_not_believed() -> None:
    lying = with_part(
        SHEET, lambda data: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', data)
    )  # fmt: skip
    assert lying != OUT
    assert back(lying).scenario == library()[LEAK]


LONG_ROW = with_part(SHEET, at_the_end(b"<row>" + b"<c/>" * 1_500_000 + b"</row>"))
"""A million and a half cells in 18 KB."""
ANY_CELLS = {"columns": 2_000_000, "cells": 2_000_000}


@pytest.mark.parametrize(
    "limits",
    [
        Limits(elapsed_s=0.001),
        Limits(processor_s=1, **ANY_CELLS),
        Limits(memory_bytes=128 << 20, **ANY_CELLS),
    ],
    ids=["elapsed", "processor", "memory"],
)
def test_the_process_is_ended_at_each_of_its_limits_and_leaves_its_turn(limits: Limits) -> None:
    reader = WorkbookReader(limits)
    for _ in range(2):  # the second finds the turn free
        with pytest.raises(UnreadableWorkbook) as met:
            reader.read(LONG_ROW, {"Injects"}, (40, 6))
        assert met.value.code == "too_heavy"


def test_who_waits_for_a_reader_that_is_taken_is_told_so() -> None:
    reader = WorkbookReader(Limits(elapsed_s=0.01))
    with reader._turn, pytest.raises(UnreadableWorkbook) as met:
        reader.read(OUT, (), (1, 1))
    assert met.value.code == "busy"
