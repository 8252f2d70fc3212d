"""A plant whose every name is markup, and people who write markup: all of it stays text."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from command_center.domain.actor import ActorKind, Role
from command_center.domain.site.map.geography import to_wgs84
from command_center.site_file import load
from layouts.pages import PAGES
from tests.support.pages import watched_page
from tests.support.running_center import DEMO, running

pytestmark = pytest.mark.e2e

MARKUP = "<img src=x onerror=window.ran=1>"
NAME = re.compile(r'name: \{zh: "?([^",}]+)"?, en: "?([^",}]+)"?\}')


def hostile_site(folder: Path) -> Path:
    """The demo plant with markup before every name."""
    shutil.copytree(DEMO, folder)
    file = folder / "site.yaml"
    text, names = NAME.subn(rf'name: {{zh: "{MARKUP}\1", en: "{MARKUP}\2"}}', file.read_text())
    assert names > 100
    file.write_text(text)
    return folder


def test_no_name_and_no_word_becomes_markup(tmp_path: Path, browser: Browser) -> None:
    folder = hostile_site(tmp_path / "plant")
    site = load(folder / "site.yaml")
    with running(tmp_path, folder) as center:
        gateway = center.token("plant", Role.GATEWAY, kind=ActorKind.GATEWAY)
        hand = center.token("hand", Role.COMMANDER)
        center.start()
        now = center.clock.now()
        for source in {tag.source for tag in site.tags}:
            high = [
                {"tag": tag.id, "ts": now, "value": tag.high}
                for tag in site.tags
                if tag.source == source
            ]
            center.post("readings", gateway, {"source": source, "readings": high})
        lat, lon = to_wgs84(site.anchor, 100, 100)
        there = [{"person": p.id, "ts": now, "lat": lat, "lon": lon} for p in site.people]
        center.post("positions", gateway, {"source": "uwb", "positions": there})
        place = site.tanks[0].id
        said = {"channel": "call", "place": place, "text": MARKUP, "caller": MARKUP}
        center.command(hand, "report.receive", **said)
        center.command(hand, "incident.open", place=place, title=MARKUP)
        with watched_page(browser, center.url, Role.COMMANDER) as visitor:
            for path in PAGES:
                visitor.page.goto(f"{center.url}{path}")
                visitor.is_live()
                visitor.page.get_by_text(MARKUP).first.wait_for(state="attached")
                assert visitor.page.locator("img[src='x']").count() == 0, path
                assert visitor.page.evaluate("window.ran") is None, path
