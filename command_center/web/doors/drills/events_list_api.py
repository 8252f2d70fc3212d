"""The master scenario events list (MSEL) as an Excel workbook: exported from a scenario or drill, imported into a
scenario.
"""

from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from typing import Any

from flask import Blueprint, Request, Response, request
from pydantic import Field

from command_center.domain.actor import HUMAN_ROLES
from command_center.domain.scenarios.scenario import Scenario
from command_center.domain.scenarios.sealed import content_of
from command_center.domain.site.parts.base import Id
from command_center.domain.state.drills.drill import Drill
from command_center.scenario_file import read_text
from command_center.scenario_file.events_list import (
    CONTENT_TYPE,
    Became,
    Edited,
    EventsList,
    ListError,
    ReaderBusy,
    Sheets,
    opened,
    place_told,
    read_list,
    renamed,
    retold,
    written,
)
from command_center.site_file import Problem as Mistake
from command_center.web.doors.drills.drills_api import (
    COORDINATORS,
    DIRECTION,
    Drills,
    drill_of,
)
from command_center.web.doors.drills.scenarios_api import MOST_TOLD, Scenarios, told
from command_center.web.request.answer_shapes import FILE, INTEGER, TEXT, Described, record, rows
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, query, whole_body
from command_center.web.request.callers import Caller
from command_center.web.request.language import language_of
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import READS, WRITES, door
from command_center.web.request.revealed import DRILL
from command_center.words import say


class ListAsked(Asked):
    """`save_as` is the id under which the list is saved at once as the site's own scenario. Without it nothing is
    saved: the answer is a draft.
    """

    save_as: Id | None = Field(default=None)


class ListProblem(Problem):
    """422: a list with mistakes, each with its sheet, row and column."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("msel_wrong", 422, count=len(mistakes))
        self.mistakes = mistakes

    def members(self, lang: str) -> dict[str, Any]:
        """The members of the problem document, with every mistake."""
        shown = [place_told(one, lang) for one in self.mistakes[:MOST_TOLD]]
        return Problem.members(self, lang) | {"problems": shown}


GET_SCENARIOS_SCENARIO_MSEL_XLSX = door(
    "get", "/scenarios/<scenario>/msel.xlsx",
    summary="A scenario's master scenario events list",
    answers="A workbook: one row an inject, one an expectation",
    roles=DIRECTION, reveals=DRILL, what="drills", bad=(*READS, 404), answer=FILE,
    content_type=CONTENT_TYPE,
)  # fmt: skip

LISTED_TOLD = Described(
    "Listed",
    record(
        {
            "id": TEXT,
            "text": TEXT,
            "base": INTEGER,
            "saved": {"type": ["object", "null"]},
            "added": rows(TEXT),
            "changed": rows(TEXT),
            "removed": rows(TEXT),
            "scenario": {"type": "object"},
        }
    ),
)
POST_SCENARIOS_SCENARIO_MSEL = door(
    "post", "/scenarios/<scenario>/msel",
    summary="Bring an edited list back",
    answers="A draft, or saved under `save_as`; mistakes are listed under `problems` with sheet, row and column (422)",
    roles=COORDINATORS, reveals=DRILL, what="drills", writes=False, bad=(*WRITES, 404, 409, 503),
    answer=LISTED_TOLD, query=ListAsked, takes=(CONTENT_TYPE,),
)  # fmt: skip

GET_DRILLS_DRILL_MSEL_XLSX = door(
    "get", "/drills/<drill>/msel.xlsx",
    summary="The events list of a drill that has started, with what became of each; once revealed, to everybody "
    "who may know of the drill",
    answers="A workbook",
    roles=HUMAN_ROLES, reveals=DRILL, bad=(*READS, 404), answer=FILE, content_type=CONTENT_TYPE,
)  # fmt: skip


def events_list_api(s: Scenarios, d: Drills) -> Blueprint:
    """`GET /scenarios/ID/msel.xlsx`, `POST /scenarios/ID/msel`, `GET /drills/ID/msel.xlsx`."""
    api = Blueprint("events_list", __name__)

    def lang() -> str:
        return language_of(request.environ, s.fallback)

    @GET_SCENARIOS_SCENARIO_MSEL_XLSX.on(api, s.callers)
    def of_scenario(_: Caller, scenario: str) -> Response:
        found, text = s.shelf.scenario(scenario), s.shelf.text_of(scenario)
        if found is None or text is None:
            raise Problem("not_found", 404, path=request.path)
        out = EventsList(
            "scenario", found.id, found.name, _digest(text), found.injects, found.expectations
        )
        return _workbook(s.beside.do(partial(written, out, lang())), found.id)

    @POST_SCENARIOS_SCENARIO_MSEL.on(api, s.callers)
    def into_scenario(caller: Caller, scenario: str) -> Response:
        asked = query(request, ListAsked)
        base, text = s.shelf.scenario(scenario), s.shelf.text_of(scenario)
        if base is None or text is None:
            raise Problem("not_found", 404, path=request.path)
        book = _opened(_parcel(request), s)
        edited = s.beside.do(partial(_read, book, base, text))
        if isinstance(edited, ListError):
            raise ListProblem(edited.problems)
        own = s.own(scenario)
        of_library = s.shelf.of_library(scenario)
        id = asked.save_as or (s.copy_id(scenario) if of_library else scenario)
        draft, now = s.beside.do(partial(_told_again, text, base, edited.scenario, id))
        if draft is None or now is None:
            raise Problem("scenario_other_id", 422, scenario=id, id=scenario)
        revision = 0 if own is None or id != scenario else own.revision
        saved = s.save(caller, draft, now, revision)["own"] if asked.save_as else None
        return answer_json(
            {
                "id": id,
                "text": draft,
                "base": revision,
                "saved": saved,
                "added": edited.added,
                "changed": edited.changed,
                "removed": edited.removed,
                "scenario": told(s.shelf.on_site(now), lang()),
            }
        )

    @GET_DRILLS_DRILL_MSEL_XLSX.on(api, s.callers)
    def of_drill(caller: Caller, drill: str) -> Response:
        found = drill_of(d, caller, drill)
        kept = d.sealed.of(found.commitment) if found.started_at is not None else None
        if not found.revealed:
            caller.must_be(DIRECTION, "drills")
        content = content_of(kept and kept.content)
        if kept is None or content is None:  # sealed still: nobody reads it
            raise Problem("not_found", 404, path=request.path)
        plan = content.plan
        out = EventsList(
            "drill", found.id, plan.name, _digest(kept.content), plan.injects, plan.expectations,
            became=_became(found, lang()),
            about=[
                (say(lang(), "msel.of.scenario"), f"{plan.scenario} {plan.scenario_version}"),
                (say(lang(), "msel.seal"), found.commitment or ""),
            ],
        )  # fmt: skip
        return _workbook(s.beside.do(partial(written, out, lang())), found.id)

    return api


def _opened(parcel: bytes, s: Scenarios) -> Sheets:
    try:
        return opened(parcel, s.workbooks)
    except ReaderBusy as error:
        raise Problem("reader_busy", 503, headers={"Retry-After": "20"}) from error
    except ListError as error:
        raise ListProblem(error.problems) from error


def _read(book: Sheets, base: Scenario, text: str) -> Edited | ListError:
    """The list, or its mistakes as an answer: what is raised beside the loop is logged as a fault."""
    try:
        return read_list(book, base, text, _digest(text))
    except ListError as error:
        return error


def _told_again(
    text: str, base: Scenario, now: Scenario, id: str
) -> tuple[str | None, Scenario | None]:
    """The text of `now` under this id, and the scenario it reads as."""
    draft = renamed(retold(text, base, now), id)
    return draft, None if draft is None else read_text(draft, id)[0]


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _parcel(asked: Request) -> bytes:
    encoding = asked.headers.get("Content-Encoding", "identity")
    if asked.mimetype != CONTENT_TYPE or encoding != "identity":
        raise Problem("not_xlsx", 415, type=(asked.mimetype or "?")[:80])
    return whole_body(asked)


def _workbook(content: bytes, name: str) -> Response:
    response = Response(content, content_type=CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-msel.xlsx"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _became(drill: Drill, lang: str) -> dict[tuple[str, str], Became]:
    def since(exercise_ms: int) -> float:
        return round((exercise_ms - drill.began_exercise_ms) / 1000, 1)

    came: dict[tuple[str, str], Became] = {
        ("injects", one.id): Became(say(lang, f"drills.inject.{one.state}"), since(one.at))
        for one in drill.injects.values()
    }
    for row in drill.expectations.values():
        at = None if row.took_ms is None else since(row.opened + row.took_ms)
        came["expectations", row.id] = Became(say(lang, f"drills.state.{row.state}"), at)
    return came
