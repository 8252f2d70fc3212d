"""The round door: a round's track as walked, and a page of QR codes for its points, to be printed."""

from dataclasses import asdict
from html import escape
from typing import Annotated, Any

import segno
from flask import Blueprint, Response, request
from pydantic import Field

from command_center.desk import Desk
from command_center.domain.actor import HUMAN_ROLES
from command_center.domain.matters.reading.readers import fields_of, may_read, reach_of
from command_center.domain.matters.rounds.points import (
    IN_CODE,
    Spot,
    drawn_of,
    lists_of_points,
    places_of_codes,
    points_of,
)
from command_center.domain.matters.rounds.track import Step, track_of
from command_center.domain.site.map.geography import to_wgs84
from command_center.domain.site.model import Site
from command_center.domain.template_language.shelf import Pinned
from command_center.domain.text import Text
from command_center.store.matters import MatterTable
from command_center.web.request.answer_shapes import TEXT, Described, record, rows
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, query
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.language import language_of
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import READS, door
from command_center.web.request.revealed import MATTERS
from command_center.words import say

PAPER = (
    "body{font-family:sans-serif;margin:8mm}ol{display:grid;grid-template-columns:repeat(3,1fr);gap:6mm;"
    "list-style:none;padding:0}li{border:.3mm solid #000;padding:3mm;text-align:center;break-inside:avoid}"
    "svg{width:38mm;height:38mm}b{display:block;font-size:5mm}"
)
"""Three codes in a row on A4; one reads a code of 38 mm from a metre away."""
Word = Annotated[str, Field(max_length=64)]


class RoundCodesAsked(Asked):
    """The template whose points are wanted, for a round of a given place; or the points of a `plan`, for each of its
    places.
    """

    template: Word | None = None
    place: Word | None = None
    plan: Word | None = None


TRACK_TOLD = Described(
    "Track",
    record(
        {
            "id": TEXT,
            "number": TEXT,
            "field": TEXT,
            "points": rows({"type": "object"}),
            "steps": rows({"type": "object"}),
            "missing": rows(TEXT),
            "sample": rows(TEXT),
        }
    ),
)
GET_ROUNDS_MATTER = door(
    "get", "/rounds/<matter>",
    summary="The track of a round: its points as they were done, gaps, what does not fit, what is missing, and "
    "which points are drawn to be inspected again",
    answers="The track",
    roles=HUMAN_ROLES, reveals=MATTERS, bad=(*READS, 404), answer=TRACK_TOLD,
)  # fmt: skip

GET_ROUNDS_CODES = door(
    "get", "/rounds/codes",
    summary="QR codes of the points of a round or plan, to be printed",
    answers="A page",
    roles=HUMAN_ROLES, reveals=MATTERS, bad=(*READS, 404, 422), answer=TEXT, query=RoundCodesAsked,
    content_type="text/html; charset=utf-8",
)  # fmt: skip


def rounds_api(table: MatterTable, desk: Desk, callers: Callers, fallback: str) -> Blueprint:
    """`GET /rounds/MATTER` and `GET /rounds/codes`. `fallback` is the site's language."""
    api = Blueprint("rounds", __name__)

    @GET_ROUNDS_MATTER.on(api, callers)
    def track(caller: Caller, matter: str) -> Response:
        matter = desk.state.matters.known_as(matter)
        row = table.one(matter)
        if row is None or not may_read(
            row,
            reach_of(
                desk.state, desk.site, caller.role, caller.actor.person, looks_only=caller.read_only
            ),
        ):
            raise Problem("not_found", 404, path=request.path)
        pinned = None if desk.templates is None else desk.templates.pinned(row["revision"])
        lists = {} if pinned is None else lists_of_points(pinned.template)
        if not lists or desk.templates is None:
            raise Problem("not_found", 404, path=request.path)
        name, field = next(iter(lists.items()))
        facts = table.facts_of([row])[matter]
        open_still = desk.state.matters.open.get(matter)
        fields = open_still.fields if open_still is not None else fields_of(facts)
        began = facts[0].data if facts else {}
        # A second inspection has the points that were drawn for it, and nothing of it is drawn again.
        first = began.get("again") is None
        ended = facts[-1].hash if open_still is None and facts and first else None
        points = points_of(desk.site, desk.templates, row["place"], field)
        points = drawn_of(points, began.get("sample", ()))
        found = track_of(points, field, fields.get(name) or (), ended)
        return answer_json({
            "id": matter, "number": row["number"], "field": name,
            "points": [point_told(desk.site, one) for one in points],
            "steps": [_step_told(one) for one in found.steps],
            "missing": [one.code for one in found.missing], "sample": found.sample,
        })  # fmt: skip

    @GET_ROUNDS_CODES.on(api, callers)
    def codes(_: Caller) -> Response:
        asked = query(request, RoundCodesAsked)
        lang = language_of(request.environ, fallback)
        pinned, places = _asked_for(desk, asked)
        if pinned is None or desk.templates is None:
            raise Problem("not_found", 404, path=request.path)
        spots = [
            spot
            for place in places
            for spot in (
                *places_of_codes(pinned.template, desk.site, place),
                *(
                    one
                    for field in lists_of_points(pinned.template).values()
                    for one in points_of(desk.site, desk.templates, place, field)
                ),
            )
        ]
        title = _in(lang, pinned.template.title or pinned.template.template)
        body = "".join(_printed(one, lang) for one in _once(spots))
        heading = escape(say(lang, "round.codes_title", round=title))
        return Response(
            f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width"><title>{heading}</title><style>{PAPER}</style></head>'
            f"<body><h1>{heading}</h1><p>{escape(say(lang, 'round.codes_about'))}</p><ol>{body}</ol></body></html>",
            content_type="text/html; charset=utf-8",
        )

    return api


def point_told(site: Site, spot: Spot) -> dict[str, Any]:
    """Return a point as a phone needs it to work offline: its position in degrees and on the plant's grid, its
    limits.
    """
    lat, lon = (
        (None, None) if spot.x is None or spot.y is None else to_wgs84(site.anchor, spot.x, spot.y)
    )
    limits = {
        name: [one.model_dump(mode="json", exclude_none=True) for one in several]
        for name, several in spot.limits.items()
    }
    return {
        "code": spot.code, "title": spot.title.model_dump(), "place": spot.place, "x": spot.x,
        "y": spot.y, "lat": lat, "lon": lon, "limits": limits,
    }  # fmt: skip


def _step_told(step: Step) -> dict[str, Any]:
    return {**asdict(step), "title": step.title.model_dump()}


def _asked_for(desk: Desk, asked: RoundCodesAsked) -> tuple[Pinned | None, list[str | None]]:
    """The template that is asked for, and the places of its rounds."""
    if desk.templates is None:
        return None, []
    if asked.plan is None:
        return desk.templates.newest(asked.template or ""), [asked.place]
    plan = next((one for one in desk.templates.plans() if one.plan == asked.plan), None)
    if plan is None:
        return None, []
    filled: list[str | None] = [value for value in plan.fill.values() if value in desk.site.places]
    return desk.templates.newest(plan.opens), list(plan.for_.places or filled or [None])


def _once(spots: list[Spot]) -> list[Spot]:
    return list({one.code: one for one in spots}.values())


def _in(lang: str, title: Text | str) -> str:
    if isinstance(title, str):
        return title
    return title.zh if lang.startswith("zh") else title.en


def _printed(spot: Spot, lang: str) -> str:
    """An HTML list item with a spot's QR code (SVG), the code as text and the spot's name."""
    code = segno.make(f"{request.host_url}m?{IN_CODE}{spot.code}", error="m")
    drawn = code.svg_inline(scale=4, border=2)
    return f"<li>{drawn}<b>{escape(spot.code)}</b>{escape(_in(lang, spot.title))}</li>"
