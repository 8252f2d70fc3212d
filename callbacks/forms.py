"""The forms of the command page: what a person types goes to the Desk and the answer under it."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from dash import Dash, Input, Output, State, no_update

from callbacks.submitting import submit
from command_center.web.callers import Caller
from layouts.command import Id
from layouts.components.form import answer_box
from layouts.forms import FORMS, Form
from layouts.view import View

if TYPE_CHECKING:
    from command_center.desk import Desk


def command_of(form: Form, incident: str | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """The data of the form's command: fields left empty are not sent."""
    data = {name: value for name, value in values.items() if value not in (None, "", [])}
    if form.about_incident and incident:
        data["incident"] = incident
    return form.shape(data)


def register(
    app: Dash,
    desk: "Desk",
    caller_of_request: Callable[[], Caller | None],
    view_of_request: Callable[[], View],
) -> None:
    """One callback a form, all of one shape."""
    for form in FORMS:
        _bind(app, desk, form, caller_of_request, view_of_request)


def _bind(
    app: Dash,
    desk: "Desk",
    form: Form,
    caller_of_request: Callable[[], Caller | None],
    view_of_request: Callable[[], View],
) -> None:
    @app.callback(
        output={
            "answer": Output(form.answer_id, "children"),
            "cleared": [Output(form.field_id(name), "value") for name in form.cleared],
        },
        inputs={"clicks": Input(form.button_id, "n_clicks")},
        state={
            "incident": State(Id.INCIDENT, "data"),
            "values": [State(form.field_id(name), "value") for name in form.fields],
        },
        prevent_initial_call=True,
    )
    def send(clicks: int | None, incident: str | None, values: list[Any]) -> dict[str, Any]:
        if not clicks:
            return {"answer": no_update, "cleared": [no_update for _ in form.cleared]}
        view = view_of_request()
        data = command_of(form, incident, dict(zip(form.fields, values, strict=True)))
        answer = submit(desk, form.kind, data, caller_of_request(), view.lang)
        return {
            "answer": answer_box(answer.ok, answer.text, answer.mend),
            "cleared": form.emptied() if answer.ok else [no_update for _ in form.cleared],
        }
