"""Walks of a shift by hand: a hazard from the phone to the archive, a wrong answer of a round, an operation ticket."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from command_center.domain.state.matters import Matter
from tests.e2e.works_by_hand import Plant, WorksByHand
from tests.plays.loops import CLAMP, POINT
from tests.plays.plant import PHOTO
from tests.support.grids import is_drawn, rows_of
from tests.support.waiting import eventually

pytestmark = pytest.mark.e2e
Begun = Callable[..., WorksByHand]


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Plant:
    return Plant(tmp_path_factory.mktemp("plant"))


@pytest.fixture
def begun(known: Plant, browser: Browser, tmp_path: Path) -> Iterator[Begun]:
    """A plant of its own, with phones in these hands."""
    with ExitStack() as block:

        def begin(*phones: str) -> WorksByHand:
            center = block.enter_context(known.begun(tmp_path)).start()
            return block.enter_context(WorksByHand(browser, known, center, tmp_path, phones))

        yield begin


def test_a_hazard_found_on_a_phone_is_proved_rejected_proved_again_and_archived(
    begun: Begun,
) -> None:
    w = begun("fay")
    made = w.reports("fay", **CLAMP)
    assert "matter.move" in w.beat()
    assert w.of(made).state == "dispatched"
    picture = w.at("eva", made).locator(".photographs img")
    expect(picture).to_have_count(1)
    assert eventually(lambda: picture.evaluate("(one) => one.complete && one.naturalWidth"))
    w.moves("eva", made, "sign")
    w.moves("eva", made, "prove", measure="紧固卡具螺栓", fixed=PHOTO)
    w.moves("ben", made, "reject", reason="卡具仍有渗漏")
    w.moves("eva", made, "prove", measure="更换卡具及垫片", fixed=PHOTO)
    w.moves("ben", made, "recheck", seen_fixed=PHOTO)
    assert w.ended(made).state == "archived"
    page = w.page_of("ben")
    page.get_by_role("link", name="Its whole story").click()
    story = page.locator(".matter-page")
    expect(story).to_contain_text("卡具仍有渗漏")
    expect(story).to_contain_text("Archived")


def test_a_wrong_answer_of_a_round_opens_a_hazard_that_the_list_of_matters_shows(
    begun: Begun,
) -> None:
    w = begun("fay")
    made = w.opens("fay", "inspection-round", place="farm")
    w.fills("fay", made, points=[{**POINT, "ok": False, "note": "泵出口法兰渗漏"}])

    def found() -> list[Matter]:
        there = w.state.matters.open.values()
        return [one for one in there if (one.subject or "").startswith(f"{made}/")]

    [hazard] = eventually(found)
    assert hazard.template == "hazard"
    page = w.page_of("eva")
    page.goto(f"{w.center.url}/matters")
    is_drawn(page)

    def rows() -> dict[str, Any]:
        return {one["number"]: one for one in rows_of(page, "matters-grid")}

    assert eventually(lambda: hazard.number in rows())
    page.locator(".ag-row").get_by_role("link", name=hazard.number).click()
    expect(page.locator(".matter-page")).to_contain_text("泵出口法兰渗漏")


STEPS: list[dict[str, Any]] = [
    {"step": "检查 P-101 出口阀关闭", "equipment": "tank-pump"},
    {"step": "开根部阀 RV-1", "equipment": "root-valve"},
    {"step": "启动 P-101，出口压力 0.4 MPa 后开出口阀", "equipment": "tank-pump"},
]


def test_the_steps_of_an_operation_ticket_are_done_in_order_and_read_back(begun: Begun) -> None:
    w = begun()
    with w.by_interface():  # its story plays this part by hand
        made = w.opens(
            "fay", "operation-ticket", {"watcher": ["hua"]},
            place="tank-pump", kind="transfer", task="储罐向装置送料", steps=STEPS,
        )  # fmt: skip
        w.signs("fay", made, "approve", "operator")
        w.signs("hua", made, "approve", "watcher")
        w.moves("lee", made, "approve")
        w.moves("hua", made, "begin")
    minute = 60_000
    start = w.now - 30 * minute
    late, early = {"done": start + 5 * minute}, {"done": start}
    w.fills("fay", made, steps=[STEPS[0], {**STEPS[1], **late, "read_back": True}, STEPS[2]])
    first = w.denied("fay", made, "finish")
    assert first.code == "step_open"
    assert "Step 1 " in first.params["detail"]
    done = [{**STEPS[0], "done": start + 9 * minute, "read_back": True}, {}, {}]
    w.fills("fay", made, steps=[done[0], {}, {**STEPS[2], "done": start + 12 * minute}])
    unread = w.denied("fay", made, "finish")
    assert unread.code == "step_out_of_order"
    w.fills("fay", made, steps=[{**early}, {}, {}])
    assert "Step 3 " in w.denied("fay", made, "finish").params["detail"]
    w.fills("fay", made, steps=[{}, {}, {"read_back": True}])
    w.moves("fay", made, "finish")
    assert w.ended(made).state == "done"
