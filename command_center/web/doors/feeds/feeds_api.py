"""The doors for readings, positions, passages and the plant's own alarms: 202 with what was taken, and what was not
and why.
"""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, Response, request
from pydantic import ValidationError
from pydantic_core import from_json
from sqlalchemy.exc import DBAPIError

from command_center import log
from command_center.domain.actor import ActorKind, Role
from command_center.domain.drills.exercise_tag import drill_of_name
from command_center.domain.refusal import Refusal
from command_center.ingest.batch import MalformedJson, Rejection, Taken
from command_center.ingest.passages import PassagesBatch, PassagesDoor, Sender
from command_center.ingest.plant_alarms import PlantAlarmsBatch, PlantAlarmsDoor
from command_center.ingest.positions import PositionsBatch, PositionsDoor
from command_center.ingest.readings import ReadingsBatch, ReadingsDoor
from command_center.web.metrics import Metrics
from command_center.web.request import answer_types as answers
from command_center.web.request.answers import answer_json
from command_center.web.request.body import raw_json
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.language import language_of
from command_center.web.request.problem import Problem, RefusedProblem, bad_json, invalid
from command_center.web.request.rest_doors import WRITES, door
from command_center.web.request.revealed import NOTHING
from command_center.words import say
from command_center.words.fields import field_error

_log = log.get(__name__)


POST_READINGS = door(
    "post", "/readings",
    summary="Send measured values",
    answers="Taken; bad ones are listed",
    roles=[Role.GATEWAY], reveals=NOTHING, good=(202,), bad=(*WRITES, 503), answer=answers.Taken,
    body=ReadingsBatch,
)  # fmt: skip

POST_POSITIONS = door(
    "post", "/positions",
    summary="Send people's positions",
    answers="Taken; bad ones are listed",
    roles=[Role.GATEWAY, Role.RESPONDER], reveals=NOTHING, good=(202,), bad=(*WRITES, 503),
    answer=answers.Taken, body=PositionsBatch,
)  # fmt: skip

POST_PASSAGES = door(
    "post", "/passages",
    summary="Send who passed which gate, and which readers work",
    answers="Taken; bad ones are listed",
    roles=[Role.GATEWAY], reveals=NOTHING, good=(202,), bad=(*WRITES, 503), answer=answers.Taken,
    body=PassagesBatch,
)  # fmt: skip

POST_ALARMS = door(
    "post", "/alarms",
    summary="Send what stands in the alarm systems of the plant itself",
    answers="Taken; bad ones are listed",
    roles=[Role.GATEWAY], reveals=NOTHING, good=(202,), bad=(*WRITES, 503), answer=answers.Taken,
    body=PlantAlarmsBatch,
)  # fmt: skip


def feeds_api(
    readings: ReadingsDoor,
    positions: PositionsDoor,
    passages: PassagesDoor,
    plant_alarms: PlantAlarmsDoor,
    callers: Callers,
    metrics: Metrics,
    language: str,
    refused: Callable[[str, list[tuple[str, str, dict[str, Any]]]], object] | None = None,
    *,
    virtual_act: bool = True,
) -> Blueprint:
    """The routes `POST /readings`, `/passages` and `/alarms` (gateways), `POST /positions` (gateways; responders, for
    themselves). `refused` counts readings that were refused. Without `virtual_act` a virtual sender tells of a
    drill's readings and positions only.
    """
    api = Blueprint("feeds", __name__)

    def told_by(caller: Caller, items: str = "", name: str = "") -> bytes:
        """The body; `items` is its list of what may be a drill's, each with its `name`."""
        body = raw_json(request)
        virtual = caller.actor.kind is ActorKind.VIRTUAL
        if virtual and not virtual_act and not _of_drills(body, items, name):
            raise RefusedProblem(Refusal("virtual_outside_drill", {"actor": caller.actor.id}))
        return body

    @POST_READINGS.on(api, callers)
    def take_readings(caller: Caller) -> Response:
        body = told_by(caller, "readings", "tag")
        taken = _take(lambda batch: readings.take(batch, caller.sources, caller.actor.id), body)
        if taken.rejected and refused is not None:
            refused(caller.actor.id, _named(body, taken.rejected))
        return _answer("readings", taken, caller)

    @POST_POSITIONS.on(api, callers)
    def take_positions(caller: Caller) -> Response:
        # A responder without a person of the roster may speak for nobody: "" is no one's id.
        only = None if caller.role is Role.GATEWAY else caller.actor.person or ""
        taken = _take(
            lambda body: positions.take(body, only=only, sources=caller.sources),
            told_by(caller, "positions", "person"),
        )
        return _answer("positions", taken, caller)

    @POST_PASSAGES.on(api, callers)
    def take_passages(caller: Caller) -> Response:
        sender = Sender(caller.actor.id, caller.sources)
        taken = _take(lambda body: passages.take(body, sender), told_by(caller))
        return _answer("passages", taken, caller)

    @POST_ALARMS.on(api, callers)
    def take_alarms(caller: Caller) -> Response:
        taken = _take(lambda body: plant_alarms.take(body, caller.sources), told_by(caller))
        return _answer("alarms", taken, caller)

    def _answer(feed: str, taken: Taken, caller: Caller) -> Response:
        metrics.feed_items.labels(feed, "accepted").inc(taken.accepted)
        metrics.feed_items.labels(feed, "rejected").inc(len(taken.rejected))
        if taken.rejected:
            _log.warning(
                "rejected", feed=feed, count=len(taken.rejected), sender=caller.actor.id,
                first=taken.rejected[0].code,
            )  # fmt: skip
        lang = language_of(request.environ, language)
        rejected = [_told(lang, rejection) for rejection in taken.rejected]
        told: answers.Taken = {"accepted": taken.accepted, "rejected": rejected}
        return answer_json(told, 202)

    return api


def _take(take: Callable[[bytes], Taken], body: bytes) -> Taken:
    try:
        return take(body)
    except MalformedJson as error:
        raise bad_json(error) from error
    except ValidationError as error:
        raise invalid(error) from error
    except DBAPIError as error:
        _log.error("a feed could not be stored", exc_info=error)
        raise Problem("unavailable", 503, headers={"Retry-After": "2"}) from error


def _of_drills(body: bytes, items: str, name: str) -> bool:
    """Whether a batch has nothing but a list of things of drills. What is malformed is nothing of a drill."""
    try:
        told = from_json(body, allow_inf_nan=True)
    except ValueError:
        return False
    listed = told.get(items) if isinstance(told, dict) and not told.get("proof") else None
    return isinstance(listed, list) and all(
        isinstance(one, dict) and drill_of_name(str(one.get(name)))[0] is not None for one in listed
    )


def _named(body: bytes, rejected: Sequence[Rejection]) -> list[tuple[str, str, dict[str, Any]]]:
    """The tag, the code and the particulars of each reading that was refused; what is malformed has none."""
    readings = from_json(body, allow_inf_nan=True).get("readings", [])
    found: list[tuple[str, str, dict[str, Any]]] = []
    for one in rejected:
        item = readings[one.index] if one.index < len(readings) else None
        tag = item.get("tag") if isinstance(item, dict) else None
        if isinstance(tag, str) and one.error is None:
            found.append((tag[:61], one.code, one.params))
    return found


def _told(lang: str, rejection: Rejection) -> answers.Rejected:
    params = rejection.params
    if rejection.error is not None:
        params = {"problem": field_error(lang, rejection.error)["error"]}
    return {
        "index": rejection.index,
        "code": rejection.code,
        "error": say(lang, f"rejected.{rejection.code}", **params),
    }
