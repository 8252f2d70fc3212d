"""Playing a draft template over HTTP: who may, what each step answers, its bounds, and that nothing is recorded."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.domain.dry_play import MOST_STEPS
from command_center.site_file import load
from command_center.template_file import LONGEST_TEXT, library_texts
from tests.plays.permits import PERMITS
from tests.web.center import Caller, Center

DEMO = Path(__file__).parents[2] / "sites" / "demo" / "site.yaml"
PATH = "/api/v1/templates/try"
ID = str(UUID(int=1))
DRAFT = """template: lamp-change
title: {zh: 换灯, en: Change of a lamp}
fields:
  place: {type: place, title: {zh: 地点, en: Place}, required: true}
  done: {type: text, title: {zh: 处理, en: What was done}}
parties:
  opener: {title: {zh: 发起人, en: Opener}, opener: true}
  checker: {title: {zh: 复核人, en: Checker}, post: shift-leader, never: [opener]}
states:
  open: {zh: 处理中, en: Open}
  changed: {zh: 已更换, en: Changed}
  closed: {zh: 已结束, en: Closed}
moves:
  change: {title: {zh: 更换, en: Change}, from: [open], to: changed, by: [opener], needs: [done]}
  check: {title: {zh: 复核, en: Check}, from: [changed], to: closed, by: [checker]}
due: {change: {within: 2 h}}
score: {opener: {on_time: 3, late: -1}}
into: duty-score
"""


@pytest.fixture
def plant(tmp_path: Path) -> Iterator[Center]:
    center = Center(tmp_path, load(DEMO))
    yield center
    center.engine.dispose()


def opened(by: str = "gong-lei", place: str = "W1") -> dict[str, Any]:
    return {
        "by": by, "command": "matter.open",
        "data": {"matter": ID, "template": "lamp-change", "fields": {"place": place}},
    }  # fmt: skip


def moved(by: str, move: str, **more: Any) -> dict[str, Any]:
    return {"by": by, "command": "matter.move", "data": {"matter": ID, "move": move, **more}}


def tried(caller: Caller, *steps: dict[str, Any], text: str = DRAFT, **more: Any) -> Any:
    answer = caller.post(PATH, {"text": text, "steps": list(steps), **more})
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def test_only_those_who_may_publish_and_nothing_is_recorded(plant: Center) -> None:
    before = plant.desk.state.seq
    for role in HUMAN_ROLES:
        answer = plant.machine(role).post(PATH, {"text": DRAFT, "steps": [opened()]})
        expected = 200 if role in (Role.CONTROLLER, Role.ADMINISTRATOR) else 403
        assert answer.status_code == expected, role
    assert plant.desk.state.seq == before
    assert plant.desk.state.matters.open == {}
    assert plant.desk.state.own_templates == {}


def test_a_play_goes_from_its_opening_to_its_end_with_due_times_refusals_and_points(
    plant: Center,
) -> None:
    controller = plant.machine(Role.CONTROLLER)
    begun = tried(controller, opened())
    assert begun["matter"]["number"]
    (due,) = begun["steps"][0]["facts"][0]["due"]
    assert due["at"] - begun["at"] == 2 * 3_600_000
    assert [(one["title"]["en"], one["people"]) for one in begun["hands"]] == [
        ("Change", ["gong-lei"])
    ]

    empty = tried(controller, opened(), moved("gong-lei", "change"))
    refused = empty["steps"][1]["refused"]
    assert refused["code"] == "matter_incomplete"
    assert "What was done" in refused["detail"] or "处理" in refused["detail"]
    assert refused["mend"]
    assert empty["matter"]["state"] == "open"

    done = moved("gong-lei", "change", fields={"done": "New lamp"})
    late = tried(controller, opened(), {"wait_ms": 3 * 3_600_000}, done)
    assert late["steps"][2]["facts"][0]["points"][0]["n"] == -1
    on_time = tried(controller, opened(), done)
    assert on_time["steps"][1]["facts"][0]["points"][0] == {
        "account": "duty-score", "subject": "gong-lei", "n": 3, "why": "on_time",
    }  # fmt: skip
    (check,) = on_time["hands"]
    assert "gong-lei" not in check["people"]
    for checker in check["people"]:
        seen = tried(controller, opened(), done, see_as=checker)
        assert [one["move"] for one in seen["matter"]["moves"]] == ["check"]
        over = tried(controller, opened(), done, moved(checker, "check"))
        assert over["matter"] is None
        assert over["ended"]["title"]["en"] == "Closed"


def test_a_permit_of_the_library_is_refused_with_its_clause(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)
    permit = PERMITS["hot-work"]
    later = {"risks", "workers", "ordinary", "level", "way", "film"}
    fields = {name: value for name, value in permit.fields.items() if name not in later}
    data = {"template": "hot-work", "fields": {permit.place_field: "W1", "work": "Weld", **fields}}
    begun = tried(
        controller,
        {"by": "gong-lei", "command": "matter.open", "data": {"matter": ID, **data}},
        moved("gong-lei", "prepare"),
        text=library_texts()["hot-work"],
    )
    first, second = (one["refused"] for one in begun["steps"])
    assert first is None
    assert second["code"] == "matter_incomplete"
    assert "GB 30871" in second["detail"]


def test_bounds_and_bad_input_are_told(plant: Center) -> None:
    controller = plant.machine(Role.CONTROLLER)

    def refused(body: dict[str, Any]) -> tuple[int, str]:
        answer = controller.post(PATH, body)
        return answer.status_code, answer.get_json()["code"]

    wrong = DRAFT.replace("to: changed", "to: nowhere")
    answer = controller.post(PATH, {"text": wrong, "steps": []})
    assert answer.get_json()["code"] == "template_wrong"
    assert 14 in [one["line"] for one in answer.get_json()["problems"]]
    account = library_texts()["duty-score"]
    assert refused({"text": account, "steps": []}) == (422, "template_not_played")
    assert refused({"text": DRAFT, "steps": [opened()] * (MOST_STEPS + 1)}) == (422, "invalid")
    assert refused({"text": "x" * (LONGEST_TEXT + 1), "steps": []}) == (422, "invalid")
    assert refused({"text": DRAFT, "steps": [{"wait_ms": 10**12}]}) == (422, "invalid")
    assert refused({"text": DRAFT, "steps": [{}]}) == (422, "invalid")
    assert refused({"text": DRAFT, "steps": [{"by": "gong-lei", "command": "site.change"}]}) == (
        422,
        "invalid",
    )
    assert refused({"text": DRAFT, "steps": [opened(by="nobody-known")]})[1] == "unknown_person"
    circle = DRAFT.replace("by: [opener]", "by: [duty]").replace(", needs: [done]", "").replace(
        "by: [checker]", "by: [duty]").replace("to: closed", "to: open")  # fmt: skip
    circle = circle.replace(
        "moves:\n",
        "moves:\n  end: {title: {zh: 完, en: End}, from: [open], to: closed, by: [opener]}\n",
    )
    assert refused({"text": circle, "steps": [opened()]}) == (422, "dry_play_too_long")
    unread = tried(
        controller, {"by": "gong-lei", "command": "matter.open", "data": {"matter": "x"}}
    )
    assert unread["steps"][0]["refused"]["code"] == "invalid"
