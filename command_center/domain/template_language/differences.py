"""Compares two revisions of a text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

MOST = 200
"""So many differences are told, the first in the order of the text (ours: more is another text)."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A key with its value before and now; None where there was or is nothing.

    `key` is its path from the top, joined by points: `moves.start.guards`.
    """

    key: str
    before: Any
    after: Any


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Returns the differences of two described texts (JSON with the keys of the text), at most
    `MOST`.

    A list is compared as one value; so is what was added or removed as a whole. The order of keys
    in a mapping matters only where it has a meaning: the states of a matter begin with the first.
    """
    found = []
    for one in _between("", before, after):
        found.append(one)
        if len(found) == MOST:
            break
    return found


def _between(at: str, before: Any, after: Any) -> Iterator[Difference]:
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        if before != after:
            yield Difference(at, before, after)
        return
    both = [one for one in before if one in after]
    if at == "states" and both != [one for one in after if one in before]:
        yield Difference(at, list(before), list(after))
    for key in [*before, *(one for one in after if one not in before)]:
        yield from _between(f"{at}.{key}" if at else key, before.get(key), after.get(key))
