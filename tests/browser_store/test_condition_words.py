"""What an inject waits for, in words: `assets/js/view/conditions.js`, in real Chromium."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from command_center.domain.registry import FACTS
from command_center.domain.scenarios.rules import fact_fields
from command_center.words import catalogue, has

JS = Path(__file__).parents[2] / "assets" / "js"
AROUND = """
const comma = document.documentElement.lang === "en" ? ", " : "、";
window.center = {
  page: { zone: "UTC" },
  has: (key) => key in words,
  say: (key, params) => words[key].replace(/\\{(\\w+)\\}/g, (_, name) => [params[name]].flat().join(comma)),
  span: (ms) => `${Math.floor(ms / 60000)}:${String((ms / 1000) % 60).padStart(2, "0")}`,
  named: (id) => ({ "XV-206": "Root valve", electrician: "Electrician" })[id] || id,
};
"""
NOT_OF_A_TWIN = (
    "double.",
    "account.", "action.", "clock.", "finding.", "programme.", "review.", "scenario.", "simulation.",
)  # fmt: skip


@pytest.fixture(scope="module", params=["en", "zh-CN"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    page = browser.new_page()
    page.evaluate("words => { window.words = words }", dict(catalogue(request.param)))
    page.evaluate("lang => { document.documentElement.lang = lang }", request.param)
    page.add_script_tag(content=AROUND)
    for code in ("facts.js", "conditions.js"):
        page.add_script_tag(path=JS / "view" / code)
    yield page
    page.close()


def words(page: Page, condition: dict[str, Any]) -> str:
    told: str = page.evaluate("condition => center.conditionWords(condition)", condition)
    return told


SHUT = [{"field": "element", "names": "XV-206"}, {"field": "state", "equals": "shut"}]
DONE = {"kind": "directive.done", "who": "electrician"}
PEOPLE = [{"field": "category", "one_of": ["people", "source"]}]
TRUTH = [{"field": "evacuates", "equals": False}]
SAID: list[tuple[dict[str, Any], str, str]] = [
    ({"fact": {"kind": "entry.in"}}, "entry", "人员进入"),
    ({"fact": {"kind": "entry.in", "after_s": 300}}, "5:00 after entry", "人员进入后5:00"),
    (
        {"missing": {"kind": "valve.reported", "where": SHUT, "by_s": 900}},
        "by 15:00 no report of a valve (Root valve, shut)",
        "到15:00仍无报告阀门状态（Root valve、关）",
    ),
    (
        {"fact": {"kind": "directive.issued", "where": PEOPLE, "within_s": 60, "after_s": 0}},
        "directive (people or source) within 1:00 of the start",
        "开始后1:00内下达指令（人员或泄漏源）",
    ),
    (
        {"any": [{"fact": DONE | {"after_s": 30}}, {"missing": DONE | {"by_s": 1200}}]},
        "0:30 after directive done by Electrician, or by 20:00 no directive done by Electrician",
        "Electrician完成指令后0:30，或者到20:00仍无Electrician完成指令",
    ),
    (
        {"fact": {"kind": "directive.issued", "where": TRUTH, "who": None, "within_s": None}},
        "directive (evacuates false)",
        "下达指令（evacuates false）",
    ),
]


@pytest.mark.parametrize(("condition", "en", "zh"), SAID)
def test_a_condition_says_what_it_asks_and_nothing_else(
    page: Page, condition: dict[str, Any], en: str, zh: str
) -> None:
    chinese = page.evaluate("() => document.documentElement.lang") == "zh-CN"
    assert words(page, condition) == (zh if chinese else en)


def test_every_fact_of_a_drill_can_be_waited_for_in_words() -> None:
    kinds = [kind for kind in fact_fields() if not FACTS[kind].of_drill]
    asked = [kind for kind in kinds if not kind.startswith(NOT_OF_A_TWIN)]
    assert "entry.in" in asked
    assert [kind for kind in asked if not has(f"condition.kind.{kind}")] == []
