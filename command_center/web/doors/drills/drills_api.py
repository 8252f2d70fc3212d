"""The drill door: composed and sealed in one step, read by the directing staff, revealed to everybody."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NotRequired, cast

import orjson
from flask import Blueprint, Response, request
from pydantic import Field
from typing_extensions import TypedDict

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.domain.drills.counting import last_counted
from command_center.domain.drills.sealing import NONCE_BYTES, commitment_of
from command_center.domain.refusal import Phrase
from command_center.domain.registry import EpochMs
from command_center.domain.scenarios.bias import Bias
from command_center.domain.scenarios.draw_bias import bias_of
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.sealed import sealed_text
from command_center.domain.scenarios.year.legal import countdown, legal_turns
from command_center.domain.site.model import Site
from command_center.domain.state.drills.drill import Drill
from command_center.live.audience import may_see
from command_center.live.rows.exercises.drill_rows import DrillRow, drill_row
from command_center.live.rows.kind import Seen
from command_center.store.sealed import Kept, SealedDrills
from command_center.web.metrics import Metrics
from command_center.web.request import answer_types as answers
from command_center.web.request.answer_shapes import ANYTHING, Described
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, json_body
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.commanding import CommandAsked, carry_out
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import READS, WRITES, door
from command_center.web.request.revealed import DRILL, Reveals

Compose = Callable[[str | None, int, Bias, bool], DrillPlan | Sequence[Phrase]]
"""A scenario's id (None: surprise), a seed, a bias, and whether a surprise may be one of the site's own
scenarios -> the plan, or why there is none."""

COORDINATORS = frozenset({Role.CONTROLLER})
DIRECTION = frozenset({Role.CONTROLLER, Role.EVALUATOR})
SOONEST_MS = 1_000
"""So far ahead a hidden start must lie that the drill is sealed before it (ours)."""
BY_HAND = 1
"""A sealed start so long ago that it means: whenever the controller starts it."""


SERVER_ERROR = 500


class DrillAsked(Asked):
    """A drill to be composed and sealed. Without a `scenario` it is a surprise drawn from the seed (a secret one if
    none is given), with `own` also from the site's own scenarios. `starts_at` is the hidden start; without it, the
    drill starts by hand. A drill with people `in_plant` needs a `safety_officer`.
    """

    name: str | None = Field(default=None, min_length=1, max_length=120)
    scenario: str | None = Field(default=None, min_length=1, max_length=60)
    seed: int | None = Field(default=None, ge=0, lt=2**53)
    own: bool = False
    starts_at: EpochMs | None = None
    in_plant: bool = False
    safety_officer: str | None = Field(default=None, max_length=40)


class ComposeAsked(Asked):
    """The contents of a planned drill: as `DrillAsked`."""

    scenario: str | None = Field(default=None, min_length=1, max_length=60)
    seed: int | None = Field(default=None, ge=0, lt=2**53)
    own: bool = False
    starts_at: EpochMs | None = None


@dataclass(frozen=True, slots=True)
class Drills:
    """What the routes of drills need of the center."""

    desk: Desk
    sealed: SealedDrills
    compose: Compose
    callers: Callers
    clock: Clock
    metrics: Metrics

    @property
    def site(self) -> Site:
        """The plant that is in force now."""
        return self.desk.site


class Sealed(TypedDict):
    """The answer to a sealed drill: its commitment binds the sealed content."""

    drill: str
    commitment: str
    generator: str


class DrillTold(DrillRow):
    """A drill; once revealed, with its sealed content."""

    content: NotRequired[str]
    nonce: NotRequired[str]


POST_DRILLS_SURPRISE = door(
    "post", "/drills/surprise",
    summary="Compose a drill and seal it",
    answers="Sealed",
    roles=COORDINATORS, reveals=DRILL, bad=(*WRITES, 409, 503), answer=Sealed,
    body=DrillAsked,
)  # fmt: skip

POST_DRILLS_DRILL_SEAL = door(
    "post", "/drills/<drill>/seal",
    summary="Compose and seal a drill that is planned",
    answers="Sealed",
    roles=COORDINATORS, reveals=DRILL, bad=(*WRITES, 409, 503), answer=Sealed,
    body=ComposeAsked,
)  # fmt: skip

GET_DRILLS = door(
    "get", "/drills",
    summary="The drills this role may know of",
    answers="Drills",
    roles=HUMAN_ROLES, reveals=DRILL, bad=(*READS, 404), answer=answers.Drills,
)  # fmt: skip

GET_DRILLS_DRILL = door(
    "get", "/drills/<drill>",
    summary="One drill; once revealed, with what was sealed",
    answers="The drill",
    roles=HUMAN_ROLES, reveals=DRILL, bad=(*READS, 404),
    answer=Described("Drill", DrillTold),
)  # fmt: skip

PLAN_TOLD = Described(
    "Plan",
    {
        "type": "object",
        "description": "`{format, plan, starts_at, open_actions}`, as docs/scenarios.md tells.",
    },
)
GET_DRILLS_DRILL_PLAN = door(
    "get", "/drills/<drill>/plan",
    summary="What was sealed, once the drill has started",
    answers="The sealed content",
    roles=DIRECTION, reveals=DRILL, bad=(*READS, 404), answer=PLAN_TOLD,
)  # fmt: skip

# With everybody and their contacts in it, though without a number.
GET_DRILLS_DRILL_SITE = door(
    "get", "/drills/<drill>/site",
    summary="The plant as it was described when the drill began",
    answers="The whole description",
    roles=COORDINATORS, reveals=Reveals((frozenset({"drill"}), frozenset({"people"}))),
    bad=(*READS, 404), answer=ANYTHING,
)  # fmt: skip


def drills_api(drills: Drills) -> Blueprint:
    """`POST /drills/surprise`, `POST /drills/ID/seal`, `GET /drills`, `/drills/ID`, `/drills/ID/plan`."""
    api = Blueprint("drills", __name__)
    d = drills

    @POST_DRILLS_SURPRISE.on(api, d.callers)
    def surprise(caller: Caller) -> Response:
        asked = json_body(request, DrillAsked)
        _still_ahead(d, asked.starts_at)
        plan = _composed(d, asked)  # before anything is on record
        name = asked.name or _nameless(d)
        planned = _give(
            d, caller, "drill.plan",
            name=name, in_plant=asked.in_plant, safety_officer=asked.safety_officer,
        )  # fmt: skip
        drill = str(planned[0].data["id"])
        return answer_json(_seal(d, caller, drill, plan, asked.starts_at))

    @POST_DRILLS_DRILL_SEAL.on(api, d.callers)
    def seal(caller: Caller, drill: str) -> Response:
        asked = json_body(request, ComposeAsked)
        _still_ahead(d, asked.starts_at)
        plan = _composed(d, asked)
        return answer_json(_seal(d, caller, drill, plan, asked.starts_at))

    @GET_DRILLS.on(api, d.callers)
    def every(caller: Caller) -> Response:
        seen = _seen_by(d, caller)
        told: answers.Drills = {
            "drills": [_told(d, one) for one in seen],
            "legal": legal_duty(d),
        }
        return answer_json(told)

    @GET_DRILLS_DRILL.on(api, d.callers)
    def one(caller: Caller, drill: str) -> Response:
        found = drill_of(d, caller, drill)
        told = cast(DrillTold, dict(_told(d, found)))
        kept = d.sealed.of(found.commitment) if found.revealed else None
        if kept is not None:
            told["content"], told["nonce"] = kept.content, kept.nonce
        return answer_json(told)

    @GET_DRILLS_DRILL_PLAN.on(api, d.callers)
    def plan(caller: Caller, drill: str) -> Response:
        _, content = begun_plan(d, caller, drill)
        return answer_json(orjson.loads(content))

    @GET_DRILLS_DRILL_SITE.on(api, d.callers)
    def site(caller: Caller, drill: str) -> Response:
        """The whole description, which names addresses by their versions: what plays the drill needs it."""
        found = drill_of(d, caller, drill)
        if found.started_at is None:
            raise Problem("not_found", 404, path=request.path)
        return answer_json(orjson.loads(d.desk.site_of(found.id).model_dump_json()))

    return api


def _still_ahead(d: Drills, starts_at: int | None) -> None:
    """Raises the 409 Problem of a hidden start that is over: such a drill would wait for a hand, and
    nobody would know why it never begins."""
    if starts_at is not None and starts_at < d.clock.now() + SOONEST_MS:
        raise Problem("start_past", 409)


def _composed(d: Drills, asked: DrillAsked | ComposeAsked) -> DrillPlan:
    """The plan. Raises a 409 Problem with every reason when there is none."""
    drawn = d.compose(
        asked.scenario,
        secrets.randbits(52) if asked.seed is None else asked.seed,
        bias_of(d.desk.state, d.sealed.content),
        asked.own,
    )
    if not isinstance(drawn, DrillPlan):
        raise Problem("no_drill", 409, reasons=list(drawn))
    return drawn


def _seal(d: Drills, caller: Caller, drill: str, plan: DrillPlan, starts_at: int | None) -> Sealed:
    """Keep what is sealed, then tell its commitment."""
    actions = [action.id for action in d.desk.state.reviews.open_actions()]
    content = sealed_text(plan, starts_at or BY_HAND, actions)
    nonce = secrets.token_hex(NONCE_BYTES)
    commitment = commitment_of(content, nonce)
    with kept_for(d, commitment, Kept(content, nonce)):
        _give(d, caller, "drill.seal", drill=drill, commitment=commitment, generator=plan.generator)
    return {"drill": drill, "commitment": commitment, "generator": plan.generator}


@contextmanager
def kept_for(d: Drills, commitment: str, kept: Kept) -> Iterator[None]:
    """Store the sealed content while its commitment is submitted; a refused one is deleted."""
    d.sealed.keep(commitment, kept, d.clock.now())
    try:
        yield
    except Problem as refused:
        if refused.status < SERVER_ERROR:  # else nobody knows whether it was told
            d.sealed.forget(commitment)
        raise


def _give(d: Drills, caller: Caller, kind: str, **data: Any) -> Sequence[Any]:
    given = {name: value for name, value in data.items() if value is not None}
    return carry_out(d.desk, d.metrics, CommandAsked(kind=kind, data=given), caller).facts


def _nameless(d: Drills) -> dict[str, str]:
    number = len(d.desk.state.drills) + 1
    return {"zh": f"演练 {number}", "en": f"Drill {number}"}


def day_of(d: Drills, ms: int) -> date:
    """Return the date of a time (UTC epoch ms), in plant time."""
    return datetime.fromtimestamp(ms / 1000, d.site.zone).date()


def legal_duty(d: Drills) -> answers.LegalDuty:
    """Return the status of the half-yearly legal duty today, by the site's calendar (`scenarios.legal`) and the
    drills that count (`drills.counting`).
    """
    state, zone = d.desk.state, d.site.zone
    found = countdown(last_counted(state, zone), day_of(d, d.clock.now()))
    held = any(drill.ended_at is not None for drill in state.drills.values())
    return {
        "last": found.last.isoformat() if found.last else None,
        "due": found.due.isoformat() if found.due else None,
        "days_left": found.days_left,
        "turns": legal_turns(found.due, held, zone),
    }


def _seen_by(d: Drills, caller: Caller) -> list[Drill]:
    return [
        drill
        for drill in d.desk.state.drills.values()
        if may_see(caller.role, "drill", drill.id, {"phase": drill.phase})
    ]


def drill_of(d: Drills, caller: Caller, drill: str) -> Drill:
    """The drill, if this caller may know of it. Raises the 404 Problem."""
    found = next((one for one in _seen_by(d, caller) if one.id == drill), None)
    if found is None:
        raise Problem("not_found", 404, path=request.path)
    return found


def begun_plan(d: Drills, caller: Caller, drill: str) -> tuple[Drill, str]:
    """Return a drill that has begun and its sealed content, which only the directing staff may read before its end.
    Raises the 404 Problem, also for one that has not begun.
    """
    found = drill_of(d, caller, drill)
    kept = d.sealed.of(found.commitment)
    if found.started_at is None or kept is None:
        raise Problem("not_found", 404, path=request.path)
    return found, kept.content


def _told(d: Drills, drill: Drill) -> DrillRow:
    row = drill_row(Seen(d.desk.state, d.site), drill.id)
    assert row is not None, "the drill is of this state"
    return row
