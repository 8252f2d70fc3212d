"""The guided path through the half year of a new demonstration: every step has a page and something real on it, at a
desk and on a phone, in both languages, by mouse and by keyboard; it is left and taken up again."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from command_center.clock import Clock
from command_center.demo.supervisor import night_offset
from command_center.domain.actor import Role
from command_center.domain.template_language.template import Template
from command_center.template_file import library
from command_center.words import LANGUAGES, has, say
from tests.cli.test_lived_week import lived
from tests.e2e.test_guide import SITE
from tests.support.pages import Watched, watched_page
from tests.support.running_center import RunningCenter, running
from tests.support.waiting import PATIENCE_S

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(900)]
DESK = {"width": 1920, "height": 1080}
PHONE = {"width": 390, "height": 844}
STEPS = 11
STEP = "center.guide.steps()[center.guide.state().at]"


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    """A demonstration that has just lived its half year."""
    begins = Clock(night_offset(SITE, None, Clock().now())).now()
    week = lived(tmp_path_factory.mktemp("half-year") / "var", begins)
    offset = str(begins - Clock().now())
    with running(week.folder.parent, CC_CLOCK_OFFSET_MS=offset) as center:
        yield center.start()


def guide(page: Page) -> Locator:
    return page.locator("aside.guide")


def step(page: Page) -> str:
    return str(page.evaluate(f"{STEP}.name"))


def points_at_something(page: Page) -> Locator:
    """What the step speaks of: its words are whole, and the frame lies round an element that can be seen."""
    place = page.evaluate(f"{STEP}.at()")
    assert place, step(page)
    thing = page.locator(place).first
    thing.wait_for()
    page.wait_for_function(
        """at => {
          const thing = [...document.querySelectorAll(at)].find((one) => one.checkVisibility());
          const ring = document.querySelector(".guide-ring");
          if (!thing || !ring) return false;
          const [a, b] = [thing.getBoundingClientRect(), ring.getBoundingClientRect()];
          return a.width > 0 && Math.abs(a.left - 5 - b.left) < 3 && Math.abs(a.top - 5 - b.top) < 3
            && b.bottom > 0 && b.top < innerHeight;
        }""",
        arg=place,
    )
    words = guide(page).locator("[aria-live=polite] p").first.inner_text()
    assert words, step(page)
    assert "{" not in words, words
    assert "undefined" not in words, words
    return thing


def goes_there(seen: Watched) -> None:
    there = guide(seen.page).locator("a.act")
    if there.count():
        there.click()
        seen.page.wait_for_load_state()
    seen.is_live()
    guide(seen.page).wait_for()


def begins(seen: Watched, url: str) -> None:
    seen.page.goto(f"{url}/sign-in")
    seen.page.locator("button.guided-loops").click()
    seen.page.wait_for_url(f"{url}/cockpit**")
    seen.is_live()
    guide(seen.page).wait_for()


def refused_at_the_gate(page: Page, lang: str) -> None:
    """Who has no points is written down at the gate desk as the path says, and is not let in."""
    said = page.evaluate(f"{STEP}.said()")
    inside = page.locator(".gate-visitors .person-row").count()
    page.locator(".gate-form input.text").first.fill(said["id"])
    page.locator(".gate-form button[type=submit]").click()
    refused = page.locator(".gate-form .answer.refused")
    expect(refused).to_contain_text(said["who"])
    expect(guide(page).locator(".guide-state")).to_contain_text(say(lang, "guide.happened"))
    assert page.locator(".gate-visitors .person-row").count() == inside


@pytest.mark.parametrize(("lang", "viewport"), [("en", DESK), ("zh-CN", PHONE)])
def test_every_step_points_at_something_real(
    center: RunningCenter, browser: Browser, lang: str, viewport: dict[str, int]
) -> None:
    with watched_page(browser, center.url, language=lang, viewport=viewport) as seen:
        page = seen.page
        begins(seen, center.url)
        names: list[str] = []
        while guide(page).count():
            goes_there(seen)
            thing = points_at_something(page)
            names.append(step(page))
            match names[-1]:
                case "loop_figure":
                    expect(thing.locator(".big")).to_contain_text("%")
                case "loop_again":
                    expect(thing).to_contain_text("Luo Wenhua" if lang == "en" else "罗文华")
                case "loop_held":
                    expect(thing).to_contain_text("GB 30871")
                case "loop_gate":
                    refused_at_the_gate(page, lang)
                case "loop_template":
                    template = library()["hot-work"]
                    assert isinstance(template, Template)
                    thing.click()
                    page.locator(".template-editor[data-examined='true']").wait_for()
            before = step(page)
            guide(page).locator(".actions button").first.click()
            page.wait_for_function(
                f"before => !center.guide.state().on || {STEP}.name !== before", arg=before
            )
        assert len(set(names)) == STEPS
        assert all(has(f"guide.{name}{part}") for name in names for part in ("", "_do")), LANGUAGES


def test_a_keyboard_walks_it_and_it_is_taken_up_where_it_was_left(
    center: RunningCenter, browser: Browser
) -> None:
    with watched_page(browser, center.url, viewport=DESK) as seen:
        page = seen.page
        begins(seen, center.url)
        goes_there(seen)
        points_at_something(page)
        guide(page).locator(".actions .to-it").focus()
        page.keyboard.press("Enter")
        expect(page.locator(page.evaluate(f"{STEP}.at()")).first).to_be_focused()
        guide(page).locator(".actions button").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_function(f"{STEP}.name === 'loop_facts'")
        guide(page).locator(".guide-head button").focus()
        page.keyboard.press("Escape")
        expect(guide(page)).to_have_count(0)
        page.reload()
        seen.is_live()
        expect(guide(page)).to_have_count(0)
        page.locator(".menu .who").click()
        expect(page.locator(".guide-open")).to_have_text(say("en", "guide.resume"))
        page.locator(".guide-open").click()
        guide(page).wait_for()
        assert step(page) == "loop_facts"


def test_a_plant_without_a_past_says_that_it_has_nothing_yet(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> None:
    with running(tmp_path_factory.mktemp("fresh")) as fresh:
        fresh.start()
        with watched_page(browser, fresh.url, viewport=DESK) as seen:
            begins(seen, fresh.url)
            expect(guide(seen.page)).to_contain_text(say("en", "guide.not_here"))
            expect(guide(seen.page).locator("a.act")).to_have_count(0)
            expect(seen.page.locator(".guide-ring")).to_have_count(0)
            told = seen.page.context.request.get(
                f"{fresh.url}/api/v1/past/examples", timeout=PATIENCE_S * 1000
            )
            assert told.json()["again"] is None


def test_the_path_is_the_controllers(center: RunningCenter, browser: Browser) -> None:
    with watched_page(browser, center.url, Role.RESPONDER, viewport=DESK) as seen:
        seen.page.add_init_script(
            "localStorage.setItem('guide', JSON.stringify({on: true, path: 'loops', names: {}}))"
        )
        seen.page.goto(f"{center.url}/mine")
        seen.is_live()
        expect(guide(seen.page)).to_have_count(0)
        answer = seen.page.context.request.get(f"{center.url}/api/v1/past/examples")
        assert answer.status == 403
