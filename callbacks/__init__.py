"""Dash callbacks, one module for each page, mirroring `layouts/`: the page of an address, and the figures of past
data. The browser sends commands to `POST /api/v1/commands`.

Live data reaches the browser over the socket; no callback here runs on a timer.
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
    """Register the pages of `app` on `server`.

    `analysis` provides the data of past figures. `caller_of_request` gives the session's caller (None: not signed
    in), `language_of_request` its language, `path_of_request` its address. `roles_offered` says whether the request
    may take a role by one click; `made_version` is the version of the generated scripts.
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
