"""The door for data that rarely changes: the plant description, the words, and the history of a tag."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, request
from pydantic import Field
from typing_extensions import TypedDict

from command_center.clock import Clock
from command_center.domain.actor import HUMAN_ROLES
from command_center.domain.drills.exercise_tag import in_drill
from command_center.domain.site.described import SiteNow
from command_center.domain.site.map.way_out import ways_shown
from command_center.domain.verdicts.freshness import stale_after_ms
from command_center.store.series.readings import Readings
from command_center.web.request.answer_shapes import ANYTHING
from command_center.web.request.answer_types import Span
from command_center.web.request.answers import answer_encoded, answer_json, encoded_json
from command_center.web.request.body import Asked, query
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import READS, door
from command_center.web.request.revealed import WORDS, nothing, topic
from command_center.web.request.spans import SpanAsked
from command_center.words import LANGUAGES, catalogue

HOUR_MS = 3_600_000


class HistoryAsked(SpanAsked):
    """Readings of `tag` with since <= ts < until (UTC epoch ms); by default the last hour.

    `max_points` is the number of points that the client can draw: its width in pixels.
    """

    tag: str = Field(min_length=1, max_length=40)
    max_points: int = Field(default=600, ge=4, le=10_000)


class WaysOutAsked(Asked):
    """Escape routes from `place` and `areas` (ids, separated by commas), out of `radius_m` metres around the place;
    the wind comes from `wind_from` degrees, or is unknown.
    """

    place: str = Field(min_length=1, max_length=40)
    areas: str = Field(default="", max_length=2_000)
    radius_m: float = Field(gt=0, le=10_000)
    wind_from: float | None = Field(default=None, ge=0, le=360)


class SiteAsked(Asked):
    """The description at the start of the drill or incident `of`; by default today's."""

    of: str | None = Field(default=None, min_length=1, max_length=40)


PublicOf = Callable[[str | None], Mapping[str, Any]]
"""What everybody may know of the plant, with its `version`, as it was when a drill or incident began."""

NAMES_PEOPLE = (
    "people", "incident", "directives", "chat", "matters", "review", "drill", "readiness", "ticker", "authority",
)  # fmt: skip
"""Topics whose rows name people. A token that reads none of them is told nobody of the plant."""


class History(TypedDict):
    """Readings of a tag. `points` are (time, value or None, quality), `stored` is the number stored in that span;
    `silent` spans run from the last reading before to the first after, `bad` and `uncertain` spans from first to
    last.
    """

    tag: str
    drill: str | None
    unit: str
    since: int
    until: int
    points: list[tuple[int, float | None, str]]
    stored: int
    silent: list[Span]
    bad: list[Span]
    uncertain: list[Span]


GET_SITE = door(
    "get", "/site",
    summary="The plant's description",
    answers="What stands where",
    roles=HUMAN_ROLES,
    reveals=nothing("what stands where; people are left out for a token that may not read them"),
    good=(200, 304), bad=(*READS, 422), answer=ANYTHING, query=SiteAsked,
)  # fmt: skip

GET_WORDS_LANG_JSON = door(
    "get", "/words/<lang>.json",
    summary="Every sentence in zh-CN or en",
    answers="Sentences by key",
    roles=None, reveals=WORDS, good=(200, 304), bad=(404,), answer=ANYTHING,
)  # fmt: skip

GET_WAYS_OUT = door(
    "get", "/ways-out",
    summary="The way out of a hot zone, against the wind, over the roads",
    answers="For the place and each area asked for; `clear` is false where none keeps out of the zone",
    roles=HUMAN_ROLES, reveals=nothing("what stands where, as the description of the plant"),
    what="site", bad=(*READS, 404, 422), answer=ANYTHING, query=WaysOutAsked,
)  # fmt: skip

GET_HISTORY = door(
    "get", "/history",
    summary="Readings of one tag, every peak kept",
    answers="Points, and what a line through them would hide",
    roles=HUMAN_ROLES, reveals=topic("levels"), bad=(*READS, 404, 422), answer=History,
    query=HistoryAsked,
)  # fmt: skip


def site_api(
    plant_now: SiteNow, public_of: PublicOf, readings: Readings, callers: Callers, clock: Clock
) -> Blueprint:
    """`GET /site`, `/ways-out`, `/history`, `/words/LANG.json`."""
    api = Blueprint("site", __name__)
    words = {lang: encoded_json(dict(catalogue(lang))) for lang in LANGUAGES}

    told: dict[tuple[object, bool], Any] = {}

    def encoded(of: str | None, *, named: bool) -> Any:
        """As bytes, with everybody of the plant where they are `named`; of the plant in force they are made again when
        another description is."""
        then = public_of(of)
        shown = then if named else {**then, "people": []}
        if of is not None:
            return encoded_json(shown)
        revision = then.get("revision")
        if all(known != revision for known, _ in told):
            told.clear()
        if (revision, named) not in told:
            told[revision, named] = encoded_json(shown)
        return told[revision, named]

    @GET_SITE.on(api, callers)
    def plant(caller: Caller) -> Response:
        named = caller.has_topic(*NAMES_PEOPLE)
        return answer_encoded(request, encoded(query(request, SiteAsked).of, named=named))

    @GET_WORDS_LANG_JSON.unguarded_on(api)
    def sentences(lang: str) -> Response:
        if lang not in words:
            raise Problem("not_found", 404, path=request.path)
        return answer_encoded(request, words[lang])

    @GET_WAYS_OUT.on(api, callers)
    def ways_out(_: Caller) -> Response:
        asked = query(request, WaysOutAsked)
        areas = [area for area in asked.areas.split(",") if area]
        try:
            ways = list(
                ways_shown(plant_now(), asked.place, areas, asked.radius_m, asked.wind_from)
            )
        except KeyError as unknown:
            raise Problem("not_found", 404, path=str(unknown.args[0])) from unknown
        return answer_json({"ways": ways})

    @GET_HISTORY.on(api, callers)
    def history(_: Caller) -> Response:
        asked = query(request, HistoryAsked)
        tag = plant_now().tag_by_id.get(asked.tag)
        if tag is None:
            raise Problem("unknown_tag", 404, tag=asked.tag)
        since, until = asked.span(clock.now(), HOUR_MS)
        silent_ms = stale_after_ms(tag.period_s)
        name = in_drill(asked.drill, tag.id)
        found = readings.drawn(name, since, until, asked.max_points, silent_ms)
        told: History = {
            "tag": tag.id,
            "drill": asked.drill,
            "unit": tag.unit,
            "since": since,
            "until": until,
            "points": [(r.ts, r.value, r.quality.value) for r in found.readings],
            "stored": found.stored,
            "silent": found.silent,
            "bad": found.bad,
            "uncertain": found.uncertain,
        }
        return answer_json(told)

    return api
