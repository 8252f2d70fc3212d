"""A refusal as it is kept under an idempotency key, and read back word for word."""

from collections.abc import Mapping
from typing import Any

import orjson

from command_center.domain.refusal import Phrase, Refusal
from command_center.domain.text import Text

_TEXT, _PHRASE = "$text", "$phrase"


def written(refusal: Refusal) -> str:
    """JSON of what the caller is told; its `facts` are in the journal already.

    Raises TypeError for a parameter that is no value, `Text`, `Phrase` or a list of these.
    """
    told = {
        "code": refusal.code,
        "status": refusal.status,
        "params": {name: _plain(value) for name, value in refusal.params.items()},
    }
    return orjson.dumps(told).decode()


def read_refusal(text: str) -> Refusal:
    """The refusal that was written as `text`, without its drafts."""
    told = orjson.loads(text)
    params = {name: _full(value) for name, value in told["params"].items()}
    return Refusal(told["code"], params, status=told["status"])


def _plain(value: Any) -> Any:
    if isinstance(value, Text):
        return {_TEXT: value.as_row()}
    if isinstance(value, Phrase):
        return {_PHRASE: [value.key, {name: _plain(one) for name, one in value.params.items()}]}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def _full(value: Any) -> Any:
    if isinstance(value, Mapping):
        if _TEXT in value:
            return Text(**value[_TEXT])
        key, params = value[_PHRASE]
        return Phrase(key, {name: _full(one) for name, one in params.items()})
    if isinstance(value, list):
        return [_full(one) for one in value]
    return value
