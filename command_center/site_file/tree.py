"""Parses a YAML file into a tree in which every key and value has its position.

Scalars stay text, as in the file; the site model interprets them. So `phone: 119` is a telephone number and `start:
08:00` a time, whatever YAML would make of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, cast

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from command_center.domain.bounds.plain_text import hidden, hidden_in_file
from command_center.site_file.problem import Mark, Problem
from command_center.words.system import why

LARGEST_BYTES = 4_000_000
MOST_NODES = 200_000
DEEPEST = 30
"""Far beyond any plant: they stop a file that is not one, or that refers to itself."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as text; None for null or nothing."""

    mark: Mark
    text: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of nodes."""

    mark: Mark
    items: list["Tree"]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values; each key has a position of its own."""

    mark: Mark
    entries: dict[str, "Tree"]
    keys: dict[str, Mark]


Tree = Scalar | Listing | Mapping


def plain(tree: Tree) -> Any:
    """The tree as dicts, lists, text and None."""
    if isinstance(tree, Mapping):
        return {key: plain(value) for key, value in tree.entries.items()}
    if isinstance(tree, Listing):
        return [plain(item) for item in tree.items]
    return tree.text


def read(path: Path) -> tuple[Tree | None, list[Problem]]:
    """Return the tree of a file (None if it could not be read) and what is wrong with it."""
    name = str(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        return None, [Problem(Mark(name), "", "unreadable", {"why": why(error)})]
    if len(data) > LARGEST_BYTES:
        return None, [Problem(Mark(name), "", "too_large", {"size": len(data)})]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        byte = f"0x{data[error.start]:02X}"
        return None, [Problem(Mark(name, line, column), "", "not_utf8", {"byte": byte})]
    return parsed(text, name)


# Parses YAML with libyaml, eight times as fast as in Python, with the positions of all nodes. It
# runs at every start. What libyaml refuses is left to ruamel.yaml, which reports more exactly
# what is wrong and where. Too deep nesting is refused here: ruamel.yaml's time grows with the
# square of the depth (measured: 41 s for 20,000 brackets).

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # not every build has libyaml

LIBYAML_TOO_DEEP = "exceeded maximum nesting depth"
"""What libyaml says of a thousand brackets, which it reads ahead before it tells of the first."""


class Node(Protocol):
    """The common interface of nodes of both libraries; `id` is mapping, sequence or scalar."""

    id: str
    tag: str
    value: Any
    start_mark: Any


class TooDeep(Exception):
    """The nesting is deeper than is read. `line` and `column` count from 0."""

    def __init__(self, line: int, column: int) -> None:
        super().__init__(f"line {line + 1}, column {column + 1}")
        self.line, self.column = line, column


def composed(text: str, deepest: int) -> Node | None:
    """Return the document's node; None for what only ruamel.yaml can judge, an empty document included. Raises
    TooDeep.
    """
    try:
        _refuse_deeper(text, deepest)
        if "\t" in text:  # libyaml lets pass what ruamel.yaml calls a mistake
            return None
        return cast("Node | None", yaml.compose(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark
        if at is not None and error.problem == LIBYAML_TOO_DEEP:
            raise TooDeep(at.line, at.column) from None
        return None
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def _refuse_deeper(text: str, deepest: int) -> None:
    """Composing recurs in C, where Python's own limit is not seen, so the depth is looked at first."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > deepest:
                at = event.start_mark
                raise TooDeep(*((0, 0) if at is None else (at.line, at.column)))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def parsed(text: str, name: str, most_nodes: int = MOST_NODES) -> tuple[Tree | None, list[Problem]]:
    """Return the tree of a text that is not a file; `name` is used as its file name."""
    try:
        node = composed(text, DEEPEST) or YAML(typ="safe", pure=True).compose(text)
    except TooDeep as error:
        return None, [Problem(Mark(name, error.line + 1, error.column + 1), "", "too_much")]
    except ReaderError as error:
        before = text[: error.position]
        mark = Mark(name, before.count("\n") + 1, len(before) - before.rfind("\n"))
        code = f"U+{ord(text[error.position]):04X}"
        return None, [Problem(mark, "", "bad_character", {"character": code})]
    except MarkedYAMLError as error:
        at = error.problem_mark or error.context_mark
        mark = Mark(name, at.line + 1, at.column + 1) if at is not None else Mark(name)
        why = " ".join(part for part in (error.context, error.problem) if part)
        return None, [Problem(mark, "", "syntax", {"why": why})]
    except (YAMLError, RecursionError) as error:
        return None, [Problem(Mark(name), "", "syntax", {"why": str(error) or "too deeply nested"})]
    if node is None:
        return None, [Problem(Mark(name), "", "empty")]
    planting = _Planting(name, most_nodes)
    try:
        tree = planting.tree(node, "", 0)
    except _TooMuchError as error:
        return None, [Problem(error.mark, "", "too_much")]
    return tree, planting.problems


class _TooMuchError(Exception):
    def __init__(self, mark: Mark) -> None:
        self.mark = mark
        super().__init__(str(mark))


@dataclass(slots=True)
class _Planting:
    """Turns YAML nodes into a tree and collects what a tree cannot hold."""

    file: str
    most_nodes: int
    problems: list[Problem] = field(default_factory=list)
    nodes: int = 0

    def tree(self, node: Node, key: str, depth: int) -> Tree:
        mark = self._mark(node)
        self.nodes += 1
        if self.nodes > self.most_nodes or depth > DEEPEST:
            raise _TooMuchError(mark)
        if not str(node.tag).startswith("tag:yaml.org,2002:"):
            self.problems.append(Problem(mark, key, "own_tag", {"tag": str(node.tag)}))
        if node.id == "mapping":
            return self._mapping(node, mark, key, depth)
        if node.id == "sequence":
            items = [
                self.tree(item, f"{key}[{index}]", depth + 1)
                for index, item in enumerate(node.value)
            ]
            return Listing(mark, items)
        if code := hidden_in_file(str(node.value)):
            self.problems.append(Problem(mark, key, "hidden_character", {"character": code}))
        null = str(node.tag) == "tag:yaml.org,2002:null"
        return Scalar(mark, None if null else str(node.value))

    def _mapping(self, node: Node, mark: Mark, key: str, depth: int) -> Mapping:
        entries: dict[str, Tree] = {}
        keys: dict[str, Mark] = {}
        for name, value, at in self._named(node, key):
            below = f"{key}.{name}" if key else name
            if name in keys:
                details = {"key": name, "line": keys[name].line}
                self.problems.append(Problem(at, below, "key_twice", details))
                continue
            keys[name] = at
            entries[name] = self.tree(value, below, depth + 1)
        return Mapping(mark, entries, keys)

    def _named(self, node: Node, key: str) -> Iterator[tuple[str, Node, Mark]]:
        for name, value in node.value:
            if name.id != "scalar":
                self.problems.append(Problem(self._mark(name), key, "key_not_text"))
            elif code := hidden(str(name.value)):
                details = {"character": code}
                self.problems.append(Problem(self._mark(name), key, "hidden_character", details))
            else:
                yield str(name.value), value, self._mark(name)

    def _mark(self, node: Node) -> Mark:
        return Mark(self.file, node.start_mark.line + 1, node.start_mark.column + 1)
