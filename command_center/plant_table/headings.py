"""Reads the heading row of a table: each column's key stands alone or in brackets after its words."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from command_center.plant_table.reading import Cells
from command_center.site_file.problem import Problem

_IN_BRACKETS = re.compile(r".*\[([^\]]+)\]\s*\*?\s*", re.DOTALL)
"""`Place [place] *`: the star says that every row needs it."""


def headings(
    cells: Cells, possible: Sequence[str], needed: Sequence[str], problems: list[Problem]
) -> tuple[int | None, dict[int, str]]:
    """Return the line of the headings and the key of each column; no line if the table cannot be understood. Problems
    are added to `problems`.
    """
    first = next(((number, texts) for number, texts in cells.lines if texts), None)
    if first is None:
        problems.append(Problem(cells.mark(1, 1), "", "table.empty"))
        return None, {}
    line, texts = first
    columns: dict[int, str] = {}
    before = len(problems)
    for number, words in texts.items():
        bracketed = _IN_BRACKETS.fullmatch(words)
        key = (bracketed[1] if bracketed else words).strip()
        mark = cells.mark(line, number)
        if key not in possible:
            near = get_close_matches(key, possible, n=1, cutoff=0.6)
            code = "table.heading_near" if near else "table.heading_unknown"
            near_one = near[0] if near else ""
            details = {"heading": key[:40], "near": near_one, "possible": list(possible)}
            problems.append(Problem(mark, "", code, details))
        elif key in columns.values():
            problems.append(Problem(mark, "", "msel.heading_twice", {"heading": key}))
        else:
            columns[number] = key
    for key in needed:
        if key not in columns.values():
            mark = cells.mark(line, 1)
            problems.append(Problem(mark, "", "import.column_missing", {"heading": key}))
    return (None if len(problems) > before else line), columns
