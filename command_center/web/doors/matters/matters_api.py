"""The matter door: lists by indexed columns, and one matter with its fields and its history."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

from flask import Blueprint, Response, request
from pydantic import Field

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.actor import HUMAN_ROLES
from command_center.domain.fact import Fact
from command_center.domain.matters.deadlines import worst
from command_center.domain.matters.reading.exchange import HAZARDS, RISK, exchange
from command_center.domain.matters.reading.readers import Reach, fields_of, may_read, reach_of
from command_center.store.matters import MatterTable, Wanted
from command_center.web.request.answer_shapes import INTEGER, TEXT, Described, record, rows
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, query
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import READS, door
from command_center.web.request.revealed import MATTERS

EXCHANGED = 1_000
"""Matters of a template in one page of the exchange file (ours). All pages together are the whole."""
READ_TOGETHER = 200
"""Ended matters whose facts are read in one query: some thousands, a few megabytes (ours)."""
PAGE = 100
"""Rows of one page (ours)."""
Word = Annotated[str, Field(max_length=60)]


class ExchangeAsked(Asked):
    """Which page of the file, from 0. The file says how many pages there are."""

    page: int = Field(default=0, ge=0, le=100_000)


class MattersAsked(Asked):
    """Which matters; `open` and `mine` are 1 or 0. Pages count from 0."""

    template: Word | None = None
    state: Word | None = None
    place: Word | None = None
    open: bool | None = None
    mine: bool = False
    page: int = Field(default=0, ge=0, le=100_000)


MATTERS_TOLD = Described(
    "Matters",
    record(
        {"matters": rows({"type": "object"}), "total": INTEGER, "page": INTEGER, "size": INTEGER}
    ),
)
GET_MATTERS = door(
    "get", "/matters",
    summary="Matters of all templates, the newest first, by pages",
    answers="All of them for who may read every matter; for anybody else those of which they are a party",
    roles=HUMAN_ROLES, reveals=MATTERS, bad=(*READS, 422), answer=MATTERS_TOLD, query=MattersAsked,
)  # fmt: skip

EXCHANGE_TOLD = Described(
    "Exchange",
    record(
        {
            "layout": TEXT,
            "specification": {"type": "object"},
            "site": TEXT,
            "made_at": INTEGER,
            "page": INTEGER,
            "pages": {"type": "integer", "description": "So many are the whole file together."},
            "risks": rows({"type": "object"}),
            "hazards": rows({"type": "object"}),
        }
    ),
)
GET_EXCHANGE_DOUBLE_PREVENTION = door(
    "get", "/exchange/double-prevention",
    summary="Risks and hazards as an exchange file, which says to which specification it is",
    answers="The file, of what the caller may read, by pages",
    roles=HUMAN_ROLES, reveals=MATTERS, what="matters", bad=(*READS, 422), answer=EXCHANGE_TOLD,
    query=ExchangeAsked,
)  # fmt: skip

MATTER_TOLD = Described(
    "Matter",
    {"type": "object"},
)
GET_MATTERS_MATTER = door(
    "get", "/matters/<matter>",
    summary="One matter: its fields, its deadlines and its whole story",
    answers="The matter, open or ended",
    roles=HUMAN_ROLES, reveals=MATTERS, bad=(*READS, 404), answer=MATTER_TOLD,
)  # fmt: skip


def matters_api(table: MatterTable, desk: Desk, callers: Callers, clock: Clock) -> Blueprint:
    """`GET /matters` and `GET /matters/ID`, of what the caller may read (`domain/matters/reading/readers.py`)."""
    api = Blueprint("matters", __name__)

    def reach(caller: Caller) -> Reach:
        return reach_of(
            desk.state, desk.site, caller.role, caller.actor.person, looks_only=caller.read_only
        )

    @GET_MATTERS.on(api, callers)
    def listed(caller: Caller) -> Response:
        asked = query(request, MattersAsked)
        person = (caller.actor.person or "-") if asked.mine else None
        wanted = Wanted(
            asked.template,
            asked.state,
            asked.place,
            None if asked.open is None else not asked.open,
            person,
            reach(caller),
        )
        rows, total = table.page(wanted, asked.page, PAGE)
        now = clock.now()
        told = [_row(desk, row, now) for row in rows]
        return answer_json({"matters": told, "total": total, "page": asked.page, "size": PAGE})

    @GET_EXCHANGE_DOUBLE_PREVENTION.on(api, callers)
    def double_prevention(caller: Caller) -> Response:
        page = query(request, ExchangeAsked).page
        rows: list[Mapping[str, Any]] = []
        most = 0
        for template in (RISK, *HAZARDS):
            wanted = Wanted(template, None, None, None, None, reach(caller))
            found, total = table.page(wanted, page, EXCHANGED)
            rows += found
            most = max(most, total)
        pages = max(1, -(-most // EXCHANGED))
        told = exchange(desk.site.id, clock.now(), with_fields(rows), page, pages)
        answer = answer_json(told)
        answer.headers["Content-Disposition"] = 'attachment; filename="double-prevention.json"'
        return answer

    def with_fields(rows: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        """The rows in their order, each with the fields of its open or ended matter."""
        for begin in range(0, len(rows), READ_TOGETHER):
            some = rows[begin : begin + READ_TOGETHER]
            # Asked once, before the query: a matter that ends while it runs would be in neither.
            known = {row["id"]: desk.state.matters.open.get(row["id"]) for row in some}
            facts = table.facts_of(row for row in some if known[row["id"]] is None)
            for row in some:
                matter = known[row["id"]]
                fields = fields_of(facts.get(row["id"], ())) if matter is None else matter.fields
                yield {**row, "fields": fields}

    @GET_MATTERS_MATTER.on(api, callers)
    def one(caller: Caller, matter: str) -> Response:
        matter = desk.state.matters.known_as(matter)
        row = table.one(matter)
        if row is None or not may_read(row, reach(caller)):
            raise Problem("not_found", 404, path=request.path)
        facts = table.facts_of([row])[matter]
        known = desk.state.matters.open.get(matter)
        fields = known.fields if known is not None else fields_of(facts)
        story = [_told(fact) for fact in facts]
        return answer_json(_row(desk, row, clock.now()) | {"fields": fields, "story": story})

    return api


def _row(desk: Desk, row: Mapping[str, Any], now: int) -> dict[str, Any]:
    """A row with what only the open matter knows: its version, whose turn it is, its deadlines and their colour."""
    known = desk.state.matters.open.get(row["id"])
    more: dict[str, Any] = {"version": None, "holders": [], "due": [], "colour": None, "inside": []}
    if known is not None:
        more = {
            "version": known.version, "holders": known.holders, "due": known.due, "colour": worst(known, now),
            "inside": list(known.inside),
        }  # fmt: skip
    return {**row, **more}


def _told(fact: Fact) -> dict[str, Any]:
    """A line of the story: which fact, when, by whom, and what it says but for what follows from it."""
    data = {name: value for name, value in fact.data.items() if name not in ("matter", "after")}
    return {
        "seq": fact.seq, "at": fact.at, "recorded_at": fact.recorded_at, "kind": fact.kind,
        "by": fact.speaker or fact.actor, "via": fact.via.value, "data": data,
    }  # fmt: skip
