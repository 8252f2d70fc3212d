"""The door for editing the plant: its editable data now and on any day, and a preview of a change. The change itself
is the command `site.change`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, Response, request
from pydantic import Field

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.domain.plant_data.change_site import MOST_CHANGES, decided
from command_center.domain.plant_data.consequences import consequences
from command_center.domain.plant_data.revision import revision_of
from command_center.domain.plant_data.said import noun_named, reason_of
from command_center.domain.readiness.standing_gap import standing_gaps
from command_center.domain.refusal import Phrase
from command_center.domain.site.changing.change import Change, difference
from command_center.domain.site.changing.nouns import EDITORS, NOUNS, Noun, hash_of
from command_center.domain.site.model import Site
from command_center.site_file.writing import written
from command_center.web.request.answer_shapes import ANYTHING
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, json_body, query
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import READS, WRITES, door
from command_center.web.request.revealed import nothing, topic
from command_center.words import say

YAML = "application/yaml"


class DayAsked(Asked):
    """The description at the end of `day` in plant time (2026-11-28); by default the current one."""

    day: date | None = None


class DaysAsked(Asked):
    """The days (2026-11-28) whose descriptions are compared, each as of its end; without `until`, now."""

    since: date = Field(alias="from")
    until: date | None = Field(default=None, alias="to")


class PreviewAsked(Asked):
    """Changes to preview without making them, in the form of the command `site.change`."""

    changes: list[Change] = Field(min_length=1, max_length=MOST_CHANGES)


@dataclass(frozen=True, slots=True)
class PlantDoors:
    """What these routes need. `plant_on` gives the description at a time (UTC epoch ms)."""

    desk: Desk
    plant_on: Callable[[int], Site]
    callers: Callers
    clock: Clock


GET_PLANT_NOUNS = door(
    "get", "/plant/nouns",
    summary="What of the plant's description can be edited, and by whom",
    answers="Each noun with the JSON schema of its rows",
    roles=HUMAN_ROLES, reveals=nothing("which nouns a plant is described by"), what="site",
    answer=ANYTHING,
)  # fmt: skip

# Who belongs to the plant and who holds which post, without a number.
GET_PLANT_NOUNS_NOUN = door(
    "get", "/plant/nouns/<noun>",
    summary="The rows of a noun, now or at the end of a day",
    answers="Rows, each with the hash that a change names",
    roles=HUMAN_ROLES, reveals=topic("people"), what="site", bad=(*READS, 404, 422),
    answer=ANYTHING, query=DayAsked,
)  # fmt: skip

POST_PLANT_PREVIEW = door(
    "post", "/plant/preview",
    summary="What a change of the plant would bring; changes nothing",
    answers="Mistakes, consequences and the difference",
    roles=EDITORS, reveals=topic("people"), what="site", writes=False, bad=WRITES, answer=ANYTHING,
    body=PreviewAsked,
)  # fmt: skip

GET_PLANT_DIFFERENCE = door(
    "get", "/plant/difference",
    summary="What differs between the plant of two days",
    answers="Rows that went, are new or are others",
    roles=HUMAN_ROLES, reveals=topic("people"), what="site", bad=(*READS, 422), answer=ANYTHING,
    query=DaysAsked,
)  # fmt: skip

GET_PLANT_EXPORT_YAML = door(
    "get", "/plant/export.yaml",
    summary="The plant's description as a site file, without contacts",
    answers="YAML",
    roles=EDITORS, reveals=topic("people"), what="site", bad=(*READS, 422),
    answer={"type": "object"}, query=DayAsked, content_type="application/yaml",
)  # fmt: skip


def plant_api(doors: PlantDoors) -> Blueprint:
    """`GET /plant/nouns`, `/plant/nouns/NOUN`, `/plant/difference`, `/plant/export.yaml`, `POST /plant/preview`."""
    api = Blueprint("plant", __name__)
    d = doors

    def on(day: date | None) -> Site:
        """Today's description, or that at the end of a day."""
        today = d.desk.state.site
        now = datetime.fromtimestamp(d.clock.now() / 1000, today.zone)
        if day is None or day >= now.date():
            return today
        midnight = datetime.combine(day + timedelta(days=1), time(0), today.zone)
        until = round(midnight.timestamp() * 1000) - 1
        return today if until >= d.clock.now() else d.plant_on(until)

    @GET_PLANT_NOUNS.on(api, d.callers)
    def nouns(caller: Caller) -> Response:
        site = d.desk.state.site
        held = d.desk.state.held
        return answer_json(
            {
                "revision": revision_of(d.desk.state),
                "held_by": None if held is None else held.id,
                "nouns": [
                    _noun(noun, caller.role, caller.read_only) | {"rows": len(noun.parts(site))}
                    for noun in NOUNS.values()
                ],
            }
        )

    @GET_PLANT_NOUNS_NOUN.on(api, d.callers)
    def rows(_: Caller, noun: str) -> Response:
        kind = NOUNS.get(noun)
        if kind is None:
            raise Problem("not_found", 404, path=request.path)
        site = on(query(request, DayAsked).day)
        told = []
        for key, part in kind.parts(site).items():
            row = kind.row_of(part)
            told.append({"key": key, "was": hash_of(row), "row": row})
        return answer_json({"noun": noun, "rows": told})

    @POST_PLANT_PREVIEW.on(api, d.callers)
    def preview(_: Caller) -> Response:
        asked = json_body(request, PreviewAsked)
        state = d.desk.state
        before = state.site
        after = decided(state, asked.changes)
        mistakes: list[dict[str, Any]] = []
        if not isinstance(after, Site):
            mistakes = [
                {
                    "noun": one.noun, "key": one.key, "field": one.field, "code": one.code,
                    "said": _both(reason_of(one)),
                }
                for one in after
            ]  # fmt: skip
            after = before
        now = d.clock.now()
        was, then = (standing_gaps(state, site, now) for site in (before, after))
        return answer_json(
            {
                "mistakes": mistakes,
                "gaps": {"closed": sorted(was - then), "opened": sorted(then - was)},
                "consequences": [
                    {"code": one.code, "noun": one.noun, "key": one.key, "said": _both(one.said)}
                    for one in consequences(before, after, state)
                ],
                "difference": _told(difference(before, after), before),
            }
        )

    @GET_PLANT_DIFFERENCE.on(api, d.callers)
    def compared(_: Caller) -> Response:
        asked = query(request, DaysAsked)
        before, after = on(asked.since), on(asked.until)
        return answer_json({"difference": _told(difference(before, after), before)})

    @GET_PLANT_EXPORT_YAML.on(api, d.callers)
    def export(_: Caller) -> Response:
        """Without anybody's contacts: `command-center site export` writes them too."""
        response = Response(
            written(on(query(request, DayAsked).day)), content_type=f"{YAML}; charset=utf-8"
        )
        response.headers["Cache-Control"] = "no-store"
        response.headers["Content-Disposition"] = 'attachment; filename="site.yaml"'
        return response

    return api


def _noun(noun: Noun, role: Role, read_only: bool) -> dict[str, Any]:
    schema = noun.model.model_json_schema()
    for apart in noun.apart:
        schema.get("properties", {}).pop(apart, None)
    name = noun_named(noun.name)
    return {
        "noun": noun.name,
        "name": _both(name) if isinstance(name, Phrase) else name,
        "key": list(noun.key),
        "single": noun.single,
        "held": noun.held,
        "may_edit": role in noun.editors and not read_only,
        "schema": schema,
    }


def _told(changes: list[Change], before: Site) -> list[dict[str, Any]]:
    """Each change with the row before it and the fields that differ."""
    parts = {one.noun: NOUNS[one.noun].parts(before) for one in changes}
    told = []
    for one in changes:
        part = parts[one.noun].get(one.key)
        old = None if part is None else NOUNS[one.noun].row_of(part)
        fields = sorted(
            name
            for name in (old or {}) | (one.row or {})
            if (old or {}).get(name) != (one.row or {}).get(name)
        )
        told.append(
            {
                "noun": one.noun,
                "key": one.key,
                "old": old,
                "new": one.row,
                "fields": fields,
                "was": one.was,
            }
        )
    return told


def _both(phrase: Phrase) -> Mapping[str, str]:
    return {
        "zh": say("zh-CN", phrase.key, **phrase.params),
        "en": say("en", phrase.key, **phrase.params),
    }
