"""Text in figures: its width, shortening to fit, and escaping of markup.

Only the browser measures letters exactly. These widths are Inter's, rounded up, so that texts never overlap; a
Chinese character is as wide as its line is high.
"""

import re

_THIN, _NARROW, _WIDE = frozenset("iljI|.,:;'!·"), frozenset("frt()[]-/ "), frozenset("mwMW@%—…")
FIRST_WIDE_SIGN = "\u2e7f"
"""Signs beyond it are Chinese, Japanese or Korean."""


def escaped_markup(words: str) -> str:
    """Escape a text, because Plotly interprets a few HTML tags and a person's text has none."""
    return words.replace("&", "&amp;").replace("<", "&lt;")


def letter_em(letter: str) -> float:
    """How wide one letter is, in em."""
    if letter > FIRST_WIDE_SIGN or letter in "■▲●◌○✓→":
        return 1.0
    if letter in _THIN:
        return 0.3
    if letter in _NARROW:
        return 0.4
    if letter in _WIDE:
        return 0.95
    return 0.7 if letter.isupper() else 0.62 if letter.isdigit() else 0.58


def width_em(words: str) -> float:
    """How wide words are, in em."""
    return sum(letter_em(letter) for letter in words)


def shortened(words: str, room_em: float) -> str:
    """Return the words, shortened with an ellipsis if they do not fit."""
    if width_em(words) <= room_em:
        return words
    used, kept = letter_em("…"), 0
    for letter in words:
        used += letter_em(letter)
        if used > room_em:
            break
        kept += 1
    return re.sub(r"[\s;,.:·，；、：]+$", "", words[:kept]) + "…"
