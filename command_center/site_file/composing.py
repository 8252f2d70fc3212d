"""A YAML text composed by libyaml, and read with its places eight times as fast as in Python: at every start.

What it refuses, and what is nested too deeply for it, is left to ruamel.yaml, which says more exactly
what is wrong and where.
"""

from typing import Any, Protocol, cast

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # not every build has libyaml


class Node(Protocol):
    """What nodes of both libraries have in common; `id` is mapping, sequence or scalar."""

    id: str
    tag: str
    value: Any
    start_mark: Any


def composed(text: str, deepest: int) -> Node | None:
    """The document's node; None for what only ruamel.yaml can judge, an empty document included."""
    if "\t" in text:  # libyaml lets pass what ruamel.yaml calls a mistake
        return None
    try:
        if _deeper(text, deepest):
            return None
        return cast("Node | None", yaml.compose(text, Loader=_LOADER))
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def _deeper(text: str, deepest: int) -> bool:
    """Is anything nested more deeply? Composing recurs in C, where Python's own limit is not seen."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > deepest:
                return True
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return False
