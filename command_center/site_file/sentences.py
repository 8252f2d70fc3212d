"""Which sentence says a mistake, and with what details: from the model's errors and references."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from pydantic_core import ErrorDetails

from command_center.domain.plain_text import shown
from command_center.domain.site.parts import ID_PATTERN, Part
from command_center.domain.site.references import Broken, part_at
from command_center.site_file.places import known, place_of
from command_center.site_file.problem import Problem
from command_center.site_file.tree import Tree
from command_center.words import has

CODES: Mapping[str, str] = MappingProxyType({
    "string_type": "text",
    "string_too_short": "too_short_text",
    "string_too_long": "too_long_text",
    "string_pattern_mismatch": "bad_id",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
    "list_type": "list",
    "tuple_type": "list",
    "too_short": "too_few",
    "too_long": "too_many",
    "float_type": "number",
    "float_parsing": "number",
    "finite_number": "number",
    "int_type": "whole_number",
    "int_parsing": "whole_number",
    "int_from_float": "whole_number",
    "int_parsing_size": "whole_number",
    "bool_type": "true_or_false",
    "bool_parsing": "true_or_false",
    "enum": "one_of",
    "literal_error": "one_of",
    "greater_than": "more_than",
    "greater_than_equal": "at_least",
    "less_than": "less_than",
    "less_than_equal": "at_most",
    "day_format": "day",
    "date_type": "day",
    "date_parsing": "day",
    "date_from_datetime_parsing": "day",
    "date_from_datetime_inexact": "day",
    "time_parsing": "wall_time",
})  # fmt: skip
"""The model's error types that have a sentence under another name."""

SECONDS = re.compile(r"s|.*_s")
"""Keys of fields in seconds."""
CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)")
"""mm:ss or h:mm:ss."""

OWN = frozenset({
    "limits_order", "limits_outside", "pac_order", "range_order", "unit_unknown", "no_key_post",
    "batches_exceed",
    "wall_time",
    "due_before_issue", "requires_itself", "time_zone_unknown", "day_out_of_range", "exactly_one",
    "address_long", "address_im", "address_sms", "address_voice", "address_email", "address_push",
})  # fmt: skip
"""Errors the models raise themselves, each with a sentence of its own name."""


def from_error(tree: Tree, error: ErrorDetails, model: type[Part]) -> Problem:
    """A mistake the model found, at its place in the file."""
    kind, path = error["type"], error["loc"]
    if kind == "contact_without_address":
        kind, path = "missing", (*path, "address")
    if kind == "missing":
        mark, name = place_of(tree, path[:-1])
        key = str(path[-1])
        return Problem(mark, f"{name}.{key}" if name else key, "missing", {"key": key})
    path = known(tree, path)
    mark, name = place_of(tree, path, of_key=kind == "extra_forbidden")
    if kind == "extra_forbidden":
        part = part_at(model, path[:-1])
        possible = tuple(part.model_fields) if part is not None else ("zh", "en")
        near = _near(str(path[-1]), possible)
        code = "unknown_key_near" if near else "unknown_key"
        return Problem(mark, name, code, {"key": str(path[-1]), "near": near, "possible": possible})
    if "." in kind and has(kind):  # a sentence of its own; what stands there may be a secret
        return Problem(mark, name, kind, dict(error.get("ctx", {})))
    details: dict[str, Any] = {"value": _shown(error["input"]), **error.get("ctx", {})}
    if isinstance(expected := details.get("expected"), str):
        details["expected"] = re.findall(r"'([^']*)'", expected)
    code = CODES.get(kind, kind)
    if kind == "string_pattern_mismatch" and details.get("pattern") != ID_PATTERN:
        code = "form"
    if code not in OWN and kind not in CODES:
        return Problem(mark, name, "other", {"why": error["msg"]})
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
    """A reference or rule that does not hold, at its place in the file."""
    mark, name = place_of(tree, known(tree, broken.path))
    details = dict(broken.details)
    code = broken.code
    if code == "unknown_reference":
        details["near"] = _near(str(details["id"]), details["known"])
        code = "unknown_reference_near" if details["near"] else code
    return Problem(mark, name, code, details)


def _near(word: str, possible: Iterable[str]) -> str:
    found = get_close_matches(word, list(possible), n=1, cutoff=0.6)
    return found[0] if found else ""


def _shown(value: Any) -> str:
    text = (
        "" if value is None else shown(str(value)) if not isinstance(value, dict | list) else "..."
    )
    return text if len(text) <= 40 else text[:39] + "…"
