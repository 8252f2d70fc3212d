"""A name without a space that is as long as a name may be: it breaks within its place, and no page grows wider."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from command_center.domain.actor import Role
from tests.support.pages import watched_page
from tests.support.running_center import DEMO, running

pytestmark = pytest.mark.e2e

LONG = "Hexamethylenediisocyanate" * 3 + "abcde"
"""Eighty letters."""
PAST_THE_EDGE = """() => [...document.querySelectorAll("#page *, header *")]
    .filter((one) => {
      const box = one.getBoundingClientRect();
      if (!box.width || box.right <= innerWidth + 1) return false;
      for (let at = one.parentElement; at; at = at.parentElement) {
        if (getComputedStyle(at).overflowX !== "visible") return false;
      }
      return true;
    })
    .map((one) => `${one.tagName}.${one.className} ${one.textContent.slice(0, 40)}`)"""
"""What is drawn beyond the right edge, where nothing that scrolls or cuts holds it."""


OVER_ANOTHER = """() => [...document.querySelectorAll(".vessel-row, .level-row")].filter((row) => {
  const [name, value] = [".name", ".value"].map((one) => row.querySelector(one));
  const range = document.createRange();
  range.selectNodeContents(name);
  const top = value.getBoundingClientRect();
  return [...range.getClientRects()].some((one) =>
    one.right > top.left + 1 && one.left < top.right && one.bottom > top.top && one.top < top.bottom);
}).map((row) => row.textContent.slice(0, 60))"""
"""Rows whose name is drawn over their value."""


def test_no_page_grows_wider_by_a_long_name(tmp_path: Path, browser: Browser) -> None:
    assert len(LONG) == 80
    plant = tmp_path / "plant"
    plant.mkdir()
    described = (DEMO / "site.yaml").read_text(encoding="utf-8")
    long = described
    for product in ('{zh: 氯苯, en: "chlorobenzene"}', '{zh: 甲苯, en: "toluene"}'):
        assert f"product: {product}" in long
        long = long.replace(f"product: {product}", f"product: {{zh: {LONG}, en: {LONG}}}")
    (plant / "site.yaml").write_text(long, encoding="utf-8")
    pages = [("/", Role.VIEWER), ("/tanks", Role.COMMANDER), ("/command", Role.COMMANDER)]
    with running(tmp_path, plant) as center:
        center.start()
        for path, role in pages:
            with watched_page(
                browser, center.url, role, viewport={"width": 390, "height": 844}
            ) as seen:
                page = seen.page
                page.goto(center.url + path)
                seen.is_live()
                if path != "/command":
                    expect(page.locator(".name", has_text=LONG).first).to_be_visible()
                assert page.evaluate(PAST_THE_EDGE) == [], path
                assert page.evaluate("document.documentElement.scrollWidth") == 390, path
                assert page.evaluate(OVER_ANOTHER) == [], path
