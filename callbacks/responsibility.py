"""Fills the responsibility page and the duty scores."""

from collections.abc import Callable, Sequence
from typing import Annotated

from dash import Dash, html
from dash.development.base_component import Component
from pydantic import Field

from callbacks.figures import Analysis, FiguresAsked, Filled, bind
from command_center.analysis.called_values import about
from command_center.analysis.months import FORM
from command_center.analysis.named import Named
from command_center.analysis.owing import Burden, Line, board
from command_center.analysis.scores import Score, together
from command_center.domain.figure import figure
from command_center.domain.matters.reading.mine import Owed
from command_center.domain.matters.reading.readers import Reach, may_read_open
from command_center.domain.reviews.draft.names import Names
from command_center.domain.state import State
from command_center.reports.figure_words import why_said
from command_center.reports.speaker import NONE, Speaker
from command_center.web.doors.matters.past_api import GET_PAST_OWED, MonthAsked, doors_of, reach
from layouts.components.past_parts import (
    COLOURS,
    Cell,
    bar,
    head,
    link,
    matter_at,
    matters_at,
    sign,
    table,
)
from layouts.loops.responsibility import FIGURES
from layouts.view import View

MOST_LINES = 200
LOW, MIDDLE = 0.6, 0.8
"""Below them a score is red, and yellow (ours)."""
OTHER_PAGES = {"directive": "/command", "action": "/reviews"}


class BoardAsked(FiguresAsked):
    """The month of the scores; `person` keeps the lines of one person."""

    month: Annotated[str, Field(pattern=FORM)] | None = None
    person: Annotated[str, Field(max_length=120)] = ""


def register(app: Dash, analysis: Analysis, view_of_request: Callable[[], View]) -> None:
    """Register the callback that fills the places of the page."""
    doors = doors_of(analysis.desk, analysis.journal, analysis.callers, analysis.clock)

    def draw(asked: BoardAsked, view: View) -> Filled:
        caller = GET_PAST_OWED.let_in(doors.callers)
        so_far = reach(doors, caller)
        month = doors.month(MonthAsked(month=asked.month))
        desk = analysis.desk
        told = Speaker(desk.site, view.lang)
        people, lines = board(desk.state, desk.site, desk.templates, analysis.clock.now())
        if asked.person:
            lines = [one for one in lines if one.person == asked.person]
        scores = doors.past.scores(month)
        share = doors.past.share_of_month()
        return Filled(
            {
                "people": _people(people, told),
                "lines": _lines(lines, desk.state, so_far, doors.named, told),
                "scores": _scores(scores, share, month, told),
            },
            {"month": month, "people": [[one.person, told.named(one.person)] for one in people if one.person]},
        )  # fmt: skip

    bind(app, FIGURES, BoardAsked, draw, view_of_request)


def _who(person: str | None, told: Speaker) -> Component:
    if person is None:
        return html.B([sign("urgent"), " ", told.say("past.nobody")], className="urgent")
    return link(told.named(person), f"/responsibility?person={person}")


def _people(people: Sequence[Burden], told: Speaker) -> Component:
    heads = [told.say(f"past.{name}") for name in ("who", "red", "yellow", "blue", "oldest")]
    rows: list[list[Cell]] = [
        [
            [_who(one.person, told), html.Span(f" {told.listed(map(told.named, one.posts))}", className="label")]
            if one.posts else _who(one.person, told),
            _count(one.red, "urgent"), _count(one.yellow, "warn"), _count(one.blue, "note"),
            NONE if one.oldest is None else told.age(one.oldest),
        ]
        for one in people
    ]  # fmt: skip
    answer = told.say("past.people_owe", n=len([one for one in people if one.person]))
    none = told.say("past.nothing_owed")
    return html.Div(
        [head(told.say("past.by_person"), answer), table(heads, rows, "burdens", none=none)]
    )


def _count(n: int, kind: str) -> Cell:
    return [sign(kind), f" {n}"] if n else NONE


def _title(owed: Owed, state: State, so_far: Reach, named: Named, told: Speaker) -> Cell:
    """What somebody owes. What a matter says in its own words, and its page, is for who may read it."""
    title = told.text(owed["title"])
    if owed["kind"] != "matter":
        return link(title, OTHER_PAGES[owed["kind"]])
    known = state.matters.open.get(owed["id"])
    if known is None or not may_read_open(known, so_far):
        return title
    what = told.text(about(known, named, Names(told.site))).replace(NONE, "")
    return link(f"{title} · {what}" if what else title, matter_at(owed["id"]))


def _number(owed: Owed, told: Speaker) -> str:
    """How people call it; of what is no matter, also what it is."""
    if owed["kind"] == "matter":
        return owed["number"]
    return f"{told.say('mine.kind.' + owed['kind'])} · {owed['number']}"


def _lines(
    lines: Sequence[Line], state: State, so_far: Reach, named: Named, told: Speaker
) -> Component:
    heads = [told.say(f"past.{name}") for name in ("who", "owes", "where", "due")]
    rows: list[list[Cell]] = []
    for one in lines[:MOST_LINES]:
        owed = one.owed
        kind = COLOURS[owed["colour"]]
        due = owed["due_at"]
        late = owed["late"]
        when = NONE if due is None else told.minute(due)
        over = told.say("past.late", age=told.age(late)) if late is not None else ""
        rows.append([
            _who(one.person, told),
            [
                sign(owed["sign"]), " ", _title(owed, state, so_far, named, told),
                html.Span(f" {_number(owed, told)}", className="label"),
            ],
            told.named(owed["place"]),
            [html.Span(when), html.Span(f" {over}", className=kind)] if over else when,
        ])  # fmt: skip
    red = sum(one.owed["colour"] == "red" for one in lines)
    answer = told.say("past.lines", n=len(lines), red=red)
    none = told.say("past.nothing_owed")
    return html.Div(
        [head(told.say("past.who_owes"), answer), table(heads, rows, "lines", none=none)]
    )


def kind_of_score(value: float | None) -> str:
    """The style of a score: urgent, warn or data; plain without a score."""
    if value is None:
        return "plain"
    return "urgent" if value < LOW else "warn" if value < MIDDLE else "data"


def _scores(scores: Sequence[Score], share: float, month: str, told: Speaker) -> Component:
    heads = [told.say(f"past.{name}") for name in ("who", "score", "counts", "points", "why")]
    rows: list[list[Cell]] = [
        [
            link(told.named(one.subject), matters_at(month=month, scored=one.subject)),
            NONE
            if one.value is None
            else [bar(one.value, kind_of_score(one.value)), f" {100 * one.value:.0f}"],
            NONE if one.counts is None else f"{one.counts:.1f}",
            f"{figure(one.points)} / {figure(one.attainable)}",
            why_said(told, one.why),
        ]
        for one in scores
    ]
    whole, n = together(scores)
    answer = (
        told.say("past.no_data")
        if whole is None
        else told.say("past.score_of_all", score=f"{100 * whole:.0f}", n=n)
    )
    return html.Div(
        [
            head(told.say("past.scores_of", month=month), answer),
            table(heads, rows, "scores", none=told.say("past.no_data")),
            html.P(told.say("report.share", share=round(100 * share)), className="label"),
        ]
    )
