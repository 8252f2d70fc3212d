"""What the doors answer, as JSON schemas: derived where the answer has a type (`answer_types.py`), else by hand."""

from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from command_center.web.openapi.openapi_shapes import (
    INTEGER,
    TEXT,
    record,
    ref,
    rows,
)
from command_center.web.request.answer_types import ANSWERS

ABOUT = (
    "Writes go in here, reads come out over the Socket.IO namespace `/live` as numbered, keyed "
    "rows; `GET /api/v1/board` brings the whole board and whatever was missed. Times are UTC "
    "epoch milliseconds, positions WGS-84. Errors are application/problem+json in the language "
    "of Accept-Language (zh-CN, en). A browser acts with its session cookie and from a page of "
    "this origin only; a machine sends `Authorization: Bearer TOKEN` with every request."
)

TURNS = rows({"type": "array", "items": {"type": ["integer", "string"]}})
"""What holds from when on: [UTC epoch ms, sign, code]."""
_CHANGE = record({"key": TEXT, "before": {}, "after": {}})
_CHANGES = {"type": ["array", "null"], "items": _CHANGE}
"""Keys that differ from another revision; null where there is no other."""
SCHEMAS: dict[str, Any] = {
    "answer.Moment": record(
        {
            "at": INTEGER,
            "clock": INTEGER,
            "seq": INTEGER,
            "rows": {"$ref": "#/components/schemas/Rows"},
        }
    ),
    "answer.Matters": record(
        {"matters": rows({"type": "object"}), "total": INTEGER, "page": INTEGER, "size": INTEGER}
    ),
    "answer.Exchange": record(
        {
            "layout": TEXT,
            "specification": {"type": "object"},
            "site": TEXT,
            "made_at": INTEGER,
            "page": INTEGER,
            "pages": {"type": "integer", "description": "So many are the whole file together."},
            "risks": rows({"type": "object"}),
            "hazards": rows({"type": "object"}),
        }
    ),
    "answer.Webhooks": record({"webhooks": rows({"type": "object"})}),
    "answer.DeadLetters": record({"dead": rows({"type": "object"})}),
    "answer.SentAnew": record({"seq": INTEGER}),
    "answer.Matter": {"type": "object"},
    "answer.Track": record(
        {
            "id": TEXT,
            "number": TEXT,
            "field": TEXT,
            "points": rows({"type": "object"}),
            "steps": rows({"type": "object"}),
            "missing": rows(TEXT),
            "sample": rows(TEXT),
        }
    ),
    "answer.Past": {"type": "object"},
    "answer.Evidence": record({"sha256": TEXT, "type": TEXT, "flags": rows(TEXT), "size": INTEGER}),
    "answer.Mine": record(
        {"at": INTEGER, "person": {"type": ["string", "null"]}, "owed": rows({"type": "object"})}
    ),
    "answer.Templates": record(
        {"templates": rows({"type": "object"}), "language": {"type": "object"}}
    ),
    "answer.Template": record(
        {
            "id": TEXT,
            "sha256": TEXT,
            "text": TEXT,
            "own": {"type": ["object", "null"]},
            "library": {"type": "boolean"},
            "described": {"type": ["object", "null"]},
            "changes": _CHANGES,
        }
    ),
    "answer.TemplatePreview": record(
        {
            "changes": _CHANGES,
            "open": INTEGER,
            "problems": rows(
                record({"line": INTEGER, "column": INTEGER, "key": TEXT, "error": TEXT})
            ),
            "data": {"type": ["object", "null"]},
            "described": {"type": ["object", "null"]},
            "kind": {"type": ["string", "null"]},
            "revision": INTEGER,
            "library": {"type": "boolean"},
        }
    ),
    "answer.DryPlay": record(
        {
            "at": {"type": "integer", "description": "The time of the play after its last step."},
            "steps": rows(
                record(
                    {
                        "at": INTEGER,
                        "by": {"type": ["string", "null"]},
                        "command": {"type": ["string", "null"]},
                        "wait_ms": INTEGER,
                        "refused": {
                            "type": ["object", "null"],
                            "description": "code, detail and mend, as a person would read them.",
                        },
                        "facts": rows({"type": "object"}),
                    }
                )
            ),
            "matter": {
                "type": ["object", "null"],
                "description": "As GET /mine/MATTER tells it to `see_as`; null before it is opened and after its end.",
            },
            "ended": {"type": ["object", "null"]},
            "hands": rows({"type": "object"}),
        }
    ),
    "answer.TemplatePublished": record({"id": TEXT, "own": {"type": "object"}}),
    "answer.Feeds": record(
        {
            "now": INTEGER,
            "gateways": rows(
                record(
                    {
                        "gateway": TEXT,
                        "received_at": INTEGER,
                        "own_clock_ms": {
                            "type": "integer",
                            "description": "The center's clock less the gateway's, with the way between them.",
                        },
                        "told": {
                            "type": "object",
                            "description": "As it was posted to /gateway-state.",
                        },
                        "certificates": {
                            "type": "object",
                            "description": "Of each connection that has a certificate: turns valid, soon, over.",
                        },
                    }
                )
            ),
            "refused": rows(
                record(
                    {
                        "sender": TEXT,
                        "tag": TEXT,
                        "code": TEXT,
                        "why": TEXT,
                        "first_at": INTEGER,
                        "last_at": INTEGER,
                        "number": INTEGER,
                    }
                )
            ),
            "unbound": rows(TEXT),
            "forecasts": {
                "type": ["object", "null"],
                "description": "How many forecasts held of how many, the 95 % bounds of the share, since when, and "
                "whether fewer held than eight of ten by more than chance.",
            },
        }
    ),
    "answer.Scenarios": record({"scenarios": rows({"type": "object"})}),
    "answer.Scenario": record(
        {
            "id": TEXT,
            "own": {"type": ["object", "null"]},
            "text": TEXT,
            "copy": {"type": "object", "description": "A free id, and the text under it."},
        }
    ),
    "answer.Listed": record(
        {
            "id": TEXT,
            "text": TEXT,
            "base": INTEGER,
            "saved": {"type": ["object", "null"]},
            "added": rows(TEXT),
            "changed": rows(TEXT),
            "removed": rows(TEXT),
            "scenario": {"type": "object"},
        }
    ),
    "answer.Checked": record(
        {
            "problems": rows(
                record({"line": INTEGER, "column": INTEGER, "key": TEXT, "error": TEXT})
            ),
            "scenario": {"type": ["object", "null"]},
        }
    ),
    "answer.Saved": record({"id": TEXT, "own": {"type": "object"}}),
    "answer.Programme": record(
        {
            "year": INTEGER,
            "drawn_at": INTEGER,
            "drawn_by": TEXT,
            "commitment": TEXT,
            "generator": TEXT,
            "superseded": rows({"type": "object", "description": "Earlier draws of the year."}),
            "turns": {
                **TURNS,
                "description": "Turns of the year: to_come, begun (not drawn anew), over.",
            },
            "windows": rows(
                record(
                    {
                        "id": TEXT,
                        "opens": TEXT,
                        "closes": TEXT,
                        "state": {"enum": ["to_come", "open", "held", "missed"]},
                        "turns": {
                            **TURNS,
                            "description": "Its state from when on; `waits` for `open` where a drill "
                            "is made for it and has not begun, which coordinators alone are told.",
                        },
                        "drill": {"type": ["string", "null"]},
                        "prepared": record(
                            {
                                "people": rows(TEXT),
                                "in_plant": {"type": "boolean"},
                                "safety_officer": {"type": ["string", "null"]},
                                "revision": INTEGER,
                                "prepared_by": {"type": ["string", "null"]},
                                "prepared_at": {"type": ["integer", "null"]},
                            }
                        ),
                        "waits": {"type": ["string", "null"]},
                    },
                    optional=("prepared", "waits"),
                )
            ),
            "content": {"type": "string", "description": "What it hid, once it is revealed."},
            "nonce": TEXT,
        },
        optional=("content", "nonce"),
    ),
    "answer.Programmes": record(
        {
            "programmes": rows(ref("Programme")),
            "legal": ref("LegalDuty"),
            "years": rows(
                record(
                    {
                        "year": INTEGER,
                        "turns": {
                            **TURNS,
                            "description": "Whether it may be drawn: early, draw, again, closed.",
                        },
                    }
                )
            ),
        }
    ),
    "answer.Plan": {
        "type": "object",
        "description": "`{format, plan, starts_at, open_actions}`, as docs/scenarios.md tells.",
    },
    "answer.Problem": record(
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
    ),
    "answer.Board": record(
        {
            "epoch": TEXT,
            "rev": INTEGER,
            "seq": INTEGER,
            "whole": {"type": "boolean"},
            "rows": {"$ref": "#/components/schemas/Rows"},
        }
    ),
    "answer.Lineage": record(
        {
            "id": TEXT,
            "standing": {"enum": ["open", "late", "closed"]},
            "review": {"type": "object"},
            "finding": {"type": "object"},
            "action": {"type": "object"},
            "drills": rows({"type": "object"}),
        }
    ),
    "answer.Lineages": record({"actions": rows(ref("Lineage"))}),
    "answer.Reviews": record(
        {
            "reviews": rows({"type": "object"}),
            "running": rows({"type": "object"}),
            "withdrawn": rows({"type": "object"}),
            "open_actions": rows({"type": "object"}),
            "steps": rows(record({"step": TEXT, "due_after_ms": INTEGER})),
        }
    ),
    "answer.Anything": {"type": "object"},
}


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


def schemas() -> dict[str, Any]:
    """Every answer by its name in `components/schemas`."""
    adapters: list[tuple[Any, Any, TypeAdapter[Any]]] = [
        (name, "serialization", TypeAdapter(told)) for name, told in ANSWERS.items()
    ]
    refs, whole = TypeAdapter.json_schemas(
        adapters, ref_template=REFERENCE, schema_generator=_Answered
    )
    named = {f"answer.{name}": refs[name, "serialization"] for name in ANSWERS}
    parts = {f"answer.{name}": schema for name, schema in whole["$defs"].items()}
    return named | parts | SCHEMAS
