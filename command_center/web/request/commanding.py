"""Executes a command from outside, through any door: the Desk's outcome becomes one answer or one Problem."""

import time
from typing import Any

from pydantic import Field
from pydantic_core import ErrorDetails
from sqlalchemy.exc import DBAPIError

from command_center import log
from command_center.desk import (
    Accepted,
    Contended,
    Desk,
    Forbidden,
    InvalidCommand,
    Refused,
    UnknownCommand,
)
from command_center.domain.actor import Via
from command_center.domain.bounds.json_bounds import Unkeepable
from command_center.domain.registry import COMMANDS
from command_center.store.journal import KeyReused
from command_center.web.metrics import Metrics
from command_center.web.request.body import Asked
from command_center.web.request.callers import Caller, forbidden
from command_center.web.request.problem import Problem, RefusedProblem

KEY = r"^[\x21-\x7e]{1,100}$"
"""An idempotency key: printable ASCII without spaces."""

_log = log.get(__name__)


class CommandAsked(Asked):
    """A command. With an `idempotency_key` it may be sent again without being executed twice: the same key gets the
    first answer, even a refusal. `drill` gives it in that drill instead of in reality.
    """

    kind: str = Field(min_length=1, max_length=60)
    drill: str | None = Field(default=None, min_length=1, max_length=20)
    data: dict[str, Any] = Field(default_factory=dict)
    idempotency_key: str | None = Field(default=None, pattern=KEY)


def carry_out(desk: Desk, metrics: Metrics, asked: CommandAsked, caller: Caller) -> Accepted:
    """Submit `asked` to the Desk in the caller's name, counted and timed.

    Raises Problems: 403 if not permitted; 422 naming the fields, or what cannot be stored; 409 if refused, with the
    reason, or for a key used for another command; 503 if the journal cannot be written or its turn never came.
    """
    caller.must_command()
    kind = asked.kind if asked.kind in COMMANDS else "unknown"
    begun = time.perf_counter()
    outcome = "failed"
    try:
        accepted = _given(desk, asked, caller)
        outcome = "accepted"
    except Problem as problem:
        outcome = _outcome_of(problem)
        if isinstance(problem, RefusedProblem):
            metrics.refusals.labels(problem.code).inc()
        raise
    finally:
        metrics.commands.labels(kind, outcome).inc()
        metrics.command_seconds.observe(time.perf_counter() - begun)
    return accepted


def _given(desk: Desk, asked: CommandAsked, caller: Caller) -> Accepted:
    data = asked.data
    if caller.token is not None:
        data = {"via": Via.API.value, **data}  # a program's word, unless it says whose it carries
    key = asked.idempotency_key
    try:
        # A key is its sender's own: nobody reads another's answer by guessing it.
        own_key = f"{caller.actor.id}/{key}" if key else None
        result = desk.submit(asked.kind, data, caller.actor, key=own_key, drill=asked.drill)
    except UnknownCommand:
        raise Problem("unknown_command", 422, kind=asked.kind) from None
    except Forbidden as error:
        raise forbidden(caller.role, asked.kind, COMMANDS[error.kind].roles) from error
    except InvalidCommand as error:
        raise Problem("invalid", 422, errors=[in_data(one) for one in error.errors]) from error
    except Unkeepable as error:
        _log.error("a fact cannot be kept", kind=asked.kind, why=str(error))
        raise Problem("unkeepable", 422, place=error.beyond.where, why=error.beyond.why) from error
    except KeyReused:
        raise Problem("key_reused", 409, key=key) from None
    except Contended as error:
        _log.warning("a command never got its turn", kind=asked.kind)
        raise Problem("contended", 503, headers={"Retry-After": "1"}) from error
    except DBAPIError as error:
        _log.error("the journal could not be written", kind=asked.kind, exc_info=error)
        raise Problem("unavailable", 503, headers={"Retry-After": "2"}) from error
    return carried_out(result)


def carried_out(result: Accepted | Refused) -> Accepted:
    """What the Desk carried out. Raises Problems: the refusal, and 409 for facts that are recorded and set aside, since
    they cannot be folded: they count for nothing yet, and sending the command again mends nothing."""
    if isinstance(result, Refused):
        raise RefusedProblem(result.refusal)
    if result.set_aside:
        numbers = ", ".join(map(str, result.set_aside))
        raise Problem("set_aside", 409, facts=numbers)
    return result


def in_data(error: ErrorDetails) -> ErrorDetails:
    """Return the error of a command's field as an error of the enclosing body."""
    return {**error, "loc": ("data", *error["loc"])}


def _outcome_of(problem: Problem) -> str:
    if isinstance(problem, RefusedProblem):
        return "refused"
    if problem.code == "set_aside":
        return "set_aside"
    return {403: "forbidden", 422: "invalid", 409: "invalid"}.get(problem.status, "failed")
