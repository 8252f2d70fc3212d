"""The analysis door: figures, heat map, scores, who owes what, the monthly report.

Leaders and administrators may read aggregates over all matters. `matter_list_api.py` has the list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Annotated, Any, Literal

from flask import Blueprint, Response, request
from pydantic import Field

from command_center.analysis.examples import examples
from command_center.analysis.heat import Across
from command_center.analysis.live_permits import permits
from command_center.analysis.months import FORM, month_at
from command_center.analysis.named import Named
from command_center.analysis.owing import board
from command_center.analysis.past import MonthOf, Past
from command_center.analysis.rollout import Compared, Rollout, compared, rollouts
from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.fact import Fact
from command_center.domain.matters.opening.rollouts import midnight
from command_center.domain.matters.reading.readers import Reach, may_read, reach_of
from command_center.domain.matters.reading.story import Story
from command_center.domain.readers import MATTER_READERS
from command_center.domain.readiness.standing_gap import standing_gaps
from command_center.plant_table import XLSX_TYPE
from command_center.reports.export.file import MEDIA
from command_center.reports.monthly.month_report import MonthReport, month_report
from command_center.store.journal import Journal
from command_center.store.matters import MatterTable
from command_center.store.stories import stories_of
from command_center.web.request.answer_shapes import FILE, Described
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, query
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.language import language_of
from command_center.web.request.rest_doors import READS, door
from command_center.web.request.revealed import EVERYTHING
from command_center.web.worker_threads import NativeThreads
from command_center.words import LANGUAGES

Month = Annotated[str, Field(pattern=FORM)]
Word = Annotated[str, Field(min_length=1, max_length=120)]


class MonthAsked(Asked):
    """A month as 2026-11; by default the current one."""

    month: Month | None = None


class HeatAsked(MonthAsked):
    """`across` are the columns; `kind` keeps hazards of one first-level category."""

    across: Across = "hour"
    kind: Annotated[str, Field(max_length=60)] = ""


class ReportAsked(MonthAsked):
    """Which month, and in which language; by default that of the request."""

    lang: str | None = Field(default=None, pattern=f"^({'|'.join(LANGUAGES)})$")


@dataclass(frozen=True, slots=True)
class PastDoors:
    """What these routes need. Files are made outside the event loop (`beside`)."""

    past: Past
    desk: Desk
    journal: Journal
    callers: Callers
    clock: Clock
    fallback: str
    beside: NativeThreads = field(default_factory=lambda: NativeThreads(1))

    @property
    def named(self) -> Named:
        """How the templates call things."""
        return Named(self.desk.templates)

    def month(self, asked: MonthAsked) -> str:
        """The month that is asked for."""
        return asked.month or month_at(self.desk.site.zone, self.clock.now())


def past_of(desk: Desk, journal: Journal, clock: Clock) -> Past:
    """The past of a desk's plant."""
    return Past(
        stories_of(journal),
        lambda: desk.state,
        lambda: desk.site,
        lambda: desk.templates,
        clock.now,
    )


def doors_of(
    desk: Desk, journal: Journal, callers: Callers, clock: Clock, fallback: str | None = None
) -> PastDoors:
    """Return the context of these routes for a desk; `fallback` is the language when none is requested."""
    past = past_of(desk, journal, clock)
    return PastDoors(past, desk, journal, callers, clock, fallback or desk.site.language)


PAST_TOLD = Described("Past", {"type": "object"})

GET_PAST_FIGURES = door(
    "get", "/past/figures",
    summary="The figures of hazards of a month, each with its n and the matters that make it, and their values in "
    "the twelve months that end with it",
    answers="Figures",
    roles=MATTER_READERS, reveals=EVERYTHING, bad=(*READS, 422), answer=PAST_TOLD, query=MonthAsked,
)  # fmt: skip

GET_PAST_HEAT = door(
    "get", "/past/heat",
    summary="How many hazards were found where and when, and which cells are more than chance",
    answers="A heat map",
    roles=MATTER_READERS, reveals=EVERYTHING, bad=(*READS, 422), answer=PAST_TOLD, query=HeatAsked,
)  # fmt: skip

GET_PAST_SCORES = door(
    "get", "/past/scores",
    summary="Scores of duties of a month, the lowest first",
    answers="Scores",
    roles=MATTER_READERS, reveals=EVERYTHING, bad=(*READS, 422), answer=PAST_TOLD, query=MonthAsked,
)  # fmt: skip

GET_PAST_OWED = door(
    "get", "/past/owed",
    summary="Who owes what now, red first",
    answers="The board of responsibility",
    roles=MATTER_READERS, reveals=EVERYTHING, answer=PAST_TOLD,
)  # fmt: skip

GET_PAST_PERMITS = door(
    "get", "/past/permits",
    summary="Permits that are live or paused now, and the gaps of readiness that stand",
    answers="Permits",
    roles=MATTER_READERS, reveals=EVERYTHING, answer=PAST_TOLD,
)  # fmt: skip

GET_PAST_EXAMPLES = door(
    "get", "/past/examples",
    summary="One example of each thing that the loops show, as this plant has it: a figure, a cell of the heat "
    "map, a hazard that came back, a round that was not walked, a permit that is held, somebody who is barred, "
    "a score. None where there is none",
    answers="Examples",
    roles=MATTER_READERS, reveals=EVERYTHING, answer=PAST_TOLD,
)  # fmt: skip

GET_PAST_ROLLOUTS = door(
    "get", "/past/rollouts",
    summary="The roll-outs that go on: phase, areas, champion, and each figure before and after",
    answers="Roll-outs",
    roles=MATTER_READERS, reveals=EVERYTHING, answer=PAST_TOLD,
)  # fmt: skip

GET_PAST_REPORT_DOCX = door(
    "get", "/past/report.docx",
    summary="The report of a month",
    answers="A document",
    roles=MATTER_READERS, reveals=EVERYTHING, bad=(*READS, 422), answer=FILE, query=ReportAsked,
    content_type=MEDIA["docx"],
)  # fmt: skip

GET_PAST_REPORT_XLSX = door(
    "get", "/past/report.xlsx",
    summary="The report of a month as a workbook",
    answers="A workbook",
    roles=MATTER_READERS, reveals=EVERYTHING, bad=(*READS, 422), answer=FILE, query=ReportAsked,
    content_type=XLSX_TYPE,
)  # fmt: skip


def past_api(p: PastDoors) -> Blueprint:
    """`GET /past/figures`, `/past/heat`, `/past/scores`, `/past/owed`, `/past/permits`, `/past/rollouts`
    and `/past/examples`."""
    api = Blueprint("past", __name__)
    table = MatterTable(p.journal.engine, p.desk.site.id, p.journal)

    def opened_by(stories: Sequence[Story]) -> Mapping[str, Fact]:
        opened = p.journal.numbered(story.opened_seq for story in stories)
        return {fact.data["matter"]: fact for fact in opened}

    def facts_of(stories: Sequence[Story]) -> Mapping[str, Sequence[Fact]]:
        return table.facts_of(table.several(story.matter for story in stories))

    @GET_PAST_FIGURES.on(api, p.callers)
    def figures(_: Caller) -> Response:
        return answer_json(figures_told(p, query(request, MonthAsked)))

    @GET_PAST_HEAT.on(api, p.callers)
    def heat(_: Caller) -> Response:
        asked = query(request, HeatAsked)
        found = p.past.heat(p.month(asked), asked.across, asked.kind)
        told = asdict(found) | {"cells": [asdict(cell) for cell in found.cells.values() if cell.n]}
        return answer_json(told | {"month": p.month(asked), "open": p.past.open_by_area()})

    @GET_PAST_SCORES.on(api, p.callers)
    def scores(_: Caller) -> Response:
        month = p.month(query(request, MonthAsked))
        told = [asdict(one) for one in p.past.scores(month)]
        return answer_json({"month": month, "share": p.past.share_of_month(), "scores": told})

    @GET_PAST_OWED.on(api, p.callers)
    def owed(_: Caller) -> Response:
        return answer_json(owed_told(p))

    @GET_PAST_PERMITS.on(api, p.callers)
    def live(_: Caller) -> Response:
        now = p.clock.now()
        told = [asdict(one) for one in permits(p.desk.state, now)]
        gaps = sorted(standing_gaps(p.desk.state, p.desk.site, now))
        return answer_json({"at": now, "permits": told, "gaps": gaps})

    @GET_PAST_EXAMPLES.on(api, p.callers)
    def one_of_each(_: Caller) -> Response:
        now = p.clock.now()
        found = examples(p.past, month_at(p.desk.site.zone, now), opened_by, facts_of)
        return answer_json({"at": now, **asdict(found)})

    @GET_PAST_ROLLOUTS.on(api, p.callers)
    def rolled(_: Caller) -> Response:
        return answer_json({"rollouts": [_rollout_told(one) for one in rolled_out(p)]})

    def report(ending: Literal["docx", "xlsx"]) -> Response:
        asked = query(request, ReportAsked)
        lang = asked.lang or language_of(request.environ, p.fallback)
        head = p.journal.head()
        told = month_report(p.past, p.month(asked), head.seq, head.hash)
        content = p.beside.do(lambda: report_file(told, ending, lang))
        return attached(content, MEDIA[ending], f"safety-{told.month}.{ending}")

    @GET_PAST_REPORT_DOCX.on(api, p.callers)
    def paper(_: Caller) -> Response:
        return report("docx")

    @GET_PAST_REPORT_XLSX.on(api, p.callers)
    def book(_: Caller) -> Response:
        return report("xlsx")

    return api


@dataclass(frozen=True, slots=True)
class RolledOut:
    """A roll-out, and its figures before and after."""

    rollout: Rollout
    compared: Sequence[Compared]


def rolled_out(p: PastDoors) -> list[RolledOut]:
    """Return roll-outs in progress, each with its figures before, and since its pilot began in its areas."""
    site, found = p.desk.site, []
    for one in rollouts(p.desk.state, p.desk.templates, p.named, site):
        since: Sequence[MonthOf] = ()
        if one.begun and one.since is not None:
            since = p.past.since(midnight(site, date.fromisoformat(one.since)), one.areas)
        found.append(RolledOut(one, compared(one, since)))
    return found


def _rollout_told(one: RolledOut) -> dict[str, Any]:
    told = asdict(one.rollout)
    told.pop("baseline")
    return told | {"compared": [asdict(each) for each in one.compared]}


def report_file(told: MonthReport, ending: Literal["docx", "xlsx"], lang: str) -> bytes:
    """Return the report's bytes. Drawing and writing libraries are imported on first use, so that a server starts
    without them.
    """
    if ending == "docx":
        from command_center.reports.monthly.document import document

        return document(told, lang)
    from command_center.reports.monthly.workbook import workbook

    return workbook(told, lang)


def attached(content: bytes, media: str, name: str) -> Response:
    """A file as an attachment."""
    response = Response(content, content_type=media)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def reach(p: PastDoors, caller: Caller) -> Reach:
    """Return which matters the caller may read now."""
    return reach_of(
        p.desk.state, p.desk.site, caller.role, caller.actor.person, looks_only=caller.read_only
    )


def may_see(story: Story, so_far: Reach) -> bool:
    """Whether the caller may read a matter."""
    row = {
        "readers": story.readers, "opener": story.opener, "people": story.people,
        "area": story.area, "template": story.template,
    }  # fmt: skip
    return may_read(row, so_far)


def figures_told(p: PastDoors, asked: MonthAsked) -> dict[str, Any]:
    """The figures of a month, and their values in the twelve that end with it."""
    trend = p.past.trend(p.month(asked))
    values = [
        {
            "month": one.month,
            **{
                each.name: {"value": each.value, "n": each.n, "of": each.of} for each in one.figures
            },
        }
        for one in trend
    ]
    return {
        "month": trend[-1].month,
        "figures": [asdict(one) for one in trend[-1].figures],
        "trend": values,
    }


def owed_told(p: PastDoors) -> dict[str, Any]:
    """Return the responsibility board, overdue (red) first."""
    now = p.clock.now()
    people, lines = board(p.desk.state, p.desk.site, p.desk.templates, now)
    told = [{"person": one.person, **_plain(one.owed)} for one in lines]
    return {"at": now, "people": [asdict(one) for one in people], "lines": told}


def _plain(owed: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name.rstrip("_"): value.model_dump() if hasattr(value, "model_dump") else value
        for name, value in owed.items()
    }
