"""The scenario door: the library and the site's own scenarios, how each fits this site, checked and saved."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from flask import Blueprint, Response, request
from pydantic import Field, ValidationInfo, field_validator

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.refusal import Phrase
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.scenarios.preview import InjectRow, timeline
from command_center.domain.scenarios.scenario import Scenario
from command_center.domain.state.drills.own_scenario import OwnScenario
from command_center.scenario_file import LONGEST_TEXT, read_text
from command_center.scenario_file.events_list import renamed
from command_center.site_file import Problem as Mistake
from command_center.store.plant.scenario_texts import ScenarioTexts
from command_center.web.doors.drills.drills_api import COORDINATORS, DIRECTION
from command_center.web.metrics import Metrics
from command_center.web.request.answer_shapes import INTEGER, TEXT, Described, record, rows
from command_center.web.request.answers import answer_json
from command_center.web.request.body import Asked, json_body
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.commanding import CommandAsked, carry_out
from command_center.web.request.language import language_of
from command_center.web.request.problem import Problem
from command_center.web.request.rest_doors import READS, WRITES, door
from command_center.web.request.revealed import DRILL
from command_center.web.worker_threads import NativeThreads
from command_center.words import say
from command_center.workbook_reader.process import WorkbookReader

MOST_TOLD = 100
"""Mistakes told of one text; whoever mends these is told the rest."""


@dataclass(frozen=True, slots=True)
class Known:
    """A scenario, and its plan on the site or the reason why there is none. `own` is set if the site wrote it;
    `scenario` is None if such a text can no longer be read (a newer program requires more).
    """

    id: str
    scenario: Scenario | None
    plan: DrillPlan | None = None
    lacking: Sequence[Phrase] = ()
    own: OwnScenario | None = None


class Shelf(Protocol):
    """Every scenario there is for this site, by id: the library's, and the site's own."""

    def known(self) -> Sequence[Known]:
        """All scenarios, those of the library first."""

    def scenario(self, id: str) -> Scenario | None:
        """The scenario of this id, if it can be played."""

    def text_of(self, scenario: str) -> str | None:
        """The YAML of one; None where there is no such."""

    def on_site(self, scenario: Scenario) -> Known:
        """How a scenario fits this plant."""

    def of_library(self, scenario: str) -> bool:
        """Whether the id is the library's."""


class CheckAsked(Asked):
    """A scenario's YAML, to be checked and previewed."""

    text: str = Field(max_length=LONGEST_TEXT)

    @field_validator("*", mode="before")
    @classmethod
    def only_plain_text(cls, value: Any, info: ValidationInfo) -> Any:
        """Keep the text unchanged: an invisible character in it is a mistake with its line, as in a file."""
        return value


class SaveAsked(CheckAsked):
    """A scenario's YAML, to be saved as the site's own. `base` is the revision it was made from."""

    base: int = Field(default=0, ge=0, le=1_000_000)


@dataclass(frozen=True, slots=True)
class Scenarios:
    """What the scenario routes need. `fallback` is the site's language. Texts and lists are read outside the event
    loop (`beside`): a tenth of a second each, up to one for the longest.
    """

    shelf: Shelf
    texts: ScenarioTexts
    desk: Desk
    callers: Callers
    clock: Clock
    metrics: Metrics
    fallback: str
    beside: NativeThreads = field(default_factory=lambda: NativeThreads(1))
    workbooks: WorkbookReader = field(default_factory=WorkbookReader)

    def own(self, scenario: str) -> OwnScenario | None:
        """Return the site's own scenario with this id; None for the library's ids."""
        known = self.desk.state.own_scenarios.get(scenario)
        return None if self.shelf.of_library(scenario) else known

    def copy_id(self, scenario: str) -> str:
        """A free id for a copy of a scenario."""
        owns = self.desk.state.own_scenarios
        number = 1
        while (id := f"{scenario[:30]}-own{'' if number == 1 else number}") in owns:
            number += 1
        return id

    def checked(self, text: str) -> tuple[Known | None, Sequence[Mistake]]:
        """The scenario that a text makes on this site, or the text's mistakes."""
        found, mistakes = self.beside.do(lambda: read_text(text, ""))
        return (None if found is None or mistakes else self.shelf.on_site(found)), mistakes

    def save(self, caller: Caller, text: str, scenario: Scenario, base: int) -> dict[str, Any]:
        """Store a checked text, then record it as in force. Raises 409 Problems: the id is the library's, or somebody
        else saved meanwhile.
        """
        if self.shelf.of_library(scenario.id):
            raise Problem("scenario_of_library", 409, scenario=scenario.id)
        caller.must_write()
        digest = self.texts.keep(text, self.clock.now())
        data = {"scenario": scenario.id, "base": base, "sha256": digest}
        carry_out(self.desk, self.metrics, CommandAsked(kind="scenario.save", data=data), caller)
        return {"id": scenario.id, "own": own_row(self.desk.state.own_scenarios[scenario.id])}


class ScenarioProblem(Problem):
    """422: a scenario with mistakes, each with its place."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("scenario_wrong", 422, count=len(mistakes))
        self.mistakes = mistakes

    def members(self, lang: str) -> dict[str, Any]:
        """The members of the problem document, with every mistake."""
        return Problem.members(self, lang) | {"problems": mistakes_told(self.mistakes, lang)}


SCENARIOS_TOLD = Described(
    "Scenarios",
    record({"scenarios": rows({"type": "object"})}),
)
GET_SCENARIOS = door(
    "get", "/scenarios",
    summary="The scenarios there are, the library's and the site's own: what each would be on this site, or what "
    "the site lacks",
    answers="Scenarios",
    roles=DIRECTION, reveals=DRILL, what="drills", answer=SCENARIOS_TOLD,
)  # fmt: skip

SCENARIO_TOLD = Described(
    "Scenario",
    record(
        {
            "id": TEXT,
            "own": {"type": ["object", "null"]},
            "text": TEXT,
            "copy": {"type": "object", "description": "A free id, and the text under it."},
        }
    ),
)
GET_SCENARIOS_SCENARIO = door(
    "get", "/scenarios/<scenario>",
    summary="One scenario's YAML",
    answers="Its text and revision",
    roles=DIRECTION, reveals=DRILL, what="drills", bad=(*READS, 404), answer=SCENARIO_TOLD,
)  # fmt: skip

CHECKED_TOLD = Described(
    "Checked",
    record(
        {
            "problems": rows(
                record({"line": INTEGER, "column": INTEGER, "key": TEXT, "error": TEXT})
            ),
            "scenario": {"type": ["object", "null"]},
        }
    ),
)
POST_SCENARIOS_CHECK = door(
    "post", "/scenarios/check",
    summary="Check a scenario's YAML and preview it on this site",
    answers="Every mistake with line, column and key; the preview where there is none",
    roles=COORDINATORS, reveals=DRILL, what="drills", writes=False, bad=WRITES, answer=CHECKED_TOLD,
    body=CheckAsked,
)  # fmt: skip

SAVED_TOLD = Described(
    "Saved",
    record({"id": TEXT, "own": {"type": "object"}}),
)
PUT_SCENARIOS_SCENARIO = door(
    "put", "/scenarios/<scenario>",
    summary="Save a scenario of the site's own, as the next revision of `base`",
    answers="Saved; mistakes are listed under `problems` with 422, a save in between is 409",
    roles=COORDINATORS, reveals=DRILL, what="drills", bad=(*WRITES, 409, 503), answer=SAVED_TOLD,
    body=SaveAsked,
)  # fmt: skip


def scenarios_api(s: Scenarios) -> Blueprint:
    """The routes `GET /scenarios`, `/scenarios/ID`, `POST /scenarios/check`, `PUT /scenarios/ID`, only for those who
    direct drills: no player may use them to prepare.
    """
    api = Blueprint("scenarios", __name__)

    def lang() -> str:
        return language_of(request.environ, s.fallback)

    @GET_SCENARIOS.on(api, s.callers)
    def scenarios(_: Caller) -> Response:
        owns = s.desk.state.own_scenarios
        retired = [own for id in sorted(owns) if (own := s.own(id)) and own.retired]
        return answer_json(
            {
                "scenarios": [told(known, lang()) for known in s.shelf.known()],
                "retired": [{"id": own.id, **own_row(own)} for own in retired],
            }
        )

    @GET_SCENARIOS_SCENARIO.on(api, s.callers)
    def one(_: Caller, scenario: str) -> Response:
        text, own = s.shelf.text_of(scenario), s.own(scenario)
        if text is None and own is None:
            raise Problem("not_found", 404, path=request.path)
        text = text or ""  # a save whose text was never kept here is mended by writing it
        copy = s.copy_id(scenario)
        return answer_json(
            {
                "id": scenario,
                "own": own and own_row(own),
                "text": text,
                "copy": {"id": copy, "text": renamed(text, copy)},
            }
        )

    @POST_SCENARIOS_CHECK.on(api, s.callers)
    def check(_: Caller) -> Response:
        found, mistakes = s.checked(json_body(request, CheckAsked).text)
        on_site = None if found is None else told(found, lang())
        return answer_json({"problems": mistakes_told(mistakes, lang()), "scenario": on_site})

    @PUT_SCENARIOS_SCENARIO.on(api, s.callers)
    def save(caller: Caller, scenario: str) -> Response:
        asked = json_body(request, SaveAsked)
        found, mistakes = s.beside.do(lambda: read_text(asked.text, ""))
        if found is None or mistakes:
            raise ScenarioProblem(mistakes)
        if found.id != scenario:
            raise Problem("scenario_other_id", 422, scenario=scenario, id=found.id)
        return answer_json(s.save(caller, asked.text, found, asked.base))

    return api


def mistakes_told(mistakes: Sequence[Mistake], lang: str) -> list[dict[str, Any]]:
    """Line and column (from 1), key and sentence of each."""
    return [
        {
            "line": one.mark.line,
            "column": one.mark.column,
            "key": one.key,
            "error": one.sentence(lang),
        }
        for one in mistakes[:MOST_TOLD]
    ]


def own_row(own: OwnScenario) -> dict[str, Any]:
    """Return the revision in force, since when and by whom; and since when it is out of use, if it is."""
    return {
        "revision": own.revision,
        "saved_at": own.saved_at,
        "saved_by": own.saved_by,
        "retired_at": own.retired_at,
        "retired_by": own.retired_by,
    }


def told(known: Known, lang: str) -> dict[str, Any]:
    """A scenario as the JSON that the console shows."""
    scenario, plan = known.scenario, known.plan
    row: dict[str, Any] = {
        "id": known.id,
        "own": known.own and own_row(known.own),
        "lacking": [say(lang, why.key, **why.params) for why in known.lacking],
        "injects": [], "places": [], "summary": None,
    }  # fmt: skip
    if scenario is None:
        name = {"zh": known.id, "en": known.id}
        lacking = [say(lang, "scenario.text_unusable")]
        return row | {"name": name, "version": "", "hazard": None, "max_s": 0, "lacking": lacking}
    row |= {
        "version": scenario.version,
        "name": (plan or scenario).name.model_dump(),
        "hazard": scenario.hazard,
        "max_s": scenario.max_s,
        "drawable": scenario.varies is not None,
    }
    return row if plan is None else row | _planned(scenario, plan)


def _planned(scenario: Scenario, plan: DrillPlan) -> dict[str, Any]:
    jitter = {one.id: one.at.jitter_s for one in scenario.injects if one.at is not None}
    asked = {
        one.id: one.when.model_dump(mode="json", exclude_none=True)
        for one in plan.injects
        if one.when is not None
    }
    return {
        "summary": plan.summary.model_dump(),
        "begins": {"shift": plan.manned.kind, "time": plan.manned.time},
        "places": [
            {"need": one.need, "kind": one.kind, "id": one.id, "name": one.name.model_dump()}
            for one in plan.places
        ],
        "injects": [_row(row) | {"when": asked.get(row.id)} for row in timeline(plan, jitter).rows],
    }


def _row(row: InjectRow) -> dict[str, Any]:
    shown = asdict(row)
    shown["text"] = row.text.model_dump()
    shown["expects"] = [
        {
            "id": one.id,
            "text": one.text.model_dump(),
            "who": one.who,
            "fact": one.fact,
            "by_s": one.by_s,
        }
        for one in row.expects
    ]
    return shown
