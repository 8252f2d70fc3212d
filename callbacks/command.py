"""The one callback behind every button of the panels: an intent goes in, its answer comes back."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dash import ClientsideFunction, Dash, Input, Output, no_update

from callbacks.submitting import submit
from command_center.web.callers import Caller
from layouts.shell import Id
from layouts.view import View

if TYPE_CHECKING:
    from command_center.desk import Desk


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
        answer = submit(
            desk, intent["kind"], intent["data"], caller_of_request(), view.lang, intent["key"]
        )
        return answer.as_row(key=intent["key"])

    app.clientside_callback(
        ClientsideFunction("intents", "answered"),
        Output(Id.HEARD, "data"),
        Input(Id.ANSWER, "data"),
        prevent_initial_call=True,
    )
