"""The one rule for text from outside: nothing in it that cannot be seen or that turns it around.

Controls (NUL, escape, ...) break terminals, logs and files; bidirectional overrides make a sentence
read otherwise than it is stored ("Trojan Source", CVE-2021-42574; Unicode TR 36, section 3.2). Text
with such a character is refused, naming the field: what a journal keeps is never silently another
text than the one that was sent. Line ends are kept where several lines may be written.
"""

import re
import unicodedata
from typing import Any

from pydantic_core import PydanticCustomError

BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Unicode's Bidi_Control property. Chinese and English need none of them."""
HIDDEN = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Controls, halves of surrogate pairs, and separators that end a line for some programs only."""
WITHIN_LINES = frozenset("\n\t")


def hidden(text: str, *, lines: bool = False) -> str | None:
    """The first character that may not stand in `text`, as `U+202E`; None if all may.

    With `lines` the text may have several.
    """
    if text.isascii() and text.isprintable():
        return None
    for char in text:
        if lines and char in WITHIN_LINES:
            continue
        if char in BIDI or unicodedata.category(char) in HIDDEN:
            return f"U+{ord(char):04X}"
    return None


def shown(text: str) -> str:
    """`text` fit for a terminal or a log: each such character as its number."""
    return "".join(f"<{code}>" if (code := hidden(char)) else char for char in text)


def plain(value: Any, *, lines: bool = False) -> Any:
    """`value` as it came, with line ends as \\n and none around it; also within lists and objects.

    Raises pydantic's error of type `hidden_character`, which names the character.
    """
    if isinstance(value, str):
        return _plain(value, lines)
    if isinstance(value, list):
        return [plain(item, lines=lines) for item in value]
    if isinstance(value, dict):
        return {_key(key): plain(item, lines=lines) for key, item in value.items()}
    return value


def plain_places(value: Any, place: str = "") -> tuple[Any, list[tuple[str, str]]]:
    """The same as `plain` with lines, of a value whose mistakes are told each at its place: the value, and the place
    (`name.en`) and character of everything in it that may not stand there."""
    if isinstance(value, str):
        try:
            return _plain(value, True), []
        except PydanticCustomError as error:
            return value, [(place, str((error.context or {})["code"]))]
    if not isinstance(value, list | dict):
        return value, []
    named = value.items() if isinstance(value, dict) else enumerate(value)
    inside = {at: plain_places(item, f"{place}.{at}" if place else str(at)) for at, item in named}
    found = [one for _, wrong in inside.values() for one in wrong]
    told = {at: item for at, (item, _) in inside.items()}
    return told if isinstance(value, dict) else list(told.values()), found


def _plain(text: str, lines: bool) -> str:
    text = re.sub(r"\r\n?", "\n", text).strip(" \t\n")
    code = hidden(text, lines=lines)
    if code is not None:
        raise PydanticCustomError(
            "hidden_character", "has the invisible character {code} in it", {"code": code}
        )
    return text


def _key(key: Any) -> Any:
    return plain(key) if isinstance(key, str) else key
