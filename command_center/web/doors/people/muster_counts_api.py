"""The headcount by muster point over HTTP, for other agencies' maps, which the gateway feeds."""

from flask import Blueprint, Response
from typing_extensions import TypedDict

from command_center.desk import Desk
from command_center.domain.actor import HUMAN_ROLES
from command_center.domain.people.muster_counts import MusterCount, muster_counts
from command_center.web.request.answer_shapes import Described
from command_center.web.request.answers import answer_json
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.rest_doors import door
from command_center.web.request.revealed import topic


class MusterCountsTold(TypedDict):
    """The headcount by muster point, for each open incident; empty before an evacuation is ordered."""

    incidents: dict[str, list[MusterCount]]


GET_MUSTER_COUNTS = door(
    "get", "/muster-counts",
    summary="The headcount by muster points",
    answers="Of the open incidents",
    roles=HUMAN_ROLES, reveals=topic("incident"),
    answer=Described("MusterCounts", MusterCountsTold),
)  # fmt: skip


def muster_counts_api(desk: Desk, callers: Callers) -> Blueprint:
    """The route `GET /muster-counts`: the plant's open incidents, without drills."""
    api = Blueprint("muster_counts", __name__)

    @GET_MUSTER_COUNTS.on(api, callers)
    def counts(_: Caller) -> Response:
        told: MusterCountsTold = {
            "incidents": {
                name: muster_counts(desk.state, desk.site, one)
                for name, one in desk.state.open_incidents.items()
            }
        }
        return answer_json(told)

    return api
