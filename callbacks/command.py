"""The one callback behind every hand of the pages: an intent goes in, its answer comes back.

A button of a panel names a command and its data; a form names itself and what was typed.
"""

from collections.abc import Callable
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, no_update
from pydantic import Field, ValidationError

from callbacks.answer import accepted, told
from command_center.desk import Accepted
from command_center.web.body import Asked
from command_center.web.callers import Caller
from command_center.web.commanding import KEY, CommandAsked
from command_center.web.problem import Problem, invalid
from layouts.forms import FORM_BY_NAME, Form
from layouts.shell import Id
from layouts.view import View

GiveCommand = Callable[[CommandAsked, Caller], Accepted]
"""Carries a command out or raises the Problem that says why not."""


class Intent(Asked):
    """What a hand wants, in reality or in the drill whose board it saw. `key` is made in the browser
    once for each submission and kept until an answer arrived, so that sending again after a lost
    answer does nothing twice."""

    kind: str | None = Field(default=None, min_length=1, max_length=60)
    form: str | None = Field(default=None, max_length=40)
    incident: str | None = Field(default=None, max_length=40)
    drill: str | None = Field(default=None, min_length=1, max_length=20)
    data: dict[str, Any] = Field(default_factory=dict)
    key: str = Field(pattern=KEY)


def read(posted: Any) -> Intent:
    """The intent that was posted. Raises a 422 Problem for what no page of ours sends."""
    try:
        return Intent.model_validate(posted)
    except ValidationError as wrong:
        raise invalid(wrong) from wrong


def command_of(intent: Intent, own: str | None) -> tuple[CommandAsked, Form | None]:
    """The intent's command, and the form it was typed into. `own` is the sender's person.

    Raises a 422 Problem for a form that does not exist, or for none and no command either.
    """
    form = FORM_BY_NAME.get(intent.form or "")
    if form is None and (intent.form or intent.kind is None):
        raise Problem("unknown_command", 422, kind=(intent.form or "")[:60])
    kind = form.kind if form else intent.kind or ""
    data = form.command(intent.data, intent.incident, own) if form else intent.data
    asked = CommandAsked(kind=kind, data=data, idempotency_key=intent.key, drill=intent.drill)
    return asked, form


def check_times(form: Form | None, data: dict[str, Any]) -> None:
    """Raises the 422 Problem of a time in which something else was written."""
    for field in form.fields if form else ():
        if field.slip and isinstance(typed := data.get(field.name), str):
            raise Problem(field.slip, 422, value=typed[:40])


def register(
    app: Dash,
    give: GiveCommand,
    caller_of_request: Callable[[], Caller | None],
    view_of_request: Callable[[], View],
) -> None:
    """Bind the Store `command-intent` to the one door for change."""

    @app.callback(Output(Id.ANSWER, "data"), Input(Id.INTENT, "data"), prevent_initial_call=True)
    def carry_out(posted: Any) -> Any:
        if posted is None:
            return no_update
        intent, caller, view = read(posted), caller_of_request(), view_of_request()
        asked, form = command_of(intent, caller.actor.person if caller else None)
        if caller is None:
            return {"ok": False, "text": view.say("command.signed_out"), "key": intent.key}
        try:
            check_times(form, asked.data)
            done = give(asked, caller)
        except Problem as problem:
            return {**told(problem, view, form), "key": intent.key}
        return {**accepted(view, done), "key": intent.key}

    app.clientside_callback(
        ClientsideFunction("intents", "answered"),
        Output(Id.HEARD, "data"),
        Input(Id.ANSWER, "data"),
        prevent_initial_call=True,
    )
