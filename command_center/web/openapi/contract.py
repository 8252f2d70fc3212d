"""The contract of the REST doors as OpenAPI 3.1, made from the registry, the doors' models, and the JSON
schemas of the doors' answers, which are derived from the answer's type or as described by the door.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from command_center.domain.actor import Role
from command_center.domain.registry import COMMANDS, CommandSpec, Scene
from command_center.web.openapi.rows_schema import row_schemas
from command_center.web.request.answer_shapes import INTEGER, TEXT, Described, record, ref, rows
from command_center.web.request.commanding import CommandAsked
from command_center.web.request.rest_doors import DOORS, RestDoor
from command_center.web.request.revealed import PREFIX, Reveals

REFERENCE = "#/components/schemas/{model}"
_JSON = "application/json"
_PROBLEM = "application/problem+json"
_ANY_DOOR = {"400": "Unread", "414": "TooLong"}
"""What is answered before any door is reached. A door that answers 400 itself replaces the first.
Who has to be signed in may meet 503 too, since the database that knows them may be away; who sends a
body, 408, when the rest of it never comes."""


@dataclass(frozen=True, slots=True)
class _Schemas:
    """Every model's schema: a reference each, and the definitions they point at."""

    refs: Mapping[type, dict[str, Any]]
    definitions: Mapping[str, Any]


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

ANSWER_REFERENCE = "#/components/schemas/answer.{model}"


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


def answer_schemas(doors: Iterable[RestDoor]) -> dict[str, Any]:
    """Return every answer of these doors by its name in `components/schemas`."""
    told = [described(one.answer) for one in doors if one.answer is not None]
    by_hand = {one.name: one.shape for one in told if one and isinstance(one.shape, dict)}
    typed = {one.name: one.shape for one in told if one and not isinstance(one.shape, dict)}
    adapters: list[tuple[Any, Any, TypeAdapter[Any]]] = [
        (name, "serialization", TypeAdapter(shape)) for name, shape in typed.items()
    ]
    refs, whole = TypeAdapter.json_schemas(
        adapters, ref_template=ANSWER_REFERENCE, schema_generator=_Answered
    )
    named = {name: refs[name, "serialization"] for name in typed}
    made = named | whole["$defs"] | by_hand | {"Problem": PROBLEM}
    return {f"answer.{name}": schema for name, schema in made.items()}


def described(answer: type | Described | dict[str, Any]) -> Described | None:
    """Return the answer with its name; None for a schema that needs none."""
    if isinstance(answer, dict):
        return None
    return answer if isinstance(answer, Described) else Described(answer.__name__, answer)


@cache
def document(version: str) -> dict[str, Any]:
    """Return the whole document. The doors must have been declared first (import `web.rest`), which declares the
    commands too.
    """
    specs = [spec for spec in COMMANDS.values() if spec.roles - {Role.DUTY}]
    schemas = _schemas_of(specs)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Emergency command center",
            "version": version,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            "description": ABOUT,
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}, {"session": []}],
        "paths": _paths(schemas, specs),
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "cc_session"},
            },
            "schemas": _by_name(
                schemas.definitions,
                {_name(spec): _command_schema(spec, schemas) for spec in specs},
                answer_schemas(DOORS.values()),
                row_schemas(),
            ),
            "responses": {
                "Problem": {
                    "description": "What is wrong, where, and what would mend it.",
                    "content": {_PROBLEM: {"schema": ref("Problem")}},
                },
                "Unread": {
                    "description": "The host is none of ours (a Problem), or the request line or a header "
                    "is malformed (no body; the connection closes).",
                    "content": {_PROBLEM: {"schema": ref("Problem")}},
                },
                "TooLong": {
                    "description": "The request line has 8,192 bytes or more. No body; the connection closes."
                },
            },
        },
    }


def _by_name(*parts: Mapping[str, Any]) -> dict[str, Any]:
    """All of them in the order of their names: in which order modules declare says nothing."""
    return dict(sorted((pair for part in parts for pair in part.items()), key=lambda pair: pair[0]))


def _schemas_of(specs: Sequence[CommandSpec]) -> _Schemas:
    models: list[type[BaseModel]] = [spec.model for spec in specs]
    models += [m for o in DOORS.values() for m in (o.body, o.query) if m is not None]
    refs, whole = models_json_schema(
        [(model, "validation") for model in dict.fromkeys(models)], ref_template=REFERENCE
    )
    return _Schemas({model: ref for (model, _), ref in refs.items()}, whole.get("$defs", {}))


def _name(spec: CommandSpec) -> str:
    return f"command.{spec.kind}"


def _command_schema(spec: CommandSpec, schemas: _Schemas) -> dict[str, Any]:
    """What the door takes (`CommandAsked`), for one kind of command."""
    asked = schemas.definitions[CommandAsked.__name__]
    own = {
        "kind": {"const": spec.kind},
        "data": schemas.refs[spec.model],
    }
    beside = {
        name: field
        for name, field in asked["properties"].items()
        if name not in own and (name != "drill" or spec.scene is Scene.BOTH)
    }
    needs_data = any(field.is_required() for field in spec.model.model_fields.values())
    return {
        "type": "object",
        "description": (spec.decide.__doc__ or "").strip(),
        "additionalProperties": asked["additionalProperties"],
        "required": ["kind", "data"] if needs_data else ["kind"],
        "properties": own | beside,
        "x-roles": sorted(spec.roles - {Role.DUTY}),
    }


def _paths(schemas: _Schemas, specs: Sequence[CommandSpec]) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for door in sorted(DOORS.values(), key=lambda one: (one.path, one.method)):
        told = _operation(door, schemas)
        if door.path == f"{PREFIX}/commands":
            told["requestBody"] = _command_body(specs)
        paths.setdefault(door.path, {})[door.method] = told
    return paths


def _operation(door: RestDoor, schemas: _Schemas) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": door.id,
        "summary": door.summary,
        "parameters": [*_path_parameters(door), *_query_parameters(door, schemas)],
        "responses": {
            **{name: _refer(response) for name, response in _ANY_DOOR.items()},
            **({} if door.roles is None else {"503": _refer("Problem")}),
            **({"408": _refer("Problem")} if door.body or door.takes else {}),
            **{str(status): _response(status, door) for status in door.good},
            **{str(status): _refer("Problem") for status in door.bad},
        },
    }
    if door.body is not None:
        content = {_JSON: {"schema": schemas.refs[door.body]}}
        told["requestBody"] = {"required": True, "content": content}
    if door.takes:
        binary = {"schema": {"type": "string", "format": "binary"}}
        told["requestBody"] = {"required": True, "content": dict.fromkeys(door.takes, binary)}
    if door.roles is None:
        told["security"] = []
    else:
        told["x-roles"] = sorted(door.roles)
        told["x-topics"] = _topics(door.reveals)
    return told


def _topics(reveals: Reveals) -> dict[str, Any]:
    """Which tokens made with `--topic` may ask: those with one of each list, or none at all."""
    needed = [sorted(one_of) for one_of in reveals.topics]
    return {"limited": not reveals.everything, "one_of_each": needed, "by_row": reveals.by_row}


def _command_body(specs: Sequence[CommandSpec]) -> dict[str, Any]:
    mapping = {spec.kind: f"#/components/schemas/{_name(spec)}" for spec in specs}
    schema = {
        "oneOf": [{"$ref": target} for target in mapping.values()],
        "discriminator": {"propertyName": "kind", "mapping": mapping},
    }
    return {"required": True, "content": {_JSON: {"schema": schema}}}


def _path_parameters(door: RestDoor) -> list[dict[str, Any]]:
    names = [part[1:-1] for part in door.path.replace(".", "/").split("/") if "{" in part]
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in names
    ]


def _query_parameters(door: RestDoor, schemas: _Schemas) -> list[dict[str, Any]]:
    if door.query is None:
        return []
    schema = schemas.definitions[door.query.__name__]
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": field}
        for name, field in schema["properties"].items()
    ]


def _response(status: int, door: RestDoor) -> dict[str, Any]:
    told: dict[str, Any] = {"description": door.answers}
    if door.answer is not None and status not in (204, 304):
        named = described(door.answer)
        schema = door.answer if named is None else ref(named.name)
        told["content"] = {door.content_type: {"schema": schema}}
    return told


def _refer(response: str) -> dict[str, str]:
    return {"$ref": f"#/components/responses/{response}"}
