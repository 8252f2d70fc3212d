"""Computes what a table would change in a noun of the plant, and every mistake in it by row and cell. Changes
nothing.

A row with a known key changes that row; columns missing from the table keep their values. A row with a new key is
added. Rows of the plant not in the table stay, unless `remove` is set.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from command_center.domain.site.changing.nouns import Noun
from command_center.domain.site.model import Site
from command_center.domain.site.parts.base import Part
from command_center.domain.site.references import broken_references, get
from command_center.domain.site.rules import broken_rules
from command_center.plant_table.cells import told
from command_center.plant_table.columns import Column, column_at, columns_of
from command_center.plant_table.reading import Cells
from command_center.site_file.problem import Mark, Problem
from command_center.site_file.sentences import from_broken, from_error
from command_center.site_file.tree import Listing, Scalar, Tree, plain
from command_center.site_file.tree import Mapping as Branches

_IN_BRACKETS = re.compile(r".*\[([^\]]+)\]\s*\*?\s*", re.DOTALL)
"""A heading may say its column in words first: `Name [name.zh] *`. The star says that every row needs it."""

_FIELD_OF: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("address_long", "address_email", "address_push"), ("address",)),
    "contact_without_address": ("address",),
    "no_key_post": ("key_post",),
    "due_before_issue": ("due_s",),
    "requires_itself": ("requires",),
    "unit_unknown": ("unit",),
    "range_order": ("low",),
}
"""Mistakes of a part as a whole: the field of it that mends them."""

Key = tuple[str | None, ...]
Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Changed:
    """One row that would change: before (None: new) and after (None: removed), both validated, and its line in the
    table (0 if it is not in it).
    """

    before: Part | None
    after: Part | None
    line: int = 0


@dataclass(slots=True)
class DryRun:
    """What would change, and what is wrong; if anything is wrong, nothing may be changed."""

    rows: int = 0
    changes: list[Changed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    not_in_table: int = 0

    def count(self, what: str) -> int:
        """How many rows are `added`, `changed` or `removed`."""
        return sum(1 for one in self.changes if _what(one) == what)


def _what(one: Changed) -> str:
    return "added" if one.before is None else "removed" if one.after is None else "changed"


@dataclass(slots=True)
class _Line:
    """A line of the table: its cells as a tree of the row, merged with what the plant has. `places` are the columns of
    the table by path."""

    number: int
    tree: Branches
    places: Mapping[tuple[str | int, ...], int]
    before: Part | None = None
    row: Plain = field(default_factory=dict)

    def mark(self, column: int = 1) -> Mark:
        return Mark(self.tree.mark.file, self.number, column)


def dry_run(cells: Cells, noun: Noun, site: Site, *, remove: bool = False) -> DryRun:
    """Return what `cells` would change in the rows of a noun."""
    where, model = noun.where, noun.model
    found = DryRun(problems=list(cells.problems))
    head, columns = _headings(cells, noun, found.problems)
    if head is None:
        return found
    old: Sequence[Part] = getattr(site, where)
    known = {_key(part, model): part for part in old}
    lines = list(_lines(cells, head, columns, found.problems))
    found.rows = len(lines)
    seen: dict[Key, int] = {}
    for line in lines:
        key = _key(plain(line.tree), model)
        if any(key) and seen.setdefault(key, line.number) != line.number:
            named = " + ".join(str(one) for one in key if one is not None)
            details = {"id": named, "line": seen[key]}
            mark = line.mark(line.places.get((model.unique[0],), 1))
            found.problems.append(Problem(mark, "", "table.taken_twice", details))
        line.before = known.get(key)
        line.row = _merged(line)
    after = [_checked(line, model, found.problems) for line in lines]
    kept = [] if remove else [part for key, part in known.items() if key not in seen]
    found.not_in_table = sum(1 for key in known if key not in seen)
    rows: list[Any] = [*kept, *(now or line.row for now, line in zip(after, lines, strict=True))]
    _whole_site(where, rows, len(kept), lines, site, found.problems)
    found.problems = _in_order(found.problems)
    if not found.problems:
        found.changes = [
            Changed(line.before, now, line.number)
            for line, now in zip(lines, after, strict=True)
            if now is not None and now != line.before
        ]
        if remove:
            found.changes += [Changed(part, None) for key, part in known.items() if key not in seen]
    return found


def column_of(cells: Cells, key: str) -> int:
    """Return the table column whose heading is that field; 1 if there is none."""
    _, texts = next(((line, texts) for line, texts in cells.lines if texts), (0, {}))
    return next((number for number, words in texts.items() if named(words) == key), 1)


def named(heading: str) -> str:
    """Return the field of a heading, which stands alone or in brackets after its words."""
    bracketed = _IN_BRACKETS.fullmatch(heading)
    return (bracketed[1] if bracketed else heading).strip()


def _key(row: Any, model: type[Part]) -> Key:
    return tuple(get(row, name) for name in model.unique)


def _headings(
    cells: Cells, noun: Noun, problems: list[Problem]
) -> tuple[int | None, dict[int, Column]]:
    """The line of the headings and the columns by number; no line where the table cannot be understood."""
    first = next(((number, texts) for number, texts in cells.lines if texts), None)
    if first is None:
        problems.append(Problem(cells.mark(1, 1), "", "table.empty"))
        return None, {}
    line, texts = first
    model = noun.model
    possible = [column.key for column in columns_of(model, apart=noun.apart)]
    columns: dict[int, Column] = {}
    wrong = False
    for number, words in texts.items():
        key = named(words)
        column = column_at(model, key)
        mark = cells.mark(line, number)
        if column is not None and column.path[0] in noun.apart:
            problems.append(Problem(mark, "", "site.edited_apart", {"key": key}))
            wrong = True
        elif column is None:
            near = get_close_matches(key, possible, n=1, cutoff=0.6)
            code = "table.heading_near" if near else "table.heading_unknown"
            details = {"heading": key[:40], "near": near[0] if near else "", "possible": possible}
            problems.append(Problem(mark, "", code, details))
            wrong = True
        elif column in columns.values():
            problems.append(Problem(mark, "", "msel.heading_twice", {"heading": key}))
            wrong = True
        else:
            columns[number] = column
    for name in model.unique:
        field_of = model.model_fields[name]
        if field_of.is_required() and (name,) not in {c.path for c in columns.values()}:
            problems.append(
                Problem(cells.mark(line, 1), "", "table.key_missing", {"heading": name})
            )
            wrong = True
    return (None if wrong else line), columns


def _lines(
    cells: Cells, head: int, columns: Mapping[int, Column], problems: list[Problem]
) -> Iterator[_Line]:
    places = {column.path: at for at, column in columns.items()}
    for number, texts in cells.lines:
        if number <= head or not texts:
            continue
        mark = cells.mark(number, 1)
        line = _Line(number, Branches(mark, {}, {}), places)
        for at in texts:
            if at not in columns:
                problems.append(Problem(cells.mark(number, at), "", "msel.no_heading"))
        for at, column in columns.items():
            _put(line.tree, column, texts.get(at), mark)
        yield line


def _put(tree: Branches, column: Column, text: str | None, mark: Mark) -> None:
    """Put the text of a cell to its place in the row. An empty cell says that nothing is there: its field keeps no old
    value, and a numbered part all of whose cells are empty is none."""
    here: Tree = tree
    path = column.path
    for at, step in enumerate(path[:-1]):
        if isinstance(step, int):
            assert isinstance(here, Listing)
            while len(here.items) <= step:
                here.items.append(Branches(mark, {}, {}))
            here = here.items[step]
            continue
        assert isinstance(here, Branches)
        if step not in here.entries:
            many = isinstance(path[at + 1], int)
            here.entries[step] = Listing(mark, []) if many else Branches(mark, {}, {})
            here.keys[step] = mark
        here = here.entries[step]
    assert isinstance(here, Branches)
    last = str(path[-1])
    here.keys[last] = mark
    value: Any = None if text is None else told(text, column)
    if isinstance(value, list):
        here.entries[last] = Listing(mark, [Scalar(mark, str(one)) for one in value])
        if column.leaf.many and column.leaf.kind == "point":
            here.entries[last] = Listing(
                mark, [Listing(mark, [Scalar(mark, one) for one in point]) for point in value]
            )
    elif text is None and column.leaf.many:
        here.entries[last] = Listing(mark, [])
    else:
        here.entries[last] = Scalar(mark, value)


def _emptied(value: Any) -> Any:
    """Without what is empty: None, and parts of which every cell is empty."""
    if isinstance(value, dict):
        kept = {name: now for name, one in value.items() if (now := _emptied(one)) is not None}
        some = any(one != [] for one in kept.values())
        return kept if some else None
    if isinstance(value, list):
        return [now for one in value if (now := _emptied(one)) is not None]
    return value


def _merged(line: _Line) -> Plain:
    """The row as the plant would have it: the table's cells, and the plant's own where the table has no column."""
    given: Plain = plain(line.tree)
    if line.before is not None:
        old = line.before.model_dump(mode="json", exclude_none=True)
        given = _over(old, given)
    return _emptied(given) or {}


def _over(old: Plain, new: Plain) -> Plain:
    merged = dict(old)
    for name, value in new.items():
        before = merged.get(name)
        both = isinstance(value, dict) and isinstance(before, dict)
        merged[name] = _over(before, value) if both else value  # type: ignore[arg-type]
    return merged


def _checked(line: _Line, model: type[Part], problems: list[Problem]) -> Part | None:
    try:
        return model.model_validate(line.row)
    except ValidationError as error:
        for item in error.errors(include_url=False):
            wrong = from_error(line.tree, item, model)
            code = "site.day" if item["type"] == "day_without_today" else wrong.code
            details = {"value": item["input"]} if code == "site.day" else wrong.details
            path = (*_path(item["loc"], line), *_FIELD_OF.get(item["type"], ()))
            problems.append(Problem(_place(line, path), wrong.key, code, details))
        return None


def _path(loc: Sequence[str | int], line: _Line) -> tuple[str | int, ...]:
    """The path of an error without the steps of unions, which are no fields."""
    path: tuple[str | int, ...] = ()
    for step in loc:
        longer = (*path, step)
        if any(known[: len(longer)] == longer for known in line.places):
            path = longer
    return path


def _place(line: _Line, path: Sequence[str | int]) -> Mark:
    """The cell of a path: its own column, the first column of a part that is wrong as a whole, else the row."""
    path = tuple(path)
    while path:
        for known, column in line.places.items():
            if known[: len(path)] == path:
                return line.mark(column)
        path = path[:-1]
    return line.mark()


def _whole_site(
    where: str,
    rows: Sequence[Any],
    kept: int,
    lines: Sequence[_Line],
    site: Site,
    problems: list[Problem],
) -> None:
    """References that would no longer hold, in the table and elsewhere in the plant, and broken rules."""
    described = {name: getattr(site, name) for name in Site.model_fields} | {where: rows}
    broken = [one for one in broken_references(described, Site) if one.code != "taken_twice"]
    if not broken and not problems:
        broken = list(broken_rules(described))
    for one in broken:
        list_name, *rest = one.path
        index = rest[0] if rest and isinstance(rest[0], int) else -1
        wrong = from_broken(Branches(Mark("", 0, 0), {}, {}), one)
        if list_name == where and index >= kept:
            line = lines[index - kept]
            problems.append(replace(wrong, mark=_place(line, rest[1:])))
        else:
            named = described[str(list_name)]
            called = get(named[index], "id") if index >= 0 else None
            key = f"{list_name}[{called or index}]" if index >= 0 else str(list_name)
            problems.append(replace(wrong, mark=Mark("", 0, 0), key=key))


def _in_order(problems: list[Problem]) -> list[Problem]:
    once: dict[tuple[Mark, str], Problem] = {}
    for problem in problems:
        once.setdefault((problem.mark, problem.code), problem)
    return sorted(once.values(), key=lambda one: one.mark)
