"""Refuses invisible and reordering characters in text from outside.

Controls (NUL, escape, ...) break terminals, logs and files. Bidirectional overrides make a sentence
read otherwise than it is stored ("Trojan Source", CVE-2021-42574; Unicode TR 36, section 3.2).
Characters that draw nothing make two different names look alike, and a reason look empty. Text with
such a character is refused, naming the field, so that the journal never stores another text than
the one that was sent. Line ends are kept where several lines may be written.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Set
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

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
UNASSIGNED = frozenset(
    chr(n)
    for kept in (range(0xFFF0, 0xFFF9), range(0xE0000, 0xE0100), range(0xE01F0, 0xE1000))
    for n in kept
)
"""Code points without a character that Unicode keeps for such ones: Default_Ignorable_Code_Point too."""
DRAWN_BY_NOTHING = EMPTY | UNASSIGNED
NON_JOINER, JOINER = "\u200c", "\u200d"
TAG = "~"
"""Begins what tells two shapes of a value apart: no field, and never shown to anybody."""
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


Place = tuple[str | int, ...]
"""Where something stands in a value: the names and numbers that lead to it."""


def plain_places(
    value: Any, *, lines: bool = True, place: Place = ()
) -> tuple[Any, list[tuple[Place, str]]]:
    """The same as `plain`, of a value whose mistakes are told each at its place: the value without what may not stand
    in it, and the place and first such character of every text in it that has one."""
    if isinstance(value, str):
        try:
            return _plain(value, lines), []
        except PydanticCustomError as error:
            return seen(value), [(place, str((error.context or {})["code"]))]
    if not isinstance(value, list | dict):
        return value, []
    found: list[tuple[Place, str]] = []
    told: dict[Any, Any] = {}
    for at, item in value.items() if isinstance(value, dict) else enumerate(value):
        key, wrong = plain_places(at, lines=False, place=(*place, shown(str(at))))
        found += wrong
        told[key], wrong = plain_places(item, lines=lines, place=(*place, key))
        found += wrong
    return told if isinstance(value, dict) else list(told.values()), found


def every_mistake(
    title: str, value: Any, check: Callable[[Any], Any], *, lines: bool
) -> ValidationError:
    """What is wrong with a `value` that has such a character in it: each one, and whatever else `check` finds, each at
    its place within the value. `title` names what is checked."""
    rest, hidden_ones = plain_places(value, lines=lines)
    found = [
        InitErrorDetails(type=_hidden_character(code), loc=place, input=value)
        for place, code in hidden_ones
    ]
    told = {place for place, _ in hidden_ones}
    for item in mistakes_beside(told, check, rest):
        wrong = PydanticCustomError(item["type"], item["msg"], item.get("ctx"))
        found.append(InitErrorDetails(type=wrong, loc=item["loc"], input=item["input"]))
    return ValidationError.from_exception_data(title, found)


def mistakes_beside(
    told: Set[Place], check: Callable[[Any], Any], value: Any
) -> Iterator[ErrorDetails]:
    """The mistakes that `check` finds in `value`, but at the places that are `told` already. A tag of a shape (`TAG`)
    is no part of a place."""
    try:
        check(value)
    except ValidationError as error:
        for item in error.errors(include_url=False):
            place = tuple(p for p in item["loc"] if not str(p).startswith(TAG))
            if place not in told:
                yield item


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
    if char in DRAWN_BY_NOTHING:
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
        raise _hidden_character(code)
    return text


def _hidden_character(code: str) -> PydanticCustomError:
    told = "has the invisible character {code} in it"
    return PydanticCustomError("hidden_character", told, {"code": code})


def _key(key: Any) -> Any:
    return plain(key) if isinstance(key, str) else key
