"""The Dash pages on the server: their session, their language and their files."""

from collections.abc import Callable, Sequence
from typing import Any

from dash import Dash
from dash.exceptions import DependencyException
from flask import Flask, Request, Response

import callbacks
from callbacks.figures import Analysis
from command_center.data_files import data_folder
from command_center.page_server.made_scripts import made_version
from command_center.page_server.page_files import install_page_files
from command_center.page_server.phone_files import install_phone_files
from command_center.page_server.reference import REFERENCE_PAGES
from command_center.settings import Settings
from command_center.web.errors import answer_problem
from command_center.web.latin_font import install_latin_font
from command_center.web.request.callers import Caller
from command_center.web.request.language import language_of
from command_center.web.request.problem import Problem
from command_center.web.sign_in.loopback import roles_offered
from layouts.documents import address

CALLBACK_OVER = (
    "(callback, result) => "
    "window.dash_clientside?.figures?.over(callback.output, Boolean(result.error))"
)
"""Tells `assets/shared/figures.js` of every callback that is over. Dash itself only writes on the console that
a server did not answer."""


def install_pages(
    server: Flask,
    analysis: Analysis,
    settings: Settings,
    request: Callable[[], Request],
) -> Sequence[str]:
    """Put the pages on `server`; returns the script hashes for the content security policy."""
    desk, callers = analysis.desk, analysis.callers
    assets = data_folder("assets")
    install_page_files(server, assets)
    install_phone_files(server, assets, desk.site.name.zh)
    install_latin_font(server)
    flask_server: Any = server  # Dash's published type asks for less than it accepts
    app = Dash(
        "command_center",
        server=flask_server,
        assets_folder=str(assets),
        title=desk.site.name.en,
        update_title="",
        serve_locally=True,
        hooks={"callback_resolved": CALLBACK_OVER},
        suppress_callback_exceptions=True,
    )

    @server.get(address(f"<any({', '.join(map(repr, REFERENCE_PAGES))}):name>"))
    def reference(name: str) -> Response:
        """What whoever programs against the center looks up, as plain text."""
        return Response(REFERENCE_PAGES[name](), mimetype="text/plain")

    @server.errorhandler(DependencyException)
    def no_such_library(error: DependencyException) -> Response:
        """Dash raises, for a stranger's guess at a script's address, what would be our mistake."""
        return answer_problem(Problem("not_found", 404, path=request().path), desk.site.language)

    def caller_of_request() -> Caller | None:
        try:
            return callers.of(request())
        except Problem:
            return None

    callbacks.register(
        app,
        server,
        lambda: desk.site,
        analysis,
        caller_of_request=caller_of_request,
        language_of_request=lambda: language_of(request().environ, desk.site.language),
        path_of_request=lambda: request().path,
        roles_offered=lambda: roles_offered(settings, request().environ),
        made_version=made_version,
    )
    hashes: Sequence[str] = app.csp_hashes()
    return hashes
