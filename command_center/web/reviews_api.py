"""Reviews over REST: the list with its clocks, one whole, and its table as a file."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, Response, request
from pydantic import Field

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.actor import HUMAN_ROLES
from command_center.domain.reviews.draft.names import Names
from command_center.domain.site.model import Site
from command_center.domain.state.review import Review
from command_center.reports.plan_rows import action_row
from command_center.reports.review_csv import timing_csv
from command_center.reports.review_report import clock_row, whole
from command_center.reports.sources import Sources, Subject
from command_center.store.journal import Journal
from command_center.web.answers import answer_json
from command_center.web.body import Asked, query
from command_center.web.callers import Caller, Callers
from command_center.web.language import language_of
from command_center.web.problem import Problem
from command_center.words import LANGUAGES, spoken

CSV = "text/csv; charset=utf-8"


class ReviewAsked(Asked):
    """The language of a document; without it that of the request."""

    lang: str | None = Field(default=None, pattern=f"^({'|'.join(LANGUAGES)})$")


def reviews_api(desk: Desk, journal: Journal, callers: Callers, clock: Clock) -> Blueprint:
    """`GET /reviews`, `/reviews/ID` (also `.json`) and `/reviews/ID.csv`."""
    api = Blueprint("reviews", __name__)
    sources = Sources(desk, journal)

    def report(name: str) -> dict[str, Any]:
        subject = _subject(sources, name)
        zone = sources.site_of(subject).zone
        return whole(sources, desk.state, subject, zone, clock.now())

    @api.get("/reviews")
    def listed() -> Response:
        reader(callers)
        reviews = desk.state.reviews
        known = sorted(reviews.by_id.values(), key=lambda one: one.ended_at, reverse=True)
        return answer_json(
            {
                "reviews": [_summary(desk, review) for review in known],
                "running": [
                    {"id": one.id, "title": one.title, "t0": one.t0}
                    for one in desk.state.open_incidents.values()
                ],
                "open_actions": [action_row(action) for action in reviews.open_actions()],
            }
        )

    @api.get("/reviews/<name>")
    def one(name: str) -> Response:
        reader(callers)
        query(request, ReviewAsked)
        return answer_json(report(name))

    @api.get("/reviews/<name>.json")
    def one_as_json(name: str) -> Response:
        return one(name)

    @api.get("/reviews/<name>.csv")
    def table(name: str) -> Response:
        reader(callers)
        lang = query(request, ReviewAsked).lang or language_of(request.environ, desk.site.language)
        plant = sources.site_of(_subject(sources, name))
        told = timing_csv(report(name), lang, plant.zone, _named(plant, lang))
        return _file(told, CSV, f"review-{name}.csv")

    return api


def reader(callers: Callers) -> Caller:
    """Who asks, if they may read reviews."""
    caller = callers.of(request)
    caller.must_be(HUMAN_ROLES, "reviews")
    if caller.topics is not None and "review" not in caller.topics:
        raise Problem("not_found", 404, path=request.path)
    return caller


def _subject(sources: Sources, name: str) -> Subject:
    found = sources.subject(name)
    if found is None:
        raise Problem("not_found", 404, path=request.path)
    return found


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


def _named(plant: Site, lang: str) -> Callable[[str], str]:
    return partial(_name_in, Names(plant), lang)


def _name_in(names: Names, lang: str, ident: str) -> str:
    return str(spoken(lang, names.of(ident)))


def _file(content: bytes, content_type: str, name: str) -> Response:
    answer = Response(content, content_type=content_type)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
