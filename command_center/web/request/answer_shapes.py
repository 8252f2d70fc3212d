"""Building blocks for JSON schemas of answers without a type."""

from dataclasses import dataclass
from typing import Any

TEXT = {"type": "string"}
INTEGER = {"type": "integer"}
MAYBE_TEXT = {"type": ["string", "null"]}
MAYBE_INTEGER = {"type": ["integer", "null"]}


def ref(name: str) -> dict[str, Any]:
    """Return a reference to an answer by its name; these names cannot collide with a command's model."""
    return {"$ref": f"#/components/schemas/answer.{name}"}


def record(properties: dict[str, Any], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the schema of an object with these properties, each required unless `optional`."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def rows(items: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a list of such items."""
    return {"type": "array", "items": items}


def spans(what: str) -> dict[str, Any]:
    """Return the schema of a list of pairs, first and last, in UTC epoch ms."""
    return rows(tuple_of(INTEGER, 2, what))


def tuple_of(items: dict[str, Any], length: int, what: str) -> dict[str, Any]:
    """Return the schema of a list with exactly `length` items. `prefixItems` would say more, but many OpenAPI readers
    do not know it: some turn it into `items` with a list, where an object is required.
    """
    return {
        "type": "array",
        "items": items,
        "minItems": length,
        "maxItems": length,
        "description": what,
    }


TURNS = rows({"type": "array", "items": {"type": ["integer", "string"]}})
"""What holds from when on: [UTC epoch ms, sign, code]."""
CHANGES = {
    "type": ["array", "null"],
    "items": record({"key": TEXT, "before": {}, "after": {}}),
}
"""Keys that differ from another revision; null where there is no other."""


@dataclass(frozen=True, slots=True)
class Described:
    """An answer with its name in `components/schemas`, `answer.NAME`; `shape` is a JSON schema or a type."""

    name: str
    shape: Any


ANYTHING = Described("Anything", {"type": "object"})
FILE = {"type": "string", "format": "binary"}
