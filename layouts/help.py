"""The help page: the meaning of the signs, clocks, states, keys and words of every screen, and which role may do
what.

Nothing here is a copy: signs and keys are drawn from the scripts that use them, permissions from the registry of
commands.
"""

from typing import Any

from dash import html

from command_center.domain import areas as areas  # noqa: PLC0414 - fills the registry
from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.domain.registry import COMMANDS
from command_center.words import LANGUAGES, say
from layouts.components.markdown import CODE
from layouts.components.panel import Panel
from layouts.documents import DOCUMENTS, REFERENCES, about, address, file_of, title
from layouts.view import View

CLOCKS = ("elapsed", "wall", "link", "age", "countdown", "position")
DIRECTIVE_STATES = (
    "issued", "acknowledged", "in_progress", "done", "verified", "refused", "withdrawn",
    "superseded", "ended",
)  # fmt: skip
ALARM_STATES = ("UNACK", "ACKED", "RTNUN", "NORM")
WORDS = (
    "incident", "drill", "exercise_mark", "directive", "acknowledge", "ledger", "custody", "dispatch",
    "post", "roster", "pool", "inject", "expectation", "controller", "evaluator", "hotwash",
    "review", "finding", "action", "readiness",
)  # fmt: skip
"""Words of the field, in both languages whichever is read: colleagues use both."""


def may_give(role: Role) -> list[str]:
    """The commands a role may give, by the registry."""
    return sorted(kind for kind, spec in COMMANDS.items() if role in spec.roles)


def _section(name: str, view: View, *children: Any) -> html.Section:
    title = html.H2([html.Span(view.say(f"help.{name}")), html.B(view.say(f"help.{name}_about"))])
    return html.Section([title, *children], className=f"panel help-{name}", id=f"help-{name}")


def _terms(rows: list[tuple[Any, Any]]) -> html.Dl:
    return html.Dl([part for term, means in rows for part in (html.Dt(term), html.Dd(means))])


def _states(view: View) -> html.Div:
    say_ = view.say
    directive = [
        (say_(f"directive.state.{s}"), say_(f"help.directive.{s}")) for s in DIRECTIVE_STATES
    ]
    alarm = [(say_(f"alarm.state.{s}"), say_(f"help.alarm.{s}")) for s in ALARM_STATES]
    return html.Div(
        [
            html.H3(say_("help.of_directives")),
            _terms(directive),
            html.H3(say_("help.of_alarms")),
            _terms(alarm),
        ]
    )


def _data(**values: str) -> Any:
    """Data attributes, whose names Dash's types do not know."""
    return {f"data-{name}": value for name, value in values.items()}


def _roles(view: View) -> html.Div:
    def drawn(role: Role) -> html.Details:
        kinds = may_give(role)
        head = [
            html.B(view.say(f"role.{role.value}")),
            html.Span(view.say(f"role.{role.value}.does")),
            html.Em(view.say("help.may_n", n=len(kinds)) if kinds else view.say("help.may_look")),
        ]
        items = [html.Li(view.say(f"does.{kind}"), **_data(command=kind)) for kind in kinds]
        mine = view.viewer is not None and view.viewer.role is role
        return html.Details(
            [html.Summary(head), html.Ul(items) if items else None],
            open=mine,
            className="role-may mine" if mine else "role-may",
            **_data(role=role.value),
        )

    return html.Div([drawn(role) for role in HUMAN_ROLES])


def _glossary() -> html.Table:
    def row(word: str) -> html.Tr:
        return html.Tr([html.Td(say(lang, f"word.{word}"), lang=lang) for lang in LANGUAGES])

    return html.Table(html.Tbody([row(word) for word in WORDS]))


def _documents(view: View) -> html.Dl:
    return _terms(
        [
            (
                html.A(title(name, view), href=address(name)),
                html.Code(f"docs/{file_of(name, view.lang).name}", lang=CODE),
            )
            for name in DOCUMENTS
        ]
        + [
            (
                html.A(view.say(about(name.removesuffix(".md"))), href=address(name)),
                html.Code(address(name), lang=CODE),
            )
            for name in REFERENCES
        ]
    )


def help_page(view: View) -> html.Div:
    """Return the page for people who do not know a sign, a key or a word of a screen."""
    clocks = [(view.say(f"help.clock.{c}"), view.say(f"help.clock.{c}_is")) for c in CLOCKS]
    return html.Div(
        [
            _section("signs", view, Panel("help_signs")),
            _section("keys", view, Panel("help_keys")),
            _section("clocks", view, _terms(clocks)),
            _section("states", view, _states(view)),
            _section("roles", view, _roles(view)),
            _section("words", view, _glossary()),
            _section("documents", view, _documents(view)),
        ],
        className="desk help",
    )
