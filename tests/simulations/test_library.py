"""The scenario library: each scenario whole, in both languages, and playable on any such plant."""

from pathlib import Path
from typing import get_args

import pytest

from command_center import site_file
from command_center.domain.scenarios.candidates import area_of
from command_center.domain.scenarios.plan import DrillPlan, plan_of
from command_center.domain.scenarios.preview import preview
from command_center.domain.scenarios.resolving import Unresolvable, resolve
from command_center.domain.scenarios.walking import names_of_needs, parts, texts
from command_center.domain.site.model import Site
from command_center.domain.site.parts.hazard import Hazard
from command_center.words import LANGUAGES, spoken
from simulations.scenarios import FOLDER, library
from simulations.surprise import played
from tests.simulations.sites import TODAY
from tests.support.renamed_site import renamed

SITES = Path(__file__).resolve().parents[2] / "sites"
NAMES = sorted(library())
ASKING = [name for name in NAMES if not library()[name].anywhere]
"""Those that ask for more than people and places."""


@pytest.fixture(scope="module")
def demo() -> Site:
    return site_file.load(SITES / "demo", today=TODAY)


def on(site: Site, name: str) -> DrillPlan:
    plan = resolve(library()[name], site)
    assert not isinstance(plan, Unresolvable), [spoken("en", x.why) for x in plan.lacking]
    return plan


def test_eight_scenarios_one_for_each_hazard_and_five_for_anywhere() -> None:
    asking = [s for s in library().values() if not s.anywhere]
    assert sorted(s.hazard for s in asking) == sorted(get_args(Hazard))
    assert len(library()) - len(asking) == 5


def test_what_is_for_anywhere_needs_nothing_but_people_and_places() -> None:
    for scenario in library().values():
        if scenario.anywhere:
            assert {need.which for need in scenario.needs} == {"area", "post"}, scenario.id


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("site", ["demo", "demo-fixed"])
def test_each_resolves_and_leaves_no_name_of_a_need_open(name: str, site: str) -> None:
    plant = site_file.load(SITES / site, today=TODAY)
    plan = on(plant, name)
    own = {need.id for need in library()[name].needs}
    known = {*plant.places, *plant.post_by_id, *plant.tag_by_id, *plant.kit_by_id,
             *plant.team_by_id, *plant.outside_by_id}  # fmt: skip
    open_names, unfilled = [], []
    for part in [*plan.injects, *plan.expectations, *plan.broken, *plan.levels]:
        for _, inner in parts(part):
            open_names += [n for _, n, _ in names_of_needs(inner) if n not in known]
            unfilled += [t.en for _, _, t in texts(inner) if "{" in t.zh + t.en]
    assert open_names == []
    assert unfilled == []
    assert {place.need for place in plan.places} == own
    assert plan_of(plan.canonical()) == plan


@pytest.mark.parametrize("name", NAMES)
def test_a_renamed_plant_has_the_same_drill_under_other_names(
    name: str, demo: Site, tmp_path: Path
) -> None:
    names = renamed(SITES / "demo", tmp_path)
    other = site_file.load(tmp_path, today=TODAY)
    first, second = played(library()[name], demo, 7), played(library()[name], other, 7)
    assert isinstance(first, DrillPlan)
    assert isinstance(second, DrillPlan)
    assert [names[p.id] for p in first.places] == [p.id for p in second.places]
    assert [i.at for i in first.injects] == [i.at for i in second.injects]


@pytest.mark.parametrize("name", NAMES)
def test_no_scenario_names_anything_of_a_plant(name: str, demo: Site) -> None:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    for thing in [*demo.tank_by_id, *demo.valve_by_id, *demo.pump_by_id, *demo.tag_by_id,
                  *demo.store_by_id, *demo.person_by_id, *demo.outside_by_id]:  # fmt: skip
        assert thing not in text.replace("-", " ").split(), thing


@pytest.mark.parametrize("name", ASKING)
def test_a_small_water_works_is_told_what_it_lacks(name: str) -> None:
    net3 = site_file.load(SITES / "net3", today=TODAY)
    plan = resolve(library()[name], net3)
    assert isinstance(plan, Unresolvable)
    missing = [lacking for lacking in plan.lacking if lacking.need is not None]
    assert len(missing) >= 2
    for lang in LANGUAGES:
        for lacking in missing:
            assert str(lacking.need) in str(spoken(lang, lacking.why))


def test_the_source_case_is_the_plants_own(demo: Site) -> None:
    plan = on(demo, "night-toxic-leak")
    at = {place.need: place.id for place in plan.places}
    assert (at["source"], at["root"]) == ("T206", "HV-2060")
    assert (at["suits"], at["support"], at["downwind"]) == ("C2", "TEAM-C", "W1")
    assert "氯苯" in plan.summary.zh
    assert plan.broken == []
    assert plan.manned.holder_on_site("warehouse-keeper") is None


@pytest.mark.parametrize("name", NAMES)
def test_each_inject_that_asks_something_of_people_is_expected_to_be_answered(name: str) -> None:
    scenario = library()[name]
    answered = {e.inject for e in scenario.expectations}
    assert len(answered) >= 2
    if scenario.anywhere:
        return
    assert len(scenario.expectations) >= 7
    assert len(scenario.injects) >= 5
    assert any(i.trigger == "when" for i in scenario.injects)


@pytest.mark.parametrize("name", NAMES)
def test_a_preview_is_in_time_and_holds_every_inject_and_expectation(name: str, demo: Site) -> None:
    seen = preview(library()[name], demo)
    timed = [row.at_s for row in seen.rows if row.at_s is not None]
    assert timed == sorted(timed)
    assert {row.id for row in seen.rows} == {i.id for i in library()[name].injects}
    rows = [e for row in seen.rows for e in row.expects]
    assert len(rows) == len(library()[name].expectations)
    assert all(row.waits_for for row in seen.rows if row.trigger == "when")
    assert seen.lacking == ()
    net3 = site_file.load(SITES / "net3", today=TODAY)
    assert bool(preview(library()[name], net3).lacking) == (name in ASKING)


def test_jitter_stays_within_what_the_scenario_allows(demo: Site) -> None:
    scenario = library()["night-toxic-leak"]
    planned = {i.id: i.at for i in scenario.injects if i.at is not None}
    seconds: set[tuple[int, ...]] = set()
    for seed in range(40):
        plan = played(scenario, demo, seed)
        assert isinstance(plan, DrillPlan)
        at = {i.id: i.at.s for i in plan.injects if i.at is not None}
        for inject, when in planned.items():
            assert abs(at[inject] - when.s) <= when.jitter_s
        seconds.add(tuple(at.values()))
    assert len(seconds) > 30


def test_everything_has_an_area(demo: Site) -> None:
    assert area_of(demo, "T206") == "TF"
    assert area_of(demo, "C1") == "WH"
    assert area_of(demo, "board-1") == "CR"
    assert area_of(demo, "V-7") is not None
