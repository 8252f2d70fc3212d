"""The cell styles of a workbook, each created once and used by name."""

from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

from command_center.reports.export.table import Kind

FONT = {"zh-CN": "Microsoft YaHei", "en": "Calibri"}
FORMATS: dict[Kind, str] = {
    "text": "@",
    "count": "0",
    "fact": "0",
    "seconds": "0.000",
    "span": "[m]:ss",
    "share": "0%",
    "moment": "yyyy-mm-dd hh:mm:ss.000",
}
MARK_FILL = PatternFill("solid", fgColor="FF5B2C83")
_HEAD_FILL = PatternFill("solid", fgColor="FFE7EAEE")
_UNDER = Border(bottom=Side(style="thin", color="FFB8BFC8"))
_WRAPPED = Alignment(vertical="top", horizontal="left", wrap_text=True, indent=1)
_WRAPPED_RIGHT = Alignment(vertical="top", horizontal="right", wrap_text=True)
_RIGHT = Alignment(vertical="top", horizontal="right")
_LINE = Alignment(vertical="center", wrap_text=False)
OVER, GREY, WHITE = "FFB3261E", "FF5A6270", "FFFFFFFF"


def add_styles(book: Workbook, lang: str) -> None:
    """Add the styles `cc KIND` for each kind of cell, and `cc mark`, `title`, `note`, `head`, `head right`, `name`,
    `over`, `none`.
    """
    face = FONT[lang]

    def add(name: str, shown: str, place: Alignment, border: Border, **font: Any) -> NamedStyle:
        style = NamedStyle(f"cc {name}", number_format=shown, alignment=place, border=border)
        look: dict[str, Any] = {"size": 10} | font
        style.font = Font(name=face, **look)
        book.add_named_style(style)
        return style

    for kind, shown in FORMATS.items():
        add(kind, shown, _WRAPPED if kind == "text" else _RIGHT, _UNDER)
    add("over", "@", _WRAPPED, _UNDER, bold=True, color=OVER)
    add("name", "@", _WRAPPED, _UNDER, bold=True)
    add("none", "@", _LINE, Border(), italic=True, color=GREY)
    add("note", "@", _LINE, Border(), size=9, color=GREY)
    add("title", "@", _LINE, Border(), size=12, bold=True)
    add("mark", "@", _LINE, Border(), size=12, bold=True, color=WHITE).fill = MARK_FILL
    edge = Border(bottom=Side(style="medium", color="FF6B7480"))
    add("head", "@", _WRAPPED, edge, bold=True).fill = _HEAD_FILL
    add("head right", "@", _WRAPPED_RIGHT, edge, bold=True).fill = _HEAD_FILL
