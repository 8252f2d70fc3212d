"""Fills the leaders' cockpit with its figures."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Annotated, Any, NamedTuple

from dash import Dash, html
from dash.development.base_component import Component
from pydantic import Field

from callbacks.figures import Analysis, FiguresAsked, Filled, bind
from callbacks.responsibility import kind_of_score
from command_center.analysis.live_permits import Permit, permits
from command_center.analysis.months import FORM
from command_center.analysis.past import MonthOf
from command_center.analysis.rollout import DAY_MS, Compared, is_better
from command_center.analysis.scores import Score, together
from command_center.domain.figure import figure
from command_center.domain.matters.reading.standing import sign_of_open
from command_center.domain.readiness.standing_gap import standing_gaps
from command_center.domain.state import State
from command_center.domain.state.matters import Balance
from command_center.domain.template_language.shelf import TemplateShelf
from command_center.reports.figure_words import value_said
from command_center.reports.speaker import NONE, Speaker
from command_center.web.doors.matters.past_api import (
    GET_PAST_FIGURES,
    MonthAsked,
    RolledOut,
    doors_of,
    rolled_out,
)
from layouts.components.figure import drawn
from layouts.components.past_parts import (
    Cell,
    bar,
    card,
    head,
    link,
    matter_at,
    matters_at,
    sign,
    table,
)
from layouts.figures.look import Look
from layouts.figures.months import month_line
from layouts.loops.cockpit import FIGURES
from layouts.view import View

COURSE = ("rectified", "cycle", "repeats", "participation")
CONTRACTORS = "contractor-points"
MINUTE_MS = 60_000
DOORS = {"urgent": "banned", "warn": "warned", "good": "let_in"}
"""How an account stands at the gate, by the sign of its points."""


class CockpitAsked(FiguresAsked):
    """The month that is asked for."""

    month: Annotated[str, Field(pattern=FORM)] | None = None


class Seen(NamedTuple):
    """The data that the page shows."""

    now: int
    month: str
    trend: list[MonthOf]
    permits: list[Permit]
    gaps: set[str]
    scores: list[Score]
    contractors: list[tuple[str, Balance]]
    contractor_warning_points: float
    rollouts: list[RolledOut]


def register(app: Dash, analysis: Analysis, view_of_request: Callable[[], View]) -> None:
    """Register the callback that fills the places of the page."""
    doors = doors_of(analysis.desk, analysis.journal, analysis.callers, analysis.clock)

    def draw(asked: CockpitAsked, view: View) -> Filled:
        GET_PAST_FIGURES.let_in(doors.callers)
        month, desk = doors.month(MonthAsked(month=asked.month)), analysis.desk
        told, look = Speaker(desk.site, view.lang), asked.look.look()
        now = analysis.clock.now()
        seen = Seen(
            now, month, doors.past.trend(month), permits(desk.state, now),
            standing_gaps(desk.state, desk.site, now), doors.past.scores(month),
            contractors(desk.state), contractor_warning_points(desk.templates),
            rolled_out(doors),
        )  # fmt: skip
        return analysis.beside.do(lambda: _drawn(seen, told, look))

    bind(app, FIGURES, CockpitAsked, draw, view_of_request)


def contractors(state: State) -> list[tuple[str, Balance]]:
    """Return the contractors' accounts, the lowest balance first."""
    known = state.matters.accounts.get(CONTRACTORS, {}).items()
    return sorted(known, key=lambda one: (one[1].balance, one[0]))


def contractor_warning_points(shelf: TemplateShelf | None) -> float:
    """Return the points at which the account first warns somebody."""
    accounts = () if shelf is None else shelf.accounts()
    steps = [step.at_most for one in accounts if one.account == CONTRACTORS for step in one.steps]
    return max(steps, default=0.0)


def _drawn(seen: Seen, told: Speaker, look: Look) -> Filled:
    this, before = seen.trend[-1], seen.trend[-2]
    begun = {
        name: before.value for one in seen.rollouts for name, before in one.rollout.baseline.items()
    }
    cards = [
        card(
            one, before.of(one.name), seen.month, told,
            told.say("past.when_begun", value=value_said(told, one.unit, begun[one.name]))
            if one.name in begun else "",
        )
        for one in this.figures
    ]  # fmt: skip
    return Filled(
        {
            "cards": html.Div(
                [*cards, _readiness(seen, told), _live(seen, told)], className="cards"
            ),
            "permits": _permits(seen, told),
            "duties": _duties(seen, told),
            "contractors": _contractors(seen, told),
            "course": _course(seen, told, look),
            "rollout": _rollout(seen, told),
        },
        {"month": seen.month},
    )


def _small(
    name: str, value: str, href: str, stands: str, below: str, kind: str, told: Speaker
) -> Component:
    """A number of now: how it stands on the right, in a sign and words."""
    label = told.say(f"cockpit.{name}")
    data: dict[str, Any] = {"data-figure": name}
    return html.Div(
        [
            html.H2([html.Span(label), html.B([sign(kind), " ", stands], className=kind)]),
            link(value, href, className="big", **{"aria-label": f"{label} {value}"}),
            html.P(below),
        ],
        className="panel figure-card",
        **data,
    )


def _readiness(seen: Seen, told: Speaker) -> Component:
    n = len(seen.gaps)
    stands = told.say("cockpit.gaps" if n else "cockpit.no_gaps")
    below = told.say("ready.gaps_detail" if n else "ready.no_gaps_detail")
    return _small("readiness", str(n), "/readiness", stands, below, "warn" if n else "good", told)


def _live(seen: Seen, told: Speaker) -> Component:
    live = sum(one.live for one in seen.permits)
    paused = len(seen.permits) - live
    stands = told.say("cockpit.paused", n=paused)
    below = told.say("cockpit.inside_n", n=sum(one.inside for one in seen.permits))
    kind = "warn" if paused else "good"
    return _small("live", str(live), "/matters?open=1", stands, below, kind, told)


def _permits(seen: Seen, told: Speaker) -> Component:
    heads = [
        told.say(f"cockpit.{name}")
        for name in ("work", "where", "inside", "gas", "guardian", "until")
    ]
    rows: list[list[Cell]] = [
        [
            [
                sign(sign_of_open(one.colour, paused=one.paused is not None)), " ",
                link(told.text(one.title), matter_at(one.id)), html.Span(f" {one.number}", className="label"),
            ],
            told.named(one.place), str(one.inside), _gas(one, seen.now, told),
            told.listed(map(told.named, one.guardians)),
            _paused(one.paused, told) if one.paused else told.minute(one.valid_until),
        ]
        for one in seen.permits
    ]  # fmt: skip
    live = sum(one.live for one in seen.permits)
    answer = told.say("cockpit.permits_n", live=live, paused=len(seen.permits) - live)
    none = told.say("cockpit.no_permits")
    return html.Div(
        [head(told.say("cockpit.permits"), answer), table(heads, rows, "permits", none=none)]
    )


def _paused(why: str, told: Speaker) -> Cell:
    """The cell that says why a rollout is paused."""
    words = told.say("cockpit.paused_by", why=told.coded("matter.because", why))
    return html.B(words, className="warn")


def _gas(one: Permit, now: int, told: Speaker) -> Cell:
    if one.gas_at is None:
        return NONE
    age = told.say("cockpit.minutes", n=max(0, (now - one.gas_at) // MINUTE_MS))
    if one.over:
        return [
            sign("urgent"),
            " ",
            html.B(f"{age} · {told.say('cockpit.gas_over')}", className="urgent"),
        ]
    return age


def _duties(seen: Seen, told: Speaker) -> Component:
    by_area: defaultdict[str, list[Score]] = defaultdict(list)
    homes = {one.id: one.home for one in told.site.people}
    for one in seen.scores:
        by_area[homes.get(one.subject) or ""].append(one)
    rows: list[list[Cell]] = []
    for area, several in by_area.items():
        value, n = together(several)
        if value is not None:
            name = told.named(area) if area else told.say("cockpit.no_home")
            rows.append([name, bar(value, kind_of_score(value)), f"{100 * value:.0f}", str(n)])
    rows.sort(key=lambda row: int(str(row[2])))
    whole, n = together(seen.scores)
    answer = told.say("past.no_data") if whole is None else told.say("cockpit.duties_n", n=n)
    heads = [told.say("past.area"), "", told.say("past.score"), told.say("past.people")]
    return html.Div(
        [
            html.H2([link(told.say("cockpit.duties"), f"/responsibility?month={seen.month}"), html.B(answer)]),
            table(heads, rows, "duties", none=told.say("past.no_data")),
        ]
    )  # fmt: skip


def _contractors(seen: Seen, told: Speaker) -> Component:
    heads = [told.say(f"cockpit.{name}") for name in ("contractor", "points", "doors")]
    rows: list[list[Cell]] = []
    for subject, balance in seen.contractors:
        points = balance.at(seen.now)
        kind = (
            "urgent"
            if balance.bans
            else "warn"
            if points <= seen.contractor_warning_points
            else "good"
        )
        doors = told.say(f"cockpit.{DOORS[kind]}")
        rows.append([
            told.named(subject), f"{figure(points)} / {figure(balance.starts)}",
            [sign(kind), " ", html.Span(doors, className=kind)],
        ])  # fmt: skip
    banned = sum(bool(one.bans) for _, one in seen.contractors)
    answer = told.say("cockpit.contractors_n", n=len(seen.contractors), banned=banned)
    none = told.say("cockpit.no_contractors")
    return html.Div(
        [
            head(told.say("cockpit.contractors"), answer),
            table(heads, rows, "contractors", none=none),
        ]
    )


def _course(seen: Seen, told: Speaker, look: Look) -> Component:
    parts: list[Component] = [head(told.say("cockpit.course"), told.say("heat.twelve"))]
    for name in COURSE:
        months = [(one.month, one.of(name)) for one in seen.trend]
        unit = told.say("past.unit.days") if name == "cycle" else "%"
        label = f"{told.say(f'past.figure.{name}')} ({unit})"
        figure_of = month_line(months, told, look)
        parts.append(
            html.Div(
                [html.H3(label), drawn(figure_of, f"{FIGURES.place_id('course')}-{name}", label)],
                className="course-of",
            )
        )
    return html.Div(parts, className="courses")


def _rollout(seen: Seen, told: Speaker) -> Component:
    heads = [
        told.say(f"cockpit.{name}") for name in ("what", "phase", "where", "champion", "begun")
    ]
    rows: list[list[Cell]] = [
        [
            link(told.text(one.title), matter_at(one.matter) if one.matter else "/templates"),
            told.text(one.phase or told.say("cockpit.by_areas")),
            told.listed(map(told.named, one.areas)) if one.areas else told.say("cockpit.everywhere"),
            NONE if one.champion is None else told.named(one.champion),
            one.since or NONE,
        ]
        for one in [each.rollout for each in seen.rollouts]
    ]  # fmt: skip
    before = [_before_and_after(one, told) for one in seen.rollouts if one.compared]
    none = told.say("cockpit.no_rollout")
    return html.Div(
        [head(told.say("cockpit.rollout")), table(heads, rows, "rollout", none=none), *before]
    )


def _before_and_after(one: RolledOut, told: Speaker) -> Component:
    """Each figure before and since the pilot began, in its areas; each with what it is made of."""
    heads = [told.say(f"cockpit.{name}") for name in ("figure", "before", "after", "difference")]
    rows: list[Sequence[Cell]] = []
    for each in one.compared:
        n = told.say("cockpit.months_n", n=each.before.months)
        made_of = told.say("cockpit.made_of", n=each.n, months=len(each.months))
        rows.append([
            told.say(f"past.figure.{each.name}"),
            [value_said(told, each.unit, each.before.value), html.Span(f" {n}", className="label")],
            [_after(each, told), html.Span(f" {made_of}", className="label") if each.n else ""],
            _difference(each, told),
        ])  # fmt: skip
    title = told.say("cockpit.before_after", module=told.text(one.rollout.title))
    return html.Div([html.H3(title), table(heads, rows, "before-after")])


def _after(each: Compared, told: Speaker) -> Cell:
    said = value_said(told, each.unit, each.after)
    if not each.months:
        return said
    return link(said, matters_at(month=each.months[-1], figure=each.name))


def _difference(each: Compared, told: Speaker) -> Cell:
    """By how much it is more or less, and whether that is better."""
    if each.after is None:
        return NONE
    less = each.after - each.before.value
    kind = "plain" if less == 0 else "good" if is_better(each) else "warn"
    if each.unit == "share":
        said = told.say("cockpit.points_of_percent", n=f"{100 * less:+.1f}")
    else:
        said = told.say("past.days", n=f"{less / DAY_MS:+.1f}")
    return [sign(kind), f" {said}"]
