"""Fills the page of one matter with its history."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dash import Dash
from pydantic import Field

from callbacks.figures import Analysis, FiguresAsked, Filled, bind
from command_center.domain.matters.reading.in_the_way import in_the_way
from command_center.domain.matters.reading.readers import fields_of
from command_center.domain.matters.rounds.points import lists_of_points
from command_center.domain.registry import Context
from command_center.reports.speaker import Speaker
from command_center.store.matters import MatterTable
from command_center.store.stories import Listed
from command_center.web.doors.matters.matters_api import GET_MATTERS_MATTER
from command_center.web.doors.matters.past_api import doors_of, may_see, reach
from command_center.web.request.problem import Problem
from layouts.components.matter_story import MatterSeen, about, beside, fields, story
from layouts.loops.matters import FIGURES
from layouts.view import View

ID = re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}")
"""How matters are called inside the program."""


class MatterAsked(FiguresAsked):
    """The matter that is asked for."""

    matter: str = Field(min_length=1, max_length=60)


def register(app: Dash, analysis: Analysis, view_of_request: Callable[[], View]) -> None:
    """Register the callback that fills the places of the page."""
    doors = doors_of(analysis.desk, analysis.journal, analysis.callers, analysis.clock)
    desk, journal = analysis.desk, analysis.journal
    rows = MatterTable(journal.engine, desk.site.id, journal)

    def draw(asked: MatterAsked, view: View) -> Filled:
        caller = GET_MATTERS_MATTER.let_in(doors.callers)
        so_far = reach(doors, caller)
        found, row = doors.past.stories.one(asked.matter), rows.one(asked.matter)
        if found is None or row is None or not may_see(found, so_far):
            raise Problem("not_found", 404, path=f"/matters/{asked.matter}")
        facts = rows.facts_of([row])[asked.matter]
        known = desk.state.matters.open.get(asked.matter)
        repeats = list(facts[0].data.get("repeats", ()))
        filled = known.fields if known is not None else fields_of(facts)
        earlier, _ = doors.past.stories.listed(Listed(matters=[*repeats, *_others(filled)]))
        seen_ones = {one.matter: one.number for one in earlier if may_see(one, so_far)}
        shelf = desk.templates
        # Where the text of its own revision is lost, the newest one's words are better than none.
        pinned = (
            None if shelf is None else shelf.pinned(row["revision"]) or shelf.newest(found.template)
        )
        ctx = Context(analysis.clock.now(), caller.actor, desk.site, templates=shelf)
        round_of = None if pinned is None else lists_of_points(pinned.template)
        seen = MatterSeen(
            story=found, facts=facts, fields=filled,
            template=None if pinned is None else pinned.template,
            points=doors.past.stories.points_of(asked.matter),
            repeats={one: number for one, number in seen_ones.items() if one in repeats},
            others=seen_ones, now=ctx.now, in_the_way=in_the_way(desk.state, asked.matter, ctx),
            lacking=[one for one in desk.state.matters.not_opened.values() if one.matter == asked.matter],
        )  # fmt: skip
        told = Speaker(desk.site, view.lang)
        return Filled(
            {
                "about": about(seen, doors.named, told),
                "fields": fields(seen, doors.named, told),
                "story": story(seen, doors.named, told),
                "beside": beside(seen, told),
            },
            {"number": found.number, "round": bool(round_of), "lacking": len(seen.lacking)},
        )

    bind(app, FIGURES, MatterAsked, draw, view_of_request)


def _others(filled: Any) -> Iterator[str]:
    """Everything among the values that may be the id of another matter."""
    if isinstance(filled, str) and ID.fullmatch(filled):
        yield filled
    elif isinstance(filled, Mapping | list):
        for one in filled.values() if isinstance(filled, Mapping) else filled:
            yield from _others(one)
