"""Validates callback requests against the pages' declared callbacks, before Dash reads them.

Dash trusts its own browser part: unknown ids, properties or malformed values would raise exceptions in it. A forged
request is refused here with a clear answer.
"""

from typing import Any

import orjson
from dash import Dash
from flask import Flask, Request, Response, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.exceptions import BadRequest

from command_center.web.request.body import raw_json
from command_center.web.request.compression import compressed
from command_center.web.request.problem import Problem, bad_json, invalid

PATH = "/_dash-update-component"


class Property(BaseModel):
    """One property of one component."""

    model_config = ConfigDict(extra="ignore")

    id: str = Field(max_length=100)
    property: str = Field(max_length=60)


class Posted(BaseModel):
    """The body of a callback's request."""

    model_config = ConfigDict(extra="ignore")

    output: str = Field(max_length=600)
    outputs: Property | list[Property]
    inputs: list[Property]
    state: list[Property] = Field(default_factory=list)
    changedPropIds: list[str] = Field(default_factory=list)  # noqa: N815 - Dash's own name


def install_guard(server: Flask, app: Dash) -> None:
    """Refuse callback requests that no page of `app` could send: 400, 415 or 422. Answers are compressed: a page or
    figure contains no secret, and another site's request is refused.
    """

    @server.before_request
    def hold() -> None:
        if request.path == PATH and request.method == "POST":
            check(_body(request), app.callback_map)

    @server.after_request
    def shrink(response: Response) -> Response:
        return compressed(response) if request.path == PATH else response


def _named(one: Property) -> str:
    """A property as `component.property`, as a Dash callback declares it."""
    return f"{one.id}.{one.property}"


def _output_of(outputs: Property | list[Property]) -> str:
    """How Dash calls a callback by what it answers: by its one output, or by all of several."""
    if isinstance(outputs, Property):
        return _named(outputs)
    return f"..{'...'.join(_named(one) for one in outputs)}.."


def check(body: Any, declared: dict[str, Any]) -> None:
    """Check `body` against the `declared` callbacks. Raises a 422 Problem."""
    try:
        posted = Posted.model_validate(body)
    except ValidationError as wrong:
        raise invalid(wrong) from wrong
    spec = declared.get(posted.output)
    # A clientside callback is declared too, but nothing on the server answers it.
    if spec is None or "callback" not in spec or _output_of(posted.outputs) != posted.output:
        raise Problem("unknown_callback", 422, output=posted.output[:100])
    wanted = [f"{one['id']}.{one['property']}" for one in (*spec["inputs"], *spec["state"])]
    if [_named(one) for one in (*posted.inputs, *posted.state)] != wanted:
        raise Problem("unknown_callback", 422, output=posted.output)


def _body(asked: Request) -> Any:
    """The JSON as Dash will read it, if it can be read strictly."""
    try:
        orjson.loads(raw_json(asked, keep=True))
        return asked.get_json()
    except (orjson.JSONDecodeError, BadRequest, RecursionError) as error:
        raise bad_json(error) from error
