"""Breaks text into lines of a width: Latin text at spaces, Chinese text anywhere but before closing punctuation."""

import re
from collections.abc import Callable

_PIECES = re.compile(r"[ \t]+|[!-~\u00a1-\u02ff\u0370-\u04ff]+|.", re.DOTALL)
NOT_FIRST = frozenset("，。、；：？！）】》」』”’…·,.;:?!)]}%")
"""Signs that no line begins with (GB/T 15834-2011, 5.1.1)."""

Measure = Callable[[str], float]


def lines_of(text: str, width: float, measure: Measure) -> list[str]:
    """Return the lines of `text`; `measure` gives the width of a piece. A word wider than a line is cut."""
    return [
        line for one in text.split("\n") for line in _wrapped(one.expandtabs(1), width, measure)
    ]


def _wrapped(text: str, width: float, measure: Measure) -> list[str]:
    lines, line = [], ""
    for piece in _PIECES.findall(text):
        if measure(line + piece) <= width or (piece in NOT_FIRST and line):
            line += piece
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = piece.lstrip() if piece.isspace() else piece
        while measure(line) > width and len(line) > 1:
            fits = _fitting(line, width, measure)
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _fitting(word: str, width: float, measure: Measure) -> int:
    least, most = 1, len(word) - 1
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if measure(word[:middle]) <= width else (least, middle - 1)
    return least
