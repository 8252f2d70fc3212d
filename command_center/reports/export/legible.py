"""Makes a person's text safe for a file: all characters visible, and never run as a formula."""

import re

from command_center.domain.bounds.plain_text import shown

FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠\t\r\n]")
"""How a cell begins that spreadsheets take for a formula (OWASP, "CSV Injection"); their wide forms too."""


def legible(text: str) -> str:
    """Return `text` with every character that is invisible or reverses the line shown as its number."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(f"<U+{ord(c):04X}>" if _in_no_xml(c) else c for c in shown(text, lines=True))


def _in_no_xml(char: str) -> bool:
    """Unicode's noncharacters, which no XML may hold (XML 1.0, 2.2)."""
    return ord(char) & 0xFFFE == 0xFFFE


def harmless(text: str) -> str:
    """Return `text` in a form that no spreadsheet takes for a formula, for formats that store only text."""
    return f"'{text}" if FORMULA.match(text) and not _number(text) else text


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
