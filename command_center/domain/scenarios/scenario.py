"""A scenario: a situation that can be drilled on any plant that has what it needs.

It is independent of any run: it has no date, no seed and no id of a plant. On a given site it
becomes a `plan.DrillPlan`.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from command_center.domain.scenarios.acts import Act
from command_center.domain.scenarios.broken import Broken
from command_center.domain.scenarios.conditions import LONGEST_S, Condition, FactKind, Match
from command_center.domain.scenarios.needs import Need, PostNeeded, VesselNeeded
from command_center.domain.scenarios.rules import broken_scenario_rules
from command_center.domain.site.parts.base import Id, Names, Part, WallTime
from command_center.domain.site.parts.hazard import Hazard
from command_center.domain.site.references import broken_references
from command_center.domain.text import Prose, Text

ShiftKind = Literal["day", "evening", "night", "holiday", "shift_change"]
"""When: a working day, an evening, a night, a day without the day's people, minutes round a
change."""
WeatherKind = Literal["calm", "breeze", "wind", "rain", "storm", "fog"]

InjectRef = Annotated[Id, Names(("injects",))]
ObjectiveRef = Annotated[Id, Names(("objectives",))]


class Weather(Part):
    """The weather at the start. The wind direction is where it blows from, in degrees."""

    wind_from_deg: int = Field(default=225, ge=0, lt=360)
    wind_m_s: float = Field(default=2.5, ge=0.3, le=40)
    rain_mm_h: float = Field(default=0, ge=0, le=200)
    stability: Literal["A", "B", "C", "D", "E", "F"] = "D"


class LevelAt(Part):
    """How full a vessel is at the start: the share of a tank's height, or of a pool's volume up to
    the weir."""

    unique = ("vessel",)
    vessel: VesselNeeded
    share: float = Field(ge=0, le=1)


class Begins(Part):
    """The situation at second 0 of the drill."""

    shift: ShiftKind
    time: WallTime | None = None
    weather: Weather = Weather()
    levels: list[LevelAt] = Field(default=[])
    broken: list[Broken] = Field(default=[])


class Varies(Part):
    """What a random draw may change without spoiling the scenario."""

    shifts: list[ShiftKind] = Field(min_length=1)
    weather: list[WeatherKind] = Field(min_length=1)


class Objective(Part):
    """An objective: what the drill must show, and the kinds of fact that show it."""

    id: Id
    text: Prose
    observed_by: list[FactKind] = Field(min_length=1)


class At(Part):
    """A time offset from the start in seconds, with a random jitter of at most `jitter_s` seconds."""

    s: int = Field(ge=0, le=LONGEST_S)
    jitter_s: int = Field(default=0, ge=0, le=3600)


class Inject(Part):
    """An event in the exercise: at a time, on a condition, or when the controller fires it."""

    id: Id
    at: At | None = None
    when: Condition | None = None
    held: bool = False
    text: Prose
    does: list[Act] = Field(default=[])

    @property
    def trigger(self) -> Literal["at", "when", "held"]:
        """Returns how the inject is triggered: at a time, by a condition, or by hand."""
        return "at" if self.at else "when" if self.when else "held"

    @model_validator(mode="after")
    def one_trigger(self) -> "Inject":
        """Refuses an inject that has no trigger, or more than one."""
        given = [self.at is not None, self.when is not None, self.held].count(True)
        if given != 1:
            context = {"possible": ["at", "when", "held"], "n": given}
            raise PydanticCustomError("exactly_one", "exactly one of {possible}", context)
        return self


class Expectation(Part):
    """What should follow an inject: which fact, by whom, and by when (seconds after the inject).

    With `anew` only what happens after the inject counts (an acknowledgement, a directive); else
    what was done before makes the expectation moot (a valve that is shut already). `source` says
    where the time comes from.
    """

    id: Id
    inject: InjectRef
    objective: ObjectiveRef
    text: Prose
    who: PostNeeded | None = None
    fact: Match
    anew: bool = False
    by_s: int = Field(gt=0, le=LONGEST_S)
    source: Prose


class Scenario(Part):
    """A whole scenario. `rules.py` checks what must hold between its parts."""

    id: Id
    name: Text
    summary: Prose
    hazard: Hazard
    version: str = Field(min_length=1, max_length=20)
    people_in_plant: bool = True
    objectives: list[Objective] = Field(min_length=1)
    needs: list[Need] = Field(min_length=1)
    begins: Begins
    varies: Varies | None = None
    injects: list[Inject] = Field(min_length=1)
    expectations: list[Expectation] = Field(min_length=1)
    safety: list[Prose] = Field(min_length=1)
    stop_words: list[Text] = Field(min_length=1)
    max_s: int = Field(gt=0, le=LONGEST_S)

    @model_validator(mode="after")
    def holds_together(self) -> "Scenario":
        """Refuses references to unknown names, and parts that contradict each other."""
        broken = list(broken_references(self, Scenario)) or list(broken_scenario_rules(self))
        if broken:
            sentences = "; ".join(str(b) for b in broken)
            context = {"sentences": sentences, "broken": broken}
            raise PydanticCustomError("broken_parts", "{sentences}", context)
        return self
