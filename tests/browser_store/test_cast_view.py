"""Who plays whom: `assets/js/view/cast.js`, in real Chromium."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

CODE = Path(__file__).parents[2] / "assets" / "js" / "view" / "cast.js"
AROUND = """
window.center = {
  say: (key, params) => key + (params ? " " + Object.values(params).join(" ") : ""),
  text: (t) => t, stateOf: (d) => d.state,
  liveDirectives: (rows) => Object.values(rows).map((d) => ({ directive: d, kind: d.kind, clock: "" })),
};
"""
PEOPLE = {
    one: {
        "person": one,
        "name": one,
        "posts": [post] if post else [],
        "on_site": True,
        "status": None,
    }
    for one, post in (("ann", "chief"), ("ben", "board"), ("cai", "fire"), ("dov", None))
}
ORDER = {"chief": 0, "board": 1, "fire": 2}
LATE = {
    "id": "D1",
    "incident": "I",
    "to": {"person": "cai"},
    "text": "go",
    "state": "issued",
    "kind": "urgent",
}
INCIDENT = {"id": "I", "commander": {"person": "ann", "kind": "human"}}
VIRTUAL = {"1": {"actor_kind": "virtual"}}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.add_script_tag(content=AROUND)
    page.add_script_tag(path=CODE)
    yield page
    page.close()


def lines(page: Page, played: list[str], **rows: Any) -> list[list[str]]:
    given = {"people": PEOPLE, "directives": {}, "incidents": [], "ticker": {}} | rows
    found: list[list[str]] = page.evaluate(
        "([drill, rows, order]) => center.castLines(drill, rows, order, 0)"
        ".map((line) => [line.id, line.by, line.kind])",
        [{"played": played}, given, ORDER],
    )
    return found


def test_people_stand_first_then_the_worst_then_the_order_of_posts(page: Page) -> None:
    told = lines(page, ["ben"], directives={"D1": LATE}, ticker=VIRTUAL)
    assert told == [
        ["ben", "person", "plain"], ["cai", "virtual", "urgent"], ["ann", "virtual", "plain"],
    ]  # fmt: skip


def test_whoever_took_command_on_the_page_is_a_person(page: Page) -> None:
    told = lines(page, [], incidents=[INCIDENT], ticker=VIRTUAL)
    assert told[0] == ["ann", "took", "note"]


def test_nobody_is_said_to_be_virtual_before_a_virtual_person_did_anything(page: Page) -> None:
    assert {by for _, by, _ in lines(page, [])} == {"nobody"}


def test_a_player_without_a_post_is_listed_too(page: Page) -> None:
    assert lines(page, ["dov"])[0] == ["dov", "person", "plain"]
