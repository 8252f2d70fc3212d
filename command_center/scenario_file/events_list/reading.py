"""Turns an edited list into a scenario: its rows become the tree of a scenario file, and are checked as one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from openpyxl.utils import get_column_letter

from command_center.domain.scenarios.scenario import Expectation, Inject, Scenario
from command_center.scenario_file.events_list.cells import SheetRow, rows_of
from command_center.scenario_file.events_list.columns import EXPECTATIONS, FORMAT, INJECTS
from command_center.scenario_file.events_list.workbook_rows import ListError, Sheets, whole
from command_center.scenario_file.events_list.writing import expects
from command_center.scenario_file.reading import LONGEST_TEXT, MOST_NODES
from command_center.site_file.problem import Mark, Problem
from command_center.site_file.reading import examined
from command_center.site_file.tree import Listing, Mapping, Scalar, Tree, parsed
from command_center.words import LANGUAGES

MADE_FROM = re.compile(rf"{FORMAT} (scenario|drill) ([A-Za-z0-9][A-Za-z0-9._-]*) ([0-9a-f]{{64}})")
MOST_IN_A_CELL = 500
"""Nodes of the YAML in one cell: the longest condition of the library has 30."""
COLUMN_OF = {"id": "id", "s": "at_s", "channel": "channel", "to": "to", "place": "to", "by_s": "by_s",
             "inject": "inject", "objective": "objective", "kind": "fact"}  # fmt: skip
"""Where a key that is missing would stand."""
NO = ("false", "0", "n", "no", "否")
YES = ("true", "1", "y", "yes", "是", "√", "✓", "x")


@dataclass(frozen=True, slots=True)
class Edited:
    """An imported list, and the ids of what differs from the scenario it was made from."""

    scenario: Scenario
    added: Sequence[str]
    changed: Sequence[str]
    removed: Sequence[str]


def read_list(book: Sheets, base: Scenario, base_text: str, base_sha256: str) -> Edited:
    """Return the scenario `base` with the injects and expectations of the workbook (`parcel.opened`).

    Raises ListError with every mistake, each with its sheet, row and column. A list of something else, or of another
    text than `base_text` (by `base_sha256`), is refused.
    """
    _is_of(book, base.id, base_sha256)
    injects, expectations = rows_of(book, INJECTS), rows_of(book, EXPECTATIONS)
    told = sum(len(words) for row in (*injects, *expectations) for words in row.cells.values())
    if told > 2 * LONGEST_TEXT:  # what a row expects stands in it a second time
        raise whole("msel.too_long", n=told, limit=2 * LONGEST_TEXT)
    tree, _ = parsed(base_text, base.id, MOST_NODES)
    assert isinstance(tree, Mapping), "the base was read before"
    entries = dict(tree.entries)
    entries["injects"] = Listing(tree.mark, [_inject(row) for row in injects])
    entries["expectations"] = Listing(tree.mark, [_expectation(row) for row in expectations])
    problems = [problem for row in (*injects, *expectations) for problem in row.problems]
    for list_, sheet in ((injects, INJECTS), (expectations, EXPECTATIONS)):
        if not list_:
            problems.append(Problem(Mark(sheet.title("en"), 2, 1), "", "msel.nothing_left"))
    scenario, found = examined(Mapping(tree.mark, entries, tree.keys), problems, Scenario)
    if scenario is None or found:
        raise ListError(*_at_cells(found, problems, (*injects, *expectations)))
    if wrong := list(_made(injects, base, scenario)):
        raise ListError(*wrong)
    return _compared(base, scenario)


def _at_cells(
    found: Sequence[Problem], in_cells: Sequence[Problem], rows: Sequence[SheetRow]
) -> list[Problem]:
    """Each mistake once: what follows from a cell that could not be read is none of its own, and what
    is missing is told at the cell where it would stand."""
    unread = {(one.mark.file, one.mark.line) for one in in_cells}
    by_place = {(row.sheet, row.line): row for row in rows}
    told = []
    for one in found:
        place = (one.mark.file, one.mark.line)
        follows = place in unread and one not in in_cells
        if follows and (one.code in ("missing", "exactly_one") or one.mark in [
            cell.mark for cell in in_cells
        ]):  # fmt: skip
            continue
        column = COLUMN_OF.get(str(one.details.get("key"))) if one.code == "missing" else None
        row = by_place.get(place)
        if row is not None and column in row.columns:
            one = replace(one, mark=row.mark(str(column)))
        told.append(one)
    return told


def _is_of(book: Sheets, scenario: str, sha256: str) -> None:
    for lines in book.values():
        for _, cells in lines:
            for cell in cells.values():
                found = MADE_FROM.fullmatch(str(cell.value or "").strip())
                if found is None:
                    continue
                if found[1] == "drill":
                    raise whole("msel.of_a_drill", drill=found[2])
                if found[2] != scenario:
                    raise whole("msel.of_another", id=found[2], scenario=scenario)
                if found[3] != sha256:
                    raise whole("msel.changed_since", scenario=scenario)
                return
    raise whole("msel.of_nothing")


def _scalar(row: SheetRow, key: str) -> Scalar:
    return Scalar(row.mark(key), row.cells.get(key))


def _both(row: SheetRow, key: str) -> Mapping:
    """A text in both languages; a missing one is told at its own cell."""
    names = {lang: f"{key}_{lang}" for lang in ("zh", "en")}
    given: dict[str, Tree] = {
        lang: _scalar(row, name) for lang, name in names.items() if name in row.cells
    }
    lacking = next((name for lang, name in names.items() if lang not in given), names["zh"])
    keys = {lang: row.mark(name) for lang, name in names.items()}
    return Mapping(row.mark(lacking), given, keys)


def _yaml(row: SheetRow, key: str) -> Tree | None:
    """The YAML in a cell; its mistakes, and those in it, are told at the cell."""
    text = row.cells.get(key)
    if text is None:
        return None
    tree, problems = parsed(text, row.sheet, MOST_IN_A_CELL)
    for problem in problems:
        row.problems.append(Problem(row.mark(key), problem.key, problem.code, problem.details))
    return None if tree is None else _at(tree, row.mark(key))


def _at(tree: Tree, mark: Mark) -> Tree:
    if isinstance(tree, Mapping):
        entries = {key: _at(value, mark) for key, value in tree.entries.items()}
        return Mapping(mark, entries, dict.fromkeys(entries, mark))
    if isinstance(tree, Listing):
        return Listing(mark, [_at(item, mark) for item in tree.items])
    return Scalar(mark, tree.text)


def _truth(row: SheetRow, key: str) -> Scalar | None:
    text = row.cells.get(key)
    if text is None or text.casefold() in NO:
        return None
    if text.casefold() not in YES:
        row.wrong(key, "msel.yes_or_no", value=text[:40])
        return None
    return Scalar(row.mark(key), "true")


def _part(row: SheetRow, given: dict[str, Tree | None]) -> Mapping:
    entries = {key: value for key, value in given.items() if value is not None}
    marks = {key: getattr(value, "mark", row.mark("id")) for key, value in entries.items()}
    return Mapping(row.mark("id"), entries, marks)


def _inject(row: SheetRow) -> Mapping:
    at = None
    if "at_s" in row.cells or "jitter_s" in row.cells:
        given = {"s": "at_s", "jitter_s": "jitter_s"}
        entries: dict[str, Tree] = {
            key: _scalar(row, name) for key, name in given.items() if name in row.cells
        }
        at = Mapping(row.mark("at_s"), entries, {key: row.mark(n) for key, n in given.items()})
    return _part(row, {
        "id": _scalar(row, "id"), "at": at, "when": _yaml(row, "when"),
        "held": _truth(row, "held"), "text": _both(row, "text"), "does": _does(row),
    })  # fmt: skip


def _does(row: SheetRow) -> Listing | None:
    """What the cell says in YAML, then what is said to somebody."""
    others = _yaml(row, "does")
    acts: list[Tree] = [] if others is None else [others]
    if isinstance(others, Listing):
        acts = list(others.items)
    said = [key for key in ("channel", "from_zh", "from_en", "to", "words_zh", "words_en")
            if key in row.cells]  # fmt: skip
    says = row.cells.get("says")
    if says in ("message", "call"):
        to = "to" if says == "message" else "place"
        given: dict[str, Tree | None] = {
            to: _scalar(row, "to") if "to" in row.cells else None,
            "channel": _scalar(row, "channel") if "channel" in row.cells else None,
            "text": _both(row, "words"),
        }
        if "from_zh" in row.cells or "from_en" in row.cells:
            if says == "message":
                row.wrong("from_zh", "msel.message_from")
            given["caller"] = _both(row, "from") if says == "call" else None
        mark = row.mark("says")
        part = _part(row, given)
        spoken = Mapping(row.mark("to"), part.entries, part.keys)
        acts.append(Mapping(mark, {says: spoken}, {says: mark}))
    elif says is not None:
        row.wrong("says", "msel.says_what", value=says[:40])
    elif said:
        row.wrong("says", "msel.says_nothing")
    return Listing(row.mark("does"), acts) if acts else None


def _expectation(row: SheetRow) -> Mapping:
    cells = row.cells

    def one(key: str) -> Scalar | None:
        return _scalar(row, key) if key in cells else None

    fact = _part(row, {
        "kind": one("fact"), "where": _yaml(row, "where"), "who": one("fact_who"),
    })  # fmt: skip
    return _part(row, {
        "id": one("id"), "inject": one("inject"), "objective": one("objective"),
        "text": _both(row, "text"), "who": one("who"),
        "fact": Mapping(row.mark("fact"), fact.entries, fact.keys), "anew": _truth(row, "anew"),
        "by_s": one("by_s"), "source": _both(row, "source"),
    })  # fmt: skip


def _made(rows: Sequence[SheetRow], base: Scenario, now: Scenario) -> "list[Problem]":
    """Nobody's words are lost in the column that is made from the other sheet."""
    wrong = []
    for row in rows:
        told = row.cells.get("expects")
        possible = {
            (expects(row.cells["id"], one.expectations, lang) or "").strip()
            for one in (base, now)
            for lang in LANGUAGES
        }
        if told is not None and told not in possible:
            titles = [EXPECTATIONS.title(lang) for lang in LANGUAGES]
            wrong.append(Problem(row.mark("expects"), "", "msel.expects_made", {"sheet": titles}))
    return wrong


def _compared(base: Scenario, now: Scenario) -> Edited:
    before, after = _by_id(base), _by_id(now)
    return Edited(
        scenario=now,
        added=[key[1] for key in after if key not in before],
        changed=[key[1] for key, one in after.items() if key in before and before[key] != one],
        removed=[key[1] for key in before if key not in after],
    )


def _by_id(scenario: Scenario) -> dict[tuple[str, str], Inject | Expectation]:
    injects = {("inject", one.id): one for one in scenario.injects}
    return {**injects, **{("expectation", one.id): one for one in scenario.expectations}}


def place_told(problem: Problem, lang: str) -> dict[str, object]:
    """Return a mistake with its sheet, row and column (a letter; both empty for the file as a whole)."""
    mark = problem.mark
    return {
        "sheet": mark.file,
        "row": mark.line or None,
        "column": get_column_letter(mark.column) if mark.column else "",
        "key": problem.key,
        "error": problem.sentence(lang),
    }
