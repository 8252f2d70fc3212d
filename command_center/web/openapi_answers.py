"""What the doors answer, as JSON schemas: the answers are made by hand for speed, so are these."""

from typing import Any

from command_center.web.openapi_shapes import (
    INTEGER,
    MAYBE_INTEGER,
    MAYBE_TEXT,
    TEXT,
    record,
    ref,
    rows,
    spans,
    tuple_of,
)

ABOUT = (
    "Writes go in here, reads come out over the Socket.IO namespace `/live` as numbered, keyed "
    "rows; `GET /api/v1/board` brings the whole board and whatever was missed. Times are UTC "
    "epoch milliseconds, positions WGS-84. Errors are application/problem+json in the language "
    "of Accept-Language (zh-CN, en). A browser acts with its session cookie and from a page of "
    "this origin only; a machine sends `Authorization: Bearer TOKEN` with every request."
)

SCHEMAS: dict[str, Any] = {
    "answer.Sealed": record({"drill": TEXT, "commitment": TEXT, "generator": TEXT}),
    "answer.Drill": {"type": "object", "description": "As the board's row of topic `drill`."},
    "answer.Drills": record({"drills": rows(ref("Drill")), "legal": {"type": "object"}}),
    "answer.Replay": record(
        {
            "id": TEXT,
            "title": {"type": "object"},
            "exercise": {"type": "boolean"},
            "since": INTEGER,
            "until": INTEGER,
            "marks": rows(record({"seq": INTEGER, "at": INTEGER, "kind": TEXT})),
            "notes": rows({"type": "object"}),
        }
    ),
    "answer.Moment": record(
        {"at": INTEGER, "clock": INTEGER, "seq": INTEGER, "rows": {"type": "object"}}
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
            "windows": rows(
                record(
                    {
                        "id": TEXT,
                        "opens": TEXT,
                        "closes": TEXT,
                        "state": {"enum": ["to_come", "open", "held", "missed"]},
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
        {"programmes": rows(ref("Programme")), "legal": {"type": "object"}}
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
    "answer.Fact": record(
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
    "answer.Accepted": record({"seq": INTEGER, "facts": rows(ref("Fact"))}),
    "answer.Taken": record(
        {
            "accepted": INTEGER,
            "rejected": rows(record({"index": INTEGER, "code": TEXT, "error": TEXT})),
        }
    ),
    "answer.Journal": record({"facts": rows(ref("Fact")), "next": INTEGER, "head": INTEGER}),
    "answer.Found": record(
        {
            "facts": rows(ref("Fact")),
            "before": {"type": ["integer", "null"]},
            "head": INTEGER,
            "directives": {"type": "object"},
            "drills": {"type": "object"},
        }
    ),
    "answer.Board": record(
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
    "answer.History": record(
        {
            "tag": TEXT,
            "drill": MAYBE_TEXT,
            "unit": TEXT,
            "since": INTEGER,
            "until": INTEGER,
            "points": rows(tuple_of({"type": ["number", "string"]}, 3, "time, value, quality")),
            "stored": {"type": "integer", "description": "Readings kept of that span."},
            "silent": spans("from the last reading before to the first after"),
            "bad": spans("first and last reading of bad quality"),
            "uncertain": spans("first and last reading of uncertain quality"),
        }
    ),
    "answer.Alarms": record(
        {
            "since": INTEGER,
            "until": INTEGER,
            "step_ms": INTEGER,
            "load": spans("beginning of ten minutes, alarms raised in them"),
            "floods": spans("from, to"),
            "acceptable": INTEGER,
            "flood_above": INTEGER,
            "flood_ends_below": INTEGER,
            "offenders": rows(
                record(
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
            "activations": rows(
                record(
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
    "answer.Photograph": record(
        {"sha256": TEXT, "type": TEXT, "width": INTEGER, "height": INTEGER, "size": INTEGER}
    ),
    "answer.Reviews": record(
        {
            "reviews": rows({"type": "object"}),
            "running": rows({"type": "object"}),
            "withdrawn": rows({"type": "object"}),
            "open_actions": rows({"type": "object"}),
        }
    ),
    "answer.Session": record(
        {
            "account": TEXT,
            "role": TEXT,
            "person": MAYBE_TEXT,
            "read_only": {"type": "boolean"},
            "topics": {"type": ["array", "null"], "items": TEXT},
        }
    ),
    "answer.User": record(
        {
            "username": TEXT,
            "role": TEXT,
            "person": MAYBE_TEXT,
            "disabled": {"type": "boolean"},
            "created_at": INTEGER,
        }
    ),
    "answer.Accounts": record({"users": rows(ref("User")), "tokens": rows({"type": "object"})}),
    "answer.Ready": record(
        {
            "status": TEXT,
            "checks": {"type": "object"},
            "reasons": rows(TEXT),
            "warnings": rows(TEXT),
        },
        optional=("reasons", "warnings"),
    ),
    "answer.Anything": {"type": "object"},
}
