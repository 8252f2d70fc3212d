"""The headcount by muster points over HTTP: for maps of other agencies, which the gateway feeds."""

from flask import Blueprint, Response, request

from command_center.desk import Desk
from command_center.domain.actor import HUMAN_ROLES
from command_center.domain.people.muster_counts import muster_counts
from command_center.web.request.answer_types import MusterCountsTold
from command_center.web.request.answers import answer_json
from command_center.web.request.callers import Callers


def muster_counts_api(desk: Desk, callers: Callers) -> Blueprint:
    """`GET /muster-counts`: of the plant's open incidents, none of a drill's."""
    api = Blueprint("muster_counts", __name__)

    @api.get("/muster-counts")
    def counts() -> Response:
        callers.of(request).must_be(HUMAN_ROLES, "muster-counts")
        told: MusterCountsTold = {
            "incidents": {
                name: muster_counts(desk.state, desk.site, one)
                for name, one in desk.state.open_incidents.items()
            }
        }
        return answer_json(told)

    return api
