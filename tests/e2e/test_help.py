"""/help cannot lie: every key it lists is pressed, every right it names is the registry's."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from command_center.clock import Clock
from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.domain.registry import COMMANDS
from command_center.words import LANGUAGES, say
from tests.e2e.help_keys import OF_THE_CONSOLE, PROBES, SITE, TANK, Desk
from tests.support.leaking import leak_readings
from tests.support.pages import command, watched_page
from tests.support.running_center import DEMO, RunningCenter, running

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    with running(tmp_path_factory.mktemp("center")) as center:
        plant = center.token("plant", Role.GATEWAY)
        center.start()
        for body in leak_readings(SITE, TANK.id, Clock().now()):
            assert center.post("readings", plant, body).json()["rejected"] == []
        yield center


@pytest.fixture(scope="module")
def desk(center: RunningCenter, browser: Browser) -> Iterator[Desk]:
    with watched_page(browser, center.url, Role.COMMANDER) as seen:
        opened = command(seen, center.url, "incident.open", place=TANK.id, plan=SITE.plans[0].id)
        incident = next(f["incident"] for f in opened["facts"] if f["kind"] == "incident.opened")
        desk = Desk(seen, center.url, incident)
        page = desk.at("/alarms")  # the tank that loses content, and the feeds that fall silent
        page.wait_for_function(
            """() => Object.values(center.board.rows("alarms"))
              .filter((one) => one.state === "UNACK").length > 1"""
        )
        yield desk


def test_the_keys_it_lists_are_those_that_are_pressed_here(desk: Desk) -> None:
    page = desk.at("/help")
    page.locator("[data-shortcut]").first.wait_for()
    listed = page.locator("[data-shortcut]").evaluate_all("all => all.map(e => e.dataset.shortcut)")
    known = page.evaluate("center.shortcuts.map(({ name }) => name)")
    assert sorted(listed) == sorted(known) == sorted([*PROBES, *OF_THE_CONSOLE])


@pytest.mark.parametrize("name", PROBES)
def test_a_key_does_what_help_says(desk: Desk, name: str) -> None:
    keys = desk.page.evaluate("name => center.shortcuts.find(one => one.name === name).keys", name)
    PROBES[name](desk, keys)


def test_what_a_role_may_do_is_the_registrys(desk: Desk) -> None:
    page = desk.at("/help")
    for role in HUMAN_ROLES:
        part = page.locator(f"details[data-role={role.value}]")
        kinds = part.locator("[data-command]").evaluate_all(
            "all => all.map(e => e.dataset.command)"
        )
        assert set(kinds) == {kind for kind, spec in COMMANDS.items() if role in spec.roles}
    mine = page.locator(f"details[data-role={Role.COMMANDER.value}]")
    expect(mine).to_have_attribute("open", "")


def test_the_words_stand_there_in_both_languages(desk: Desk) -> None:
    words = desk.at("/help").locator("#help-words tr")
    words.first.wait_for()
    rows = words.all_inner_texts()
    for lang in LANGUAGES:
        assert any(say(lang, "word.directive") in row for row in rows)


def test_every_document_it_names_is_there(desk: Desk, center: RunningCenter) -> None:
    codes = desk.at("/help").locator("#help-documents code")
    codes.first.wait_for()
    named = codes.all_inner_texts()
    assert len(named) > 5
    kept = [name for name in named if not name.startswith("/help/")]
    assert [name for name in kept if not (DEMO.parents[1] / name).is_file()] == []
    made = [name for name in named if name not in kept]
    assert made
    for name in made:
        answer = desk.page.request.get(f"{center.url}{name}")
        assert (answer.status, answer.text()[:2]) == (200, "# ")


def test_a_document_is_read_in_the_browser_and_opened_at_a_heading(desk: Desk) -> None:
    page = desk.at("/help")
    page.locator("#help-documents a").first.click()
    expect(page.locator("article.document h2")).to_have_text("For the commander")
    expect(page.locator(".document-list a[aria-current=page]")).to_have_count(1)
    desk.at("/help/drills#at-the-seal")
    page.wait_for_function(
        """() => {
          const there = document.getElementById("at-the-seal");
          if (!there) return false;
          const { top } = there.getBoundingClientRect();
          return top >= 0 && top < innerHeight / 2;
        }"""
    )
    called = say("en", "help.doc.drills")
    expect(page).to_have_title(re.compile(f"^■ .+ · {re.escape(called)} · "))
    expect(page.locator("h1")).to_have_text(called)
