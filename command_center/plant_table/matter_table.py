"""The ledger of an older system as a table: the columns that a template has for it, and its rows as import commands.

A heading has the column's words and its key in brackets: `Place [place]`. A row's identity and the date when it was
found have columns of their own, `import.old_number` and so on. A cell may name an entry of the plant or of a list by
its id or by its name in either language.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from command_center.domain.matters.opening.importing import (
    CELL_FIELDS,
    ImportMatter,
    import_id,
    import_matter,
    not_importable,
)
from command_center.domain.matters.opening.open_matter import begun
from command_center.domain.matters.playing.play import Play
from command_center.domain.matters.values.values import problems_of
from command_center.domain.refusal import Phrase, Refusal
from command_center.domain.registry import Context
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.template_language import fields as f
from command_center.domain.template_language.shelf import Pinned, TemplateShelf
from command_center.domain.template_language.template import Item
from command_center.domain.text import Text
from command_center.plant_table.cells import number_in_cell, truth_in_cell
from command_center.plant_table.headings import headings
from command_center.plant_table.reading import Cells
from command_center.site_file.problem import Problem

MOST_ROWS = 2_000
"""Rows of one import (ours): each is a command, and one request carries them all out."""
OWN = "import"
NUMBER, FOUND, STATE, ENDED, FINDER = (
    f"{OWN}.{one}" for one in ("old_number", "found", "state", "ended", "finder")
)
OWN_COLUMNS = (NUMBER, FOUND, STATE, ENDED, FINDER)
NEEDED = (NUMBER, FOUND)
LONGEST_NUMBER = 60
MOST_NEAR, MOST_MEANT = 1_000, 100
"""Names among which the nearest is looked for, and how often in one table (ours)."""
_DIVIDED = re.compile(r"[;\N{FULLWIDTH SEMICOLON}\n]")
_DAY = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?)?"
)
"""A day, or a day and time; the year first, for 3/4/2026 is another day in every country."""


@dataclass(frozen=True, slots=True)
class MatterColumn:
    """A column: its key, and the template's field that it fills; None for the columns of the import itself."""

    key: str
    field: f.FormField | None
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """An allowed value of a cell: an id, and its names in both languages."""

    id: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Ledger:
    """The context of reading a table of one template."""

    pinned: Pinned
    site: Site
    shelf: TemplateShelf

    @cached_property
    def columns(self) -> Sequence[MatterColumn]:
        """The columns: those of the import first, then the fields that one cell can hold, in the form's order."""
        own = [MatterColumn(key, None, key in NEEDED) for key in OWN_COLUMNS]
        template = self.pinned.template
        moves_ask = {need for move in template.moves.values() for need in move.needs}
        return own + [
            MatterColumn(name, one, one.required and name not in moves_ask and one.when is None)
            for name, one in template.fields.items()
            if isinstance(one, CELL_FIELDS)
        ]

    @cached_property
    def ids(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """For each column: what somebody may write, an id or a name -> the ids that it may mean."""
        found: dict[str, dict[str, list[str]]] = {}
        for column in self.columns:
            by_name: dict[str, list[str]] = {}
            for one in self.possible(column):
                for name in dict.fromkeys(map(plain, (one.id, *one.names))):
                    by_name.setdefault(name, []).append(one.id)
            if by_name:
                found[column.key] = by_name
        return found

    def possible(self, column: MatterColumn) -> list[Known]:
        """Return the allowed values of this column; empty if it takes free text."""
        site, form = self.site, column.field
        if column.key == STATE:
            template = self.pinned.template
            states = [template.first, *template.ends]
            return [Known(one, _names(template.states[one])) for one in states]
        if column.key == FINDER or isinstance(form, f.PersonField):
            return [Known(one.id, _names(one.name)) for one in site.people]
        if isinstance(form, f.ChoiceField):
            return [Known(one, _names(title)) for one, title in form.of.items()]
        if isinstance(form, f.PlaceField):
            return [Known(one, _names(found[0])) for one, found in site.places.items()]
        if isinstance(form, f.PostField):
            return [Known(one.id, _names(one.name)) for one in site.posts]
        if isinstance(form, f.SubstanceField):
            return [Known(one.id, _names(one.name)) for one in site.substances]
        if isinstance(form, f.TagField):
            return [Known(one.id, _names(one.name)) for one in site.tags]
        if isinstance(form, f.TaxonomyField):
            reference = self.shelf.reference(form.of)
            entries = {} if reference is None else reference.entries
            return [
                one
                for one in _entries(entries)
                if form.depth is None or one.id.count("/") == form.depth - 1
            ]
        return []


def _names(text: Text | str | None) -> tuple[str, ...]:
    if isinstance(text, Text):
        return (text.zh, text.en)
    return (text,) if text else ()


def _entries(
    items: Mapping[str, Item], above: str = "", names: tuple[str, str] = ("", "")
) -> Iterator[Known]:
    """Every entry of a reference by its path, with its path in words of both languages."""
    for name, item in items.items():
        path = (_joined(names[0], item.title.zh), _joined(names[1], item.title.en))
        yield Known(f"{above}{name}", path)
        yield from _entries(item.of, f"{above}{name}/", path)


def _joined(above: str, own: str) -> str:
    return f"{above} / {own}" if above else own


@dataclass(frozen=True, slots=True)
class Row:
    """One row that would be imported: its line in the table, and its command."""

    line: int
    command: ImportMatter


@dataclass(slots=True)
class ImportRun:
    """What a table would import; if anything is wrong, nothing may be. `known` rows were imported before; `ended` of
    the `fresh` rows are already ended.
    """

    rows: int = 0
    known: int = 0
    fresh: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def ended(self) -> int:
        """How many of the fresh ones go in as ended."""
        return sum(1 for one in self.fresh if one.command.ended is not None)


def _no_breath() -> None:
    pass


def import_run(
    cells: Cells,
    ledger: Ledger,
    state: State,
    ctx: Context,
    breathe: Callable[[], None] = _no_breath,
) -> ImportRun:
    """Return what `cells` would import on behalf of `ctx.actor`. Changes nothing. It asks the Desk's rule for each
    row, so it runs where the state may be read; `breathe` is called after each row to let other work run.
    """
    run = ImportRun(problems=list(cells.problems))
    refused = not_importable(ledger.pinned.template, ledger.shelf)
    if refused is not None:
        run.problems.append(_whole(cells, refused))
        return run
    by_key = {column.key: column for column in ledger.columns}
    needed = [column.key for column in ledger.columns if column.needed]
    head, keys = headings(cells, list(by_key), needed, run.problems)
    if head is None:
        return run
    columns = {at: by_key[key] for at, key in keys.items()}
    lines = [(number, texts) for number, texts in cells.lines if number > head and texts]
    run.rows = len(lines)
    if len(lines) > MOST_ROWS:
        details = {"rows": MOST_ROWS, "columns": len(ledger.columns)}
        run.problems.append(Problem(cells.mark(head, 1), "", "table.too_many", details))
        return run
    reader = _Reader(cells, ledger, state, ctx, columns, run.problems)
    seen: dict[str, int] = {}
    for number, texts in lines:
        breathe()
        command = reader.row(number, texts, seen)
        if command is None:
            continue
        ident = import_id(command.template, command.old_number)
        if ident in state.matters.open or ident in state.matters.ended:
            run.known += 1
            continue
        refusal = import_matter(state, command, ctx)
        if isinstance(refusal, Refusal):
            run.problems.append(reader.refused(number, refusal))
        else:
            run.fresh.append(Row(number, command))
    run.problems.sort(key=lambda one: one.mark)
    return run


def _whole(cells: Cells, refusal: Refusal) -> Problem:
    return Problem(cells.mark(0, 0), "", f"refusal.{refusal.code}", refusal.params)


_ROW_OF: Mapping[str, str] = {
    "import_state": STATE, "import_ended": ENDED, "import_not_ended": ENDED, "import_future": FOUND,
    "import_order": ENDED, "import_nobody": FINDER, "unknown_person": FINDER,
}  # fmt: skip
"""Refusals of a row: the column that mends them. Of any other it is the old number."""


@dataclass(slots=True)
class _Reader:
    cells: Cells
    ledger: Ledger
    state: State
    ctx: Context
    columns: Mapping[int, MatterColumn]
    problems: list[Problem]
    meant: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def row(
        self, number: int, texts: Mapping[int, str], seen: dict[str, int]
    ) -> ImportMatter | None:
        """A row as a command; None where a cell of it is wrong."""
        before = len(self.problems)
        values: dict[str, Any] = {}
        for at, text in texts.items():
            column = self.columns.get(at)
            mark = self.cells.mark(number, at)
            if column is None:
                self.problems.append(Problem(mark, "", "msel.no_heading"))
                continue
            value = self._value(column, text)
            if isinstance(value, _Wrong):
                self.problems.append(Problem(mark, "", value.code, value.details))
            else:
                values[column.key] = value
        given = {self.columns[at].key for at in texts if at in self.columns}
        for at, column in self.columns.items():
            if column.needed and column.key not in given:
                self.problems.append(
                    Problem(self.cells.mark(number, at), "", "import.cell_missing")
                )
        old = values.get(NUMBER)
        if old is not None and seen.setdefault(old, number) != number:
            details = {"id": old, "line": seen[old]}
            self.problems.append(
                Problem(self._mark(number, NUMBER), "", "table.taken_twice", details)
            )
        if len(self.problems) > before:
            return None
        fields = {key: value for key, value in values.items() if key not in OWN_COLUMNS}
        return ImportMatter(
            template=self.ledger.pinned.template.template, old_number=values[NUMBER], found=values[FOUND],
            state=values.get(STATE), ended=values.get(ENDED), finder=values.get(FINDER), fields=fields,
        )  # fmt: skip

    def refused(self, number: int, refusal: Refusal) -> Problem:
        """The refusal of a row as a problem at the cell that can mend it."""
        mark = self._mark(number, _ROW_OF.get(refusal.code, NUMBER))
        return Problem(mark, "", f"refusal.{refusal.code}", refusal.params)

    def _mark(self, number: int, key: str) -> Any:
        at = next((at for at, column in self.columns.items() if column.key == key), 1)
        return self.cells.mark(number, at)

    def _value(self, column: MatterColumn, text: str) -> Any:
        """What a cell says, or what is wrong with it."""
        form = column.field
        if column.key == NUMBER:
            long = len(text) > LONGEST_NUMBER
            return _Wrong("import.number_long", {"longest": LONGEST_NUMBER}) if long else text
        if column.key in (FOUND, ENDED):
            return self._moment(text)
        if column.key in self.ledger.ids:
            return self._chosen(column, text)
        value: Any = text
        if isinstance(form, f.NumberField):
            value = _number(text)
        elif isinstance(form, f.YesNoField):
            value = truth_in_cell(text)
        elif isinstance(form, f.DayField):
            found = _DAY.fullmatch(text)
            value = (
                text if found is None else "-".join(part.zfill(2) for part in found.groups()[:3])
            )
        elif isinstance(form, f.TimeField):
            value = self._moment(text)
        return value if isinstance(value, _Wrong) else self._fitting(column, value)

    def _chosen(self, column: MatterColumn, text: str) -> Any:
        form = column.field
        many = isinstance(form, f.ChoiceField | f.TaxonomyField) and form.many
        parts = [one.strip() for one in _DIVIDED.split(text)] if many else [text]
        by_name, chosen = self.ledger.ids[column.key], []
        for part in filter(None, parts):
            wanted = plain(part)
            found = by_name.get(wanted, ())
            if len(found) > 1 and part in found:
                found = [part]
            if len(found) > 1:
                return _Wrong("import.several", {"value": part[:40], "possible": list(found)[:9]})
            if not found:
                near = self._near(column.key, wanted)
                if near is None:
                    return _Wrong("import.unknown", {"value": part[:40]})
                return _Wrong("import.unknown_near", {"value": part[:40], "near": near})
            chosen.append(found[0])
        value = chosen if many else chosen[0]
        return value if form is None else self._fitting(column, value)

    def _near(self, column: str, wanted: str) -> str | None:
        """The id of what was probably meant. A long list is not searched, and not for every cell of a wrong column: it
        takes a tenth of a second for each, in which nobody else is served."""
        names, key = self.ledger.ids[column], (column, wanted)
        if key not in self.meant and len(names) <= MOST_NEAR and len(self.meant) < MOST_MEANT:
            near = get_close_matches(wanted, names, n=1, cutoff=0.6)
            self.meant[key] = names[near[0]][0] if near else None
        return self.meant.get(key)

    def _fitting(self, column: MatterColumn, value: Any) -> Any:
        """The value, as the template's own rule takes it."""
        wrong = next(iter(problems_of(self._play, {column.key: value})), None)
        return value if wrong is None else _Wrong("import.does_not_fit", {"why": wrong})

    @property
    def _play(self) -> Play:
        return begun(self.state, self.ctx, self.ledger.pinned, "import-dry-run", "", self.ctx.now)

    def _moment(self, text: str) -> Any:
        """A day or a day and time by the plant's clocks as UTC epoch ms."""
        found = _DAY.fullmatch(text)
        if found is not None:
            year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
            zone = self.ledger.site.zone
            try:
                local = datetime(year, month, day, hour, minute, second, tzinfo=zone)
            except ValueError:
                pass
            else:
                return round(local.timestamp() * 1000)
        return _Wrong("import.moment", {"value": text[:40]})


@dataclass(frozen=True, slots=True)
class _Wrong:
    """Why a cell cannot be read."""

    code: str
    details: Mapping[str, Phrase | Any]


def plain(text: str) -> str:
    """Return a name in the form used for comparison: in lower case, without blanks around a path's slashes."""
    return "/".join(part.strip() for part in text.split("/")).casefold()


def _number(text: str) -> Any:
    found = number_in_cell(text)
    return _Wrong("site.number", {"value": text[:40]}) if found is None else found
