"""A list of matter histories in windows: filtered by the words that its columns show, sorted by one of them.

A column shows a text of the history itself (`own`), or the display name of an id (`code`): of a place, a state, a
person. The names depend on the language and on the current plant, so the caller supplies them (`WordsOf`); the
database filters and sorts by them. Times are UTC epoch ms.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    case,
    column,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from command_center.store.schema import matter_stories, matters

Kind = Literal[
    "contains", "notContains", "equals", "notEqual", "startsWith", "endsWith", "blank", "notBlank"
]
"""What a filter may ask of a column's words, as AG Grid calls it."""
Sort = Literal[
    "number", "what", "template", "place", "category", "state", "due", "holders", "opener", "opened",
    "ended", "oldNumber",
]  # fmt: skip
BETWEEN = "/"
"""Between the parts of a code."""
NEVER = -1
"""Before every time: where there is none."""

WordsOf = Callable[[str, str], str]
"""(column, code) -> what the column shows."""
Key = tuple[str | int, int, str]
"""Where a story stands in a list: what the list is in order by, when it was opened, its id."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a column shows: a text of the history, the name of a code made of these columns, or, if it has both, the
    name where there is no text.
    """

    own: str | None = None
    code: tuple[str, ...] = ()


COLUMNS: Mapping[str, Shown] = {
    "number": Shown("number"),
    "what": Shown("what", ("title",)),
    "template": Shown(code=("title",)),
    "place": Shown(code=("place",)),
    "category": Shown(code=("template", "category")),
    "state": Shown(code=("template", "state")),
    "holders": Shown(code=("holders",)),
    "opener": Shown(code=("opener",)),
    "oldNumber": Shown("old_number"),
}
"""The columns of words. The others are times."""


@dataclass(frozen=True, slots=True)
class WordTest:
    """A condition on the words of a column, ignoring case."""

    kind: Kind
    text: str = ""

    def holds(self, words: str) -> bool:
        """Whether words meet the condition."""
        told, text = words.lower(), self.text.lower()
        match self.kind:
            case "contains":
                return text in told
            case "notContains":
                return text not in told
            case "equals":
                return told == text
            case "notEqual":
                return told != text
            case "startsWith":
                return told.startswith(text)
            case "endsWith":
                return told.endswith(text)
            case "blank":
                return not told
            case "notBlank":
                return bool(told)

    def of(self, told: ColumnElement[str]) -> ColumnElement[bool]:
        """Return the same condition for a database column that is never null."""
        match self.kind:
            case "blank":
                return told == ""
            case "notBlank":
                return told != ""
            case "notContains":
                return not_(replace(self, kind="contains").of(told))
            case "notEqual":
                return not_(replace(self, kind="equals").of(told))
            case "contains":
                return or_(*(told.icontains(one, autoescape=True) for one in self._written()))
            case "equals":
                return or_(*(func.lower(told) == func.lower(one) for one in self._written()))
            case "startsWith":
                return or_(*(told.istartswith(one, autoescape=True) for one in self._written()))
            case "endsWith":
                return or_(*(told.iendswith(one, autoescape=True) for one in self._written()))

    def _written(self) -> list[str]:
        """The text as people write it: SQLite knows the capitals of ASCII only."""
        text = self.text
        if text.isascii():
            return [text]
        return list(dict.fromkeys([text, text.lower(), text.upper(), text.title()]))


@dataclass(frozen=True, slots=True)
class Asked:
    """Conditions on one column: all of them, or `any_of` them."""

    column: str
    tests: tuple[WordTest, ...]
    any_of: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a list: at most `most` histories that pass `filters` and have each word of `find` in some column, in
    the order of `sort`, then newest opened first; those that follow `after`, or the first ones (None).
    """

    most: int
    find: tuple[str, ...] = ()
    filters: tuple[Asked, ...] = ()
    sort: Sort = "opened"
    descending: bool = True
    after: Key | None = None

    def coded(self) -> set[str]:
        """Return the columns whose names must be given to the database."""
        named = {one.column for one in self.filters} | {self.sort}
        named |= set(COLUMNS) if self.find else set()
        return {name for name in named if name in COLUMNS and COLUMNS[name].code}


def code_of(name: str) -> ColumnElement[str]:
    """Return the code whose name a column shows."""
    first, *others = (func.coalesce(matter_stories.c[one], "") for one in COLUMNS[name].code)
    code: ColumnElement[str] = first
    for one in others:
        code = code.concat(BETWEEN).concat(one)
    return code


Codes = Mapping[str, Mapping[str, str]]
"""Of each coded column the words of each of its codes."""


def passes(window: Window, codes: Codes) -> ColumnElement[bool]:
    """Return the condition of the rows in a window's list."""
    filters = (
        (or_ if one.any_of else and_)(*(_passes(one.column, test, codes) for test in one.tests))
        for one in window.filters
    )
    found = (
        or_(*(_passes(name, WordTest("contains", word), codes) for name in COLUMNS))
        for word in window.find
    )
    return and_(true(), *filters, *found)


def _passes(name: str, test: WordTest, codes: Codes) -> ColumnElement[bool]:
    shown = COLUMNS[name]
    own: ColumnElement[str] = func.coalesce(
        matter_stories.c[shown.own] if shown.own is not None else "", ""
    )
    if not shown.code:
        return test.of(own)
    fitting = [code for code, words in codes[name].items() if test.holds(words)]
    coded = code_of(name).in_(select(_each(dict.fromkeys(fitting, "")).c.key))
    return (
        coded if shown.own is None else or_(and_(own != "", test.of(own)), and_(own == "", coded))
    )


def selected(
    where: ColumnElement[bool], window: Window, codes: Codes, bytewise: str
) -> Select[Any]:
    """Return the query of a window's histories, each with its `order_key`. `bytewise` is the database's byte
    collation: without it the order of words would depend on how a server was installed.
    """
    of = matter_stories.c
    source: Any = matter_stories
    key: ColumnElement[Any]
    if window.sort in COLUMNS:
        shown = COLUMNS[window.sort]
        told: list[ColumnElement[Any]] = []
        if shown.own is not None:
            told.append(func.nullif(of[shown.own], ""))
        if shown.code:
            called = _called(codes[window.sort])
            source = source.outerjoin(called, called.c.code == code_of(window.sort))
            told.append(called.c.words)
        key = func.coalesce(*told, "").collate(bytewise)
    elif window.sort == "due":
        due = select(matters.c.due_at).where(matters.c.site == of.site, matters.c.id == of.matter)
        still = case((of.ended_at.is_(None), due.scalar_subquery()))
        key = func.coalesce(still, NEVER)
    else:
        key = of.opened_at if window.sort == "opened" else func.coalesce(of.ended_at, NEVER)
    query = select(matter_stories, key.label("order_key")).select_from(source).where(where)
    if window.after is not None:
        query = query.where(_follows(key, window))
    first = key.desc() if window.descending else key.asc()
    return query.order_by(first, of.opened_at.desc(), of.matter).limit(window.most)


def _called(words: Mapping[str, str]) -> Any:
    told = _each(words).c
    found = select(told.key.label("code"), told.value.label("words")).cte("called")
    return found.prefix_with("MATERIALIZED")  # once, and not for each story


class _EachText(FunctionElement[Any]):
    """The keys and texts of a JSON object, as rows."""

    name = "each_text"
    inherit_cache = True


@compiles(_EachText, "sqlite")
def _each_of_sqlite(element: _EachText, compiler: SQLCompiler, **how: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **how)})"


@compiles(_EachText, "postgresql")
def _each_of_postgres(element: _EachText, compiler: SQLCompiler, **how: Any) -> str:
    return f"json_each_text(CAST({compiler.process(element.clauses, **how)} AS JSON))"


def _each(words: Mapping[str, str]) -> Any:
    """Codes and their words as rows (`key`, `value`), in one parameter: SQLite takes 32,766 of them in a statement, and
    a plant has more codes than that."""
    told = literal(json.dumps(words, ensure_ascii=False), Text)
    return _EachText(told).table_valued(column("key", Text), column("value", Text))


def _follows(key: ColumnElement[Any], window: Window) -> ColumnElement[bool]:
    assert window.after is not None
    value, opened_at, ident = window.after
    of = matter_stories.c
    later = or_(of.opened_at < opened_at, and_(of.opened_at == opened_at, of.matter > ident))
    beyond = key < value if window.descending else key > value
    bound = key <= value if window.descending else key >= value  # what an index can begin at
    return and_(bound, or_(beyond, and_(key == value, later)))
