"""A directive in free words, to a post or a person."""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html

from command_center.domain.site.model import Category, Urgency
from layouts.components.form import choice, field, line
from layouts.forms.form import Form
from layouts.view import View


def _recipients(view: View) -> list[dict[str, str]]:
    posts = view.options(view.site.posts)
    people = [{"value": p.id, "label": view.text(p.name)} for p in view.site.people]
    return [*posts, *people]


def _directive(form: Form, view: View) -> html.Div:
    say = view.say
    urgencies = [{"value": u.value, "label": say(f"urgency.{u.value}")} for u in Urgency]
    categories = [{"value": c.value, "label": say(f"category.{c.value}")} for c in Category]
    places = [{"value": i, "label": view.text(n)} for i, (n, _) in view.site.places.items()]
    return html.Div(
        [
            field(say("command.to"), choice(form.field_id("to"), _recipients(view))),
            field(
                say("command.text"),
                dcc.Textarea(id=form.field_id("text"), className="text", rows=2, maxLength=200),
            ),
            html.Div(
                [
                    field(
                        say("command.urgency"),
                        choice(
                            form.field_id("urgency"), urgencies, value="urgent", clearable=False
                        ),
                    ),
                    field(
                        say("command.category"),
                        choice(
                            form.field_id("category"), categories, value="source", clearable=False
                        ),
                    ),
                ],
                className="pair",
            ),
            html.Div(
                [
                    field(say("command.place"), choice(form.field_id("place"), places)),
                    field(
                        say("command.due_minutes"),
                        line(form.field_id("minutes"), inputMode="numeric", maxLength=4),
                    ),
                ],
                className="pair",
            ),
            form.send(say("command.issue"), "strong"),
        ],
        className="form",
    )


def _shaped(data: Mapping[str, Any]) -> dict[str, Any]:
    """Minutes typed are seconds to the Desk; what is no number it will refuse by name."""
    shaped = dict(data)
    minutes = str(shaped.pop("minutes", "")).strip()
    if minutes:
        shaped["due_s"] = int(minutes) * 60 if minutes.isascii() and minutes.isdigit() else minutes
    return shaped


DIRECTIVE = Form(
    "directive",
    "directive.issue",
    ("to", "text", "urgency", "category", "place", "minutes"),
    _directive,
    kept=("urgency", "category"),
    typed=("text", "minutes"),
    shape=_shaped,
)
"""The plan's own steps are one click in their list; this is for everything else."""
