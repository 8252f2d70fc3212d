"""Common parts of the analysis pages: a heading, a table with links, a figure card that links to its matters."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from dash import html
from dash.development.base_component import Component

from command_center.analysis.figures import Figure
from command_center.domain.actor import DUTY_ACTOR
from command_center.reports.figure_words import n_said, value_said
from command_center.reports.speaker import Speaker
from layouts.figures.look import SIGNS

Cell = Component | str | list[Any]
COLOURS: Mapping[str | None, str] = {
    "red": "urgent",
    "yellow": "warn",
    "blue": "note",
    None: "plain",
}
"""The sign of a deadline's colour."""


def head(title: str, answer: str = "") -> Component:
    """Return a section heading: its question on the left, its answer on the right."""
    return html.H2([html.Span(title), html.B(answer)])


def sign(kind: str) -> Component:
    """Return the shape of a status kind; never colour alone."""
    hidden: dict[str, Any] = {"aria-hidden": "true"}
    return html.Span(SIGNS[kind], className=f"sign {kind}", **hidden)


def matters_at(**asked: Any) -> str:
    """Return the address of the matter list with these filters."""
    given = {name: value for name, value in asked.items() if value is not None}
    return f"/matters?{urlencode(given)}"


def matter_at(matter: str) -> str:
    """Return the address of one matter's page."""
    return f"/matters/{quote(matter, safe='')}"


def link(words: Any, href: str, **more: Any) -> Component:
    """Return a link to `href`."""
    return html.A(words, href=href, className=more.pop("className", "thing"), **more)


def table(
    heads: Sequence[str], rows: Iterable[Sequence[Cell]], name: str, *, none: str = ""
) -> Component:
    """Return a table; without rows it says so. On a phone each cell shows its column's heading."""
    lines = list(rows)
    if not lines:
        return html.Div(none, className="none")
    labels: list[dict[str, Any]] = [{"data-label": one} for one in heads]
    body = [
        html.Tr([html.Td(cell, **label) for cell, label in zip(row, labels, strict=True)])
        for row in lines
    ]
    # A column without a head has a plain cell there: an empty head would be read out as one.
    top = [html.Th(one, scope="col") if one else html.Td() for one in heads]
    return html.Table(
        [html.Thead(html.Tr(top)), html.Tbody(body)],
        className=f"past-table {name}",
    )


def card(one: Figure, was: Figure | None, month: str, told: Speaker, wanted: str = "") -> Component:
    """Return a figure card: its value links to its matters; its n and the previous month's value are below."""
    value = value_said(told, one.unit, one.value)
    label = told.say(f"past.figure.{one.name}")
    opens = matters_at(month=month, figure=one.name)
    known = one.of > 0
    big: Component = (
        link(value, opens, className="big", **{"aria-label": f"{label} {value}"})
        if known
        else html.B(told.say("past.no_data"), className="big none")
    )
    below = [html.P(n_said(told, one))] if known else []
    if was is not None:
        before = value_said(told, was.unit, was.value)
        words = told.say("past.was_no_data") if was.of == 0 else told.say("past.was", value=before)
        below.append(html.P(words, className="label"))
    if wanted:
        below.append(html.P(wanted, className="label"))
    means = told.say(f"past.means.{one.name}")
    data: dict[str, Any] = {"data-figure": one.name}
    return html.Div(
        [html.H2([html.Span(label)]), big, *below, html.P(means, className="means")],
        className="panel figure-card", **data,
    )  # fmt: skip


def actor_said(told: Speaker, actor: str) -> str:
    """Return who did something; the clockwork's actions have no person's name."""
    return told.say("role.duty") if actor == DUTY_ACTOR.id else told.named(actor)


def bar(value: float | None, kind: str) -> Component:
    """Return a bar of 0 to 1, empty if the value is unknown."""
    width = 0 if value is None else max(0.0, min(1.0, value)) * 100
    hidden: dict[str, Any] = {"aria-hidden": "true"}
    return html.Span(
        html.Span(style={"width": f"{width:.0f}%"}, className=kind), className="past-bar", **hidden
    )
