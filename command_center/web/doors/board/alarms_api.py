"""The alarm history door: what was raised in a past span, on the plant or in a drill, and what became of each."""

from typing import cast

from flask import Blueprint, Response, request
from pydantic import Field
from typing_extensions import TypedDict

from command_center.clock import Clock
from command_center.domain.actor import HUMAN_ROLES
from command_center.domain.alarms.burden import (
    ACCEPTABLE,
    FLOOD_ABOVE,
    FLOOD_ENDS_BELOW,
    STEP_MS,
    LoadNow,
    floods,
    load,
    load_now,
    offenders,
)
from command_center.domain.alarms.past import Activation, activations
from command_center.domain.verdicts.turns import Sign
from command_center.store.journal import Journal
from command_center.store.journal.search import Sought, search_span
from command_center.web.request.answer_types import Span
from command_center.web.request.answers import answer_json
from command_center.web.request.body import query
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.rest_doors import READS, door
from command_center.web.request.revealed import topic
from command_center.web.request.spans import DAY_MS, SpanAsked

SHIFT_MS = 8 * 3_600_000
LOOK_BACK_MS = DAY_MS
"""An alarm raised so long before the span is still known to have stood in it."""


class AlarmsAsked(SpanAsked):
    """Alarms active at a time with since <= time < until (UTC epoch ms), of one `tag` or of all.

    By default the last eight hours; at most `limit` activations are listed, the newest.
    """

    tag: str | None = Field(default=None, min_length=1, max_length=40)
    limit: int = Field(default=500, ge=1, le=2_000)


class OffenderTold(TypedDict):
    """An alarm by how often it was raised; `chattered` counts its bursts of three in sixty seconds."""

    alarm: str
    tag: str
    condition: str
    priority: str
    activations: int
    chattered: int
    last_at: int
    sign: Sign


class Alarms(TypedDict):
    """Alarms of a span. `load` is (start of a step, alarms raised in it); `floods` are spans; `load_now` is the load
    at the span's end and after it.
    """

    since: int
    until: int
    step_ms: int
    load: list[Span]
    load_now: LoadNow
    acceptable: int
    flood_above: int
    flood_ends_below: int
    floods: list[Span]
    offenders: list[OffenderTold]
    activations: list[Activation]
    total: int


GET_ALARMS = door(
    "get", "/alarms",
    summary="Alarms of a past span: each activation, and the load they were",
    answers="From the journal",
    roles=HUMAN_ROLES, reveals=topic("alarms"), bad=(*READS, 404, 422), answer=Alarms,
    query=AlarmsAsked,
)  # fmt: skip


def alarms_api(journal: Journal, callers: Callers, clock: Clock) -> Blueprint:
    """The routes of past alarms: `GET /alarms?since&until&tag&limit`."""
    api = Blueprint("alarms", __name__)

    @GET_ALARMS.on(api, callers)
    def past(_: Caller) -> Response:
        return answer_json(past_alarms(journal, query(request, AlarmsAsked), clock.now()))

    return api


def past_alarms(journal: Journal, asked: AlarmsAsked, now: int) -> Alarms:
    """Return the alarms of the requested span, and the operator load."""
    since, until = asked.span(now, SHIFT_MS)
    facts = search_span(journal, Sought("alarm"), since - LOOK_BACK_MS, until)
    # An exercise raises the plant's own alarms on its twin: no part of what the plant asked of people.
    every = [
        each
        for each in activations(fact for fact in facts if fact.drill == asked.drill)
        if asked.tag is None or each.tag == asked.tag
    ]
    known = [each for each in every if each.within(since, until)]
    steps = load(known, since, until)
    return {
        "since": since,
        "until": until,
        "step_ms": STEP_MS,
        "load": [(step[0], step[1]) for step in steps],
        "load_now": load_now(every, until),
        "acceptable": ACCEPTABLE,
        "flood_above": FLOOD_ABOVE,
        "flood_ends_below": FLOOD_ENDS_BELOW,
        "floods": floods(steps),
        "offenders": [cast(OffenderTold, one._asdict()) for one in offenders(known, since, until)],
        "activations": list(reversed(known[-asked.limit :])),
        "total": len(known),
    }
