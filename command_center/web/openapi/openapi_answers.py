"""JSON schemas of the doors' answers: derived from the answer's type, or as described by the door."""

from collections.abc import Iterable
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from command_center.web.request.answer_shapes import INTEGER, TEXT, Described, record, rows
from command_center.web.request.rest_doors import RestDoor

ABOUT = (
    "Writes go in here, reads come out over the Socket.IO namespace `/live` as numbered, keyed "
    "rows; `GET /api/v1/board` brings the whole board and whatever was missed. Times are UTC "
    "epoch milliseconds, positions WGS-84. Errors are application/problem+json in the language "
    "of Accept-Language (zh-CN, en). A browser acts with its session cookie and from a page of "
    "this origin only; a machine sends `Authorization: Bearer TOKEN` with every request."
)

PROBLEM = record(
    {
        "type": TEXT,
        "title": TEXT,
        "status": INTEGER,
        "code": {"type": "string", "description": "For programs; never translated."},
        "detail": TEXT,
        "mend": {"type": "string", "description": "What would mend it."},
        "instance": TEXT,
        "errors": rows(record({"field": TEXT, "error": TEXT})),
        "problems": rows({"type": "object", "description": "Of a scenario or list."}),
        "params": {"type": "object", "description": "Of a refusal: what its words are about."},
    },
    optional=("errors", "problems", "params"),
)

REFERENCE = "#/components/schemas/answer.{model}"


class _Answered(GenerateJsonSchema):
    """A dataclass is written whole: what has a default is there too. Tuples are told without `prefixItems`,
    which not every reader of OpenAPI knows."""

    def tuple_schema(self, schema: Any) -> dict[str, Any]:
        """The schema of a tuple: a fixed number of items, each of one of these types."""
        told = super().tuple_schema(schema)
        if kinds := told.pop("prefixItems", None):
            distinct = [one for n, one in enumerate(kinds) if one not in kinds[:n]]
            told["items"] = distinct[0] if len(distinct) == 1 else {"anyOf": distinct}
        return told

    def field_is_required(self, field: Any, total: bool) -> bool:
        """A TypedDict says itself what may be left out."""
        return field["type"] == "dataclass-field" or super().field_is_required(field, total)


def schemas(doors: Iterable[RestDoor]) -> dict[str, Any]:
    """Return every answer of these doors by its name in `components/schemas`."""
    told = [described(one.answer) for one in doors if one.answer is not None]
    by_hand = {one.name: one.shape for one in told if one and isinstance(one.shape, dict)}
    typed = {one.name: one.shape for one in told if one and not isinstance(one.shape, dict)}
    adapters: list[tuple[Any, Any, TypeAdapter[Any]]] = [
        (name, "serialization", TypeAdapter(shape)) for name, shape in typed.items()
    ]
    refs, whole = TypeAdapter.json_schemas(
        adapters, ref_template=REFERENCE, schema_generator=_Answered
    )
    named = {name: refs[name, "serialization"] for name in typed}
    made = named | whole["$defs"] | by_hand | {"Problem": PROBLEM}
    return {f"answer.{name}": schema for name, schema in made.items()}


def described(answer: type | Described | dict[str, Any]) -> Described | None:
    """Return the answer with its name; None for a schema that needs none."""
    if isinstance(answer, dict):
        return None
    return answer if isinstance(answer, Described) else Described(answer.__name__, answer)
