"""Scenarios of the site's own: checked as they are typed, saved beside the library, never lost."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.domain.fold import replay
from command_center.domain.state import State
from command_center.scenario_file import LONGEST_TEXT
from command_center.site_file import load
from simulations.scenarios import library, texts
from tests.web.center import Caller, Center

DEMO = Path(__file__).parents[2] / "sites" / "demo" / "site.yaml"
LEAK = "night-toxic-leak"
OWN = "night-leak-own"
TEXT = texts()[LEAK].replace(f"id: {LEAK}", f"id: {OWN}", 1)
PATH = "/api/v1/scenarios"


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Center]:
    center = Center(tmp_path, load(DEMO))
    yield center
    center.engine.dispose()


def saved(caller: Caller, text: str = TEXT, base: int = 0, id: str = OWN) -> Any:
    return caller.request("PUT", f"{PATH}/{id}", json={"text": text, "base": base})


def test_a_library_scenario_is_edited_as_a_copy_saved_and_composed(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    opened = controller.get(f"{PATH}/{LEAK}").get_json()
    assert (opened["own"], opened["text"]) == (None, texts()[LEAK])
    changed = TEXT.replace("by_s: 195", "by_s: 150")
    answer = saved(controller, changed)
    assert answer.status_code == 200, answer.text
    assert answer.get_json()["own"]["revision"] == 1
    listed = {one["id"]: one for one in controller.get(PATH).get_json()["scenarios"]}
    assert listed[OWN]["own"]["saved_by"]
    assert listed[LEAK]["own"] is None
    expected = [row for inject in listed[OWN]["injects"] for row in inject["expects"]]
    assert next(row for row in expected if row["id"] == "opened")["by_s"] == 150
    told = controller.post("/api/v1/drills/surprise", {"scenario": OWN, "seed": 7})
    assert told.status_code == 200, told.text
    kept = plant.sealed.of(told.get_json()["commitment"])
    assert kept is not None
    assert f'"scenario":"{OWN}"' in kept.content


def test_the_library_is_never_written_over(plant: Center) -> None:
    answer = saved(plant.machine(Role.CONTROLLER), texts()[LEAK], id=LEAK)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "scenario_of_library")
    assert plant.desk.state.own_scenarios == {}
    controller = plant.machine(Role.CONTROLLER)  # nor by whoever speaks to the Desk itself
    kept = plant.texts.keep(TEXT, 1)
    answer = controller.command("scenario.save", scenario=LEAK, base=0, sha256=kept)
    assert answer.status_code == 200, answer.text
    opened = controller.get(f"{PATH}/{LEAK}").get_json()
    assert (opened["own"], opened["text"]) == (None, texts()[LEAK])
    listed = [one for one in controller.get(PATH).get_json()["scenarios"] if one["id"] == LEAK]
    assert [one["own"] for one in listed] == [None]


def test_of_two_who_save_at_once_the_later_is_told_and_nothing_is_lost(plant: Center) -> None:
    first, second = (plant.machine(Role.CONTROLLER) for _ in range(2))
    assert saved(first).status_code == 200
    mine, theirs = (TEXT.replace("max_s: 3600", f"max_s: {n}") for n in (3000, 3300))
    assert saved(first, mine, base=1).status_code == 200
    refused = saved(second, theirs, base=1)
    problem = refused.get_json()
    assert (refused.status_code, problem["code"]) == (409, "scenario_moved")
    assert "controller-0" in problem["detail"]
    assert problem["params"]["revision"] == 2
    assert first.get(f"{PATH}/{OWN}").get_json()["text"] == mine
    after = saved(second, theirs, base=2)
    assert after.get_json()["own"]["revision"] == 3
    for fact in plant.journal.read(0, 100):
        if fact.kind == "scenario.saved":  # every revision can still be read
            assert plant.texts.of(fact.data["sha256"]) in (TEXT, mine, theirs)


def test_what_was_saved_is_there_after_a_restart(plant: Center) -> None:
    saved(plant.machine(Role.CONTROLLER))
    again = replay(State.start(plant.site), plant.journal.read(0, 100))
    assert again.own_scenarios == plant.desk.state.own_scenarios
    assert plant.texts.of(again.own_scenarios[OWN].sha256) == TEXT


def test_saving_the_same_again_is_no_new_revision(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    assert saved(controller).status_code == saved(controller).status_code == 200
    assert plant.desk.state.own_scenarios[OWN].revision == 1


def test_a_text_is_checked_with_line_and_key_and_previewed_on_this_plant(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    wrong = TEXT.replace("inject: onset", "inject: onsett", 1)
    told = controller.post(f"{PATH}/check", {"text": wrong}).get_json()
    [problem] = told["problems"]
    line = wrong.split("\n").index("    inject: onsett") + 1
    assert (problem["line"], problem["key"]) == (line, "expectations[seen].inject")
    assert "onset" in problem["error"]
    assert told["scenario"] is None
    answer = saved(controller, wrong)
    assert (answer.status_code, answer.get_json()["problems"]) == (422, told["problems"])
    assert plant.desk.state.own_scenarios == {}
    good = controller.post(f"{PATH}/check", {"text": TEXT}).get_json()
    assert good["problems"] == []
    assert good["scenario"]["injects"][0]["at_s"] == 0
    assert {"need": "source", "kind": "tank"}.items() <= good["scenario"]["places"][0].items()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("extends: ../../../../etc/passwd\n" + TEXT, "extends"),
        ("", ""),
        ("- a\n- b\n", ""),
        ("id: [\n", ""),
        ("id: a\u202eb\n", "id"),
        ("a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n"
         "c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c]\n"
         "e: [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\n", ""),
    ],
)  # fmt: skip
def test_a_bad_text_is_told_its_mistake_and_reads_no_file(
    plant: Center, text: str, key: str
) -> None:
    controller = plant.machine(Role.CONTROLLER)
    answer = controller.post(f"{PATH}/check", {"text": text})
    assert answer.status_code == 200
    assert key in [one["key"] for one in answer.get_json()["problems"]]
    assert "root:" not in answer.text


def test_a_text_that_is_too_long_or_of_another_id_is_refused(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    long = controller.post(f"{PATH}/check", {"text": "#" * (LONGEST_TEXT + 1)})
    assert (long.status_code, long.get_json()["errors"][0]["field"]) == (422, "text")
    other = saved(controller, TEXT, id="something-else")
    assert (other.status_code, other.get_json()["code"]) == (422, "scenario_other_id")


@pytest.mark.parametrize("role", [role for role in HUMAN_ROLES if role is not Role.CONTROLLER])
def test_only_a_controller_saves_and_only_the_direction_reads(plant: Center, role: Role) -> None:
    saved(plant.machine(Role.CONTROLLER))
    caller = plant.machine(role)
    assert saved(caller, base=1).status_code == 403
    assert caller.post(f"{PATH}/check", {"text": TEXT}).status_code == 403
    reads = 200 if role is Role.EVALUATOR else 403
    assert caller.get(f"{PATH}/{OWN}").status_code == reads
    facts = caller.get("/api/v1/journal?after=0")
    assert (OWN in facts.text) == (role is Role.EVALUATOR)


def test_a_page_of_another_site_saves_nothing(plant: Center) -> None:
    plant.user("lin", Role.CONTROLLER)
    browser = plant.browser("lin")
    browser.origin = "http://elsewhere.example"
    assert saved(browser).status_code == 403
    assert plant.desk.state.own_scenarios == {}


def test_a_text_that_can_no_longer_be_used_is_listed_to_be_mended_and_composes_nothing(
    plant: Center,
) -> None:
    controller = plant.machine(Role.CONTROLLER)
    for id, text in (("older", TEXT.replace("hazard: leak", "hazard: smell")), ("lost", None)):
        digest = "0" * 64 if text is None else plant.texts.keep(text, plant.clock.now())
        given = controller.command("scenario.save", scenario=id, base=0, sha256=digest)
        assert given.status_code == 200
        listed = {one["id"]: one for one in controller.get(PATH).get_json()["scenarios"]}
        assert "saved text" in listed[id]["lacking"][0]
        assert controller.get(f"{PATH}/{id}").get_json()["text"] == (text or "")
        assert controller.get(f"{PATH}/{id}/msel.xlsx").status_code == 404
        refused = controller.post("/api/v1/drills/surprise", {"scenario": id})
        assert (refused.status_code, refused.get_json()["code"]) == (409, "no_drill")
        mended = saved(controller, TEXT.replace(f"id: {OWN}", f"id: {id}", 1), base=1, id=id)
        assert mended.get_json()["own"]["revision"] == 2
        again = {one["id"]: one for one in controller.get(PATH).get_json()["scenarios"]}
        assert again[id]["lacking"] == []


def test_a_surprise_is_drawn_from_the_library_alone_where_nothing_else_is_asked(
    plant: Center,
) -> None:
    controller = plant.machine(Role.CONTROLLER)
    before = controller.post("/api/v1/drills/surprise", {"seed": 11}).get_json()
    saved(controller)
    after = controller.post("/api/v1/drills/surprise", {"seed": 11}).get_json()
    first, second = (plant.sealed.of(one["commitment"]) for one in (before, after))
    assert first is not None
    assert second is not None
    assert first.content == second.content
    assert OWN not in library()


def retired(caller: Caller, base: int = 1, id: str = OWN) -> Any:
    return caller.command("scenario.retire", scenario=id, base=base)


def test_with_own_asked_a_surprise_may_be_the_sites_own_and_says_from_which_set(
    plant: Center,
) -> None:
    controller = plant.machine(Role.CONTROLLER)

    def drawn(seed: int, **asked: Any) -> tuple[str, str]:
        told = controller.post("/api/v1/drills/surprise", {"seed": seed, **asked}).get_json()
        kept = plant.sealed.of(told["commitment"])
        assert kept is not None
        return told["generator"], kept.content

    plain = drawn(11)
    assert drawn(11, own=True)[0] == plain[0]  # there is none of its own yet
    saved(controller)
    by_seed = [drawn(seed, own=True) for seed in range(1, 41)]
    assert any(f'"scenario":"{OWN}"' in content for _, content in by_seed)
    assert {name for name, _ in by_seed} == {by_seed[0][0]} != {plain[0]}
    assert by_seed[0] == drawn(1, own=True)
    saved(controller, TEXT.replace("max_s: 3600", "max_s: 3000"), base=1)
    assert drawn(1, own=True)[0] not in (plain[0], by_seed[0][0])  # another set, another name
    assert retired(controller, base=2).status_code == 200
    assert drawn(11, own=True)[0] == plain[0]


def test_a_retired_scenario_makes_no_drill_and_those_already_made_stay(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    saved(controller)
    made = controller.post("/api/v1/drills/surprise", {"scenario": OWN, "seed": 7}).get_json()
    assert retired(controller).status_code == retired(controller).status_code == 200
    told = controller.get(PATH).get_json()
    assert OWN not in [one["id"] for one in told["scenarios"]]
    assert [(one["id"], one["retired_by"]) for one in told["retired"]] == [(OWN, "controller-0")]
    refused = controller.post("/api/v1/drills/surprise", {"scenario": OWN})
    assert (refused.status_code, refused.get_json()["code"]) == (409, "no_drill")
    started = controller.command("drill.start", drill=made["drill"])
    assert started.status_code == 200, started.text
    plan = controller.get(f"/api/v1/drills/{made['drill']}/plan").get_json()
    assert plan["plan"]["scenario"] == OWN
    again = replay(State.start(plant.site), plant.journal.read(0, 1_000))
    assert again.own_scenarios[OWN].retired
    kinds = [fact.kind for fact in plant.journal.read(0, 1_000)]
    assert kinds.count("scenario.retired") == 1


def test_what_is_retired_is_brought_back_by_saving_it_the_same_text_too(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    saved(controller)
    retired(controller)
    opened = controller.get(f"{PATH}/{OWN}").get_json()
    assert (opened["text"], opened["own"]["revision"]) == (TEXT, 1)
    assert saved(controller, base=0).get_json()["code"] == "scenario_moved"
    assert saved(controller, base=1).get_json()["own"]["revision"] == 2
    told = controller.get(PATH).get_json()
    assert OWN in [one["id"] for one in told["scenarios"]]
    assert told["retired"] == []


def test_what_cannot_be_retired_is_told_why(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    assert retired(controller).get_json()["code"] == "unknown_scenario"
    assert retired(controller, id=LEAK).get_json()["code"] == "unknown_scenario"
    saved(controller)
    saved(controller, TEXT.replace("max_s: 3600", "max_s: 3000"), base=1)
    newer = retired(controller)  # somebody saved since it was looked at
    assert (newer.status_code, newer.get_json()["code"]) == (409, "scenario_newer")
    assert retired(plant.machine(Role.EVALUATOR), base=2).status_code == 403
    assert not plant.desk.state.own_scenarios[OWN].retired
