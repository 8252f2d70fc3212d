"""Chooses the sentence for a mistake and its details, from the model's errors and references."""

import re
from typing import Any

from pydantic_core import ErrorDetails

from command_center.domain.site.changing.mistakes import broken_details, details_of
from command_center.domain.site.parts.base import Part
from command_center.domain.site.references import Broken
from command_center.site_file.places import known, place_of
from command_center.site_file.problem import Problem
from command_center.site_file.tree import Tree
from command_center.words import has

SECONDS = re.compile(r"s|.*_s")
"""Keys of fields in seconds."""
CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)")
"""mm:ss or h:mm:ss."""


def from_error(tree: Tree, error: ErrorDetails, model: type[Part]) -> Problem:
    """Return the problem for an error of the model, at its position in the file."""
    kind, path = error["type"], error["loc"]
    if kind == "contact_without_address":
        kind, path = "missing", (*path, "address")
    if kind == "missing":
        mark, name = place_of(tree, path[:-1])
        key = str(path[-1])
        return Problem(mark, f"{name}.{key}" if name else key, "missing", {"key": key})
    path = known(tree, path)
    mark, name = place_of(tree, path, of_key=kind == "extra_forbidden")
    if "." in kind and has(kind):  # a sentence of its own; what stands there may be a secret
        return Problem(mark, name, kind, dict(error.get("ctx", {})))
    code, details = details_of({**error, "loc": path}, model)
    if code == "whole_number" and SECONDS.fullmatch(str(path[-1])):
        return Problem(mark, name, *_seconds(details["value"]))
    return Problem(mark, name, code, details)


def _seconds(value: str) -> tuple[str, dict[str, Any]]:
    """What is written where seconds belong; a span off a clock is told as what it would be."""
    clock = CLOCK.fullmatch(value)
    if clock is None:
        return "seconds", {"value": value}
    hours, minutes, seconds = (int(part or 0) for part in clock.groups())
    return "seconds_of_clock", {"value": value, "s": str(hours * 3600 + minutes * 60 + seconds)}


def from_broken(tree: Tree, broken: Broken) -> Problem:
    """Return the problem for a broken reference or rule, at its position in the file."""
    mark, name = place_of(tree, known(tree, broken.path))
    return Problem(mark, name, *broken_details(broken))
