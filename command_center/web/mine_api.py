"""What the person who asks owes now, and one matter as they see it: open, or what became of it."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request

from command_center.analysis.called_values import about, called_values
from command_center.analysis.named import Named
from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.actor import HUMAN_ROLES
from command_center.domain.matters.mine import MoveOffered, SpotOffered, owed, seen
from command_center.domain.matters.play import titled
from command_center.domain.matters.reading import Reach, may_read, may_read_open, reach_of
from command_center.domain.refusal import Refusal
from command_center.domain.registry import Context
from command_center.domain.reviews.draft.names import Names
from command_center.domain.template_language.law import Law
from command_center.domain.text import Text
from command_center.store.matters import MatterTable
from command_center.web.answers import answer_json
from command_center.web.callers import Caller, Callers
from command_center.web.language import language_of
from command_center.web.problem import Problem
from command_center.web.rounds_api import point_told
from command_center.words import say


@dataclass(frozen=True, slots=True)
class Mine:
    """What these doors lead to. `fallback` is the site's language."""

    table: MatterTable
    desk: Desk
    callers: Callers
    clock: Clock
    fallback: str


def mine_api(mine: Mine) -> Blueprint:
    """`GET /mine`, `GET /mine/MATTER`."""
    api = Blueprint("mine", __name__)
    m = mine

    def asks() -> Caller:
        caller = m.callers.of(request)
        caller.must_be(HUMAN_ROLES, "mine")
        return caller

    @api.get("/mine")
    def lines() -> Response:
        caller = asks()
        person, now = caller.actor.person, m.clock.now()
        found = [] if person is None else owed(m.desk.state, m.desk.templates, person, now)
        names, named = Names(m.desk.site), Named(m.desk.templates)
        told: list[dict[str, Any]] = [
            {name.rstrip("_"): _words(value) for name, value in one.items()} for one in found
        ]
        for line in told:
            if line["kind"] == "matter":
                line["what"] = about(m.desk.state.matters.open[line["id"]], named, names)
        return answer_json({"at": now, "person": person, "owed": told})

    @api.get("/mine/<matter>")
    def one(matter: str) -> Response:
        caller = asks()
        known = m.desk.state.matters.open.get(matter)
        reach = reach_of(m.desk.state, m.desk.site, caller.role, caller.actor.person)
        if known is None:
            return answer_json(_ended(m, matter, reach))
        if not may_read_open(known, reach):
            raise Problem("not_found", 404, path=request.path)
        ctx = Context(m.clock.now(), caller.actor, m.desk.site, templates=m.desk.templates)
        found = seen(m.desk.state, matter, ctx)
        if isinstance(found, Refusal):
            raise Problem("not_found", 404, path=request.path)
        lang = language_of(request.environ, m.fallback)
        shown, moves = found["matter"], [_move(move, lang) for move in found["moves"]]
        fields = {
            name: field.model_dump(mode="json", by_alias=True, exclude_none=True)
            for name, field in found["fields"].items()
        }
        return answer_json({
            "id": shown.id, "number": shown.number, "title": shown.title, "template": shown.template,
            "state": shown.state, "place": shown.place, "category": shown.category, "opener": shown.opener,
            "opened_at": shown.opened_at, "version": shown.version, "values": shown.fields,
            "holders": shown.holders, "parties": shown.parties, "due": shown.due,
            "colour": found["colour"], "repeats": shown.repeats, "history": shown.history,
            "way": [{**step, "title": _words(step["title"])} for step in found["way"]],
            "fields": fields, "order": list(fields), "moves": moves, "at": m.clock.now(),
            "called": called_values(shown.fields, found["fields"], Named(m.desk.templates), m.desk.state),
            "named": {
                name: _words(found["template"].parties[name].title or name) for name in found["names"]
            },
            "fills": found["fills"],
            "hands_over": {
                name: [{"id": one.id, "number": one.number, "title": one.title} for one in others]
                for name, others in found["hands_over"].items()
            },
            "inside": found["template"].inside.list if found["template"].inside else None,
            "law": _law(found["template"].law),
            "spots": [_spot(m.desk, one) for one in found["spots"]],
            "points": {
                name: [point_told(m.desk.site, spot) for spot in spots]
                for name, spots in found["points"].items()
            },
        })  # fmt: skip

    return api


def _ended(mine: Mine, matter: str, reach: Reach) -> dict[str, Any]:
    """What became of a matter that has ended, for who may read it."""
    row = mine.table.one(matter)
    if row is None or not may_read(row, reach):
        raise Problem("not_found", 404, path=request.path)
    shelf = mine.desk.templates
    pinned = None if shelf is None else shelf.pinned(row["revision"])
    state = row["state"] if pinned is None else _words(titled(pinned.template, row["state"]))
    named = {name: row[name] for name in ("id", "number", "title", "ended_at")}
    return {**named, "state": state, "at": mine.clock.now()}


def _law(law: Law | None) -> dict[str, Any] | None:
    """Which document the form follows, and with what its clauses were compared."""
    if law is None:
        return None
    source = law.source
    return {
        "of": law.of,
        "checked": law.checked,
        "source": None if source is None else _words(source),
    }


def _words(title: Any) -> Any:
    """A text of both languages as JSON; anything else as it is."""
    return title.model_dump() if isinstance(title, Text) else title


def _spot(desk: Desk, spot: SpotOffered) -> dict[str, Any]:
    """With the names of who may sign."""
    people = desk.site.person_by_id
    named = [
        {"id": one, "name": people[one].name.model_dump() if one in people else one}
        for one in spot["people"]
    ]
    return {
        **spot,
        "title": _words(spot["title"]),
        "called": _words(spot["called"]),
        "people": named,
    }


def _move(move: MoveOffered, lang: str) -> dict[str, Any]:
    """With the sentence of what hinders it, and what would mend that."""
    why = move["hindered"]
    told = mend = None
    if why is not None:
        told = say(lang, f"refusal.{why.code}", **why.params)
        mend = say(lang, f"refusal.{why.code}.mend", **why.params)
    return {**move, "title": _words(move["title"]), "hindered": told, "mend": mend}
