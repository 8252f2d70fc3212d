"""How a page's figures are requested, drawn and returned.

The REST doors decide who may see a figure's data: each page's `draw` calls their functions
(`command_center/web/doors/`). A figure is drawn outside the event loop, because it takes tens of milliseconds.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from dash import ClientsideFunction, Dash, Input, Output, html, no_update
from dash.development.base_component import Component
from pydantic import Field, ValidationError

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.reports.sources import Sources
from command_center.store.journal import Journal
from command_center.web.doors.drills.drills_api import Drills
from command_center.web.doors.drills.scenarios_api import Scenarios
from command_center.web.request.body import Asked
from command_center.web.request.callers import Callers
from command_center.web.request.problem import Problem, invalid
from command_center.web.worker_threads import NativeThreads
from layouts.components.figure import Figures
from layouts.figures.look import Look
from layouts.view import View

SERVER_ERROR = 500
MOST_PX = 20_000


class LookAsked(Asked):
    """The size and style of the figure's place, as the browser sends them: see `Look`."""

    theme: Literal["dark", "light"]
    px: float = Field(ge=0.1, le=20, allow_inf_nan=False)
    narrow: bool = False
    width: float = Field(default=1200, ge=0, le=MOST_PX, allow_inf_nan=False)
    height: float = Field(default=0, ge=0, le=MOST_PX, allow_inf_nan=False)

    def look(self) -> Look:
        """The size and style that the figures take."""
        return Look(self.theme, self.px, self.narrow, self.width, self.height)


class FiguresAsked(Asked):
    """Base of a page's request. `key` is the browser's, returned with the answer."""

    key: str = Field(min_length=1, max_length=60)
    look: LookAsked


A = TypeVar("A", bound=FiguresAsked)


@dataclass(frozen=True, slots=True)
class Analysis:
    """The data sources of past figures."""

    desk: Desk
    journal: Journal
    callers: Callers
    clock: Clock
    drills: Drills
    scenarios: Scenarios
    beside: NativeThreads = field(default_factory=lambda: NativeThreads(1))

    def sources(self) -> Sources:
        """The journal as reviews read it."""
        return Sources(self.desk, self.journal, NativeThreads(1).do)


@dataclass(frozen=True, slots=True)
class Filled:
    """The contents of each place, and further data for the browser. A place that is not named stays empty."""

    places: Mapping[str, Component]
    told: Mapping[str, Any] = field(default_factory=dict)


def read(posted: Any, model: type[A]) -> A:
    """Return the parsed request. Raises a 422 Problem for a request that our pages never send."""
    try:
        return model.model_validate(posted)
    except ValidationError as wrong:
        raise invalid(wrong) from wrong


def bind(
    app: Dash,
    figures: Figures,
    model: type[A],
    draw: Callable[[A, View], Filled],
    view_of_request: Callable[[], View],
) -> None:
    """Register a callback that fills the places of `figures` with `draw` whenever the browser asks. A refusal is
    shown in every place. If the server cannot draw now (503), the last drawing stays, and the browser says so and
    asks again.
    """
    places = [Output(figures.place_id(place), "children") for place in figures.places]

    @app.callback(
        *places,
        Output(figures.answered, "data"),
        Input(figures.asked, "data"),
        prevent_initial_call=True,
    )
    def fill(posted: Any) -> Any:
        if posted is None:
            return [no_update] * (len(places) + 1)
        asked, view = read(posted, model), view_of_request()
        try:
            filled = draw(asked, view)
        except Problem as problem:
            again = problem.status >= SERVER_ERROR
            words = no_update if again else _refused(problem, view)
            return [*[words] * len(places), {"key": asked.key, "failed": again, "told": None}]
        shown = [filled.places.get(place) for place in figures.places]
        return [*shown, {"key": asked.key, "failed": False, "told": dict(filled.told)}]

    app.clientside_callback(
        ClientsideFunction("figures", "answered"),
        Output(figures.heard, "data"),
        Input(figures.answered, "data"),
        prevent_initial_call=True,
    )


def _refused(problem: Problem, view: View) -> Component:
    """Why there is no figure, and what would mend it."""
    members = problem.members(view.lang)
    mend = members.get("mend")
    return html.P(
        [html.B(members["detail"]), f" {mend}" if mend else ""],
        className="answer refused",
        role="alert",
    )
