"""The lineage of each improvement action over REST: finding -> action -> drill -> pass."""

from flask import Blueprint, Response, request

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.actor import HUMAN_ROLES
from command_center.domain.reviews.lateness import Standing
from command_center.reports.lineage import lineage
from command_center.reports.sources import Sources
from command_center.reports.who_may import who_may
from command_center.store.journal import Journal
from command_center.web.request.answer_shapes import TEXT, Described, record, ref, rows
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, query
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import READS, door
from command_center.web.request.revealed import REVIEW
from command_center.web.worker_threads import NativeThreads


class LineageAsked(Asked):
    """Only actions with this status; late ones count as open too."""

    standing: Standing | None = None


LINEAGES_TOLD = Described(
    "Lineages",
    record({"actions": rows(ref("Lineage"))}),
)
GET_REVIEWS_LINEAGE = door(
    "get", "/reviews/lineage",
    summary="Finding, action, drill, pass: of every improvement action",
    answers="Each with where it came from and the drills that looked",
    roles=HUMAN_ROLES, reveals=REVIEW, bad=(*READS, 404, 422), answer=LINEAGES_TOLD,
    query=LineageAsked,
)  # fmt: skip

LINEAGE_TOLD = Described(
    "Lineage",
    record(
        {
            "id": TEXT,
            "standing": {"enum": ["open", "late", "closed"]},
            "review": {"type": "object"},
            "finding": {"type": "object"},
            "action": {"type": "object"},
            "drills": rows({"type": "object"}),
        }
    ),
)
GET_REVIEWS_LINEAGE_NAME = door(
    "get", "/reviews/lineage/<name>",
    summary="The same of one action",
    answers="Its lineage",
    roles=HUMAN_ROLES, reveals=REVIEW, bad=(*READS, 404), answer=LINEAGE_TOLD,
)  # fmt: skip


def lineage_api(desk: Desk, journal: Journal, callers: Callers, clock: Clock) -> Blueprint:
    """`GET /reviews/lineage` and `/reviews/lineage/ACT-1`."""
    api = Blueprint("lineage", __name__)
    sources = Sources(desk, journal, NativeThreads(1).do)

    @GET_REVIEWS_LINEAGE.on(api, callers)
    def every(_: Caller) -> Response:
        asked = query(request, LineageAsked).standing
        wanted = {asked, "late"} if asked == "open" else {asked}
        now, actions = clock.now(), desk.state.reviews.actions.values()
        told = [lineage(sources, desk.state, action, now) for action in actions]
        return answer_json(
            {
                "who_may": who_may(),
                "actions": [one for one in told if asked is None or one["standing"] in wanted],
            }
        )

    @GET_REVIEWS_LINEAGE_NAME.on(api, callers)
    def one(_: Caller, name: str) -> Response:
        action = desk.state.reviews.actions.get(name)
        if action is None:
            raise Problem("not_found", 404, path=request.path)
        return answer_json(lineage(sources, desk.state, action, clock.now()))

    return api
