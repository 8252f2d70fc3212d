"""A drill plan: a scenario as it will be played on one plant, with every choice made.

This is what is sealed, revealed and run. Every need has become an id of the site, every jitter a
second, every text a sentence. Only `held` and conditional injects have no time yet.
"""

import json
from typing import Any, Literal

from pydantic import Field

from command_center.domain.quantities import Seed
from command_center.domain.scenarios.broken import Broken
from command_center.domain.scenarios.conditions import LONGEST_S
from command_center.domain.scenarios.manning import Manned
from command_center.domain.scenarios.scenario import (
    Expectation,
    Inject,
    LevelAt,
    Objective,
    Weather,
    WeatherKind,
)  # fmt: skip
from command_center.domain.site.parts.base import Part
from command_center.domain.site.parts.hazard import Hazard
from command_center.domain.text import Prose, Text


class Resolved(Part):
    """The thing of the site that fills a need: its id and name."""

    unique = ("need",)
    need: str
    kind: str
    id: str
    name: Text


class Tested(Part):
    """An open improvement action that this drill tests: by which inject and expectation."""

    action: str
    inject: str
    expectation: str


class Untested(Part):
    """An open action that no drill of this kind can test, and why."""

    action: str
    why: Prose


class DrillPlan(Part):
    """Everything that a drill consists of, on one site. `format` is the number of this layout."""

    format: Literal[1] = 1
    scenario: str
    scenario_version: str
    generator: str
    seed: Seed
    site: str
    site_version: str
    hazard: Hazard
    name: Text
    summary: Prose
    people_in_plant: bool
    manned: Manned
    weather_kind: WeatherKind | None = None
    weather: Weather
    levels: list[LevelAt] = Field(default=[])
    broken: list[Broken] = Field(default=[])
    places: list[Resolved]
    objectives: list[Objective]
    injects: list[Inject]
    expectations: list[Expectation]
    safety: list[Prose]
    stop_words: list[Text]
    max_s: int = Field(gt=0, le=LONGEST_S)
    tested: list[Tested] = Field(default=[])
    untested: list[Untested] = Field(default=[])

    def id_of(self, need: str) -> str | None:
        """Returns the site's id of a need, by the scenario's name for it; None if there is none."""
        return next((place.id for place in self.places if place.need == need), None)

    def canonical(self) -> str:
        """Returns canonical JSON: the same plan gives the same bytes on any machine."""
        return canonical_json(self.model_dump(mode="json", exclude_none=True))


def canonical_json(value: Any) -> str:
    """Returns JSON with sorted keys and without blanks. Raises ValueError for values outside JSON
    (NaN)."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def plan_of(text: str) -> DrillPlan:
    """Returns the plan from its canonical JSON. Raises pydantic's ValidationError for anything
    else."""
    return DrillPlan.model_validate_json(text)
