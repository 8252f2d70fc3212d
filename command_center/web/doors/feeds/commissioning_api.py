"""The feeds page over HTTP: gateways' reports on themselves, refused readings, and the accuracy of forecasts."""

from collections.abc import Callable, Container
from typing import Any

from flask import Blueprint, Response, request
from typing_extensions import TypedDict

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.domain.feeds.certificate import certificate_turns
from command_center.domain.verdicts.turns import Turn
from command_center.ingest.gateway_state import GatewayState, spoken_for
from command_center.store.plant.feed_states import FeedStates
from command_center.web.doors.feeds.forecasts import Forecasts
from command_center.web.request.answer_shapes import INTEGER, TEXT, Described, record, rows
from command_center.web.request.answers import answer_json
from command_center.web.request.body import json_body
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.language import language_of
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import WRITES, door
from command_center.web.request.revealed import EVERYTHING, NOTHING
from command_center.words import say

DAY_MS = 86_400_000
MOST_REFUSED = 100


def _certificates(told: dict[str, Any]) -> dict[str, list[Turn]]:
    """How long the certificates of a gateway's connections are good, by connection."""
    ends = {one["id"]: one.get("certificate_ends") for one in told["connections"]}
    return {name: certificate_turns(at) for name, at in ends.items() if at is not None}


class GatewayStateTaken(TypedDict):
    """The gateway whose state was stored."""

    gateway: str


POST_GATEWAY_STATE = door(
    "post", "/gateway-state",
    summary="Tell the state of the gateway itself: buffer, connections, raw values",
    answers="Kept",
    roles=[Role.GATEWAY], reveals=NOTHING, what="readings", good=(202,), bad=(*WRITES, 503),
    answer=GatewayStateTaken, body=GatewayState,
)  # fmt: skip

FEEDS_TOLD = Described(
    "Feeds",
    record(
        {
            "now": INTEGER,
            "gateways": rows(
                record(
                    {
                        "gateway": TEXT,
                        "received_at": INTEGER,
                        "own_clock_ms": {
                            "type": "integer",
                            "description": "The center's clock less the gateway's, with the way between them.",
                        },
                        "told": {
                            "type": "object",
                            "description": "As it was posted to /gateway-state.",
                        },
                        "certificates": {
                            "type": "object",
                            "description": "Of each connection that has a certificate: turns valid, soon, over.",
                        },
                    }
                )
            ),
            "refused": rows(
                record(
                    {
                        "sender": TEXT,
                        "tag": TEXT,
                        "code": TEXT,
                        "why": TEXT,
                        "first_at": INTEGER,
                        "last_at": INTEGER,
                        "number": INTEGER,
                    }
                )
            ),
            "unbound": rows(TEXT),
            "forecasts": {
                "type": ["object", "null"],
                "description": "How many forecasts held of how many, the 95 % bounds of the share, since when, and "
                "whether fewer held than eight of ten by more than chance.",
            },
        }
    ),
)
GET_FEEDS = door(
    "get", "/feeds",
    summary="What gateways tell of themselves, what was not taken in the last day, how forecasts of levels held",
    answers="The feeds",
    roles=HUMAN_ROLES, reveals=EVERYTHING, answer=FEEDS_TOLD,
)  # fmt: skip


def commissioning_api(
    desk: Desk,
    states: FeedStates,
    forecasts: Forecasts,
    callers: Callers,
    clock: Clock,
    unbound: Callable[[], list[str]],
    standing: Callable[[], Container[str]],
    language: str,
) -> Blueprint:
    """`POST /gateway-state` (gateways, of themselves) and `GET /feeds`. `unbound` names the tokens of gateways that
    may send as any source, `standing` those of all tokens that may send now."""
    api = Blueprint("commissioning", __name__)

    @POST_GATEWAY_STATE.on(api, callers)
    def told(caller: Caller) -> Response:
        state = json_body(request, GatewayState)
        other = spoken_for(state, caller.sources, {tag.id: tag.source for tag in desk.site.tags})
        if other is not None:
            raise Problem("tag_of_another", 403, tag=other)
        kept = states.keep(
            state.gateway, caller.actor.id, state.model_dump(mode="json"), clock.now(), standing()
        )
        if not kept:
            raise Problem("gateway_of_another", 403, gateway=state.gateway)
        taken: GatewayStateTaken = {"gateway": state.gateway}
        return answer_json(taken, 202)

    @GET_FEEDS.on(api, callers)
    def shown(caller: Caller) -> Response:
        now, lang = clock.now(), language_of(request.environ, language)
        refused: list[dict[str, Any]] = [
            {
                "sender": one.sender, "tag": one.tag, "code": one.code,
                "why": say(lang, f"rejected.{one.code}", **one.params),
                "first_at": one.first_at, "last_at": one.last_at, "number": one.number,
            }
            for one in states.refused(now - DAY_MS, MOST_REFUSED)
        ]  # fmt: skip
        admin = caller.role is Role.ADMINISTRATOR
        return answer_json(
            {
                "now": now,
                "gateways": [
                    {
                        "gateway": one.gateway,
                        "received_at": one.received_at,
                        "own_clock_ms": one.received_at - one.told["sent_at"],
                        "told": one.told,
                        "certificates": _certificates(one.told),
                    }
                    for one in states.gateways()
                ],
                "refused": refused,
                "unbound": unbound() if admin else [],
                "forecasts": forecasts.counted(now),
            }
        )

    return api
