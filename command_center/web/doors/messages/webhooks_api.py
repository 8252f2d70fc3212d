"""The webhook door, for administrators and controllers: the status of each, its dead letters, and resending one."""

from flask import Blueprint, Response, request

from command_center.clock import Clock
from command_center.notify.hooks.sender import Webhooks
from command_center.web.doors.messages.outbox_api import OPERATORS
from command_center.web.request.answer_shapes import INTEGER, Described, record, rows
from command_center.web.request.answers import answer_json
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import READS, door
from command_center.web.request.revealed import EVERYTHING

WEBHOOKS_TOLD = Described(
    "Webhooks",
    record({"webhooks": rows({"type": "object"})}),
)
GET_WEBHOOKS = door(
    "get", "/webhooks",
    summary="How the programs stand that are told of facts; no secret is in it",
    answers="Webhooks",
    roles=OPERATORS, reveals=EVERYTHING, answer=WEBHOOKS_TOLD,
)  # fmt: skip

DEAD_LETTERS_TOLD = Described(
    "DeadLetters",
    record({"dead": rows({"type": "object"})}),
)
GET_WEBHOOKS_HOOK_DEAD = door(
    "get", "/webhooks/<hook>/dead",
    summary="The facts that a program never took",
    answers="Dead letters",
    roles=OPERATORS, reveals=EVERYTHING, bad=(*READS, 404), answer=DEAD_LETTERS_TOLD,
)  # fmt: skip

SENT_ANEW_TOLD = Described(
    "SentAnew",
    record({"seq": INTEGER}),
)
POST_WEBHOOKS_HOOK_DEAD_SEQ = door(
    "post", "/webhooks/<hook>/dead/<seq>",
    summary="Send a dead letter anew",
    answers="It waits to be sent",
    roles=OPERATORS, reveals=EVERYTHING, good=(202,), bad=(401, 403, 404, 411, 413),
    answer=SENT_ANEW_TOLD,
)  # fmt: skip


def webhooks_api(webhooks: Webhooks, callers: Callers, clock: Clock) -> Blueprint:
    """The routes `GET /webhooks`, `GET /webhooks/ID/dead`, `POST /webhooks/ID/dead/SEQ`. Secrets are never shown."""
    api = Blueprint("webhooks", __name__)
    known = {one.id: one for one in webhooks.hooks}

    def asked(hook: str) -> str:
        if hook not in known:
            raise Problem("not_found", 404, path=request.path)
        return hook

    @GET_WEBHOOKS.on(api, callers)
    def listed(_: Caller) -> Response:
        rows = []
        for one in webhooks.hooks:
            stands = webhooks.queue.standing(one.id)
            rows.append({
                "id": one.id, "url": one.url, "kinds": one.kinds, "seq": stands.seq, "sent": stands.sent,
                "sent_at": stands.sent_at, "waiting": stands.waiting, "dead": stands.dead, "error": stands.error,
                "state": stands.state,
            })  # fmt: skip
        return answer_json({"webhooks": rows})

    @GET_WEBHOOKS_HOOK_DEAD.on(api, callers)
    def dead(_: Caller, hook: str) -> Response:
        letters = webhooks.queue.dead(asked(hook))
        return answer_json({
            "dead": [
                {"seq": one.seq, "attempts": one.attempts, "error": one.error, "updated_at": one.updated_at}
                for one in letters
            ]
        })  # fmt: skip

    @POST_WEBHOOKS_HOOK_DEAD_SEQ.on(api, callers)
    def again(_: Caller, hook: str, seq: str) -> Response:
        number = int(seq) if seq.isdecimal() and len(seq) < 16 else 0
        if not webhooks.queue.again(asked(hook), number, clock.now()):
            raise Problem("not_found", 404, path=request.path)
        return answer_json({"seq": number}, 202)

    return api
