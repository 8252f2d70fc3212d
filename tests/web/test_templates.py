"""Templates over HTTP: listed, examined with line and column, published as revisions, retired; nobody overwrites."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.domain.fold import replay
from command_center.domain.state import State
from command_center.domain.template_language.guards import GUARDS
from command_center.site_file import load
from command_center.template_file import library, library_texts
from command_center.template_file.reading import read_text
from tests.web.center import Caller, Center

DEMO = Path(__file__).parents[2] / "sites" / "demo" / "site.yaml"
PATH = "/api/v1/templates"
POINTS = """account: our-points
title: {zh: 本厂积分, en: Our points}
of: [company]
starts: 10
entries: [{from: violation, move: confirm, read: grade, points: {minor: -1, serious: -3, grave: -10}}]
steps: [{at_most: 0, bans: [gate]}]
back: {from: readmission, move: approve, to: 5}
"""


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Center]:
    center = Center(tmp_path, load(DEMO))
    yield center
    center.engine.dispose()


def published(caller: Caller, text: str, id: str, base: int = 0) -> Any:
    return caller.request("PUT", f"{PATH}/{id}", json={"text": text, "base": base})


def preview(caller: Caller, text: str) -> Any:
    answer = caller.post(f"{PATH}/preview", {"text": text})
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def test_everybody_reads_the_library_and_only_those_who_may_publish(plant: Center) -> None:
    for role in HUMAN_ROLES:
        caller = plant.machine(role)
        listed = caller.get(PATH).get_json()["templates"]
        assert {one["id"] for one in listed} == set(library())
        expected = 200 if role in (Role.CONTROLLER, Role.ADMINISTRATOR) else 403
        assert caller.post(f"{PATH}/preview", {"text": POINTS}).status_code == expected
        if expected == 403:
            assert published(caller, POINTS, "our-points").status_code == 403
    assert plant.desk.state.own_templates == {}


def test_a_mistake_is_told_with_line_column_and_key_and_keeps_the_text_out(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    wrong = POINTS.replace("serious: -3", "serius: -3")
    told = preview(controller, wrong)
    first = told["problems"][0]
    assert (first["line"], first["key"]) == (5, "entries[0].points")
    assert told["data"]["starts"] == "10"
    refused = published(controller, wrong, "our-points")
    assert (refused.status_code, refused.get_json()["code"]) == (422, "template_wrong")
    assert refused.get_json()["problems"] == told["problems"]
    assert plant.desk.state.own_templates == {}


def test_what_is_published_counts_at_once_and_every_revision_can_be_read(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    assert preview(controller, POINTS)["problems"] == []
    assert published(controller, POINTS, "our-points").status_code == 200
    more = POINTS.replace("starts: 10", "starts: 12")
    assert published(controller, more, "our-points", base=1).status_code == 200
    assert [one.starts for one in plant.templates.accounts() if one.id == "our-points"] == [12]
    told = controller.get(f"{PATH}/our-points").get_json()
    assert told["text"] == more
    first = told["own"]["revisions"][0]["sha256"]
    assert told["changes"] == [{"key": "starts", "before": 10, "after": 12}]
    older = controller.get(f"{PATH}/our-points?sha256={first}").get_json()
    assert (older["text"], older["changes"]) == (POINTS, None)
    late = published(controller, POINTS, "our-points", base=1)
    assert (late.status_code, late.get_json()["code"]) == (409, "template_moved")
    facts = plant.journal.read(0, 1000)
    assert replay(State.start(plant.site), facts).own_templates == plant.desk.state.own_templates


def test_a_draft_is_compared_with_what_counts_now(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    assert preview(controller, POINTS)["changes"] is None  # nothing of this name counts yet
    assert published(controller, POINTS, "our-points").status_code == 200
    told = preview(controller, POINTS.replace("bans: [gate]", "bans: [gate, permit]"))
    after = {"at_most": 0, "bans": ["gate", "permit"]}
    assert told["changes"] == [
        {"key": "steps", "before": [{"at_most": 0, "bans": ["gate"]}], "after": [after]}
    ]
    assert preview(controller, library_texts()["hot-work"])["changes"] == []


def test_the_editor_is_told_every_guard_with_what_it_asks_for(plant: Center) -> None:
    language = plant.machine(Role.VIEWER).get(PATH).get_json()["language"]
    assert set(language["guards"]) == set(GUARDS)
    party = {"name": "party", "of": "party", "required": True, "default": None, "choices": []}
    assert language["guards"]["present"] == [party]
    assert language["guards"]["not_banned"] == []
    assert "month" in language["every"]


def test_no_two_templates_number_their_matters_alike(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    copy = library_texts()["hot-work"].replace(
        "template: hot-work", "template: ours\nbased_on: hot-work", 1
    )
    told = preview(controller, copy)["problems"]
    line = next(n for n, one in enumerate(copy.splitlines(), 1) if one.startswith("number:"))
    assert [(one["line"], one["key"]) for one in told] == [(line, "number")]
    assert "“hot-work”" in told[0]["error"]
    refused = published(controller, copy, "ours")
    assert (refused.status_code, refused.get_json()["problems"]) == (422, told)
    assert published(controller, copy.replace("DH-", "OUR-"), "ours").status_code == 200
    # Its next revision is no other template; the library keeps its line where the site has its own.
    assert preview(controller, copy.replace("DH-", "OUR-") + "\n")["problems"] == []
    own = library_texts()["lifting"].replace("DZ-", "QZ-")
    assert published(controller, own, "lifting").status_code == 200
    again = preview(controller, copy.replace("DH-", "DZ-"))["problems"]
    assert [one["key"] for one in again] == ["number"]
    assert "“lifting”" in again[0]["error"]
    plain = copy.replace("template: ours", "template: dh").replace("DH-{date}", "{template}-{year}")
    assert published(controller, plain, "dh").status_code == 200
    spelt = preview(controller, copy.replace("DH-{date}", "dh-{year}"))["problems"]
    assert ["“dh”" in one["error"] for one in spelt] == [True]


@pytest.mark.parametrize("line", ["OUR-{date}", "OUR-{n}", "OUR-{month}-{n}"])
def test_a_number_that_comes_again_is_refused_at_its_line(plant: Center, line: str) -> None:
    controller = plant.machine(Role.CONTROLLER)
    text = library_texts()["hot-work"].replace("DH-{date}-{n}", line)
    told = preview(controller, text)["problems"]
    assert [one["key"] for one in told] == ["number"]
    assert line in told[0]["error"]


def test_a_copy_of_a_permit_may_tighten_and_not_loosen_and_is_the_librarys_again_when_retired(
    plant: Center,
) -> None:
    administrator = plant.machine(Role.ADMINISTRATOR)
    text = library_texts()["confined-space"]
    looser = text.replace("at_most: 24 h", "at_most: 25 h")
    refused = published(administrator, looser, "confined-space")
    assert refused.status_code == 422
    line = text[: text.index("valid: ")].count("\n") + 1
    assert (
        refused.get_json()["problems"][0]["line"],
        refused.get_json()["problems"][0]["key"],
    ) == (line, "valid")
    tighter = text.replace("at_most: 24 h", "at_most: 12 h")
    assert published(administrator, tighter, "confined-space").status_code == 200
    pinned = plant.templates.newest("confined-space")
    assert pinned is not None
    assert pinned.template.valid is not None
    assert pinned.template.valid.at_most == 12 * 3_600_000
    assert (
        administrator.command("template.retire", template="confined-space", base=1).status_code
        == 200
    )
    again = plant.templates.newest("confined-space")
    assert again is not None
    assert again.sha256 != pinned.sha256
    kept = plant.templates.pinned(pinned.sha256)
    assert kept is not None  # what is open keeps its revision


def test_a_text_that_others_use_cannot_lose_what_they_name(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    text = library_texts()["inspection-round"].replace("closed", "handed_in")
    refused = published(controller, text, "inspection-round")
    assert refused.status_code == 422
    assert "weekly-inspection" in {one["key"] for one in refused.get_json()["problems"]}


def test_a_text_of_an_older_release_cannot_leave_out_what_the_library_now_fixes(
    plant: Center,
) -> None:
    controller = plant.machine(Role.CONTROLLER)
    text = library_texts()["hot-work"]
    guard = '      - present: {party: guardian, locked: "4.10"}\n'
    assert guard in text

    def saved(older: str, id: str, kind: str = "template") -> Any:
        described, _ = read_text(older)
        assert described is not None
        digest = plant.templates.publish(older, described)  # it was examined before the lock came
        data = {"template": id, "kind": kind, "base": 0, "sha256": digest}
        return controller.post("/api/v1/commands", {"kind": "template.save", "data": data})

    refused = saved(text.replace(guard, ""), "hot-work")
    told = refused.get_json()
    assert (refused.status_code, told["code"]) == (409, "template_lacks_locks")
    assert "“Start”" in told["detail"] or "“开始作业”" in told["detail"]
    assert "moves.start" not in told["detail"]
    copy = text.replace("template: hot-work", "template: own-work\nbased_on: hot-work", 1)
    assert saved(copy.replace(guard, ""), "own-work").get_json()["code"] == "template_lacks_locks"
    plan = library_texts()["weekly-inspection"].replace("weekly-inspection", "hot-work")
    told = saved(plan, "hot-work", "plan").get_json()
    assert told["code"] == "template_other_kind"
    assert saved(text, "hot-work").status_code == 200
    assert "own-work" not in plant.desk.state.own_templates


def test_a_hash_that_nobody_kept_or_that_describes_another_text_publishes_nothing(
    plant: Center,
) -> None:
    keeper = plant.machine(Role.CONTROLLER, person="p1")

    def published(sha256: str | None) -> str:
        data = {"template": "hazard", "kind": "template", "base": 0, "sha256": sha256}
        answer = keeper.post("/api/v1/commands", {"kind": "template.save", "data": data})
        return str(answer.get_json()["code"])

    assert published("0" * 64) == "template_text_unknown"
    assert published(plant.templates.hash_of("violation")) == "template_text_unknown"
    assert "hazard" not in plant.desk.state.own_templates
