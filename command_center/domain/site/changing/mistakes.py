"""The mistakes of a row: from the errors of its model, and from what does not fit together in the
whole plant."""

import dataclasses
import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from pydantic_core import ErrorDetails

from command_center.domain.bounds.plain_text import shown
from command_center.domain.site.parts.base import ID_PATTERN, Part
from command_center.domain.site.references import Broken, part_at

CODES: Mapping[str, str] = MappingProxyType({
    "string_type": "text",
    "string_too_short": "too_short_text",
    "string_too_long": "too_long_text",
    "string_pattern_mismatch": "bad_id",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
    "list_type": "list",
    "tuple_type": "point",
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
"""The model's error types that have a sentence (`site.<code>`) under another name."""

OWN = frozenset({
    "limits_order", "limits_outside", "pac_order", "range_order", "unit_unknown", "no_key_post",
    "batches_exceed",
    "wall_time",
    "due_before_issue", "requires_itself", "time_zone_unknown", "day_out_of_range", "exactly_one",
    "address_long", "address_im", "address_sms", "address_voice", "address_email", "address_push",
})  # fmt: skip
"""Errors the models raise themselves, each with a sentence of its own name."""


OF_CHANGES = (
    "missing", "unknown_key", "unknown_key_near", "unknown_reference", "unknown_reference_near", "wrong_tag",
    "wrong_tag_unit", "taken_twice", "two_places", "gauge_over_tank", "unmanned", "own_superior", "own_deputy",
    "superior_circle", "circle", "form", "other", "noun_unknown", "row_there", "row_gone", "row_changed",
    "row_needed", "key_differs", "edited_apart", "while_open", "alarm_stands", "hidden_character",
)  # fmt: skip
"""The other sentences of mistakes: of keys, of references and rules, and of changes."""


@dataclasses.dataclass(frozen=True, slots=True)
class Mistake:
    """One reason why a change is refused. `field` is a dotted path within the row, empty for the
    whole row.

    `code` is the sentence `site.<code>` of the words catalogue, which says what is wrong and how to
    correct it.
    """

    noun: str
    key: str
    field: str
    code: str
    details: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def details_of(error: ErrorDetails, model: type[Part]) -> tuple[str, dict[str, Any]]:
    """Returns the code of the sentence for a model's error, and its parameters."""
    kind, path = error["type"], error["loc"]
    if kind == "missing":
        return "missing", {"key": str(path[-1])}
    if kind == "extra_forbidden":
        part = part_at(model, path[:-1])
        fields = part.model_fields.items() if part is not None else ()
        possible = tuple(info.alias or name for name, info in fields) or ("zh", "en")
        near = near_to(str(path[-1]), possible)
        code = "unknown_key_near" if near else "unknown_key"
        return code, {"key": str(path[-1]), "near": near, "possible": possible}
    details: dict[str, Any] = {"value": short(error["input"]), **error.get("ctx", {})}
    if isinstance(expected := details.get("expected"), str):
        details["expected"] = re.findall(r"'([^']*)'", expected)
    code = CODES.get(kind, kind)
    if kind == "string_pattern_mismatch" and details.get("pattern") != ID_PATTERN:
        code = "form"
    if code not in OWN and kind not in CODES:
        return "other", {"why": error["msg"]}
    return code, details


def broken_details(broken: Broken) -> tuple[str, dict[str, Any]]:
    """The code of the sentence for a broken reference or rule, and the sentence's parameters."""
    details = dict(broken.details)
    if broken.code != "unknown_reference":
        return broken.code, details
    details["near"] = near_to(str(details["id"]), details["known"])
    return "unknown_reference_near" if details["near"] else broken.code, details


MANY = 300
"""Words among which every one is compared; of more, only those that begin alike: thousands would take a second each."""


def near_to(word: str, possible: Iterable[str]) -> str:
    """Returns the possible word that was probably meant; empty where none is similar."""
    among = list(possible)
    if len(among) > MANY:
        among = [one for one in among if one[:2] == word[:2]][:MANY]
    found = get_close_matches(word, among, n=1, cutoff=0.6)
    return found[0] if found else ""


def short(value: Any) -> str:
    """Returns a value in the short form for a sentence."""
    text = (
        "" if value is None else shown(str(value)) if not isinstance(value, dict | list) else "..."
    )
    return text if len(text) <= 40 else text[:39] + "…"
