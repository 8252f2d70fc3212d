"""Labour at the desk: what is due is issued by one act, areas come proposed, and many people are counted at once."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.hands import PLAN, Desk, center, desk, places, word

__all__ = ["center", "desk", "places"]  # fixtures

pytestmark = pytest.mark.e2e


def of_incident(desk: Desk) -> Any:
    return desk.page.evaluate("id => center.board.kind('incident', '')[id]", desk.incident)


def test_every_due_step_is_issued_or_says_why_not(desk: Desk) -> None:
    page = desk.page
    all_due = page.locator(".issue-due button")
    all_due.wait_for()
    page.locator("body").press("i")
    expect(all_due).to_be_focused()
    ready = of_incident(desk)["progress"]["ready"]
    page.keyboard.press("Enter")
    told = page.locator(".issue-due [role=status]")
    expect(told).to_contain_text("issued")
    page.wait_for_function(
        """([id, ready]) => {
          const answers = Object.values(center.commandQueue.answers());
          return !answers.some((one) => one.state === "sending");
        }""",
        arg=[desk.incident, ready],
    )
    issued = {fact["data"]["step"] for fact in desk.facts("directive.issued")}
    refused = page.locator(".step-list .answer.refused").count()
    due = [step.id for step in PLAN.steps if step.id in ready and step.at_s == 0]
    assert issued
    assert len(issued) + refused >= len(due)
    assert issued <= set(ready)


def test_proposed_areas_are_ticked_by_space_and_people_counted_by_area(desk: Desk) -> None:
    page = desk.page
    proposed = of_incident(desk)["to_evacuate"]
    assert proposed
    page.locator("#form-evacuation > summary").click()
    boxes = page.locator("#form-evacuation-zones input:checked")
    expect(boxes).to_have_count(len(proposed))
    first = boxes.first
    area = first.get_attribute("value")
    first.focus()
    page.keyboard.press("Space")
    expect(page.locator(f"#form-evacuation-zones input[value='{area}']")).not_to_be_checked()
    page.keyboard.press("Space")
    page.locator("#form-evacuation-send").click()
    expect(page.locator("#form-evacuation .answer.accepted")).to_be_visible()
    [ordered] = desk.facts("evacuation.ordered")
    assert set(ordered["data"]["zones"]) == set(proposed)

    together = page.locator(".count-together")
    box = together.locator("input").nth(1)  # the first area, after all of them
    box.focus()
    page.keyboard.press("Space")
    button = together.get_by_role("button")
    expect(button).to_be_enabled()
    assert word("command.count_all") in together.inner_text()
    button.click()
    page.wait_for_function(
        """() => {
          const answers = Object.entries(center.commandQueue.answers());
          const people = answers.filter(([at]) => at.startsWith("person:"));
          return people.length > 0 && people.every(([, one]) => one.state !== "sending");
        }"""
    )
