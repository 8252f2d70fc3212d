"""What JSON schemas of answers are made of."""

from typing import Any

TEXT = {"type": "string"}
INTEGER = {"type": "integer"}
MAYBE_TEXT = {"type": ["string", "null"]}
MAYBE_INTEGER = {"type": ["integer", "null"]}


def ref(name: str) -> dict[str, Any]:
    """A reference to one of the answers (`openapi_answers.py`); their names can't meet a command's model."""
    return {"$ref": f"#/components/schemas/answer.{name}"}


def record(properties: dict[str, Any], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    """An object of these properties, each of which is always there unless it is `optional`."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def rows(items: dict[str, Any]) -> dict[str, Any]:
    """A list of such items."""
    return {"type": "array", "items": items}


def spans(what: str) -> dict[str, Any]:
    """A list of pairs, first and last, in UTC epoch ms."""
    return rows(tuple_of(INTEGER, 2, what))


def tuple_of(items: dict[str, Any], length: int, what: str) -> dict[str, Any]:
    """A list of so many such items. `prefixItems` would say more, but many readers of OpenAPI do not know
    it: some turn it into `items` with a list, where an object belongs."""
    return {
        "type": "array",
        "items": items,
        "minItems": length,
        "maxItems": length,
        "description": what,
    }
