"""What a person wrote, as it may stand in a file: seen whole, and run by no program."""

import re

from command_center.domain.plain_text import hidden

FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠\t\r\n]")
"""How a cell begins that spreadsheets take for a formula (OWASP, "CSV Injection"); their wide forms too."""


def legible(text: str) -> str:
    """`text` with every character that cannot be seen, or turns the line around, as its number."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(f"<{code}>" if (code := _code_of_invisible(c)) else c for c in text)


def _code_of_invisible(char: str) -> str | None:
    """A character that nobody sees, or that no XML may hold (Unicode's noncharacters, XML 1.0, 2.2)."""
    if ord(char) & 0xFFFE == 0xFFFE:
        return f"U+{ord(char):04X}"
    return hidden(char, lines=True)


def harmless(text: str) -> str:
    """`text` as no spreadsheet takes it for a formula, when it has nothing but the text to go by."""
    return f"'{text}" if FORMULA.match(text) and not _number(text) else text


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
