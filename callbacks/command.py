"""The one callback behind every button of the panels: an intent goes in, its answer comes back."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dash import ClientsideFunction, Dash, Input, Output, no_update
from pydantic import ValidationError

from callbacks.submitting import submit, told
from command_center.web.callers import Caller
from command_center.web.commands_api import CommandAsked
from command_center.web.problem import invalid
from layouts.shell import Id
from layouts.view import View

if TYPE_CHECKING:
    from command_center.desk import Desk


def read(intent: Any) -> CommandAsked:
    """The intent, held to the same form as a command at the REST door. Raises ValidationError."""
    given = {**intent, "idempotency_key": intent.get("key")} if isinstance(intent, dict) else {}
    wanted = CommandAsked.model_fields
    return CommandAsked.model_validate({name: given.get(name) for name in wanted})


def register(
    app: Dash,
    desk: "Desk",
    caller_of_request: Callable[[], Caller | None],
    view_of_request: Callable[[], View],
) -> None:
    """Bind the Store `command-intent` {kind, data, key} to the Desk."""

    @app.callback(Output(Id.ANSWER, "data"), Input(Id.INTENT, "data"), prevent_initial_call=True)
    def carry_out(intent: dict[str, Any] | None) -> Any:
        if not intent:
            return no_update
        view = view_of_request()
        try:
            asked = read(intent)
        except ValidationError as wrong:
            return told(invalid(wrong), view.lang).as_row(key=None)
        key = asked.idempotency_key
        answer = submit(desk, asked.kind, asked.data, caller_of_request(), view.lang, key)
        return answer.as_row(key=key)

    app.clientside_callback(
        ClientsideFunction("intents", "answered"),
        Output(Id.HEARD, "data"),
        Input(Id.ANSWER, "data"),
        prevent_initial_call=True,
    )
