"""The scenario library over HTTP: what each would be on this site, or what the site lacks for it."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flask import Blueprint, Response, request

from command_center.domain.refusal import Phrase
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.preview import InjectRow, timeline
from command_center.domain.scenarios.scenario import Scenario
from command_center.web.answers import answer_json
from command_center.web.callers import Callers
from command_center.web.drills_api import DIRECTION
from command_center.web.language import language_of
from command_center.words import say


@dataclass(frozen=True, slots=True)
class Known:
    """A scenario of the library, and its plan on the site or why there is none."""

    scenario: Scenario
    plan: DrillPlan | None
    lacking: Sequence[Phrase] = ()


Library = Callable[[], Sequence[Known]]


def scenarios_api(library: Library, callers: Callers, fallback: str) -> Blueprint:
    """`GET /scenarios`, for those who direct drills: nobody who plays prepares by it."""
    api = Blueprint("scenarios", __name__)

    @api.get("/scenarios")
    def scenarios() -> Response:
        callers.of(request).must_be(DIRECTION, "drills")
        lang = language_of(request.environ, fallback)
        return answer_json({"scenarios": [_told(known, lang) for known in library()]})

    return api


def _told(known: Known, lang: str) -> dict[str, Any]:
    scenario, plan = known.scenario, known.plan
    jitter = {one.id: one.at.jitter_s for one in scenario.injects if one.at is not None}
    rows = () if plan is None else timeline(plan, jitter).rows
    asked = {
        one.id: one.when.model_dump(mode="json", exclude_none=True)
        for one in (plan.injects if plan else ())
        if one.when is not None
    }
    return {
        "id": scenario.id,
        "version": scenario.version,
        "name": (plan or scenario).name.model_dump(),
        "summary": None if plan is None else plan.summary.model_dump(),
        "hazard": scenario.hazard,
        "max_s": scenario.max_s,
        "injects": [_row(row) | {"when": asked.get(row.id)} for row in rows],
        "lacking": [say(lang, why.key, **why.params) for why in known.lacking],
    }


def _row(row: InjectRow) -> dict[str, Any]:
    told = asdict(row)
    told["text"] = row.text.model_dump()
    told["expects"] = [
        {"id": one.id, "text": one.text.model_dump(), "who": one.who, "by_s": one.by_s}
        for one in row.expects
    ]
    return told
