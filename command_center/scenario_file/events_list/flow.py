"""Writes parts of a scenario as one line of YAML, valid both in its file and in one cell.

It does not use ruamel.yaml, whose emitter writes texts that begin with ? or : plain in a flow mapping, and then
cannot read them. Every JSON string is a YAML one (YAML 1.2, section 7.3.1).
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

HAN = "\u4e00-\u9fff"
PLAIN = re.compile(
    rf"[A-Za-z0-9_{HAN}](?:[A-Za-z0-9_ ./()+%{HAN}\u3001\u3002\uff00-\uffef-]*"
    rf"[A-Za-z0-9_./)%{HAN}\u3002\uff00-\uffef])?"
)
"""Texts that read as themselves without quotes, wherever they stand."""
NULLS = ("null", "Null", "NULL")


def flow(value: Any) -> str:
    """Return the value as YAML on one line: `{fact: {kind: alarm.raised}}`. Keys keep their order."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    return _text(value) if isinstance(value, str) else repr(value)


def _text(words: str) -> str:
    if PLAIN.fullmatch(words) and words not in NULLS:
        return words
    return json.dumps(words, ensure_ascii=False).replace("\ufeff", "\\ufeff")


def sparse(part: BaseModel) -> dict[str, Any]:
    """Return the fields of a part that differ from their defaults, as a file would state them."""
    told: dict[str, Any] = part.model_dump(mode="json", exclude_defaults=True)
    return told
