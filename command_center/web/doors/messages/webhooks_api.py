"""Webhooks over HTTP, for administrators and controllers: how each stands, its dead letters, and sending one anew."""

from flask import Blueprint, Response, request

from command_center.clock import Clock
from command_center.notify.hooks.sender import Webhooks
from command_center.web.doors.messages.outbox_api import OPERATORS
from command_center.web.request.answers import answer_json
from command_center.web.request.callers import Callers
from command_center.web.request.problem import Problem


def webhooks_api(webhooks: Webhooks, callers: Callers, clock: Clock) -> Blueprint:
    """`GET /webhooks`, `GET /webhooks/ID/dead`, `POST /webhooks/ID/dead/SEQ`. Secrets are never told."""
    api = Blueprint("webhooks", __name__)
    known = {one.id: one for one in webhooks.hooks}

    def asked(hook: str) -> str:
        if hook not in known:
            raise Problem("not_found", 404, path=request.path)
        return hook

    @api.get("/webhooks")
    def listed() -> Response:
        callers.of(request).must_be(OPERATORS, "webhooks")
        rows = []
        for one in webhooks.hooks:
            stands = webhooks.queue.standing(one.id)
            rows.append({
                "id": one.id, "url": one.url, "kinds": one.kinds, "seq": stands.seq, "sent": stands.sent,
                "sent_at": stands.sent_at, "waiting": stands.waiting, "dead": stands.dead, "error": stands.error,
                "state": stands.state,
            })  # fmt: skip
        return answer_json({"webhooks": rows})

    @api.get("/webhooks/<hook>/dead")
    def dead(hook: str) -> Response:
        callers.of(request).must_be(OPERATORS, "webhooks")
        letters = webhooks.queue.dead(asked(hook))
        return answer_json({
            "dead": [
                {"seq": one.seq, "attempts": one.attempts, "error": one.error, "updated_at": one.updated_at}
                for one in letters
            ]
        })  # fmt: skip

    @api.post("/webhooks/<hook>/dead/<seq>")
    def again(hook: str, seq: str) -> Response:
        caller = callers.of(request)
        caller.must_be(OPERATORS, "webhooks")
        caller.must_write()
        number = int(seq) if seq.isdecimal() and len(seq) < 16 else 0
        if not webhooks.queue.again(asked(hook), number, clock.now()):
            raise Problem("not_found", 404, path=request.path)
        return answer_json({"seq": number}, 202)

    return api
