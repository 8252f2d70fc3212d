"""Refuses invisible and reordering characters in text from outside.

Controls (NUL, escape, ...) break terminals, logs and files. Bidirectional overrides make a sentence
read otherwise than it is stored ("Trojan Source", CVE-2021-42574; Unicode TR 36, section 3.2).
Characters that draw nothing make two different names look alike, and a reason look empty. Text with
such a character is refused, naming the field, so that the journal never stores another text than
the one that was sent. Line ends are kept where several lines may be written.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from pydantic_core import PydanticCustomError

BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Unicode's Bidi_Control property. Chinese and English need none of them."""
HIDDEN = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Controls, halves of surrogate pairs, and separators that end a line for some programs only."""
WITHIN_LINES = frozenset("\n\t")
SPACES = " \t\n" + "".join(
    chr(n) for n in range(0xA0, 0x3001) if unicodedata.category(chr(n)) == "Zs"
)
"""What may stand within a text and is taken away at its ends: a reason of wide spaces is none."""
COUNTED = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2")
"""Format characters (Cf) that are seen: signs around Arabic and Syriac numbers."""
EMPTY = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2065\u2800\u3164\uffa0")
"""Characters of other categories that draw nothing: of Unicode's Default_Ignorable_Code_Point those outside Cf and
`JOINING`, and the Braille blank."""
UNASSIGNED = (range(0xFFF0, 0xFFF9), range(0xE0000, 0xE0100), range(0xE01F0, 0xE1000))
"""Code points without a character that Unicode keeps for such ones: Default_Ignorable_Code_Point too."""
NON_JOINER, JOINER = "\u200c", "\u200d"
JOINED = frozenset({"So", "Sk", "Mn", "Mc"})
"""Symbols as emoji are, colours of skin, and marks, of which selectors are some."""
JOINING = frozenset({NON_JOINER, JOINER}) | {
    chr(n) for n in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
}
"""Joiners and variation selectors. They change how the character before them is drawn (an emoji of a woman at work,
a rare form of a Chinese name), so they stand behind one that is seen; behind a Latin letter they change nothing."""


def hidden(text: str, *, lines: bool = False) -> str | None:
    """Returns the first forbidden character in `text`, as `U+202E`; None if there is none.

    With `lines` the text may have several lines.
    """
    if text.isascii() and text.isprintable():
        return None
    return next((_number(char) for char, wrong in _judged(text, lines) if wrong), None)


def hidden_in_file(text: str) -> str | None:
    """Returns the first forbidden character in a text of several lines from a plant's own file;
    None if there is none. Characters that draw nothing are allowed there, so that older files
    can still be read."""
    return next((_number(c) for c in text if c not in WITHIN_LINES and _breaks(c)), None)


def shown(text: str, *, lines: bool = False) -> str:
    """Returns `text` fit for a terminal, a log or a file: each forbidden character is replaced by
    its number."""
    return "".join(f"<{_number(char)}>" if wrong else char for char, wrong in _judged(text, lines))


def seen(text: str) -> str:
    """Returns `text` without forbidden characters."""
    return "".join(char for char, wrong in _judged(text, False) if not wrong)


def plain(value: Any, *, lines: bool = False) -> Any:
    """Returns `value` with line ends as \\n and without surrounding blanks; also within lists and
    objects.

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
    """Checks a value as `plain` does, with lines, and reports each mistake at its place. Returns
    the value, and the place (`name.en`) and character of everything in it that is forbidden
    there."""
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


def _judged(text: str, lines: bool) -> Iterator[tuple[str, bool]]:
    """Each character, and whether it may not stand there."""
    before = " "
    for char in text:
        if char in JOINING:
            yield char, not _joins(before, char)
        else:
            yield (
                char,
                not (lines and char in WITHIN_LINES) and (_breaks(char) or _draws_nothing(char)),
            )
        before = char


def _breaks(char: str) -> bool:
    return char in BIDI or unicodedata.category(char) in HIDDEN


def _draws_nothing(char: str) -> bool:
    if char in EMPTY or any(ord(char) in kept for kept in UNASSIGNED):
        return True
    return unicodedata.category(char) == "Cf" and char not in COUNTED


def _joins(before: str, char: str) -> bool:
    """Returns whether `char` changes the character before it. A selector does so after a visible
    character that is no Latin letter; a joiner after an emoji, its selector or skin colour, a
    mark (as of Indic scripts) or an Arabic letter."""
    if char in (JOINER, NON_JOINER):
        joined = unicodedata.category(before) in JOINED or unicodedata.bidirectional(before) == "AL"
        return joined and before not in EMPTY
    seen = not (before.isspace() or before in JOINING)
    return seen and not (before.isascii() and before.isalpha())


def _number(char: str) -> str:
    return f"U+{ord(char):04X}"


def _plain(text: str, lines: bool) -> str:
    text = re.sub(r"\r\n?", "\n", text).strip(SPACES)
    code = hidden(text, lines=lines)
    if code is not None:
        raise PydanticCustomError(
            "hidden_character", "has the invisible character {code} in it", {"code": code}
        )
    return text


def _key(key: Any) -> Any:
    return plain(key) if isinstance(key, str) else key
