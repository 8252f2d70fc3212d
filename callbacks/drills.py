"""Makes the script figure of a drill: for a running one, planned against actual; for a scenario, as it would run."""

from collections.abc import Callable
from typing import Any

from dash import Dash
from pydantic import Field, ValidationInfo, field_validator

from callbacks.figures import Analysis, FiguresAsked, Filled, bind
from command_center.domain.bounds.plain_text import plain
from command_center.domain.scenarios.preview import timeline
from command_center.domain.scenarios.sealed import content_of
from command_center.domain.site.model import Site
from command_center.reports.speaker import Speaker
from command_center.scenario_file import LONGEST_TEXT
from command_center.web.doors.drills.drills_api import GET_DRILLS_DRILL_PLAN, begun_plan
from command_center.web.doors.drills.scenarios_api import (
    GET_SCENARIOS_SCENARIO,
    POST_SCENARIOS_CHECK,
    Known,
)
from command_center.web.request.problem import Problem
from command_center.web.request.revealed import PREFIX
from layouts.components.figure import drawn
from layouts.drills.drills import FIGURES
from layouts.figures.look import Look
from layouts.figures.script import script_figure
from layouts.figures.script_rows import Script, planned_script, played
from layouts.view import View


class ScriptAsked(FiguresAsked):
    """The source of the script: a drill that has begun, a scenario, or the text of one being written."""

    drill: str | None = Field(default=None, min_length=1, max_length=20)
    scenario: str | None = Field(default=None, min_length=1, max_length=60)
    text: str | None = Field(default=None, max_length=LONGEST_TEXT)

    @field_validator("*", mode="before")
    @classmethod
    def only_plain_text(cls, value: Any, info: ValidationInfo) -> Any:
        """Check plain text as the scenario door does: the scenario text itself is kept unchanged."""
        is_other = isinstance(value, str) and info.field_name != "text"
        return plain(value) if is_other else value


def register(app: Dash, analysis: Analysis, view_of_request: Callable[[], View]) -> None:
    """Register the callback that fills the place of the script."""

    def draw(asked: ScriptAsked, view: View) -> Filled:
        look = asked.look.look()
        if asked.drill is not None:
            script, site = _of_drill(analysis, asked.drill)
            return _filled(analysis, script, True, Speaker(site, view.lang), look)
        preview = _of_scenario(analysis, asked)
        told = Speaker(analysis.desk.site, view.lang)
        return Filled({}) if preview is None else _filled(analysis, preview, False, told, look)

    bind(app, FIGURES, ScriptAsked, draw, view_of_request)


def _filled(
    analysis: Analysis, script: Script, exercise: bool, told: Speaker, look: Look
) -> Filled:
    made = analysis.beside.do(lambda: script_figure(script, exercise, told, look))
    label = told.say("drills.script_about" if exercise else "scenarios.plot_about")
    line = {
        "since": made.since, "until": made.until,
        "left": made.left, "right": made.right, "top": made.top,
    }  # fmt: skip
    return Filled({"script": drawn(made.figure, FIGURES.place_id("script"), label)}, line)


def _of_drill(analysis: Analysis, name: str) -> tuple[Script, Site]:
    """Who may read the plan may see it drawn. Raises the 404 Problem of a plan that cannot be read."""
    d = analysis.drills
    caller = GET_DRILLS_DRILL_PLAN.let_in(d.callers)
    drill, text = begun_plan(d, caller, name)
    content = content_of(text)
    if content is None:
        raise Problem("not_found", 404, path=f"{PREFIX}/drills/{name}/plan")
    site = analysis.desk.site_of(drill.id)
    return played(content.plan, drill, site, drill.exercise_at(analysis.clock.now())), site


def _of_scenario(analysis: Analysis, asked: ScriptAsked) -> Script | None:
    """What has a time in it; None for a text with mistakes, whose words stand beside it."""
    s = analysis.scenarios
    known: Known | None
    if asked.text is not None:
        POST_SCENARIOS_CHECK.let_in(s.callers)
        known, _ = s.checked(asked.text)
    else:
        GET_SCENARIOS_SCENARIO.let_in(s.callers)
        scenario = s.shelf.scenario(asked.scenario or "")
        if scenario is None:
            raise Problem("not_found", 404, path=f"{PREFIX}/scenarios/{asked.scenario}")
        known = s.shelf.on_site(scenario)
    return (
        None if known is None or known.plan is None else planned_script(timeline(known.plan).rows)
    )
