"""Strict parsing of a request's JSON body and query; errors are refused with the reason."""

from typing import Any, TypeVar

import gevent
import orjson
from flask import Request
from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, field_validator
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from command_center.domain.bounds.json_bounds import sent
from command_center.domain.bounds.plain_text import plain
from command_center.domain.quantities import NoTruthForNumbers
from command_center.web.request.problem import Problem, bad_json, invalid

M = TypeVar("M", bound=BaseModel)

BODY_S = 120.0
"""For the whole of a body: ten megabytes of a photograph over 1 Mbit/s take 80 s."""


OF_LINES = frozenset({"csv"})
"""Fields that hold several lines."""


BYTE_ORDER_MARK = "\ufeff"
"""What spreadsheets write before the first line of a file."""


class Asked(NoTruthForNumbers):
    """Base of bodies and queries: an unknown field is an error, not silently ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def only_plain_text(cls, value: Any, info: ValidationInfo) -> Any:
        """Check plain text as for commands; passwords are left unchanged, and a command's own fields have their own
        rules.
        """
        sent(value, texts=info.field_name != "data")  # the fields of a command name theirs
        if not isinstance(value, str) or info.field_name == "password":
            return value
        if info.field_name in OF_LINES:
            return plain(value.removeprefix(BYTE_ORDER_MARK), lines=True)
        return plain(value)


def whole_body(request: Request, *, keep: bool = False) -> bytes:
    """Return every byte of the body. Raises Problems: 413 for too many, 408 if the rest never came.

    With `keep` a later reader finds the body again.
    """
    try:
        with gevent.Timeout(BODY_S, TimeoutError()):  # however steadily it drips
            return request.get_data(cache=keep)
    except RequestEntityTooLarge as error:
        raise Problem("too_large", 413, size="?", limit=request.max_content_length) from error
    except (OSError, ClientDisconnected) as error:
        raise Problem("incomplete", 408, length=request.content_length or 0) from error


def raw_json(request: Request, *, keep: bool = False) -> bytes:
    """Return the body's bytes, declared as plain JSON. Raises a 415 Problem otherwise, and as `whole_body`."""
    encoding = request.headers.get("Content-Encoding", "identity")
    if request.mimetype != "application/json" or encoding != "identity":
        shown = request.mimetype if encoding == "identity" else f"{request.mimetype}; {encoding}"
        raise Problem("not_json", 415, type=shown[:80] or "?")
    return whole_body(request, keep=keep)


def json_body(request: Request, model: type[M]) -> M:
    """The body as `model`. Raises Problems: 415, 400 for malformed JSON, 422 naming the fields."""
    try:
        told: Any = orjson.loads(raw_json(request))
    except orjson.JSONDecodeError as error:
        raise bad_json(error) from error
    try:
        return model.model_validate(told)
    except ValidationError as error:
        raise invalid(error) from error


def query(request: Request, model: type[M]) -> M:
    """The query string as `model`. Raises a 422 Problem naming the fields."""
    try:
        return model.model_validate(request.args.to_dict())
    except ValidationError as error:
        raise invalid(error) from error
