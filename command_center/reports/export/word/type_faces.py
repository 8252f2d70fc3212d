"""Typefaces of Word documents: each run names one for Latin and one for Chinese letters."""

from collections.abc import Callable
from typing import Any, NamedTuple

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.run import Run

from command_center.reports.export.legible import legible

INK, GREY, RED, AMBER, VIOLET = "1B1F24", "5A6270", "B3261E", "9A6700", "5B2C83"
element: Callable[[str], Any] = OxmlElement


class Face(NamedTuple):
    """The typefaces of Latin and Chinese letters, given by name: every Word has them, and other programs use the
    nearest one.
    """

    latin: str
    east_asian: str


BODY = Face("Arial", "SimSun")
STRONG = Face("Arial", "SimHei")


def set_face(holder: Any, face: Face, lang: str) -> None:
    """Set the typefaces and the language of a run or style (`holder` has an rPr)."""
    properties = holder.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = element("w:rFonts")
        properties.insert(0, fonts)
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    for name, value in (
        ("w:ascii", face.latin), ("w:hAnsi", face.latin), ("w:cs", face.latin),
        ("w:eastAsia", face.east_asian),
    ):  # fmt: skip
        fonts.set(qn(name), value)
    if lang.startswith("zh"):
        fonts.set(qn("w:hint"), "eastAsia")  # so that quotation marks are Chinese ones
    told = properties.find(qn("w:lang"))
    if told is None:
        told = element("w:lang")
        properties.append(told)
    told.set(qn("w:val"), "en-GB")
    told.set(qn("w:eastAsia"), "zh-CN")


def add_run(
    paragraph: Any,
    words: str,
    lang: str,
    *,
    face: Face = BODY,
    size: float | None = None,
    bold: bool = False,
    italic: bool = False,
    color: str = INK,
) -> Run:
    """Add a run of text. A person's text is made legible here, wherever it came from."""
    run: Run = paragraph.add_run(legible(words))
    set_face(run._r, STRONG if bold and face is BODY else face, lang)
    run.bold, run.italic = bold, italic
    run.font.color.rgb = RGBColor.from_string(color)
    if size is not None:
        run.font.size = Pt(size)
    return run
