"""Extra data of the plant page: what is still missing, and who changed a row when."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request
from pydantic import Field

from command_center.desk import Desk
from command_center.domain.actor import HUMAN_ROLES
from command_center.domain.fact import Fact
from command_center.domain.site.changing.nouns import NOUNS
from command_center.domain.site.lacks import NOUN_OF, first_hour
from command_center.domain.state.people.account import commanders
from command_center.store.journal import Journal
from command_center.store.journal.search import Sought, search
from command_center.web.request.answer_shapes import ANYTHING
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, query
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import READS, door
from command_center.web.request.revealed import TICKER, topic

PLANT = "plant"
"""What a 403 of these doors is about."""
MOST_CHANGES = 50


class HistoryOfRow(Asked):
    """The key of the row whose history is asked for."""

    key: str = Field(min_length=1, max_length=140)


@dataclass(frozen=True, slots=True)
class PlantPage:
    """What these routes need. `demo`: everybody may sign in as a role, without an account."""

    desk: Desk
    journal: Journal
    callers: Callers
    demo: bool


GET_PLANT_LACKS = door(
    "get", "/plant/lacks",
    summary="What the plant still lacks before it can be commanded",
    answers="In the order to fill it in, each with the noun that mends it",
    roles=HUMAN_ROLES, reveals=topic("readiness"), what=PLANT, answer=ANYTHING,
)  # fmt: skip

GET_PLANT_NOUNS_NOUN_HISTORY = door(
    "get", "/plant/nouns/<noun>/history",
    summary="Who changed a row of a noun when, newest first",
    answers="Each change with the row before and since",
    roles=HUMAN_ROLES, reveals=TICKER, what=PLANT, bad=(*READS, 404, 422), answer=ANYTHING,
    query=HistoryOfRow,
)  # fmt: skip


def plant_page_api(p: PlantPage) -> Blueprint:
    """`GET /plant/lacks`, `GET /plant/nouns/NOUN/history`."""
    api = Blueprint("plant_page", __name__)

    @GET_PLANT_LACKS.on(api, p.callers)
    def lacks(_: Caller) -> Response:
        state = p.desk.state
        # In a demonstration roles sign in without accounts.
        found = first_hour(
            state.site, 1 if p.demo else commanders(state.accounts, state.site.person_by_id)
        )
        return answer_json({"lacks": [{"lack": one, "noun": NOUN_OF[one]} for one in found]})

    @GET_PLANT_NOUNS_NOUN_HISTORY.on(api, p.callers)
    def history(_: Caller, noun: str) -> Response:
        if noun not in NOUNS:
            raise Problem("not_found", 404, path=request.path)
        key = query(request, HistoryOfRow).key

        def of_row(fact: Fact) -> bool:
            return fact.data.get("noun") == noun and fact.data.get("key") == key

        got = search(
            p.journal.engine,
            p.journal.site,
            Sought("site.changed", about=key),
            before=p.journal.head().seq + 1,
            limit=MOST_CHANGES,
            seen=of_row,
        )
        return answer_json({"noun": noun, "key": key, "changes": [_told(one) for one in got.facts]})

    return api


def _told(fact: Fact) -> dict[str, Any]:
    data = fact.data
    return {
        "seq": fact.seq,
        "at": fact.at,
        "by": fact.actor,
        "noun": data["noun"],
        "key": data["key"],
        "old": data["old"],
        "new": data["new"],
        "reason": data.get("reason"),
    }
