"""What Dash itself asks the server for: the page of an address, and the figures of what is past, one file a
page, mirroring `layouts/`. The browser sends commands to `POST /api/v1/commands`.

Everything live reaches the browser over the socket; no callback here runs on a timer.
"""

from collections.abc import Callable
from typing import Any

from dash import Dash
from flask import Flask

from callbacks import alarms, cockpit, drills, heat, matter, pages, responsibility, reviews
from callbacks.figures import Analysis
from callbacks.posted import install_guard
from command_center.domain.registry import COMMANDS
from command_center.domain.site.described import SiteNow
from command_center.web.doors.incidents.forms_api import DOORS as FORM_DOORS
from command_center.web.doors.people.people_api import DOORS
from command_center.web.request.callers import Caller
from command_center.words import say
from layouts.index import page
from layouts.view import View, Viewer


def register(
    app: Dash,
    server: Flask,
    plant_now: SiteNow,
    analysis: Analysis,
    *,
    caller_of_request: Callable[[], Caller | None],
    language_of_request: Callable[[], str],
    path_of_request: Callable[[], str],
    roles_offered: Callable[[], bool] = lambda: False,
    made_version: Callable[[], str] = lambda: "",
) -> None:
    """Give `app` on `server` its pages.

    `analysis` is what the figures of the past are made of. `caller_of_request` is who the current request's
    session is (None: nobody signed in), `language_of_request` the catalogue it reads, `path_of_request` its
    address. `roles_offered` says whether the request may take a role by one click, `made_version` is that of the
    scripts that no file holds.
    """

    def view_of_request() -> View:
        lang, caller = language_of_request(), caller_of_request()
        return View(
            site=plant_now(),
            lang=lang,
            say=lambda key, **params: say(lang, key, **params),
            viewer=_viewer(caller) if caller else None,
            demo=roles_offered(),
        )

    def interpolate_index(**parts: Any) -> str:
        wanted = ("css", "config", "scripts", "renderer", "app_entry")
        given = {name: parts[name] for name in wanted}
        return page(view_of_request(), path_of_request(), **given, made=made_version())

    app.interpolate_index = interpolate_index  # type: ignore[method-assign, assignment]  # Dash's own hook
    pages.register(app, view_of_request)
    for page_here in (reviews, drills, alarms, heat, cockpit, responsibility, matter):
        page_here.register(app, analysis, view_of_request)
    install_guard(server, app)


def _viewer(caller: Caller) -> Viewer:
    may = [] if caller.read_only else [k for k, c in COMMANDS.items() if caller.role in c.roles]
    doors = (
        ()
        if caller.read_only
        else (d for d, r in {**DOORS, **FORM_DOORS}.items() if caller.role in r)
    )
    return Viewer(caller.actor.id, caller.role, caller.actor.person, frozenset([*may, *doors]))
