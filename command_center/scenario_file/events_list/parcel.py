"""A workbook from outside, looked at before anything in it is believed.

It is unpacked under a limit first: a small file may hold a very large one, entities may multiply, a
cell may claim to stand in column XFD. Macros and links to other files are refused, not ignored.
"""

import re
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook

from command_center.site_file.problem import Mark, Problem

LARGEST_BYTES = 1 << 20
LARGEST_UNPACKED = 8 << 20
MOST_PARTS = 200
WIDEST, TALLEST = 60, 2_000
"""Columns and rows that a cell may stand in: the longest list of the library has 19 rows."""
REFERENCE = re.compile(rb'[ \t\r\n]r="([A-Z]{1,4})([0-9]{1,9})"')
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
"""How files of Excel 97 begin, and those with a password."""
FORBIDDEN = {"vbaproject": "msel.macros", "macrosheets": "msel.macros", "activex": "msel.macros",
             "externallinks": "msel.links", "embeddings": "msel.links"}  # fmt: skip


class ListError(ValueError):
    """The list cannot be used; `problems` say why, each with its sheet, row and column."""

    def __init__(self, *problems: Problem) -> None:
        """Keep them."""
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def whole(code: str, **details: object) -> ListError:
    """The error of a file as a whole."""
    return ListError(Problem(Mark("", 0, 0), "", code, details))


def opened(parcel: bytes) -> Workbook:
    """The workbook, its formulas not worked out. Raises ListError."""
    if len(parcel) > LARGEST_BYTES:
        raise whole("msel.too_large", size=len(parcel), limit=LARGEST_BYTES)
    if parcel.startswith(OLD_OR_LOCKED):
        raise whole("msel.old_or_locked")
    try:
        _look_through(parcel)
        return load_workbook(BytesIO(parcel), read_only=True, data_only=False, keep_links=False)
    except ListError:
        raise
    except (
        Exception
    ) as error:  # whatever openpyxl meets in a broken file: it has no error of its own
        raise whole("msel.no_workbook") from error


def _look_through(parcel: bytes) -> None:
    """Unpack every part under the limit. Raises ListError; BadZipFile and others for no zip."""
    left = LARGEST_UNPACKED
    with ZipFile(BytesIO(parcel)) as zipped:
        parts = zipped.infolist()
        if len(parts) > MOST_PARTS:
            raise whole("msel.unpacks_too_large", limit=LARGEST_UNPACKED)
        if "[Content_Types].xml" not in zipped.namelist():
            raise BadZipFile
        for part in parts:
            name = part.filename.lower()
            for found, code in FORBIDDEN.items():
                if found in name:
                    raise whole(code)
            if part.flag_bits & 0x1:
                raise whole("msel.old_or_locked")
            try:
                with zipped.open(part) as stream:
                    content = stream.read(left + 1)  # never more, whatever the part says of itself
            except zlib.error as error:
                raise BadZipFile from error
            left -= len(content)
            if left < 0:
                raise whole("msel.unpacks_too_large", limit=LARGEST_UNPACKED)
            if name.endswith((".xml", ".rels", ".vml")):
                _look_at(name, content)


def _look_at(name: str, content: bytes) -> None:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in content[:64]:
        raise BadZipFile  # no program writes its sheets so; what it hides is not searched for
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise whole("msel.no_workbook")
    if "worksheets/" in name:
        for column, row in REFERENCE.findall(content):
            number = 0
            for letter in column:
                number = number * 26 + letter - 64
            if number > WIDEST or int(row) > TALLEST:
                cell = (column + row).decode()
                raise whole("msel.far_out", cell=cell, rows=TALLEST, columns=WIDEST)
