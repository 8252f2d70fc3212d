"""A name without a space that is as long as a name may be: it breaks within its place, and no page grows wider."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from command_center.domain.actor import Role
from tests.support.pages import command, watched_page
from tests.support.running_center import DEMO, demo_site, running

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


TITLES = [
    "Hexamethylenediisocyanate_out_of_Tank_01",
    "قنبلة W قنبلة W قنبلة W قنبلة W قنبلة 01",
    "Somebody fell into the pit of Workshop 2",
]
"""Forty letters each, one of them without a space."""
LYING_OVER = """() => {
  const inked = (one) => {
    const range = document.createRange();
    range.selectNodeContents(one);
    return [...range.getClientRects()].filter((box) => box.width && box.height);
  };
  const words = [...document.querySelectorAll(".strip :is(.level, .title, .facts, .commands, .elapsed, .wall-time)")]
    .filter((one) => one.checkVisibility());
  const over = (a, b) => inked(a).some((x) => inked(b).some((y) =>
    Math.min(x.right, y.right) - Math.max(x.left, y.left) > 1 &&
    Math.min(x.bottom, y.bottom) - Math.max(x.top, y.top) > 4));
  return words.flatMap((a, n) => words.slice(n + 1).filter((b) => !a.contains(b) && over(a, b))
    .map((b) => `${a.textContent} over ${b.textContent}`));
}"""
"""Words of the strip that lie over other words of it, by more than their lines lie close."""
CUT = """() => [...document.querySelectorAll(".strip *, .cells, .cells *")]
  .filter((one) => !one.matches(".unseen") && one.clientWidth && one.scrollWidth > one.clientWidth + 1)
  .map((one) => `${one.className} ${one.textContent.slice(0, 40)}`)"""
"""What is wider within than it is itself."""


def test_several_incidents_with_long_titles_and_levels_keep_to_a_phone(
    tmp_path: Path, browser: Browser
) -> None:
    assert {len(title) for title in TITLES} == {40}
    plant = tmp_path / "plant"
    plant.mkdir()
    described = (DEMO / "site.yaml").read_text(encoding="utf-8")
    assert "en: Level II " in described
    long = described.replace("en: Level ", "en: Extraordinary level ")
    (plant / "site.yaml").write_text(long, encoding="utf-8")
    site = demo_site()
    places = [site.gates[0].id, *(tank.id for tank in site.tanks[1:3])]
    phone = {"width": 390, "height": 844}
    with running(tmp_path, plant) as center:
        center.start()
        with watched_page(browser, center.url, Role.COMMANDER, viewport=phone) as seen:
            page = seen.page
            page.goto(f"{center.url}/")
            seen.is_live()
            for n, (place, title) in enumerate(zip(places, TITLES, strict=True), 1):
                command(
                    seen, center.url, "incident.open",
                    place=place, title=title, plan=site.plans[0].id,
                )  # fmt: skip
                expect(page.locator(".strip .title:visible")).to_have_count(n)
                expect(page.locator(".cell")).to_have_count(4)
                assert page.evaluate("document.documentElement.scrollWidth") == 390, n
                assert page.evaluate(PAST_THE_EDGE) == [], n
                assert page.evaluate(LYING_OVER) == [], n
                assert page.evaluate(CUT) == [], n
