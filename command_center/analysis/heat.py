"""The heat map: how many hazards were found where and when, and which cells exceed chance.

An area's expected share of a column is its share of all other columns. A cell exceeds chance if the binomial tail
probability of its count is below 1 % over the whole map (Bonferroni correction: one test per cell).
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from command_center.analysis.months import ending

Across = Literal["hour", "kind", "month"]
HOURS = tuple(f"{hour:02d}" for hour in range(24))
CHANCE = 0.01
NOWHERE = ""
"""The row or column of what names no area or no category."""
LEAST = 3
"""Fewer in a cell are never called more than chance (ours)."""

Counted = Iterable[tuple[str | None, str | None, str, int]]
"""(area, category, hour as 07 or month as 2026-11, how many)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `expected` is the count that chance would give; `more` says whether the cell exceeds chance."""

    row: str
    column: str
    n: int
    expected: float
    more: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """Neighbouring cells of one row that exceed chance, and what most of their hazards are."""

    row: str
    first: str
    last: str
    n: int
    expected: float
    category: str
    of_category: int


@dataclass(frozen=True, slots=True)
class Heat:
    """A map of areas (rows) by hours, kinds or months. `looks` is the number of cells, which is the number of tests."""

    across: Across
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]
    total: int
    looks: int
    remarks: tuple[Remark, ...]
    by_row: Mapping[str, int]


def kind_of_category(category: str | None) -> str:
    """The first level of a category."""
    return (category or NOWHERE).partition("/")[0]


def heat(
    counted: Counted, across: Across, areas: Sequence[str], month: str, kind: str = ""
) -> Heat:
    """Build the heat map. `areas` gives the rows in order; hazards elsewhere go into the last row. `kind` keeps only
    categories of that kind. With `month` as columns, the map shows the twelve months that end with it.
    """
    found: Counter[tuple[str, str, str]] = Counter()
    for area, category, when, n in counted:
        first = kind_of_category(category)
        if not kind or first == kind:
            column = first if across == "kind" else when
            found[area or NOWHERE, column, category or NOWHERE] += n
    return _map(found, across, areas, _columns(found, across, month))


def _columns(found: Iterable[tuple[str, str, str]], across: Across, month: str) -> tuple[str, ...]:
    if across == "hour":
        return HOURS
    if across == "month":
        return tuple(ending(month, 12))
    return tuple(sorted({column for _, column, _ in found}))


def _map(
    found: Counter[tuple[str, str, str]],
    across: Across,
    areas: Sequence[str],
    columns: tuple[str, ...],
) -> Heat:
    cells: Counter[tuple[str, str]] = Counter()
    by_row: Counter[str] = Counter()
    by_column: Counter[str] = Counter()
    for (row, column, _), n in found.items():
        if column in columns:
            cells[row, column] += n
            by_row[row] += n
            by_column[column] += n
    total = sum(by_row.values())
    rows = tuple(dict.fromkeys([*areas, *sorted(set(by_row) - set(areas))]))
    looks = len(rows) * len(columns)
    made: dict[tuple[str, str], Cell] = {}
    for row in rows:
        for column in columns:
            n = cells[row, column]
            elsewhere = total - by_column[column]
            share = (by_row[row] - n) / elsewhere if elsewhere else 1.0
            expected = by_column[column] * share
            more = (
                n >= LEAST
                and n > expected
                and at_least(n, by_column[column], share) * looks < CHANCE
            )
            made[row, column] = Cell(row, column, n, expected, more)
    remarks = tuple(_remarks(found, made, rows, columns))
    return Heat(across, rows, columns, made, total, looks, remarks, dict(by_row))


def at_least(n: int, of: int, share: float) -> float:
    """The binomial tail: the probability that at least `n` of `of` fall into a place, each with probability `share`."""
    if n <= 0:
        return 1.0
    if n > of or share <= 0:
        return 0.0
    if share >= 1:
        return 1.0
    mean, term, tail = of * share, _binomial_probability(n, of, share), 0.0
    for k in range(n, of + 1):  # until what is left is less than rounding
        tail += term
        term *= (of - k) / (k + 1) * share / (1 - share)
        if k > mean and term < tail * 1e-15:
            break
    return min(1.0, tail)


def _binomial_probability(k: int, of: int, share: float) -> float:
    ways = math.lgamma(of + 1) - math.lgamma(k + 1) - math.lgamma(of - k + 1)
    return math.exp(ways + k * math.log(share) + (of - k) * math.log1p(-share))


def _remarks(
    found: Counter[tuple[str, str, str]],
    cells: Mapping[tuple[str, str], Cell],
    rows: Sequence[str],
    columns: Sequence[str],
) -> Iterable[Remark]:
    """Remarks about the heat table, the most remarkable first."""
    made = []
    for row in rows:
        run: list[Cell] = []
        for column in [*columns, None]:
            cell = cells[row, column] if column is not None else None
            if cell is not None and cell.more:
                run.append(cell)
            elif run:
                made.append(_remark(found, run))
                run = []
    return sorted(made, key=lambda one: one.expected - one.n)


def _remark(found: Counter[tuple[str, str, str]], run: Sequence[Cell]) -> Remark:
    row, within = run[0].row, {cell.column for cell in run}
    kinds: Counter[str] = Counter()
    for (area, column, category), n in found.items():
        if area == row and column in within:
            kinds[category] += n
    category, most = max(kinds.items(), key=lambda one: (one[1], one[0]))
    return Remark(
        row, run[0].column, run[-1].column, sum(cell.n for cell in run),
        sum(cell.expected for cell in run), category, most,
    )  # fmt: skip
