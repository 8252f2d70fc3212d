"""Tables of past alarms: the operator load, and the alarms raised most often."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from command_center.domain.figure import figure
from command_center.reports.speaker import Speaker
from layouts.figures.alarms import load_figures
from layouts.figures.look import SIGNS

WORST = 10
AROUND_MS = 900_000
"""A history is opened with a quarter of an hour around what it is opened for."""


def figures_list(past: Mapping[str, Any], told: Speaker) -> Component:
    """Return the figures: mean and most alarms in ten minutes, floods with their share of the time,
    and activations.
    """
    known = load_figures(past)
    mean = f"{known['mean']:.2f}" if known["mean"] < 1 else f"{known['mean']:,.1f}"
    floods = f"{figure(known['floods'])} · {known['share'] * 100:.0f} %"
    rows = [
        ("alarms.mean", mean),
        ("alarms.most", figure(known["most"])),
        ("alarms.floods", floods),
        ("alarms.total", figure(known["total"])),
    ]
    parts = [html.Div([html.Dt(told.say(word)), html.Dd(value)]) for word, value in rows]
    return html.Dl(parts, className="load-figures")


def most_frequent(past: Mapping[str, Any], told: Speaker) -> Component:
    """Return the ten alarms raised most often, and each that chattered."""
    every = past["offenders"]
    worst = every[:WORST]
    total = sum(one["activations"] for one in every)
    share = sum(one["activations"] for one in worst) / max(1, total)
    answer = told.say("alarms.worst_share", share=round(100 * share), n=total) if total else ""
    head = html.H2([html.Span(told.say("alarms.worst")), html.B(answer)])
    if not worst:
        return html.Div([head, html.Div(told.say("alarms.none_raised"), className="none")])
    parts: list[Component] = [
        head,
        html.Ul(
            [
                _row(
                    one,
                    one["sign"],
                    told.say("alarms.activated", n=one["activations"]),
                    past,
                    told,
                )
                for one in worst
            ],
            className="worst",
        ),
    ]
    chattering = [one for one in every if one["chattered"]]
    if chattering:
        rows = [
            _row(one, "warn", told.say("alarms.bursts", n=one["chattered"]), past, told)
            for one in chattering
        ]
        parts += [html.H3(told.say("alarms.chattering")), html.Ul(rows)]
    return html.Div(parts)


def alarm_words(alarm: Mapping[str, Any], told: Speaker) -> str:
    """Return an alarm's name, such as "T206 net loss": a tank by its number, a pool or source by its name, a tag by
    its id.
    """
    tag, site = alarm["tag"], told.site
    tank = next((one.id for one in site.tanks if one.level == tag), None)
    pool = next((told.text(one.name) for one in site.pools if one.level == tag), None)
    source = next((told.text(one.name) for one in site.sources if one.id == tag), None)
    what = tank or pool or source or tag
    return f"{what} {told.say('alarm.condition.' + alarm['condition'])}"


def _place(alarm: Mapping[str, Any], told: Speaker) -> str:
    """What the tag's id stands for; nothing where a vessel says it."""
    tag = told.site.tag_by_id.get(alarm["tag"])
    vessels = {*(t.level for t in told.site.tanks), *(p.level for p in told.site.pools)}
    return told.text(tag.name) if tag and tag.name and tag.id not in vessels else ""


def _address(alarm: Mapping[str, Any], past: Mapping[str, Any], told: Speaker) -> str:
    """The history around its last activation; of a source, which has none, the alarm itself."""
    if alarm["tag"] not in told.site.tag_by_id:
        return f"/alarms?{urlencode({'alarm': alarm['alarm']})}"
    since, until = alarm["last_at"] - AROUND_MS, min(past["until"], alarm["last_at"] + AROUND_MS)
    return f"/tanks?{urlencode({'tag': alarm['tag'], 'from': since, 'to': until})}"


def _row(
    alarm: Mapping[str, Any], kind: str, end: str, past: Mapping[str, Any], told: Speaker
) -> Component:
    hidden: dict[str, Any] = {"aria-hidden": "true"}
    named: dict[str, Any] = {"data-alarm": alarm["alarm"]}
    detail = [_place(alarm, told), told.say(f"alarm.priority.{alarm['priority']}")]
    return html.Li(
        [
            html.Span(SIGNS[kind], className=f"sign {kind}", **hidden),
            html.A(alarm_words(alarm, told), href=_address(alarm, past, told), className="thing"),
            html.Span(" · ".join(part for part in detail if part), className="detail"),
            html.Em(end, className="plain"),
        ],
        className="line offender",
        **named,
    )
