"""What the caller has to do now, and one matter as they see it: open, or its result."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request

from command_center.analysis.called_values import about
from command_center.analysis.named import Named
from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.actor import HUMAN_ROLES
from command_center.domain.matters.playing.play import titled
from command_center.domain.matters.reading.later import coming, with_others
from command_center.domain.matters.reading.mine import owed, seen
from command_center.domain.matters.reading.readers import Reach, may_read, may_read_open, reach_of
from command_center.domain.refusal import Refusal
from command_center.domain.registry import Context
from command_center.domain.reviews.draft.names import Names
from command_center.store.matters import MatterTable
from command_center.web.doors.matters.matter_told import matter_told, words_told
from command_center.web.doors.matters.matters_api import MATTER_TOLD
from command_center.web.request.answer_shapes import INTEGER, Described, record, rows
from command_center.web.request.answers import answer_json
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.language import language_of
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import READS, door
from command_center.web.request.revealed import EVERYTHING, MATTERS


@dataclass(frozen=True, slots=True)
class Mine:
    """What these routes need. `table` holds ended matters. `fallback` is the site's language."""

    desk: Desk
    table: MatterTable
    callers: Callers
    clock: Clock
    fallback: str


MINE_TOLD = Described(
    "Mine",
    record(
        {
            "at": INTEGER,
            "person": {"type": ["string", "null"]},
            "owed": rows({"type": "object"}),
            "with_others": rows({"type": "object"}),
            "coming": rows({"type": "object"}),
        }
    ),
)
# matters, directives and actions of reviews
GET_MINE = door(
    "get", "/mine",
    summary="What the person who asks owes: matters, directives and review actions, the gravest first; what others "
    "have in hand for them, and what comes next",
    answers="The lists",
    roles=HUMAN_ROLES, reveals=EVERYTHING, answer=MINE_TOLD,
)  # fmt: skip

GET_MINE_MATTER = door(
    "get", "/mine/<matter>",
    summary="One matter, and which moves who asks may make; or how it ended",
    answers="The matter",
    roles=HUMAN_ROLES, reveals=MATTERS, bad=(*READS, 404), answer=MATTER_TOLD,
)  # fmt: skip


def mine_api(mine: Mine) -> Blueprint:
    """`GET /mine`, `GET /mine/MATTER`."""
    api = Blueprint("mine", __name__)
    m = mine

    @GET_MINE.on(api, m.callers)
    def lines(caller: Caller) -> Response:
        person, now = caller.actor.person, m.clock.now()
        found = [] if person is None else owed(m.desk.state, m.desk.templates, person, now)
        names, named = Names(m.desk.site), Named(m.desk.templates)
        told: list[dict[str, Any]] = [
            {name.rstrip("_"): words_told(value) for name, value in one.items()} for one in found
        ]
        for line in told:
            if line["kind"] == "matter":
                line["what"] = about(m.desk.state.matters.open[line["id"]], named, names)
        ctx = Context(now, caller.actor, m.desk.site, templates=m.desk.templates)
        others = [] if person is None else with_others(m.desk.state, ctx, person)
        ahead = [] if person is None else coming(m.desk.state, ctx, person)
        return answer_json(
            {
                "at": now, "person": person, "owed": told,
                "with_others": [{name: words_told(value) for name, value in one.items()} for one in others],
                "coming": [{name: words_told(value) for name, value in one.items()} for one in ahead],
            }
        )  # fmt: skip

    def ended_told(matter: str, reach: Reach) -> dict[str, Any]:
        """What an ended matter is shown as. Raises the 404 for a matter that has not ended or that the caller may
        not read."""
        row = m.table.one(matter) if matter in m.desk.state.matters.ended else None
        if row is None or not may_read(row, reach):
            raise Problem("not_found", 404, path=request.path)
        pinned = m.desk.templates and m.desk.templates.pinned(row["revision"])
        state = titled(pinned.template, row["state"]) if pinned else row["state"]
        return {
            "id": matter, "number": row["number"], "title": row["title"], "ended_at": row["ended_at"],
            "state": words_told(state),
        }  # fmt: skip

    @GET_MINE_MATTER.on(api, m.callers)
    def one(caller: Caller, matter: str) -> Response:
        matter = m.desk.state.matters.known_as(matter)
        known = m.desk.state.matters.open.get(matter)
        reach = reach_of(
            m.desk.state, m.desk.site, caller.role, caller.actor.person, looks_only=caller.read_only
        )
        if known is None:
            return answer_json(ended_told(matter, reach))
        if not may_read_open(known, reach):
            raise Problem("not_found", 404, path=request.path)
        ctx = Context(m.clock.now(), caller.actor, m.desk.site, templates=m.desk.templates)
        found = seen(m.desk.state, matter, ctx)
        if isinstance(found, Refusal):
            raise Problem("not_found", 404, path=request.path)
        lang = language_of(request.environ, m.fallback)
        return answer_json(
            matter_told(m.desk.site, m.desk.state, m.desk.templates, found, lang, m.clock.now())
        )

    return api
