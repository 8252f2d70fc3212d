"""Rules that concern several parts of a scenario: names of the right kind, facts that exist, ends."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, get_type_hints

from command_center.domain.scenarios.conditions import Match
from command_center.domain.scenarios.placeholders import is_sound, named_in
from command_center.domain.scenarios.walking import names_of_needs, parts, texts
from command_center.domain.site.references import Broken

if TYPE_CHECKING:
    from command_center.domain.scenarios.scenario import Scenario


def broken_scenario_rules(scenario: "Scenario") -> Iterator[Broken]:
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
        yield Broken(("begins", "shift"), "scenario.shift_not_varied", details)


def _kinds_of_needs(scenario: "Scenario") -> Iterator[Broken]:
    kind_of = {need.id: need.which for need in scenario.needs}
    for path, part in parts(scenario):
        for field, name, wanted in names_of_needs(part):
            if wanted.kinds and kind_of[name] not in wanted.kinds:
                details = {"need": name, "kind": kind_of[name], "wanted": list(wanted.kinds)}
                yield Broken((*path, field), "scenario.wrong_need", details)


def _needs_in_order(scenario: "Scenario") -> Iterator[Broken]:
    before: set[str] = set()
    for index, need in enumerate(scenario.needs):
        for field, name, _ in names_of_needs(need.chosen):
            if name not in before:
                path = ("needs", index, need.which, field)
                yield Broken(path, "scenario.later_need", {"need": name})
        before.add(need.id)


def _places_in_texts(scenario: "Scenario") -> Iterator[Broken]:
    known = {need.id for need in scenario.needs}
    for path, part in parts(scenario):
        for field, index, text in texts(part):
            where = (*path, field) if index is None else (*path, field, index)
            for lang, words in (("zh", text.zh), ("en", text.en)):
                if not is_sound(words):
                    yield Broken((*where, lang), "scenario.bad_place", {"known": sorted(known)})
                for name in named_in(words):
                    if name not in known:
                        details = {"place": name, "known": sorted(known)}
                        yield Broken((*where, lang), "scenario.unknown_place", details)
            if {*named_in(text.zh)} != {*named_in(text.en)}:
                yield Broken(where, "scenario.different_places", {})


def fact_fields() -> Mapping[str, tuple[str, ...]]:
    """Returns every kind of fact that the journal can hold, and the fields of each."""
    # The registry is filled by the areas, some of which know scenarios themselves.
    from command_center.domain import areas  # noqa: F401
    from command_center.domain.registry import FACTS

    return {kind: tuple(get_type_hints(spec.payload)) for kind, spec in FACTS.items()}


def _facts(scenario: "Scenario") -> Iterator[Broken]:
    known = fact_fields()
    for number, objective in enumerate(scenario.objectives):
        for index, kind in enumerate(objective.observed_by):
            if kind not in known:
                where = ("objectives", number, "observed_by", index)
                yield Broken(where, "scenario.unknown_fact", {"kind": kind})
    for path, part in parts(scenario):
        if not isinstance(part, Match):
            continue
        if part.kind not in known:
            yield Broken((*path, "kind"), "scenario.unknown_fact", {"kind": part.kind})
            continue
        for index, asked in enumerate(part.where):
            if asked.field not in known[part.kind]:
                details = {"field": asked.field, "kind": part.kind,
                           "fields": list(known[part.kind])}  # fmt: skip
                yield Broken((*path, "where", index, "field"), "scenario.unknown_field", details)


def _objectives(scenario: "Scenario") -> Iterator[Broken]:
    kinds = {objective.id: objective.observed_by for objective in scenario.objectives}
    expected = {expectation.objective for expectation in scenario.expectations}
    for index, objective in enumerate(scenario.objectives):
        if objective.id not in expected:
            yield Broken(("objectives", index), "scenario.unobserved", {"objective": objective.id})
    for index, expectation in enumerate(scenario.expectations):
        if expectation.fact.kind not in kinds[expectation.objective]:
            path = ("expectations", index, "fact", "kind")
            details = {"kind": expectation.fact.kind, "objective": expectation.objective,
                       "kinds": list(kinds[expectation.objective])}  # fmt: skip
            yield Broken(path, "scenario.other_fact", details)


def _ends(scenario: "Scenario") -> Iterator[Broken]:
    latest: dict[str, int] = {}
    for index, inject in enumerate(scenario.injects):
        if inject.at is None:
            continue
        if inject.at.jitter_s > inject.at.s:
            path = ("injects", index, "at", "jitter_s")
            details = {"jitter": inject.at.jitter_s, "s": inject.at.s}
            yield Broken(path, "scenario.jitter_before_start", details)
        latest[inject.id] = inject.at.s + inject.at.jitter_s
        if latest[inject.id] > scenario.max_s:
            path = ("injects", index, "at", "s")
            yield Broken(path, "scenario.after_end", {"s": latest[inject.id],
                                                      "end": scenario.max_s})  # fmt: skip
    for index, expectation in enumerate(scenario.expectations):
        due = latest.get(expectation.inject, 0) + expectation.by_s
        if due > scenario.max_s:
            details = {"s": due, "end": scenario.max_s}
            yield Broken(("expectations", index, "by_s"), "scenario.after_end", details)
