"""Parses YAML with libyaml, eight times as fast as in Python, with the positions of all nodes. It runs at every
start.

What libyaml refuses is left to ruamel.yaml, which reports more exactly what is wrong and where. Too deep nesting is
refused here: ruamel.yaml's time grows with the square of the depth (measured: 41 s for 20,000 brackets).
"""

from typing import Any, Protocol, cast

import yaml

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
