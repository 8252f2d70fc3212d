"""A plant of one's own says what it still lacks, and each thing is gone once it is there."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from command_center.domain.actor import COMMAND_LINE, Role
from command_center.domain.site.model import Site
from command_center.site_file import load
from command_center.site_file.beginning import begin
from command_center.store.accounts.account_changes import Signature
from command_center.store.accounts.accounts import Accounts
from command_center.store.database.databases import databases
from command_center.web.sign_in.passwords import Passwords
from tests.e2e.test_every_word import KEY, LETTERS
from tests.support.page_texts import texts
from tests.support.pages import Watched, watched_page
from tests.support.pseudo import OPEN, marked_site, without_data
from tests.support.running_center import RunningCenter, running
from tests.support.waiting import PATIENCE_S

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]
PASSWORD = "a long enough one"
STEPS = ".next-steps"


@dataclass
class Own:
    """A plant as `init` makes it, its administrator, somebody who may only look, and its feed."""

    center: RunningCenter
    site: Site
    feed: str

    def sign_in(self, context: BrowserContext, name: str) -> None:
        answer = context.request.post(
            f"{self.center.url}/api/v1/session",
            data={"username": name, "password": PASSWORD},
            headers={"Origin": self.center.url},
        )
        assert answer.ok, answer.text()

    def opened(self, seen: Watched, path: str = "/") -> Page:
        self.sign_in(seen.page.context, "eve")
        seen.page.goto(self.center.url + path)
        seen.is_live()
        return seen.page


def started(folder: Path, plant: Path, **more: Any) -> Iterator[Own]:
    site = load(plant)
    with running(folder, plant, CC_DEMO="false", **more) as center:
        with databases(center.settings()) as stores:
            accounts, now = Accounts(stores.journal), center.clock.now()
            stored = Passwords().hash(PASSWORD)
            by, person = Signature(COMMAND_LINE, now), site.people[0].id
            accounts.add_user("eve", stored, Role.ADMINISTRATOR, now, by=by)
            accounts.add_user("li", stored, Role.VIEWER, now, person=person, by=by)
        feed = center.token(site.sources[0].id, Role.GATEWAY)
        yield Own(center.start(), site, feed)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Own]:
    plant = begin(tmp_path / "plant", "en").parent
    yield from started(tmp_path, plant)


def step(page: Page, key: str) -> Any:
    return page.locator(f"{STEPS} [data-step='{key}']")


def opened(said: Any) -> Any:
    """The step with how it is mended, which is shown of one at a time."""
    said.get_by_role("button").first.click()
    return said


def test_each_thing_is_said_exactly_and_gone_when_it_is_done(own: Own, browser: Browser) -> None:
    site, source = own.site, own.site.sources[0]
    with watched_page(browser, own.center.url) as seen:
        page = own.opened(seen)
        held = {entry.post for entry in site.roster}
        vacant = [post for post in site.posts if post.id not in held]
        planned = {place for plan in site.plans for place in plan.places}
        bare = [tank for tank in site.tanks if tank.id not in planned]
        assert vacant
        assert bare
        expect(step(page, "vacant")).to_contain_text(vacant[0].name.en)
        expect(step(page, "plans")).to_contain_text(bare[0].name.en)
        said = step(page, f"source:{source.id}")
        expect(said).to_contain_text(source.name.en)
        expect(said.locator("code")).to_have_count(0)
        line = opened(said).locator("code").inner_text()
        assert f'"source": "{source.id}"' in line
        assert f"{own.center.url}/api/v1/readings" in line
        assert f"--source {source.id}" in line

        sent = own.center.post(
            "readings",
            own.feed,
            {
                "source": source.id,
                "readings": [{"tag": site.tags[0].id, "ts": own.center.clock.now(), "value": 1}],
            },
        )
        assert sent.json()["rejected"] == [], sent.text
        expect(said).to_have_count(0)


def test_the_line_it_gives_is_a_line_that_works(own: Own, browser: Browser) -> None:
    with watched_page(browser, own.center.url) as seen:
        page = own.opened(seen)
        said = step(page, f"source:{own.site.sources[0].id}")
        lines = opened(said).locator("code").inner_text().splitlines()
        [curl] = [line for line in lines if line.startswith("curl")]
        ran = subprocess.run(
            ["sh", "-c", curl], env={**os.environ, "TOKEN": own.feed}, capture_output=True,
            text=True, check=True, timeout=PATIENCE_S,
        )  # fmt: skip
        assert '"accepted": 1' in ran.stdout.replace('":1', '": 1'), ran.stdout
        expect(said).to_have_count(0)


def test_an_account_that_may_command_ends_its_step_at_once(own: Own, browser: Browser) -> None:
    with watched_page(browser, own.center.url) as seen:
        page = own.opened(seen, "/people")
        account = opened(step(page, "account"))
        expect(account.locator("a.act")).to_have_attribute("href", "/plant?show=accounts")
        opened(step(page, "vacant"))
        expect(account.locator("a.act")).to_have_count(0)
        changed = page.context.request.patch(
            f"{own.center.url}/api/v1/accounts/li",
            data={"role": "commander"},
            headers={"Origin": own.center.url},
        )
        assert changed.ok, changed.text()
        expect(step(page, "account")).to_have_count(0)


def test_a_plant_of_which_hardly_anything_is_written_is_told_what_to_write(
    tmp_path: Path, browser: Browser
) -> None:
    """The least that `check` accepts: one measured value, nothing to see it on, nobody to see it."""
    (tmp_path / "plant").mkdir()
    (tmp_path / "plant" / "site.yaml").write_text(
        """id: bare
name: {zh: 空, en: Bare}
time_zone: UTC
language: en
anchor: {lat: 30, lon: 120}
width: 100
height: 100
levels: [{id: I, name: {zh: 一级, en: Level I}}]
tags: [{id: FT-1, kind: flow, unit: m3/h, source: dcs, high: 10}]
"""
    )
    with running(tmp_path, tmp_path / "plant", CC_DEMO="false") as center:
        with databases(center.settings()) as stores:
            by, stored = Signature(COMMAND_LINE, center.clock.now()), Passwords().hash(PASSWORD)
            Accounts(stores.journal).add_user(
                "eve", stored, Role.ADMINISTRATOR, center.clock.now(), by=by
            )
        own = Own(center.start(), load(tmp_path / "plant"), "")
        with watched_page(browser, center.url) as seen:
            page = own.opened(seen)
            step(page, "account").wait_for()
            said = page.evaluate(
                """() => center.readNextSteps(
                  center.site(), center.board.rows("people").count, center.board.rows("feeds"),
                ).map(({ key }) => key)"""
            )
            assert said == [
                "account", "source:dcs", "posts", "blank:people",
                "blank:tanks", "blank:kits", "blank:plan", "blank:outside",
            ]  # fmt: skip
            page.locator(".next-documents a").last.click()
            expect(page.locator("article.document h2")).to_have_text("The site file")


def test_it_folds_to_one_line_and_stays_so(own: Own, browser: Browser) -> None:
    with watched_page(browser, own.center.url) as seen:
        page = own.opened(seen, "/tanks")
        fold = page.locator(f"{STEPS} .fold button")
        fold.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".next-step")).to_have_count(0)
        page.goto(f"{own.center.url}/log")
        seen.is_live()
        expect(fold).to_have_attribute("aria-expanded", "false")
        fold.click()
        expect(page.locator(".next-step").first).to_be_visible()


def test_all_of_it_comes_from_the_catalogue(tmp_path: Path, browser: Browser) -> None:
    begin(tmp_path / "plant", "en")
    plant = marked_site(tmp_path / "plant", tmp_path / "marked")
    for own in started(tmp_path, plant, program="tests.support.pseudo"):
        with watched_page(browser, own.center.url) as seen:
            page = own.opened(seen)
            page.locator(".next-step").first.wait_for()
            found = []
            for one_step in page.locator(".next-step").all():
                opened(one_step)
                found += [one for one in texts(page) if "next-" in one.where]
            assert sum(OPEN in one.text for one in found) > 8
            assert [one for one in found if LETTERS.search(without_data(one.text))] == []
            assert [one for one in found if KEY.search(one.text)] == []
