"""The replay door: which seconds of the past exist, and the rows of one of them."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request
from pydantic import Field

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.domain.fact import Fact
from command_center.domain.registry import EpochMs
from command_center.domain.scenarios.sealed import content_of
from command_center.live.audience import may_see, plain
from command_center.live.replay import Replay, Subject, as_rows
from command_center.live.rows.row import Row
from command_center.web.request import answer_types as answers
from command_center.web.request.answer_shapes import INTEGER, Described, record
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, query
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import READS, door
from command_center.web.request.revealed import BY_ROW, topic

DIRECTION = frozenset({Role.CONTROLLER, Role.EVALUATOR})


class MomentAsked(Asked):
    """A second of the subject (`at`, real UTC epoch ms; by default the end), or the moment of one of its facts
    (`fact`), and whose screen it was: only rows that this role could see, among those the caller may see.
    """

    at: EpochMs | None = None
    fact: int | None = Field(default=None, ge=1, le=2**53)
    seen_by: Role | None = Field(default=None)


@dataclass(frozen=True, slots=True)
class Replays:
    """What the routes of replays need of the center."""

    desk: Desk
    replay: Replay
    callers: Callers
    clock: Clock


# which of both follows from the name
GET_REPLAY_NAME = door(
    "get", "/replay/<name>",
    summary="What of an incident or drill can be looked at again",
    answers="Its span and outstanding facts",
    roles=HUMAN_ROLES, reveals=topic("incident", "drill"), bad=(*READS, 404), answer=answers.Replay,
)  # fmt: skip

MOMENT_TOLD = Described(
    "Moment",
    record(
        {
            "at": INTEGER,
            "clock": INTEGER,
            "seq": INTEGER,
            "rows": {"$ref": "#/components/schemas/Rows"},
        }
    ),
)
GET_REPLAY_NAME_BOARD = door(
    "get", "/replay/<name>/board",
    summary="The board as it was at a second of it",
    answers="Rows under plain topics",
    roles=HUMAN_ROLES, reveals=BY_ROW, bad=(*READS, 404, 422), answer=MOMENT_TOLD,
    query=MomentAsked,
)  # fmt: skip


def replay_api(replays: Replays) -> Blueprint:
    """`GET /replay/ID` and `GET /replay/ID/board?at&fact&seen_by`, of an incident or drill."""
    api = Blueprint("replay", __name__)
    r = replays

    @GET_REPLAY_NAME.on(api, r.callers)
    def span(caller: Caller, name: str) -> Response:
        found = _subject(r, caller, name)
        drill = r.desk.state.drills.get(found.drill or "")
        shown = {"revealed": drill is not None and drill.revealed, "exercise": drill is not None}
        seen = [
            f
            for f in found.marks
            if caller.has_topic("ticker")
            and may_see(caller.role, "ticker", "0", shown | {"kind": f.kind, "data": f.data})
        ]
        if not caller.has_topic("incident" if found.drill is None else "drill"):
            raise Problem("not_found", 404, path=request.path)
        observed = caller.has_topic("drill", "review")
        told: answers.Replay = {
            "id": found.id,
            "title": found.title,
            "exercise": found.drill is not None,
            "since": found.since,
            "until": found.until,
            "marks": [{"seq": f.seq, "at": f.recorded_at, "kind": f.kind} for f in seen],
            "notes": [_note(f) for f in found.notes] if observed else [],
            "objectives": _objectives(r, found) if observed else {},
        }
        return answer_json(told)

    @GET_REPLAY_NAME_BOARD.on(api, r.callers)
    def moment(caller: Caller, name: str) -> Response:
        found, asked = _subject(r, caller, name), query(request, MomentAsked)
        wanted = found.until if asked.at is None else asked.at
        if asked.fact is not None:
            named = r.replay.fact(asked.fact)
            wanted = found.until if named is None else named.recorded_at
        at = min(max(wanted, found.since), found.until)
        seq, clock, changes = r.replay.board(found, at)
        roles = {caller.role, asked.seen_by or caller.role}

        def seen(topic: str, key: str, row: Row) -> bool:
            return caller.has_topic(plain(topic)) and all(
                may_see(role, topic, key, row) for role in roles
            )

        rows = as_rows(changes, seen)
        return answer_json({"at": at, "clock": clock, "seq": seq, "rows": rows})

    return api


def _objectives(r: Replays, found: Subject) -> dict[str, Any]:
    """The words of a drill's objectives by their ids, once the journal has revealed them."""
    drill = r.desk.state.drills.get(found.drill or "")
    told = r.replay.fact(drill.revealed_seq) if drill and drill.revealed_seq else None
    content = content_of(told.data["content"]) if told else None
    return {one.id: one.text.as_row() for one in content.plan.objectives} if content else {}


def _note(fact: Fact) -> answers.Note:
    """An observer's note: whoever sees the replay of a drill may read them, as in its review."""
    return {
        "seq": fact.seq,
        "at": fact.recorded_at,
        "by": fact.speaker or fact.actor,
        "objective": fact.data["objective"],
        "rating": fact.data["rating"],
        "note": fact.data["note"],
        "photographs": fact.data.get("photographs", []),
    }


def _subject(r: Replays, caller: Caller, name: str) -> Subject:
    """What is replayed; of a drill that still runs only to those who direct it."""
    drill = r.desk.state.drills.get(name)
    hidden = drill is not None and drill.ended_at is None and caller.role not in DIRECTION
    found = None if hidden else r.replay.subject(r.desk.state, name, r.clock.now())
    if found is None:
        raise Problem("not_found", 404, path=request.path)
    return found
