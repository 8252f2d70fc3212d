"""What the doors answer, as JSON schemas: the answers are made by hand for speed, so are these."""

from typing import Any

ABOUT = (
    "Writes go in here, reads come out over the Socket.IO namespace `/live` as numbered, keyed "
    "rows; `GET /api/v1/board` brings the whole board and whatever was missed. Times are UTC "
    "epoch milliseconds, positions WGS-84. Errors are application/problem+json in the language "
    "of Accept-Language (zh-CN, en). A browser acts with its session cookie and from a page of "
    "this origin only; a machine sends `Authorization: Bearer TOKEN` with every request."
)

TEXT = {"type": "string"}
INTEGER = {"type": "integer"}
MAYBE_TEXT = {"type": ["string", "null"]}
MAYBE_INTEGER = {"type": ["integer", "null"]}


def ref(name: str) -> dict[str, Any]:
    """A reference to one of the answers below; their names can't meet a command's model."""
    return {"$ref": f"#/components/schemas/answer.{name}"}


def _object(properties: dict[str, Any], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _spans(what: str) -> dict[str, Any]:
    return _list({"type": "array", "prefixItems": [INTEGER, INTEGER], "description": what})


SCHEMAS: dict[str, Any] = {
    "answer.Sealed": _object({"drill": TEXT, "commitment": TEXT, "generator": TEXT}),
    "answer.Drill": {"type": "object", "description": "As the board's row of topic `drill`."},
    "answer.Drills": _object({"drills": _list(ref("Drill")), "legal": {"type": "object"}}),
    "answer.Replay": _object(
        {
            "id": TEXT,
            "title": {"type": "object"},
            "exercise": {"type": "boolean"},
            "since": INTEGER,
            "until": INTEGER,
            "marks": _list(_object({"seq": INTEGER, "at": INTEGER, "kind": TEXT})),
            "notes": _list({"type": "object"}),
        }
    ),
    "answer.Moment": _object(
        {"at": INTEGER, "clock": INTEGER, "seq": INTEGER, "rows": {"type": "object"}}
    ),
    "answer.Scenarios": _object({"scenarios": _list({"type": "object"})}),
    "answer.Scenario": _object(
        {
            "id": TEXT,
            "own": {"type": ["object", "null"]},
            "text": TEXT,
            "copy": {"type": "object", "description": "A free id, and the text under it."},
        }
    ),
    "answer.Listed": _object(
        {
            "id": TEXT,
            "text": TEXT,
            "base": INTEGER,
            "saved": {"type": ["object", "null"]},
            "added": _list(TEXT),
            "changed": _list(TEXT),
            "removed": _list(TEXT),
            "scenario": {"type": "object"},
        }
    ),
    "answer.Checked": _object(
        {
            "problems": _list(
                _object({"line": INTEGER, "column": INTEGER, "key": TEXT, "error": TEXT})
            ),
            "scenario": {"type": ["object", "null"]},
        }
    ),
    "answer.Saved": _object({"id": TEXT, "own": {"type": "object"}}),
    "answer.Programme": _object(
        {
            "year": INTEGER,
            "drawn_at": INTEGER,
            "drawn_by": TEXT,
            "commitment": TEXT,
            "generator": TEXT,
            "superseded": _list({"type": "object", "description": "Earlier draws of the year."}),
            "windows": _list(
                _object(
                    {
                        "id": TEXT,
                        "opens": TEXT,
                        "closes": TEXT,
                        "state": {"enum": ["to_come", "open", "held", "missed"]},
                        "drill": {"type": ["string", "null"]},
                        "prepared": _object(
                            {
                                "people": _list(TEXT),
                                "in_plant": {"type": "boolean"},
                                "safety_officer": {"type": ["string", "null"]},
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
    "answer.Programmes": _object(
        {"programmes": _list(ref("Programme")), "legal": {"type": "object"}}
    ),
    "answer.Plan": {
        "type": "object",
        "description": "`{format, plan, starts_at, open_actions}`, as docs/scenarios.md tells.",
    },
    "answer.Problem": _object(
        {
            "type": TEXT,
            "title": TEXT,
            "status": INTEGER,
            "code": {"type": "string", "description": "For programs; never translated."},
            "detail": TEXT,
            "mend": {"type": "string", "description": "What would mend it."},
            "instance": TEXT,
            "errors": _list(_object({"field": TEXT, "error": TEXT})),
            "problems": _list({"type": "object", "description": "Of a scenario or list."}),
            "params": {"type": "object", "description": "Of a refusal: what its words are about."},
        },
        optional=("errors", "problems", "params"),
    ),
    "answer.Fact": _object(
        {
            "seq": INTEGER,
            "site": TEXT,
            "at": INTEGER,
            "at_basis": {"enum": ["observed", "estimated", "backdated"]},
            "recorded_at": INTEGER,
            "actor": TEXT,
            "actor_kind": {"enum": ["human", "virtual", "controller", "duty", "gateway"]},
            "via": {"enum": ["screen", "phone", "radio", "api"]},
            "kind": TEXT,
            "v": INTEGER,
            "data": {"type": "object"},
            "speaker": MAYBE_TEXT,
            "incident": MAYBE_TEXT,
            "drill": MAYBE_TEXT,
            "exercise": {"type": "boolean"},
            "caused_by": {"type": ["integer", "null"]},
            "hash": TEXT,
        }
    ),
    "answer.Accepted": _object({"seq": INTEGER, "facts": _list(ref("Fact"))}),
    "answer.Taken": _object(
        {
            "accepted": INTEGER,
            "rejected": _list(_object({"index": INTEGER, "code": TEXT, "error": TEXT})),
        }
    ),
    "answer.Journal": _object({"facts": _list(ref("Fact")), "next": INTEGER, "head": INTEGER}),
    "answer.Found": _object(
        {
            "facts": _list(ref("Fact")),
            "before": {"type": ["integer", "null"]},
            "head": INTEGER,
            "directives": {"type": "object"},
        }
    ),
    "answer.Board": _object(
        {
            "epoch": TEXT,
            "rev": INTEGER,
            "seq": INTEGER,
            "whole": {"type": "boolean"},
            "rows": {
                "type": "object",
                "description": "topic -> key -> row; null deletes the key.",
                "additionalProperties": {
                    "type": "object",
                    "additionalProperties": {"type": ["object", "null"]},
                },
            },
        }
    ),
    "answer.History": _object(
        {
            "tag": TEXT,
            "drill": MAYBE_TEXT,
            "unit": TEXT,
            "since": INTEGER,
            "until": INTEGER,
            "points": {
                "type": "array",
                "items": {
                    "type": "array",
                    "prefixItems": [INTEGER, {"type": "number"}, TEXT],
                    "description": "time, value, quality",
                },
            },
            "stored": {"type": "integer", "description": "Readings kept of that span."},
            "silent": _spans("from the last reading before to the first after"),
            "bad": _spans("first and last reading of bad quality"),
            "uncertain": _spans("first and last reading of uncertain quality"),
        }
    ),
    "answer.Alarms": _object(
        {
            "since": INTEGER,
            "until": INTEGER,
            "step_ms": INTEGER,
            "load": _spans("beginning of ten minutes, alarms raised in them"),
            "floods": _spans("from, to"),
            "acceptable": INTEGER,
            "flood_above": INTEGER,
            "flood_ends_below": INTEGER,
            "offenders": _list(
                _object(
                    {
                        "alarm": TEXT,
                        "tag": TEXT,
                        "condition": TEXT,
                        "priority": TEXT,
                        "activations": INTEGER,
                        "chattered": INTEGER,
                        "last_at": INTEGER,
                    }
                )
            ),
            "activations": _list(
                _object(
                    {
                        "alarm": TEXT,
                        "tag": TEXT,
                        "condition": TEXT,
                        "priority": TEXT,
                        "raised_at": INTEGER,
                        "raised_seq": INTEGER,
                        "value": {"type": "number"},
                        "limit": {"type": ["number", "null"]},
                        "incident": MAYBE_TEXT,
                        "acked_at": MAYBE_INTEGER,
                        "acked_by": MAYBE_TEXT,
                        "acked_seq": MAYBE_INTEGER,
                        "returned_at": MAYBE_INTEGER,
                        "returned_seq": MAYBE_INTEGER,
                        "shelved_by": MAYBE_TEXT,
                    }
                )
            ),
            "total": INTEGER,
        }
    ),
    "answer.Lineage": _object(
        {
            "id": TEXT,
            "standing": {"enum": ["open", "late", "closed"]},
            "review": {"type": "object"},
            "finding": {"type": "object"},
            "action": {"type": "object"},
            "drills": _list({"type": "object"}),
        }
    ),
    "answer.Lineages": _object({"actions": _list(ref("Lineage"))}),
    "answer.Photograph": _object(
        {"sha256": TEXT, "type": TEXT, "width": INTEGER, "height": INTEGER, "size": INTEGER}
    ),
    "answer.Reviews": _object(
        {
            "reviews": _list({"type": "object"}),
            "running": _list({"type": "object"}),
            "open_actions": _list({"type": "object"}),
        }
    ),
    "answer.Session": _object(
        {
            "account": TEXT,
            "role": TEXT,
            "person": MAYBE_TEXT,
            "read_only": {"type": "boolean"},
            "topics": {"type": ["array", "null"], "items": TEXT},
        }
    ),
    "answer.User": _object(
        {
            "username": TEXT,
            "role": TEXT,
            "person": MAYBE_TEXT,
            "disabled": {"type": "boolean"},
            "created_at": INTEGER,
        }
    ),
    "answer.Accounts": _object({"users": _list(ref("User")), "tokens": _list({"type": "object"})}),
    "answer.Ready": _object(
        {"status": TEXT, "checks": {"type": "object"}, "reasons": _list(TEXT)},
        optional=("reasons",),
    ),
    "answer.Anything": {"type": "object"},
}
