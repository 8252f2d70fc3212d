"""The one door for change, over HTTP."""

from flask import Blueprint, Response, request

from command_center.desk import Desk
from command_center.web.answer_types import Accepted
from command_center.web.answers import answer_json
from command_center.web.body import json_body
from command_center.web.callers import Callers
from command_center.web.commanding import CommandAsked, carry_out
from command_center.web.metrics import Metrics


def commands_api(desk: Desk, callers: Callers, metrics: Metrics) -> Blueprint:
    """`POST /commands`: 200 `{seq, facts}`, 409 refused, 403, 422 naming the field."""
    api = Blueprint("commands", __name__)

    @api.post("/commands")
    def submit() -> Response:
        caller = callers.of(request)
        accepted = carry_out(desk, metrics, json_body(request, CommandAsked), caller)
        told: Accepted = {"seq": accepted.seq, "facts": accepted.facts}
        return answer_json(told)

    return api
