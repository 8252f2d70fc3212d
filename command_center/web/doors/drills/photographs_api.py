"""The photograph door of drills: uploads one by one, and shows each to those who may see the drill."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.actor import HUMAN_ROLES, Actor
from command_center.domain.drills.observing.photographs import OBSERVERS, photographed
from command_center.domain.refusal import Refusal
from command_center.ingest.darkroom import Darkroom
from command_center.ingest.photograph import KEPT_TYPE, TAKEN, NoPhotograph, Photograph
from command_center.store.photographs import Photographs
from command_center.web.request import answer_types as answers
from command_center.web.request.answer_shapes import FILE
from command_center.web.request.answers import answer_json
from command_center.web.request.body import whole_body
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.commanding import carried_out
from command_center.web.request.problem import Problem, RefusedProblem
from command_center.web.request.rest_doors import READS, WRITES, door
from command_center.web.request.revealed import DRILL, topic

NOTHING_ELSE = "default-src 'none'; sandbox"


@dataclass(frozen=True, slots=True)
class Pictures:
    """What the routes of photographs need of the center."""

    desk: Desk
    kept: Photographs
    callers: Callers
    clock: Clock
    darkroom: Darkroom


POST_DRILLS_DRILL_PHOTOGRAPHS = door(
    "post", "/drills/<drill>/photographs",
    summary="Bring a photograph of a drill; a note may then name its SHA-256",
    answers="Kept, without what the camera wrote into it",
    roles=OBSERVERS, reveals=DRILL, what="photographs", good=(201,), bad=(*WRITES, 409, 503),
    answer=answers.Photograph, takes=tuple(TAKEN),
)  # fmt: skip

GET_DRILLS_DRILL_PHOTOGRAPHS_SHA256 = door(
    "get", "/drills/<drill>/photographs/<sha256>",
    summary="A photograph: to those who direct the drill at once, to everybody once it has ended",
    answers="The picture",
    roles=HUMAN_ROLES, reveals=topic("drill", "review"), what="photographs", good=(200, 304),
    bad=(*READS, 404), answer=FILE, content_type=KEPT_TYPE,
)  # fmt: skip


def photographs_api(pictures: Pictures) -> Blueprint:
    """`POST /drills/ID/photographs` and `GET /drills/ID/photographs/SHA256`."""
    api = Blueprint("photographs", __name__)
    p = pictures

    @POST_DRILLS_DRILL_PHOTOGRAPHS.on(api, p.callers)
    def take(caller: Caller, drill: str) -> Response:
        refused = photographed(p.desk.state, drill, caller.role)
        if isinstance(refused, Refusal):  # before anything is read
            raise RefusedProblem(refused)
        taken = _drawn(p, whole_body(request), request.mimetype)
        p.kept.keep(taken.content, taken.type, p.clock.now())
        told: answers.Photograph = {
            "sha256": taken.sha256, "type": taken.type, "width": taken.width,
            "height": taken.height, "size": len(taken.content),
        }  # fmt: skip
        _record(p.desk, caller.actor, {"drill": drill, **told})
        return answer_json(told, 201)

    @GET_DRILLS_DRILL_PHOTOGRAPHS_SHA256.on(api, p.callers)
    def one(caller: Caller, drill: str, sha256: str) -> Response:
        found = p.kept.of(sha256) if _shows(p.desk, caller, drill, sha256) else None
        if found is None:
            raise Problem("not_found", 404, path=request.path)
        known = request.if_none_match.contains_weak(sha256)
        answer = Response(status=304) if known else Response(found.content, content_type=found.type)
        # Kept by the browser, asked for again each time: who may see it can change at any moment.
        answer.headers["Cache-Control"] = "private, no-cache"
        answer.headers["ETag"] = f'"{sha256}"'
        answer.headers["Vary"] = "Cookie, Authorization"
        answer.headers["Content-Security-Policy"] = NOTHING_ELSE
        answer.headers["Content-Disposition"] = f'inline; filename="{drill}-{sha256[:12]}.jpg"'
        return answer

    return api


def _drawn(p: Pictures, given: bytes, declared: str) -> Photograph:
    try:
        return p.darkroom.develop(given, declared)
    except NoPhotograph as error:
        status = 415 if error.why == "type" else 422
        raise Problem(f"photograph_{error.why}", status, type=declared[:80] or "?") from error


def _record(desk: Desk, actor: Actor, data: dict[str, Any]) -> None:
    carried_out(desk.submit("observation.photograph", data, actor, by_door=True))


def _shows(desk: Desk, caller: Caller, drill: str, sha256: str) -> bool:
    """Whether the caller may see a photograph: those who direct the drill at once, others after it has ended."""
    found = desk.state.drills.get(drill)
    if found is None or sha256 not in found.photographs:
        return False
    return caller.role in OBSERVERS or found.ended_at is not None
