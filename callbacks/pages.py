"""Routes an address to its page."""

from collections.abc import Callable
from typing import Any

from dash import Dash, Input, Output, html
from dash.development.base_component import Component

from command_center.web.request.problem import Problem
from layouts.pages import page_of
from layouts.shell import Id, shell
from layouts.sign_in import sign_in
from layouts.view import View


def page_at(path: str | None, view: View) -> Component:
    """Return the page of an address; every page except sign-in needs a session."""
    if view.viewer is None or path == "/sign-in":
        return sign_in(view)
    page = page_of(path or "/")
    if page is None:
        return html.Div(view.say("page.unknown"), className="none")
    return page.drawn(view, path or "/")


def register(app: Dash, view_of_request: Callable[[], View]) -> None:
    """Register the frame for every address, and the page inside it."""
    app.layout = shell()
    app.config.suppress_callback_exceptions = True  # pages come after the shell

    @app.callback(Output(Id.PAGE, "children"), Input(Id.LOCATION, "pathname"))
    def show(path: Any) -> Any:
        if path is not None and not isinstance(path, str):
            raise Problem("not_found", 404, path=str(path)[:100])
        return page_at(path, view_of_request())
