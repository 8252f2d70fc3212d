"""The contract of the socket `/live` as AsyncAPI 3.0, made from the declared kinds of rows."""

from functools import cache
from typing import Any

from command_center.domain.actor import OUTSIDE_ROLES
from command_center.live.audience import TOPICS
from command_center.live.rows.kind import KINDS, RowKind
from command_center.live.socket import NAMESPACE, REFUSALS
from command_center.web.openapi.rows_schema import row_schemas
from command_center.web.request.answer_shapes import INTEGER, TEXT, record

ABOUT = (
    "The board over Socket.IO: the namespace `/live`, transport websocket only. The first message is `hello`; each "
    "`frame` then brings whole rows that changed. A client keeps the `rev` of the last frame. A frame whose `from` "
    "is another than that was preceded by one that is lost: `GET /api/v1/board?epoch&since` brings what is "
    "missing. A frame without rows is the pulse: the link is alive and the board is the journal's last word. "
    "A client that hears nothing for three seconds must show that it does not know. Clients send nothing but the "
    "namespace's connect, with `auth`; writes go in by `POST /api/v1/commands`. A row reaches those roles that may "
    "see it: /help/rows.md tells which, and what moves each. A machine's token gets `hello` and no frames."
)
REV = {"type": "integer", "description": "Counts every change of the run `epoch`."}


@cache
def document(version: str) -> dict[str, Any]:
    """The AsyncAPI document of the live connection."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Emergency command center, live board",
            "version": version,
            "license": {"name": "Apache-2.0"},
            "description": ABOUT,
        },
        "defaultContentType": "application/json",
        "servers": {
            "this": {
                "host": "{host}",
                "protocol": "wss",
                "pathname": "/socket.io",
                "description": "Socket.IO 5 (Engine.IO 4); `ws` where the server is reached without TLS.",
                "variables": {"host": {"description": "Where the pages are served."}},
                "security": [_ref("securitySchemes", name) for name in ("token", "session")],
            }
        },
        "channels": {
            "live": {
                "address": NAMESPACE,
                "title": "The board",
                "messages": {
                    name: _ref("messages", name)
                    for name in ("connect", "refused", "hello", "frame")
                },
            }
        },
        "operations": {
            "connect": _operation("receive", ["connect"], "Ask for some topics, or all of them")
            | {
                "reply": {
                    "channel": {"$ref": "#/channels/live"},
                    "messages": [_message("hello"), _message("refused")],
                }
            },
            "tell": _operation("send", ["frame"], "Tell what changed, and that the link is alive"),
        },
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "userPassword",
                    "description": "A machine's token as `auth.token` of the connect.",
                },
                "session": {"type": "httpApiKey", "in": "cookie", "name": "cc_session"},
            },
            "messages": _messages(),
            "schemas": row_schemas(),
        },
    }


def _messages() -> dict[str, Any]:
    """What is sent: of an event of Socket.IO the one argument."""
    auth = {
        "token": {"type": "string", "description": "Of a machine; a browser has its cookie."},
        "topics": {"type": "array", "items": {"enum": sorted(TOPICS)}, "uniqueItems": True},
    }
    hello = {"epoch": TEXT, "rev": REV, "seq": INTEGER, "server_ms": INTEGER}
    frame = {
        "epoch": TEXT,
        "from": {"type": "integer", "description": "`rev` of the frame before to this audience."},
        "rev": REV,
        "seq": {"type": "integer", "description": "The journal's fact that the board reflects."},
        "server_ms": {"type": "integer", "description": "The server's clock, UTC epoch ms."},
        "rows": {"$ref": "#/components/schemas/Rows"},
    }
    refused = {
        "message": {"type": "string", "description": "For people, in the language they read."},
        "data": record({"code": {"enum": sorted(REFUSALS)}}),
    }
    return {
        "connect": _told("The namespace's connect packet, its `auth`.", record(auth, tuple(auth))),
        "refused": _told("The connection is refused.", record(refused)),
        "hello": _told("Where the board is now; `frame`s follow it without a gap.", record(hello)),
        "frame": _told("Rows that changed since `from`, or none: the pulse.", record(frame))
        | {"x-rows": {_name(kind): _audience(kind) for kind in KINDS}},
    }


def _told(summary: str, payload: dict[str, Any]) -> dict[str, Any]:
    return {"summary": summary, "payload": payload}


def _name(kind: RowKind[Any]) -> str:
    return f"{kind.topic}/{kind.pattern}"


def _audience(kind: RowKind[Any]) -> dict[str, Any]:
    """Which schema a row has, and which roles it reaches; where the row decides that, in words."""
    told: dict[str, Any] = {"schema": f"#/components/schemas/row.{kind.row.__name__}"}
    if isinstance(kind.readers, frozenset):
        told["roles"] = [role.value for role in OUTSIDE_ROLES if role in kind.readers]
    else:
        told["readers"] = (kind.readers.__doc__ or "").strip()
    return told


def _ref(where: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{where}/{name}"}


def _message(name: str) -> dict[str, str]:
    return {"$ref": f"#/channels/live/messages/{name}"}


def _operation(action: str, messages: list[str], summary: str) -> dict[str, Any]:
    return {
        "action": action,
        "channel": {"$ref": "#/channels/live"},
        "summary": summary,
        "messages": [_message(name) for name in messages],
    }
