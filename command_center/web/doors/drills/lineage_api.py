"""What became of each improvement action over REST: finding -> action -> drill -> pass."""

from flask import Blueprint, Response, request

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.reviews.lateness import Standing
from command_center.reports.lineage import lineage
from command_center.reports.sources import Sources
from command_center.reports.who_may import who_may
from command_center.store.journal import Journal
from command_center.web.doors.drills.reviews_api import reader
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, query
from command_center.web.request.callers import Callers
from command_center.web.request.problem import Problem
from command_center.web.worker_threads import NativeThreads


class LineageAsked(Asked):
    """Only actions that stand so; late ones are open too."""

    standing: Standing | None = None


def lineage_api(desk: Desk, journal: Journal, callers: Callers, clock: Clock) -> Blueprint:
    """`GET /reviews/lineage` and `/reviews/lineage/ACT-1`."""
    api = Blueprint("lineage", __name__)
    sources = Sources(desk, journal, NativeThreads(1).do)

    @api.get("/reviews/lineage")
    def every() -> Response:
        reader(callers)
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

    @api.get("/reviews/lineage/<name>")
    def one(name: str) -> Response:
        reader(callers)
        action = desk.state.reviews.actions.get(name)
        if action is None:
            raise Problem("not_found", 404, path=request.path)
        return answer_json(lineage(sources, desk.state, action, clock.now()))

    return api
