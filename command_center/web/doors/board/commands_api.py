"""The command door over HTTP, the only entry for changes: one command, or several in order."""

from typing import Any

import orjson
from flask import Blueprint, Response, request
from pydantic import Field
from typing_extensions import TypedDict

from command_center.desk import Desk
from command_center.domain.actor import OUTSIDE_ROLES
from command_center.web.metrics import Metrics
from command_center.web.request import answer_types as answers
from command_center.web.request import problem
from command_center.web.request.answer_types import Accepted
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, json_body
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.commanding import KEY, CommandAsked, carry_out
from command_center.web.request.language import language_of
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import WRITES, door
from command_center.web.request.revealed import NOTHING

MOST = 50
"""Commands of one request (ours): a tenth of a second of the Desk, which others wait for one at a time."""
UNDECIDED = 500
"""From this status on nothing was decided."""


class KeyedCommand(CommandAsked):
    """A command with its `idempotency_key`."""

    idempotency_key: str = Field(pattern=KEY)


class SeveralAsked(Asked):
    """Commands to be executed one after the other. Each has an `idempotency_key`, because the answer may be lost for
    all.
    """

    commands: list[KeyedCommand] = Field(min_length=1, max_length=MOST)


class CommandAnswer(TypedDict):
    """The answer to one of several commands, as it would be alone: 200 and its facts, else the problem."""

    status: int
    body: Accepted | dict[str, Any]


class CommandAnswers(TypedDict):
    """The answers to several commands, in order. Commands after one that could not be decided (503) have none: they
    were not executed.
    """

    answers: list[CommandAnswer]


# it answers the facts that the sender's own command made
POST_COMMANDS = door(
    "post", "/commands",
    summary="Give a command",
    answers="Carried out and durable",
    roles=OUTSIDE_ROLES, reveals=NOTHING, bad=(*WRITES, 409, 503), answer=answers.Accepted,
    body=CommandAsked,
)  # fmt: skip

POST_COMMANDS_SEVERAL = door(
    "post", "/commands/several",
    summary="Give several commands, one after the other",
    answers="The answer to each",
    roles=OUTSIDE_ROLES, reveals=NOTHING, bad=WRITES, answer=CommandAnswers,
    body=SeveralAsked,
)  # fmt: skip


def commands_api(desk: Desk, callers: Callers, metrics: Metrics, fallback: str) -> Blueprint:
    """The routes `POST /commands`: 200 `{seq, facts}`, 409 refused, 403, 422 naming the field; and `POST
    /commands/several`: 200 with the answer to each, as it would be alone. `fallback` is the site's language.
    """
    api = Blueprint("commands", __name__)

    def carried_out(asked: CommandAsked, caller: Caller) -> Accepted:
        accepted = carry_out(desk, metrics, asked, caller)
        return {"seq": accepted.seq, "facts": accepted.facts}

    @POST_COMMANDS.on(api, callers)
    def submit(caller: Caller) -> Response:
        return answer_json(carried_out(json_body(request, CommandAsked), caller))

    @POST_COMMANDS_SEVERAL.on(api, callers)
    def several(caller: Caller) -> Response:
        asked = json_body(request, SeveralAsked).commands
        lang = language_of(request.environ, fallback)
        answers: list[CommandAnswer] = []
        for one in asked:
            try:
                answers.append({"status": 200, "body": carried_out(one, caller)})
            except Problem as met:
                told = orjson.loads(problem.answer(met, lang, request.path))
                answers.append({"status": met.status, "body": told})
                if met.status >= UNDECIDED:
                    break  # what follows may not be done before it
        told_all: CommandAnswers = {"answers": answers}
        return answer_json(told_all)

    return api
