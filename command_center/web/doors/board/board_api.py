"""The board door, and the journal behind it, as the caller's role may see them."""

import time
from collections.abc import Mapping

import orjson
from flask import Blueprint, Response, request
from pydantic import Field
from typing_extensions import TypedDict

from command_center.domain.actor import HUMAN_ROLES
from command_center.domain.fact import Fact
from command_center.domain.payload import Words
from command_center.live.audience import Audience, narrowed
from command_center.live.hub import Hub
from command_center.store.journal import Journal, steps
from command_center.store.journal.search import Sought, search
from command_center.web.request import answer_types as answers
from command_center.web.request.answer_shapes import INTEGER, TEXT, Described, record
from command_center.web.request.answers import answer_bytes, answer_encoded, answer_json
from command_center.web.request.body import Asked, query
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import READS, door
from command_center.web.request.revealed import BY_ROW, TICKER
from command_center.web.request.told_facts import ToldFacts

MOST_FACTS = 10_000
MOST_FOUND = 1_000
CATCHING_UP_S = 1.0
"""So long a board that is behind may catch up before its reader is refused: a fact that was just
accepted is drawn within milliseconds, and a page that is refused asks again a second later."""
_LOOK_S = 0.02


class BoardAsked(Asked):
    """`epoch` and `since` (a rev) of the last frame applied; `topics` separated by commas."""

    epoch: str | None = Field(default=None, max_length=80)
    since: int | None = Field(default=None, ge=0)
    topics: str | None = Field(default=None, max_length=200)


class JournalAsked(Asked):
    """Facts that follow number `after`."""

    after: int = Field(default=0, ge=0, le=2**53)
    limit: int = Field(default=1_000, ge=1, le=MOST_FACTS)


class SearchAsked(Asked):
    """A journal search: facts numbered below `before` (None: from the newest), newest first. `kind` is a kind or an
    area of kinds; `about` the id of anything: a person, a tag, a store, a directive.
    """

    before: int | None = Field(default=None, ge=1, le=2**53)
    limit: int = Field(default=200, ge=1, le=MOST_FOUND)
    kind: str | None = Field(default=None, min_length=1, max_length=80)
    incident: str | None = Field(default=None, min_length=1, max_length=80)
    about: str | None = Field(default=None, min_length=1, max_length=200)


class Found(TypedDict):
    """Facts found, newest first; continue before `before`, None at the end. `directives` gives the text of each
    directive named, `drills` the texts of a drill's injects and expectations, `matters` the number of each matter
    concerned; `late` gives, by fact number, how many ms after the event a late fact was entered.
    """

    facts: list[Fact]
    before: int | None
    head: int
    directives: dict[str, Words]
    drills: dict[str, Mapping[str, Mapping[str, Words]]]
    matters: dict[str, str]
    late: dict[str, int]


BOARD_TOLD = Described(
    "Board",
    record(
        {
            "epoch": TEXT,
            "rev": INTEGER,
            "seq": INTEGER,
            "whole": {"type": "boolean"},
            "rows": {"$ref": "#/components/schemas/Rows"},
        }
    ),
)
GET_BOARD = door(
    "get", "/board",
    summary="The board, or what changed since a revision",
    answers="Rows",
    roles=HUMAN_ROLES, reveals=BY_ROW, good=(200, 304), bad=(*READS, 422, 503), answer=BOARD_TOLD,
    query=BoardAsked,
)  # fmt: skip

GET_JOURNAL = door(
    "get", "/journal",
    summary="Facts in order, as this role may see them",
    answers="Facts",
    roles=HUMAN_ROLES, reveals=TICKER, bad=(*READS, 404, 422), answer=answers.Journal,
    query=JournalAsked,
)  # fmt: skip

GET_JOURNAL_SEARCH = door(
    "get", "/journal/search",
    summary="Facts of a kind, an incident or about something, newest first",
    answers="Facts, and before which number to go on",
    roles=HUMAN_ROLES, reveals=TICKER, bad=(*READS, 404, 422), answer=Found,
    query=SearchAsked,
)  # fmt: skip


def board_api(
    hub: Hub,
    journal: Journal,
    callers: Callers,
    telling: ToldFacts,
) -> Blueprint:
    """The routes `GET /board?epoch&since&topics` (503 while it is not current), `GET /journal?after&limit` and `GET
    /journal/search`.
    """
    api = Blueprint("board", __name__)
    sees = telling.sees

    @GET_BOARD.on(api, callers)
    def board(caller: Caller) -> Response:
        asked = query(request, BoardAsked)
        audience = _audience(caller, asked.topics)
        if not _becomes_current(hub):
            raise Problem("board_behind", 503, headers={"Retry-After": "1"})
        if asked.since is None:
            return answer_encoded(request, hub.board(audience))
        return answer_encoded(request, hub.since(audience, asked.epoch, asked.since))

    @GET_JOURNAL.on(api, callers)
    def facts(caller: Caller) -> Response:
        asked = query(request, JournalAsked)
        upto = min(asked.after + asked.limit, journal.head().seq)
        # `next` moves over facts this role may not see, so that a reader always gets on.
        following, visible = asked.after, []
        for page in steps(journal, asked.after, upto):
            visible += [orjson.dumps(fact) for fact in page if sees(caller, fact)]
            following = page[-1].seq
        ends = orjson.dumps({"next": following, "head": journal.head().seq})
        return answer_bytes(b'{"facts":[' + b",".join(visible) + b"]," + ends[1:])

    @GET_JOURNAL_SEARCH.on(api, callers)
    def found(caller: Caller) -> Response:
        asked = query(request, SearchAsked)
        head = journal.head().seq
        before = min(asked.before or head + 1, head + 1)
        sought = Sought(asked.kind, asked.incident, asked.about)
        got = search(
            journal.engine, journal.site, sought,
            before=before, limit=asked.limit, seen=lambda fact: sees(caller, fact),
        )  # fmt: skip
        told: Found = {
            "facts": got.facts,
            "before": got.before,
            "head": head,
            **telling.beside(got.facts),
        }
        return answer_json(told)

    return api


def _becomes_current(hub: Hub) -> bool:
    until = time.monotonic() + CATCHING_UP_S
    while not hub.current:
        if time.monotonic() > until:
            return False
        time.sleep(_LOOK_S)
    return True


def _audience(caller: Caller, topics: str | None) -> Audience:
    wanted = None if topics is None else [name for name in topics.split(",") if name]
    try:
        return narrowed(caller.role, caller.topics, wanted)
    except ValueError as error:
        raise Problem(
            "invalid",
            422,
            errors=[{"type": "unknown_topic", "loc": ("topics",), "msg": str(error), "input": 0}],
        ) from error
