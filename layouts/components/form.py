"""How a form is drawn: labelled fields in a drawer, its button, and under it the answer."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from layouts.components.panel import Panel
from layouts.forms.form import Field, Form
from layouts.view import View


def drawer(form: Form, view: View) -> html.Details | None:
    """The form behind its title; nothing for whom the Desk would refuse its command."""
    if view.viewer is None or form.kind not in view.viewer.may:
        return None
    lines = [_line(form, line, view) for line in form.lines]
    return html.Details(
        [
            html.Summary(view.say(form.title)),
            html.Div([*lines, _send(form, view)], className="form"),
        ],
        id=form.drawer_id,
        className="drawer",
    )


def _line(form: Form, line: tuple[Field, ...], view: View) -> Component:
    labelled = [_labelled(form, field, view) for field in line]
    return labelled[0] if len(labelled) == 1 else html.Div(labelled, className="pair")


def _labelled(form: Form, field: Field, view: View) -> html.Label:
    control = _control(form.field_id(field), field, view)
    return html.Label([html.Span(view.say(field.label)), control], className="field")


def _control(field_id: str, field: Field, view: View) -> Component:
    if field.options is not None:
        return dcc.Dropdown(
            id=field_id,
            options=field.options(view),
            value=field.first,
            multi=field.multi,
            clearable=field.first is None,
            className="choice",
        )
    if field.rows > 1:
        return dcc.Textarea(id=field_id, className="text", rows=field.rows, maxLength=field.longest)
    figures: dict[str, Any] = {"inputMode": "decimal"} if field.number else {}
    return dcc.Input(
        id=field_id,
        value=field.first,
        className="text",
        autoComplete="off",
        maxLength=field.longest,
        **figures,
    )


def _send(form: Form, view: View) -> html.Div:
    button = html.Button(
        view.say(form.send), id=form.button_id, type="button", className=f"act {form.strong}"
    )
    answer = html.Div(Panel("form_answer", args={"form": form.name}), className="form-answer")
    return html.Div(
        [dcc.Store(id=form.about_id, data=form.about(view)), button, answer], className="form-send"
    )
