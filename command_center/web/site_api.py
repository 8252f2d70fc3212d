"""What rarely changes: the plant's description, its words, and the history of a tag."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request
from pydantic import Field, model_validator

from command_center.clock import Clock
from command_center.domain.actor import HUMAN_ROLES
from command_center.domain.site.model import Site
from command_center.store.readings import Readings
from command_center.web.answers import answer_encoded, answer_json, encoded_json
from command_center.web.body import Asked, query
from command_center.web.callers import Callers
from command_center.web.problem import Problem
from command_center.words import LANGUAGES, catalogue

LONGEST_MS = 31 * 86_400_000
"""Longest span of a history: a month is more than a screen can show."""
HOUR_MS = 3_600_000


class HistoryAsked(Asked):
    """Readings of `tag` with since <= ts < until (UTC epoch ms); by default the last hour."""

    tag: str = Field(min_length=1, max_length=40)
    since: int | None = Field(default=None, ge=0)
    until: int | None = Field(default=None, ge=0, le=2**53)
    max_points: int = Field(default=600, ge=2, le=10_000)

    @model_validator(mode="after")
    def in_order(self) -> "HistoryAsked":
        """Refuse a span that ends before it begins."""
        if self.since is not None and self.until is not None and self.until < self.since:
            raise ValueError("until lies before since")
        return self


def site_api(
    site: Site, public: Mapping[str, Any], readings: Readings, callers: Callers, clock: Clock
) -> Blueprint:
    """`GET /site`, `/history`, `/words/LANG.json`. `public` is `public_site(site)`."""
    api = Blueprint("site", __name__)
    described = encoded_json(public)
    words = {lang: encoded_json(dict(catalogue(lang))) for lang in LANGUAGES}

    @api.get("/site")
    def plant() -> Response:
        callers.of(request).must_be(HUMAN_ROLES, "site")
        return answer_encoded(request, described)

    @api.get("/words/<lang>.json")
    def sentences(lang: str) -> Response:
        if lang not in words:
            raise Problem("not_found", 404, path=request.path)
        return answer_encoded(request, words[lang])

    @api.get("/history")
    def history() -> Response:
        caller = callers.of(request)
        caller.must_be(HUMAN_ROLES, "history")
        asked = query(request, HistoryAsked)
        if caller.topics is not None and "levels" not in caller.topics:
            raise Problem("not_found", 404, path=request.path)
        if asked.tag not in site.tag_by_id:
            raise Problem("unknown_tag", 404, tag=asked.tag)
        until = clock.now() + 1 if asked.until is None else asked.until
        since = until - HOUR_MS if asked.since is None else asked.since
        since = max(since, until - LONGEST_MS)
        found = readings.history(asked.tag, since, until, asked.max_points)
        return answer_json(
            {
                "tag": asked.tag,
                "unit": site.tag_by_id[asked.tag].unit,
                "since": since,
                "until": until,
                "points": [(r.ts, r.value, r.quality.value) for r in found],
            }
        )

    return api
