"""The forms of the command page: a click gathers what was typed, and the browser sends it to
`POST /api/v1/commands` (`assets/hands/command_queue.js`)."""

from dash import ClientsideFunction, Dash, Input, State

from layouts.command import Id
from layouts.forms import FORMS, Form


def register(app: Dash) -> None:
    """One clientside callback a form, all of one shape."""
    for form in FORMS:
        _bind(app, form)


def _bind(app: Dash, form: Form) -> None:
    app.clientside_callback(
        ClientsideFunction("forms", "submitted"),
        Input(form.button_id, "n_clicks"),
        State(form.about_id, "data"),
        State(Id.INCIDENT, "data"),
        *(State(form.field_id(field), "value") for field in form.fields),
        prevent_initial_call=True,
    )
