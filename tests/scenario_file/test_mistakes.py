"""Every kind of mistake in a scenario is named with its line and key, and said in both languages."""
# ruff: noqa: E501 - a table

from pathlib import Path

import pytest

from command_center import scenario_file
from command_center.words import LANGUAGES

SMALL = (Path(__file__).parent / "small.yaml").read_text(encoding="utf-8")

MISTAKES: dict[str, tuple[str, str, str, str, str]] = {
    "unknown act": ("{leak: {at: shutoff", "{leek: {at: shutoff", "injects[onset].does[0].leek", "unknown_key_near", "leak"),
    "missing": ("hazard: leak\n", "", "hazard", "missing", "Add it"),
    "hazard": ("hazard: leak", "hazard: leek", "hazard", "one_of", "power_cut"),
    "no trigger": ("    at: {s: 60, jitter_s: 30}\n", "", "injects[onset]", "exactly_one", "at, when, held"),
    "two triggers": ("    at: {s: 60, jitter_s: 30}\n", "    at: {s: 60}\n    held: true\n", "injects[onset]", "exactly_one", "There are 2"),
    "two acts in one": ("tank: tank, hole_mm: 40}}", "tank: tank, hole_mm: 40}, power: {state: cut}}", "injects[onset].does[0]", "exactly_one", "leak"),
    "no such need": ("{at: shutoff, tank", "{at: shutof, tank", "injects[onset].does[0].leak.at", "unknown_reference_near", "shutoff"),
    "need of another kind": ("{at: shutoff, tank: tank", "{at: shutoff, tank: shutoff", "injects[onset].does[0].leak.tank", "scenario.wrong_need", "valve"),
    "post for a valve": ("to: chief", "to: tank", "injects[later].does[0].message.to", "scenario.wrong_need", "post"),
    "need further down": ("  - {id: tank, tank: {classes: [flammable]}}\n  - {id: shutoff, valve: {isolates: tank}}\n", "  - {id: shutoff, valve: {isolates: tank}}\n  - {id: tank, tank: {classes: [flammable]}}\n", "needs[shutoff].valve.isolates", "scenario.later_need", "further down"),
    "unknown fact": ("fact: {kind: alarm.raised}", "fact: {kind: alarm.razed}", "expectations[alarm].fact.kind", "scenario.unknown_fact", "facts.md"),
    "unknown field": ("{field: priority,", "{field: prio,", "injects[later].when.fact.where[0].field", "scenario.unknown_field", "priority"),
    "unknown place in a text": ("en: \"{tank} leaks\"", "en: \"{tonk} leaks\"", "summary.en", "scenario.unknown_place", "tonk"),
    "languages differ": ("en: \"{tank} leaks\"", "en: \"It leaks\"", "summary", "scenario.different_places", "both"),
    "brace alone": ("en: \"{tank} leaks\"", "en: \"{tank leaks\"", "summary.en", "scenario.bad_place", "brace"),
    "objective of nothing": ("objective: seen", "objective: sean", "expectations[alarm].objective", "unknown_reference_near", "seen"),
    "fact of another objective": ("observed_by: [alarm.raised, valve.reported]", "observed_by: [valve.reported]", "expectations[alarm].fact.kind", "scenario.other_fact", "observed_by"),
    "inject of nothing": ("inject: onset", "inject: offset", "expectations[alarm].inject", "unknown_reference_near", "onset"),
    "after the end": ("by_s: 120", "by_s: 580", "expectations[alarm].by_s", "scenario.after_end", "600"),
    "inject after the end": ("max_s: 600", "max_s: 80", "injects[onset].at.s", "scenario.after_end", "80"),
    "jitter before the start": ("at: {s: 60, jitter_s: 30}", "at: {s: 20, jitter_s: 30}", "injects[onset].at.jitter_s", "scenario.jitter_before_start", "smaller"),
    "shift it does not vary": ("varies: {shifts: [night]", "varies: {shifts: [day]", "begins.shift", "scenario.shift_not_varied", "varies.shifts"),
    "id twice": ("  - id: later", "  - id: onset", "injects[onset].id", "taken_twice", "second time"),
    "negative hole": ("hole_mm: 40", "hole_mm: -4", "injects[onset].does[0].leak.hole_mm", "at_least", "at least 0.001"),
    "time of day": ('time: "03:00"', "time: 3", "begins.time", "wall_time", "HH:MM"),
    "seconds off a clock": ("by_s: 120", "by_s: 2:30", "expectations[alarm].by_s", "seconds_of_clock", "150"),
    "no seconds": ("by_s: 120", "by_s: soon", "expectations[alarm].by_s", "seconds", "2 min 30 s"),
    "text in no language": ("text: {zh: 开始, en: It begins}", "text: {}", "injects[onset].text.en", "missing", "en"),
    "nothing compared": ("{field: priority, equals: emergency}", "{field: priority}", "injects[later].when.fact.where[0]", "exactly_one", "equals"),
    "no scenario": (SMALL, "- a\n- b\n", "", "scenario.not_one", "injects"),
    "empty": (SMALL, "# nothing\n", "", "scenario.empty", "expectations"),
    "syntax": ("varies: {shifts: [night], weather: [calm]}", "varies: {shifts: [night], weather: [calm]", "", "syntax", "brackets"),
}  # fmt: skip


def test_the_small_scenario_is_fine() -> None:
    assert scenario_file.check(Path(__file__).parent / "small.yaml") == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_where_it_stands(mistake: str, tmp_path: Path) -> None:
    old, new, key, code, hint = MISTAKES[mistake]
    assert SMALL.count(old) == 1, "the table no longer fits the file"
    file = tmp_path / "wrong.yaml"
    text = SMALL.replace(old, new)
    file.write_text(text, encoding="utf-8")
    found = {(problem.key, problem.code): problem for problem in scenario_file.check(file)}
    assert (key, code) in found, found
    problem = found[key, code]
    assert hint in problem.sentence("en")
    changed = next(
        (n for n, (a, b) in enumerate(zip(SMALL.split("\n"), text.split("\n"), strict=False), 1)
         if a != b), 1)  # fmt: skip
    shared = {"scenario.after_end", "scenario.other_fact", "scenario.shift_not_varied",
              "syntax", "exactly_one", "taken_twice", "missing", "scenario.later_need"}  # fmt: skip
    assert problem.mark.file == str(file)
    assert problem.mark.line == changed or code in shared
    for lang in LANGUAGES:
        assert problem.line(lang).startswith(f"{file}:{problem.mark.line}:")


def test_a_library_of_two_with_one_id_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(SMALL, encoding="utf-8")
    with pytest.raises(scenario_file.ScenarioFileError) as refused:
        scenario_file.library(tmp_path)
    assert [p.code for p in refused.value.problems] == ["taken_twice"]
    assert refused.value.problems[0].mark.file.endswith("b.yaml")


def test_a_scenario_may_extend_another(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SMALL, encoding="utf-8")
    own = "extends: a.yaml\nid: longer\nmax_s: 900\ninjects: [{id: onset, at: {s: 300}}]\n"
    (tmp_path / "b.yaml").write_text(own, encoding="utf-8")
    found = scenario_file.library(tmp_path)
    assert list(found) == ["small", "longer"]
    assert found["longer"].injects[0].at is not None
    assert found["longer"].injects[0].at.s == 300
    assert found["longer"].injects[0].at.jitter_s == 30
    assert found["longer"].injects[0].does == found["small"].injects[0].does
