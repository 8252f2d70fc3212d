"""The review door over REST: the list with deadlines, one whole review, and its files."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, request
from pydantic import Field
from typing_extensions import TypedDict

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.actor import HUMAN_ROLES
from command_center.domain.fact import Fact
from command_center.domain.payload import Words
from command_center.domain.reviews.steps import DUE_AFTER_MS
from command_center.domain.state.review import Review
from command_center.reports.dossiers import dossier_of
from command_center.reports.export.file import MEDIA, SHOWING, Ending, make, plain_name, spoken_name
from command_center.reports.export.outline import Outline
from command_center.reports.export.tables import TABLES
from command_center.reports.own_times import own_times
from command_center.reports.plan_rows import action_row
from command_center.reports.review_report import clock_row, whole
from command_center.reports.sources import Sources, Subject
from command_center.reports.who_may import who_may
from command_center.store.journal import Journal
from command_center.store.series.readings import Readings
from command_center.web.doors.drills.type_faces import list_type_faces
from command_center.web.request.answer_shapes import (
    ANYTHING,
    FILE,
    INTEGER,
    TEXT,
    Described,
    record,
    rows,
)
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, query
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.language import language_of
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import READS, door
from command_center.web.request.revealed import PREFIX, REVIEW, Reveals
from command_center.web.request.told_facts import ToldFacts
from command_center.web.worker_threads import NativeThreads
from command_center.words import LANGUAGES

FILES_AT_ONCE = 1
"""A figure is drawn with settings of the whole process: one file at a time."""


class ReviewAsked(Asked):
    """The language of a file; by default that of the request."""

    lang: str | None = Field(default=None, pattern=f"^({'|'.join(LANGUAGES)})$")


class DocumentAsked(ReviewAsked):
    """The standard whose headings are used; by default the usual one for the language."""

    outline: Outline | None = None


class TableAsked(ReviewAsked):
    """Which table of the review; by default the response times."""

    table: str = Field(default="timing", pattern=f"^({'|'.join(TABLES)})$")


class ReviewFacts(TypedDict):
    """Every fact in a review's log that the reader may see, newest first; otherwise as in `Found`."""

    facts: list[Fact]
    directives: dict[str, Words]
    drills: dict[str, Mapping[str, Mapping[str, Words]]]
    matters: dict[str, str]
    late: dict[str, int]


REVIEWS_TOLD = Described(
    "Reviews",
    record(
        {
            "reviews": rows({"type": "object"}),
            "running": rows({"type": "object"}),
            "withdrawn": rows({"type": "object"}),
            "open_actions": rows({"type": "object"}),
            "steps": rows(record({"step": TEXT, "due_after_ms": INTEGER})),
        }
    ),
)
GET_REVIEWS = door(
    "get", "/reviews",
    summary="Every review with its clock, and the actions still open",
    answers="The newest first",
    roles=HUMAN_ROLES, reveals=REVIEW, bad=(*READS, 404), answer=REVIEWS_TOLD,
)  # fmt: skip

GET_REVIEWS_OWN = door(
    "get", "/reviews/own",
    summary="Your own times in past drills",
    answers="Of each drill that is over: whether you commanded, and the times that you ended",
    roles=HUMAN_ROLES, reveals=REVIEW, bad=(*READS, 404), answer=ANYTHING,
)  # fmt: skip

GET_REVIEWS_NAME = door(
    "get", "/reviews/<name>",
    summary="The review of an incident or drill, whole; of one that goes on, its draft so far",
    answers="Clock, draft, findings, actions, ratings, signatures",
    roles=HUMAN_ROLES, reveals=REVIEW, bad=(*READS, 404, 422), answer=ANYTHING, query=ReviewAsked,
)  # fmt: skip

GET_REVIEWS_NAME_FACTS = door(
    "get", "/reviews/<name>/facts",
    summary="The facts of the log of a review",
    answers="Newest first, with what their sentences need",
    roles=HUMAN_ROLES, reveals=Reveals((frozenset({"review"}), frozenset({"ticker"}))),
    bad=(*READS, 404), answer=ReviewFacts,
)  # fmt: skip

GET_REVIEWS_NAME_DOCX = door(
    "get", "/reviews/<name>.docx",
    summary="The review as a Word document",
    answers="A file",
    roles=HUMAN_ROLES, reveals=REVIEW, bad=(*READS, 404, 422), answer=FILE, query=DocumentAsked,
    content_type=MEDIA["docx"],
)  # fmt: skip

GET_REVIEWS_NAME_XLSX = door(
    "get", "/reviews/<name>.xlsx",
    summary="All its tables as an Excel workbook",
    answers="A file",
    roles=HUMAN_ROLES, reveals=REVIEW, bad=(*READS, 404, 422), answer=FILE, query=ReviewAsked,
    content_type=MEDIA["xlsx"],
)  # fmt: skip

GET_REVIEWS_NAME_CSV = door(
    "get", "/reviews/<name>.csv",
    summary="One of its tables for a spreadsheet",
    answers="A file",
    roles=HUMAN_ROLES, reveals=REVIEW, bad=(*READS, 404, 422), answer=TEXT, query=TableAsked,
    content_type="text/csv",
)  # fmt: skip

GET_REVIEWS_NAME_JSON = door(
    "get", "/reviews/<name>.json",
    summary="Everything there is of it, for programs",
    answers="A file",
    roles=HUMAN_ROLES, reveals=REVIEW, bad=(*READS, 404, 422), answer=ANYTHING, query=ReviewAsked,
)  # fmt: skip


def reviews_api(
    desk: Desk,
    journal: Journal,
    readings: Readings,
    callers: Callers,
    telling: ToldFacts,
    clock: Clock,
    data_dir: Path,
) -> Blueprint:
    """The routes `GET /reviews`, `/reviews/ID`, the facts of its log (`/reviews/ID/facts`), and its files,
    `/reviews/ID.docx`, `.xlsx`, `.csv`, `.json`; `/reviews/own` gives callers their own times in past drills.
    """
    api = Blueprint("reviews", __name__)
    beside = NativeThreads(FILES_AT_ONCE)
    sources = Sources(desk, journal, NativeThreads(1).do)

    @GET_REVIEWS.on(api, callers)
    def listed(_: Caller) -> Response:
        reviews = desk.state.reviews
        known = sorted(reviews.by_id.values(), key=lambda one: one.ended_at, reverse=True)
        return answer_json(
            {
                "reviews": [_summary(desk, review) for review in known],
                "running": [
                    {"id": one.id, "title": one.title, "t0": one.t0}
                    for one in desk.state.open_incidents.values()
                ],
                "withdrawn": [
                    {"id": one.id, "title": one.title, "t0": one.t0, **one.withdrawn.as_row()}
                    for one in reversed(desk.state.incidents.values())
                    if one.withdrawn is not None
                ],
                "who_may": who_may(),
                "open_actions": [action_row(action) for action in reviews.open_actions()],
                "steps": [
                    {"step": step, "due_after_ms": after} for step, after in DUE_AFTER_MS.items()
                ],
            }
        )

    @GET_REVIEWS_OWN.on(api, callers)
    def own(caller: Caller) -> Response:
        person = caller.actor.person
        drills = own_times(sources, desk.state, person, clock.now()) if person else []
        return answer_json({"person": person, "drills": drills})

    @GET_REVIEWS_NAME.on(api, callers)
    def one(_: Caller, name: str) -> Response:
        query(request, ReviewAsked)
        report = report_of(sources, desk, subject_of(sources, name), clock.now())
        return answer_json(report | {"who_may": who_may()})

    @GET_REVIEWS_NAME_FACTS.on(api, callers)
    def log(caller: Caller, name: str) -> Response:
        subject = subject_of(sources, name)
        own = {fact.seq for fact in sources.draft(subject, clock.now()).record.facts}
        shown = [f for f in sources.facts(subject) if f.seq in own and telling.sees(caller, f)]
        told: ReviewFacts = {"facts": shown[::-1], **telling.beside(shown)}
        return answer_json(told)

    def file(name: str, ending: Ending, lang: str | None, **choices: Any) -> Response:
        subject = subject_of(sources, name)
        lang = lang or language_of(request.environ, desk.site.language)
        shows = ending in SHOWING
        dossier = dossier_of(sources, desk.state, subject, readings, clock.now(), pictures=shows)
        content = beside.do(lambda: make(dossier, ending, lang, **choices))
        spoken = spoken_name(dossier, ending, lang, choices.get("outline"))
        return _file(content, MEDIA[ending], plain_name(dossier, ending), spoken)

    @GET_REVIEWS_NAME_DOCX.on(api, callers)
    def document(_: Caller, name: str) -> Response:
        asked = query(request, DocumentAsked)
        if beside.needed:
            list_type_faces(data_dir)
        return file(name, "docx", asked.lang, outline=asked.outline)

    @GET_REVIEWS_NAME_XLSX.on(api, callers)
    def workbook(_: Caller, name: str) -> Response:
        return file(name, "xlsx", query(request, ReviewAsked).lang)

    @GET_REVIEWS_NAME_CSV.on(api, callers)
    def table(_: Caller, name: str) -> Response:
        asked = query(request, TableAsked)
        return file(name, "csv", asked.lang, table=asked.table)

    @GET_REVIEWS_NAME_JSON.on(api, callers)
    def everything(_: Caller, name: str) -> Response:
        return file(name, "json", query(request, ReviewAsked).lang)

    return api


def subject_of(sources: Sources, name: str) -> Subject:
    """The incident or drill of this id. Raises the 404 Problem."""
    found = sources.subject(name)
    if found is None:
        raise Problem("not_found", 404, path=f"{PREFIX}/reviews/{name}")
    return found


def report_of(sources: Sources, desk: Desk, subject: Subject, now: int) -> dict[str, Any]:
    """The review of an incident or drill, as `GET /reviews/ID` returns it."""
    return whole(sources, desk.state, subject, sources.site_of(subject).zone, now)


def _summary(desk: Desk, review: Review) -> dict[str, Any]:
    reviews = desk.state.reviews
    actions = reviews.actions_of(review)
    return {
        "id": review.id,
        "subject": review.subject,
        "exercise": review.exercise,
        "title": review.title,
        "clock": clock_row(reviews, review),
        "signed": review.signed,
        "findings": len(review.findings),
        "actions": len(actions),
        "open_actions": sum(action.closed_at is None for action in actions),
        "grade": review.grade[0] if review.grade else None,
    }


def _file(content: bytes, media: str, plain: str, spoken: str) -> Response:
    """To be kept, not shown; the name in ASCII for old programs and as it is said for all others
    (RFC 6266)."""
    answer = Response(content, content_type=media)
    answer.headers["Cache-Control"] = "no-store"
    names = f"filename=\"{plain}\"; filename*=UTF-8''{quote(spoken, safe='')}"
    answer.headers["Content-Disposition"] = f"attachment; {names}"
    return answer
