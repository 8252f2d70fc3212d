"""A scenario: a situation that can be drilled on any plant that has what it needs.

It is independent of any run: it has no date, no seed and no id of a plant. On a given site it
becomes a `plan.DrillPlan`.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, get_type_hints

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from command_center.domain.scenarios.acts import Act
from command_center.domain.scenarios.broken import Broken
from command_center.domain.scenarios.conditions import LONGEST_S, Condition, FactKind, Match
from command_center.domain.scenarios.needs import Need, PostNeeded, VesselNeeded
from command_center.domain.scenarios.placeholders import is_sound, named_in
from command_center.domain.scenarios.walking import names_of_needs, parts, texts
from command_center.domain.site.parts.base import Id, Names, Part, WallTime
from command_center.domain.site.parts.hazard import Hazard
from command_center.domain.site.references import Broken as BrokenRule
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
    """A whole scenario. `broken_scenario_rules` checks what must hold between its parts.

    `anywhere` says that it needs nothing but people and places: it is drawn only on a plant where no other can be.
    """

    id: Id
    name: Text
    summary: Prose
    hazard: Hazard
    version: str = Field(min_length=1, max_length=20)
    people_in_plant: bool = True
    anywhere: bool = False
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


def broken_scenario_rules(scenario: Scenario) -> Iterator[BrokenRule]:
    """Yields every rule that the scenario breaks; all its names must already refer to something."""
    yield from _kinds_of_needs(scenario)
    yield from _needs_in_order(scenario)
    yield from _places_in_texts(scenario)
    yield from _facts(scenario)
    yield from _objectives(scenario)
    yield from _ends(scenario)
    varies = scenario.varies
    if varies is not None and scenario.begins.shift not in varies.shifts:
        details = {"shift": scenario.begins.shift, "shifts": list(varies.shifts)}
        yield BrokenRule(("begins", "shift"), "scenario.shift_not_varied", details)


def _kinds_of_needs(scenario: Scenario) -> Iterator[BrokenRule]:
    kind_of = {need.id: need.which for need in scenario.needs}
    for path, part in parts(scenario):
        for field, name, wanted in names_of_needs(part):
            if wanted.kinds and kind_of[name] not in wanted.kinds:
                details = {"need": name, "kind": kind_of[name], "wanted": list(wanted.kinds)}
                yield BrokenRule((*path, field), "scenario.wrong_need", details)


def _needs_in_order(scenario: Scenario) -> Iterator[BrokenRule]:
    before: set[str] = set()
    for index, need in enumerate(scenario.needs):
        for field, name, _ in names_of_needs(need.chosen):
            if name not in before:
                path = ("needs", index, need.which, field)
                yield BrokenRule(path, "scenario.later_need", {"need": name})
        before.add(need.id)


def _places_in_texts(scenario: Scenario) -> Iterator[BrokenRule]:
    known = {need.id for need in scenario.needs}
    for path, part in parts(scenario):
        for field, index, text in texts(part):
            where = (*path, field) if index is None else (*path, field, index)
            for lang, words in (("zh", text.zh), ("en", text.en)):
                if not is_sound(words):
                    yield BrokenRule((*where, lang), "scenario.bad_place", {"known": sorted(known)})
                for name in named_in(words):
                    if name not in known:
                        details = {"place": name, "known": sorted(known)}
                        yield BrokenRule((*where, lang), "scenario.unknown_place", details)
            if {*named_in(text.zh)} != {*named_in(text.en)}:
                yield BrokenRule(where, "scenario.different_places", {})


def fact_fields() -> Mapping[str, tuple[str, ...]]:
    """Returns every kind of fact that the journal can hold, and the fields of each."""
    # The registry is filled by the areas, some of which know scenarios themselves.
    from command_center.domain import areas  # noqa: F401
    from command_center.domain.registry import FACTS

    return {kind: tuple(get_type_hints(spec.payload)) for kind, spec in FACTS.items()}


def _facts(scenario: Scenario) -> Iterator[BrokenRule]:
    known = fact_fields()
    for number, objective in enumerate(scenario.objectives):
        for index, kind in enumerate(objective.observed_by):
            if kind not in known:
                where = ("objectives", number, "observed_by", index)
                yield BrokenRule(where, "scenario.unknown_fact", {"kind": kind})
    for path, part in parts(scenario):
        if not isinstance(part, Match):
            continue
        if part.kind not in known:
            yield BrokenRule((*path, "kind"), "scenario.unknown_fact", {"kind": part.kind})
            continue
        for index, asked in enumerate(part.where):
            if asked.field not in known[part.kind]:
                details = {"field": asked.field, "kind": part.kind,
                           "fields": list(known[part.kind])}  # fmt: skip
                yield BrokenRule(
                    (*path, "where", index, "field"), "scenario.unknown_field", details
                )


def _objectives(scenario: Scenario) -> Iterator[BrokenRule]:
    kinds = {objective.id: objective.observed_by for objective in scenario.objectives}
    expected = {expectation.objective for expectation in scenario.expectations}
    for index, objective in enumerate(scenario.objectives):
        if objective.id not in expected:
            yield BrokenRule(
                ("objectives", index), "scenario.unobserved", {"objective": objective.id}
            )
    for index, expectation in enumerate(scenario.expectations):
        if expectation.fact.kind not in kinds[expectation.objective]:
            path = ("expectations", index, "fact", "kind")
            details = {"kind": expectation.fact.kind, "objective": expectation.objective,
                       "kinds": list(kinds[expectation.objective])}  # fmt: skip
            yield BrokenRule(path, "scenario.other_fact", details)


def _ends(scenario: Scenario) -> Iterator[BrokenRule]:
    latest: dict[str, int] = {}
    for index, inject in enumerate(scenario.injects):
        if inject.at is None:
            continue
        if inject.at.jitter_s > inject.at.s:
            path = ("injects", index, "at", "jitter_s")
            details = {"jitter": inject.at.jitter_s, "s": inject.at.s}
            yield BrokenRule(path, "scenario.jitter_before_start", details)
        latest[inject.id] = inject.at.s + inject.at.jitter_s
        if latest[inject.id] > scenario.max_s:
            path = ("injects", index, "at", "s")
            yield BrokenRule(path, "scenario.after_end", {"s": latest[inject.id],
                                                      "end": scenario.max_s})  # fmt: skip
    for index, expectation in enumerate(scenario.expectations):
        due = latest.get(expectation.inject, 0) + expectation.by_s
        if due > scenario.max_s:
            details = {"s": due, "end": scenario.max_s}
            yield BrokenRule(("expectations", index, "by_s"), "scenario.after_end", details)
