"""The baseline of a roll-out as a table, exported and imported: one row for each month before it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from command_center.domain.matters.opening.rollouts import BASELINE, MONTH
from command_center.domain.matters.playing.play import Play
from command_center.domain.matters.values.values import line_problems
from command_center.domain.template_language.fields import ListField
from command_center.plant_table.cells import number_in_cell
from command_center.plant_table.headings import headings
from command_center.plant_table.reading import Cells
from command_center.site_file.problem import Problem

SHEET = "baseline"
_MONTH = re.compile(r"(20\d\d-(?:0[1-9]|1[0-2]))(?:-01)?")
"""2026-09; Excel makes the first of the month of it."""


class BaselineRow(BaseModel):
    """A row of the table."""

    month: str
    cycle_days: float | None = None
    response_days: float | None = None
    rectified_percent: float | None = None
    repeats_percent: float | None = None
    participation_percent: float | None = None
    lead_days: float | None = None


COLUMNS = tuple(BaselineRow.model_fields)


@dataclass(slots=True)
class BaselineRun:
    """The rows of an imported table, in the order of their months; none may be used if anything is wrong."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def baseline_run(cells: Cells, play: Play) -> BaselineRun:
    """Return the months before the roll-out `play`, as read from `cells`. Changes nothing."""
    run = BaselineRun(problems=list(cells.problems))
    head, columns = headings(cells, COLUMNS, (MONTH,), run.problems)
    form = play.template.fields.get(BASELINE)
    if head is None or not isinstance(form, ListField):
        return run
    seen: dict[str, int] = {}
    lines = [(number, texts) for number, texts in cells.lines if number > head and texts]
    if not lines:
        run.problems.append(Problem(cells.mark(head, 1), "", "baseline.no_rows"))
    if len(lines) > form.most:
        details = {"rows": form.most, "columns": len(COLUMNS)}
        run.problems.append(Problem(cells.mark(head, 1), "", "table.too_many", details))
        return run
    for number, texts in lines:
        row: dict[str, Any] = {}
        for at, text in texts.items():
            key = columns.get(at)
            mark = cells.mark(number, at)
            value = None if key is None else _value(key, text)
            if key is None:
                run.problems.append(Problem(mark, "", "msel.no_heading"))
            elif value is None:
                code = "baseline.month" if key == MONTH else "site.number"
                run.problems.append(Problem(mark, "", code, {"value": text[:40]}))
            else:
                wrong = next(iter(line_problems(play, form, {key: value})), None)
                if wrong is not None:
                    run.problems.append(Problem(mark, "", "import.does_not_fit", {"why": wrong}))
                row[key] = value
        at = next(at for at, key in columns.items() if key == MONTH)
        month = row.get(MONTH)
        if at not in texts:
            run.problems.append(Problem(cells.mark(number, at), "", "import.cell_missing"))
        elif month is not None and seen.setdefault(month, number) != number:
            details = {"id": month, "line": seen[month]}
            run.problems.append(Problem(cells.mark(number, at), "", "table.taken_twice", details))
        if len(row) == 1 and month is not None:
            run.problems.append(Problem(cells.mark(number, at), "", "baseline.no_figure"))
        run.rows.append(row)
    run.problems.sort(key=lambda one: one.mark)
    run.rows.sort(key=lambda one: str(one.get(MONTH)))
    return run


def rows_of(lines: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the form's lines as table rows; an empty table if it has none."""
    return [{name: line.get(name) for name in COLUMNS} for line in lines if isinstance(line, dict)]


def _value(key: str, text: str) -> Any:
    """The text of a cell; None where it is no month or number."""
    if key == MONTH:
        found = _MONTH.fullmatch(text)
        return None if found is None else found[1]
    return number_in_cell(text.rstrip("% "))
