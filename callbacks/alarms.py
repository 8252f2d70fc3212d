"""The analysis of past alarms: operator load in each ten minutes, its figures, and the most frequent alarms."""

from collections.abc import Callable

from dash import Dash
from pydantic import model_validator

from callbacks.figures import Analysis, FiguresAsked, Filled, bind
from command_center.reports.speaker import Speaker
from command_center.web.doors.board.alarms_api import GET_ALARMS, AlarmsAsked, past_alarms
from layouts.alarms import FIGURES
from layouts.components.alarm_tables import figures_list, most_frequent
from layouts.components.figure import drawn
from layouts.figures.alarms import alarm_load
from layouts.view import View


class LoadAsked(FiguresAsked):
    """The span of time that `GET /alarms` takes."""

    drill: str | None = None
    since: int
    until: int

    @model_validator(mode="after")
    def as_the_door_takes_it(self) -> "LoadAsked":
        """Check the span against the door's limits."""
        self.span()
        return self

    def span(self) -> AlarmsAsked:
        """Return the span in the door's form."""
        return AlarmsAsked(drill=self.drill, since=self.since, until=self.until, limit=1)


def register(app: Dash, analysis: Analysis, view_of_request: Callable[[], View]) -> None:
    """Register the callback that fills the places of the alarm desk."""

    def draw(asked: LoadAsked, view: View) -> Filled:
        GET_ALARMS.let_in(analysis.callers)
        past = past_alarms(analysis.journal, asked.span(), analysis.clock.now())
        site = analysis.desk.site_of(asked.drill) if asked.drill else analysis.desk.site
        told, look = Speaker(site, view.lang), asked.look.look()
        figure = analysis.beside.do(lambda: alarm_load(past, asked.drill is not None, told, look))
        return Filled(
            {
                "load": drawn(figure, FIGURES.place_id("load"), view.say("alarms.load_chart")),
                "figures": figures_list(past, told),
                "worst": most_frequent(past, told),
            }
        )

    bind(app, FIGURES, LoadAsked, draw, view_of_request)
