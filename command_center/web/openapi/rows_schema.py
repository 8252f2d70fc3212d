"""JSON schemas of the board's rows, made from the declared kinds (`live/rows/`)."""

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from command_center.live.rows import every as every  # noqa: PLC0414 - declares the kinds
from command_center.live.rows.kind import KINDS

REFERENCE = "#/components/schemas/row.{model}"
TWIN = "^[^/]+/"
"""Before the topics of a running drill's twin."""


@cache
def row_schemas() -> dict[str, Any]:
    """`row.NAME` of every row and part of one, `topic.TOPIC` of what each topic holds, and `Rows`."""
    adapters: list[tuple[Any, Any, TypeAdapter[Any]]] = [
        (kind, "serialization", TypeAdapter(kind.row)) for kind in KINDS
    ]
    _, told = TypeAdapter.json_schemas(adapters, ref_template=REFERENCE)
    parts = {f"row.{name}": schema for name, schema in told["$defs"].items()}
    topics = {f"topic.{topic}": _topic(topic) for topic in _topics()}
    return parts | topics | {"Rows": _rows()}


def _topics() -> list[str]:
    return sorted({kind.topic for kind in KINDS})


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _topic(topic: str) -> dict[str, Any]:
    """The schema of a topic: key -> row; null deletes the key."""
    told: dict[str, Any] = {"type": "object", "additionalProperties": False}
    own = sorted((kind for kind in KINDS if kind.topic == topic), key=lambda kind: kind.key)
    for kind in own:
        row = {"anyOf": [_ref(f"row.{kind.row.__name__}"), {"type": "null"}]}
        if kind.single:
            told.setdefault("properties", {})[kind.key] = row
        elif kind.key:
            pattern = f"{kind.key}$" if kind.key.startswith(":") else f"^{kind.key}"
            told.setdefault("patternProperties", {})[pattern] = row
        else:
            told["additionalProperties"] = row
    return told


def _rows() -> dict[str, Any]:
    """topic -> key -> row; of a twin under its drill's name and a stroke."""
    topics = {topic: _ref(f"topic.{topic}") for topic in _topics()}
    return {
        "type": "object",
        "description": "topic -> key -> row; null deletes the key. `DRL-1/levels` is the topic `levels` of "
        "the twin that drill DRL-1 has while it runs.",
        "properties": topics,
        "patternProperties": {f"{TWIN}{topic}$": schema for topic, schema in topics.items()},
        "additionalProperties": False,
    }
