"""The review of a real incident in a browser: its clock, table and draft, taken up and signed by people,
and red for all to see when it is late."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from command_center.domain.actor import Role
from command_center.words import LANGUAGES, say
from tests.e2e.desk_night import SITE, night
from tests.support.pages import Watched, command, watched_page
from tests.support.running_center import RunningCenter

pytestmark = pytest.mark.e2e

LOCKED = next(s for s in SITE.stores if s.custody.kind == "keyed")
TANK = SITE.tanks[0].id
REVIEWERS = "commander, controller, or evaluator"
MINUTE_MS = 60_000
WIDE = {"width": 1920, "height": 1080}


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    with night(tmp_path_factory.mktemp("reviews")) as started:
        yield started


def report_of(page: Page, center: RunningCenter, incident: str) -> Any:
    answer = page.context.request.get(f"{center.url}/api/v1/reviews/{incident}")
    assert answer.ok, answer.text()
    return answer.json()


@pytest.fixture(scope="module")
def incident(center: RunningCenter, browser: Browser) -> str:
    """A leak, a locked cabinet, and an end: typed in afterwards with the times of the night, but for the gas:
    for closing, a value counts from when it is recorded."""
    gas = {"place": TANK, "value": 1, "unit": "ppm"}

    def doing(seen: Watched) -> Callable[..., Any]:
        seen.page.goto(center.url)
        now = int(center.clock.now())

        def does(kind: str, minutes_ago: float, **data: Any) -> Any:
            at = now - round(minutes_ago * MINUTE_MS)
            return command(seen, center.url, kind, at=at, **data)

        return does

    with watched_page(browser, center.url, Role.COMMANDER) as seen:
        does = doing(seen)
        opened = does("incident.open", 40, place=TANK)
        name = str(opened["facts"][0]["incident"])
        for result, ago in (("locked", 35), ("forced", 25)):
            more = {"reason": "No key here"} if result == "forced" else {}
            does("custody.attempt", ago, incident=name, store=LOCKED.id, result=result, **more)
        does("source.report", 22, incident=name, state="isolated")
        does("gas.measure", 0.01, incident=name, **gas)
    center.later(20)
    with watched_page(browser, center.url, Role.COMMANDER) as seen:
        does = doing(seen)
        does("gas.measure", 0.01, incident=name, **gas)
        does("outfall.sample", 0.01, incident=name, place=TANK)
        command(seen, center.url, "incident.close", incident=name)
        seen.page.wait_for_function(
            "(id) => center.board.row('review', id)", arg=name
        )  # the duties have opened it
    return name


def at_review(seen: Watched, center: RunningCenter, address: str) -> Page:
    seen.page.goto(f"{center.url}{address}")
    seen.is_live()
    return seen.page


def test_the_sheet_shows_what_the_door_tells(
    center: RunningCenter, browser: Browser, incident: str
) -> None:
    with watched_page(browser, center.url, Role.VIEWER, viewport=WIDE) as seen:
        page = at_review(seen, center, f"/reviews/{incident}")
        expect(page.locator("#reviews-waterfall-graph .main-svg").first).to_be_visible()
        told = report_of(page, center, incident)
        control = next(row for row in told["timing"] if row["row"] == "control")
        line = page.locator("tr[data-row='control'][data-outcome]")
        expect(line).to_have_attribute("data-outcome", control["outcome"])
        assert control["seconds"] is None, "no plant confirmed it"
        expect(line.locator(".pair-of-facts a")).to_have_attribute(
            "href", f"/log?seq={control['start_seq']}"
        )
        assert {p["key"] for p in told["problems"]} >= {f"locked:{LOCKED.id}"}
        drawn = page.locator(".draft-sentence")
        sentences = [s for p in told["problems"] for s in p["sentences"]]
        sentences += told["overview"] + told["strengths"]
        expect(drawn).to_have_count(len(sentences))
        texts = drawn.all_inner_texts()
        for sentence in sentences:
            assert any(sentence["text"]["en"] in text for text in texts), sentence["key"]
        expect(page.locator(".review-step[data-step='hotwash']")).to_have_attribute(
            "data-kind", "note"
        )
        expect(page.locator("details.drawer")).to_have_count(0)  # a viewer has no word in it


def test_a_number_leads_to_its_fact(center: RunningCenter, browser: Browser, incident: str) -> None:
    with watched_page(browser, center.url, Role.VIEWER, viewport=WIDE) as seen:
        page = at_review(seen, center, f"/reviews/{incident}")
        link = page.locator(f"[data-problem='locked:{LOCKED.id}'] a.seq").first
        number = link.inner_text().removeprefix("#")
        link.click()
        expect(page.locator(f"#fact-{number}.pointed")).to_be_visible()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_taken_along_by_a_click(
    center: RunningCenter, browser: Browser, incident: str, tmp_path: Path, lang: str
) -> None:
    begins = {"yjt9009": b"PK", "hseep": b"PK", "xlsx": b"PK", "csv": b"\xef\xbb\xbf", "json": b"{"}
    with watched_page(browser, center.url, Role.VIEWER, viewport=WIDE, language=lang) as seen:
        page = at_review(seen, center, f"/reviews/{incident}")
        names = []
        for kind, first in begins.items():
            with page.expect_download() as waited:
                page.locator(f"[data-export='{kind}']").click()
            names.append(waited.value.suggested_filename)
            waited.value.save_as(tmp_path / kind)
            assert (tmp_path / kind).read_bytes().startswith(first)
        assert len(set(names)) == len(begins)
        assert all(incident in name for name in names)
    lines = Document(str(tmp_path / "yjt9009")).paragraphs
    assert say(lang, "export.incident.yjt.title") in [line.text for line in lines]


def test_facts_are_picked_from_the_log_and_a_grey_button_says_what_it_lacks(
    center: RunningCenter, browser: Browser, incident: str
) -> None:
    with watched_page(browser, center.url, Role.COMMANDER, viewport=WIDE) as seen:
        page = at_review(seen, center, f"/reviews/{incident}")
        drawer = page.locator("#review-findings details.drawer").last
        drawer.locator("summary").click()
        send = drawer.locator("button[type=submit]")
        expect(send).to_have_attribute("aria-disabled", "true")
        expect(drawer.locator(".lacks")).to_contain_text(say("en", "review.facts_field"))
        drawer.locator("select").select_option("problem")
        drawer.locator("textarea").fill("Nobody had the key")
        drawer.locator("input[type=search]").fill(f"locked {LOCKED.name.en}")
        drawer.locator(".fact-line").first.click()
        expect(drawer.locator(".picked-facts li")).to_contain_text("locked")
        number = int(drawer.locator("[data-picked]").get_attribute("data-picked") or 0)
        expect(drawer.locator(".lacks")).to_have_count(0)
        send.click()
        expect(page.locator("[data-finding]")).to_contain_text(["Nobody had the key"])
        [finding] = report_of(page, center, incident)["findings"]
        assert finding["facts"] == [number]


def test_a_person_takes_a_problem_up_and_gives_its_cause(
    center: RunningCenter, browser: Browser, incident: str
) -> None:
    with watched_page(browser, center.url, Role.COMMANDER, viewport=WIDE) as seen:
        page = at_review(seen, center, f"/reviews/{incident}")
        page.locator(f"[data-problem='locked:{LOCKED.id}'] button").click()
        finding = page.locator("[data-finding]", has_text=f"found {LOCKED.name.en} locked")
        expect(finding).to_contain_text(say("en", "review.cause_missing", who=REVIEWERS))
        finding.get_by_text(say("en", "review.give_cause")).click()
        finding.locator("textarea").first.fill("The keeper works by day only")
        finding.locator("button[type=submit]").first.click()
        expect(finding).to_contain_text("The keeper works by day only")
        expect(finding).to_contain_text(say("en", "review.severity_missing", who="evaluator"))
        told = report_of(page, center, incident)
        row = told["findings"][-1]
        assert (row["problem"], row["severity"]) == (f"locked:{LOCKED.id}", None)
        expect(page.locator(f"[data-problem='locked:{LOCKED.id}']")).to_contain_text(row["id"])


def test_who_judges_rates_and_nothing_is_worked_out(
    center: RunningCenter, browser: Browser, incident: str
) -> None:
    with watched_page(browser, center.url, Role.EVALUATOR, viewport=WIDE) as seen:
        page = at_review(seen, center, f"/reviews/{incident}")
        ratings = page.locator(".ratings")
        ratings.get_by_text(say("en", "review.rate_objective")).click()
        ratings.locator("[id='rate:objective']").fill("Protective equipment")
        ratings.locator("[id='rate:rating']").select_option("U")
        ratings.locator("button[type=submit]").first.click()
        expect(ratings).to_contain_text(say("en", "rating.U"))
        expect(ratings.locator(".rating").last).to_contain_text(
            say("en", "review.not_given_by", who="evaluator")
        )


def test_a_phone_holds_the_whole_sheet(
    center: RunningCenter, browser: Browser, incident: str
) -> None:
    with watched_page(
        browser, center.url, Role.EVALUATOR, viewport={"width": 390, "height": 844}
    ) as seen:
        page = at_review(seen, center, f"/reviews/{incident}")
        expect(page.locator("#reviews-waterfall-graph .main-svg").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        low = page.evaluate(
            "[...document.querySelectorAll('#page button, #page a.seq, #page summary')]"
            ".filter((one) => one.offsetParent && one.getBoundingClientRect().height < 44)"
            ".map((one) => one.outerHTML.slice(0, 80))"
        )
        assert low == []


def test_late_it_is_red_for_all_to_see_after_a_restart_too(
    center: RunningCenter, browser: Browser, incident: str
) -> None:
    center.later(73 * 60)
    for path, where in (
        ("/reviews", f".review-row[data-review='{incident}']"),
        ("/", f".line:has-text('{say('en', 'review.overdue_line')}')"),
        (f"/reviews/{incident}", ".review-left"),
    ):
        with watched_page(browser, center.url, Role.VIEWER, viewport=WIDE) as seen:
            page = at_review(seen, center, path)
            red = page.locator(where).first
            expect(red).to_be_visible()
            expect(red).to_contain_text("■")
            expect(red).to_contain_text(
                say("en", "review.overdue_by", late="").strip().split("{")[0].strip()
            )
    with watched_page(browser, center.url, Role.VIEWER) as seen:
        page = at_review(seen, center, f"/reviews/{incident}")
        page.wait_for_function("(id) => center.board.row('review', id).overdue", arg=incident)
        told = report_of(page, center, incident)
        assert told["status"] == "overdue"
        assert set(told["clock"]["escalated"]) == {"hotwash", "frozen", "agreed", "signed"}
