"""Two incidents at a desk and on a phone: nothing goes to another incident than the one that is read, what
presses in the other stands on its tab, and who is missing in it is heard."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from command_center.domain.actor import Role
from command_center.words import say
from tests.support.pages import command, watched_page
from tests.support.second_incident import open_ids, opened, overdue, worst
from tests.support.staged_night import StagedNight, staged_night

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(600)]

CRISIS_S = 420.0
VIEWPORT = {"width": 1920, "height": 1080}
PANELS = ("directives-desk", "plan-steps", "entry", "headcount", "source", "outside", "kits")
"""Of the command page: what belongs to one incident."""

COUNTED = """() => {
  const rows = [...document.querySelectorAll('.directive-row')];
  const known = center.board.rows('directives'); /* what is disputed is urgent, and not late */
  const disputed = (row) => known[row.dataset.directive].disputed.length > 0;
  const late = (some) =>
    some.filter((row) => row.querySelector('.clock.urgent') && !disputed(row)).length;
  const [shown, rest] = [rows.filter((row) => !row.hidden), rows.filter((row) => row.hidden)];
  const said = center.say('list.more_late', { n: rest.length, late: late(rest) });
  return late(shown) >= 3 && document.querySelector('.directives-desk .rest').innerText.includes(said);
}"""
"""The rest of the directives is counted on its button, and none of it is graver than what is shown."""


@pytest.fixture
def night(tmp_path: Path) -> Iterator[StagedNight]:
    """Seven minutes after the leak, before the second incident."""
    with staged_night(tmp_path, CRISIS_S) as night:
        yield night


def word(key: str, **params: Any) -> str:
    return say("en", key, **params)


def test_the_whole_command_page_follows_one_tab_and_no_incident_takes_it_away(
    browser: Browser, night: StagedNight
) -> None:
    url = night.center.url
    with watched_page(browser, url, Role.COMMANDER, viewport=VIEWPORT) as watched:
        page = watched.page
        page.goto(f"{url}/command")
        watched.is_live()
        [first] = open_ids(page.context, url)
        expect(page.locator("#panel-incident h2").first).to_contain_text(first)
        expect(page.locator(".tab")).to_have_count(0)

        second = opened(watched, night)
        command(watched, url, "incident.level", incident=second, level="I")  # graver than the first
        tabs = page.locator(".tab")
        expect(tabs).to_have_count(2)
        expect(tabs.nth(0)).to_contain_text(second)
        expect(page.locator("[aria-selected='true']")).to_contain_text(
            first
        )  # still what is at hand
        for panel in PANELS:
            expect(page.locator(f"#panel-{panel} h2").first).to_contain_text("· T206")

        commands = page.evaluate(
            "(id) => center.board.rows('incident')[id].commander.person", second
        )
        lost = next(
            person
            for person in night.board.site.people
            if person.home == "CR" and person.id != commands  # who commands is accounted for
        )
        command(
            watched, url, "person.miss", person=lost.id
        )  # of the first; the second counts later
        worst(watched, night, second)
        for words in (word("people.missing", n=1), "overdue", "119"):
            expect(tabs.nth(0).locator(".presses")).to_contain_text(words)
        expect(tabs.nth(0)).to_have_class("tab urgent")

        for key, of in (("ArrowLeft", second), ("ArrowLeft", first), ("Home", second)):
            page.locator("[role=tab][tabindex='0']").press(key)  # one of them is on the way of Tab
            expect(page.locator("[role=tab]:focus")).to_contain_text(of)
            expect(page.locator("[aria-selected='true']")).to_contain_text(of)
        expect(page.get_by_role("tabpanel", name=second)).to_have_class("desk command")
        for panel in PANELS:
            expect(page.locator(f"#panel-{panel} h2").first).to_contain_text("· Workshop 2")
        page.locator("#panel-outside .call-row").first.get_by_role(
            "button", name=word("command.call")
        ).click()
        called = "(id) => Object.keys(center.board.rows('incident')[id].outside).length"
        page.wait_for_function(f"(id) => ({called})(id) === 1", arg=second)
        outside = page.locator("#panel-outside")
        outside.get_by_role("button", name=word("command.reference"), exact=True).first.click()
        expect(outside.locator(".reason")).to_be_visible()
        tabs.nth(1).click()
        expect(outside.locator("h2").first).to_contain_text("· T206")
        expect(outside.locator(".reason")).to_have_count(0)  # what is begun here is for this call
        tabs.nth(0).click()
        step = page.locator("#panel-plan-steps .step-row").nth(1)
        step.get_by_role("button", name=word("command.issue")).click()
        row = page.locator("#panel-directives-desk .directive-row")
        expect(row).to_have_count(1)
        page.wait_for_function(
            "(id) => Object.values(center.board.rows('directives')).filter((d) => d.incident === id).length === 1",
            arg=second,
        )

        page.reload()
        watched.is_live()
        expect(page.locator("[aria-selected='true']")).to_contain_text(second)
        led = page.evaluate(
            "(id) => Object.values(center.board.rows('directives')).find((d) => d.incident === id).id",
            first,
        )
        page.goto(f"{url}/command#{led}")  # a link to a directive of the other
        expect(page.locator("[aria-selected='true']")).to_contain_text(first)
        expect(page.locator(".directive-row.sought")).to_have_count(1)

        page.goto(f"{url}/people")
        watched.is_live()
        heads = page.locator(".headcount-desk h2")
        expect(heads).to_have_count(2)
        expect(heads.nth(0)).to_contain_text("Workshop 2")
        expect(heads.nth(1)).to_contain_text("T206")
        here = page.locator(".headcount-desk").nth(0)
        row = here.locator(".person-row", has_text=lost.name.en)
        expect(row.locator(".bits > span").first).to_have_text(word("people.account.not_accounted"))
        there = word("cell.other", place="T206", words=word("people.account.missing"))
        expect(row.locator(".elsewhere")).to_contain_text(there)
        expect(
            here.locator(".chip", has_text=word("people.account.missing")).locator("b")
        ).to_have_text("1")
        here.locator(".chip", has_text=word("people.account.missing")).click()
        everybody = len(night.board.site.people)
        expect(page.locator(".grid-head")).to_contain_text(f"1 of {everybody}")
        expect(page.locator(".headcount-desk .chip[aria-pressed='true']")).to_have_count(1)
        page.evaluate("(person) => center.address.write({ person })", lost.id)
        line = page.locator(".ledger-line .line-facts")
        expect(line).to_contain_text(there)
        here_too = word(
            "cell.other", place="Workshop 2", words=word("people.account.not_accounted")
        )
        expect(line).to_contain_text(here_too)


def test_on_a_phone_the_gravest_is_open_and_the_rest_counted(
    browser: Browser, night: StagedNight
) -> None:
    phone = {"width": 390, "height": 844}
    with watched_page(browser, night.center.url, Role.COMMANDER, viewport=phone) as watched:
        page, url = watched.page, night.center.url
        page.goto(f"{url}/command")
        watched.is_live()
        page.wait_for_function(f"() => ({COUNTED})()")
        assert page.evaluate("document.documentElement.scrollHeight") < 5000

        sought = page.locator(".directive-row[hidden]").last.get_attribute("data-directive")
        page.evaluate("(id) => { location.hash = id; }", sought)  # however many are graver
        expect(page.locator(".directive-row.sought")).to_be_focused()
        page.evaluate("() => { location.hash = ''; }")

        kits = page.get_by_role("button", name=word("command.kits"))
        expect(kits).to_have_attribute("aria-expanded", "false")
        expect(kits.locator(".sign.urgent")).to_be_visible()
        page.locator(".directives-desk .rest").click()
        expect(page.locator(".directive-row[hidden]")).to_have_count(0)
        page.locator(".directive-row:has(+ .rest)").press("ArrowDown")
        expect(page.locator(".rest + .directive-row")).to_be_focused()
        kits.click()
        second = opened(
            watched, night
        )  # rows come and the tabs with them; what was opened stays so
        tabs = page.get_by_role("tablist")
        expect(tabs).to_contain_text(second)
        expect(kits).to_have_attribute("aria-expanded", "true")
        expect(page.locator("#panel-kits .kit-row:visible")).not_to_have_count(0)
        above = "(one) => one.getBoundingClientRect().bottom"
        top = page.locator("#of-incident").evaluate("(one) => one.getBoundingClientRect().top")
        assert tabs.evaluate(above) <= top
        page.locator("[role=tab][tabindex='0']").press("Tab")  # what is seen next is walked to next
        expect(page.locator("#panel-directives-desk :focus")).to_have_count(1)

        tabs.get_by_role("tab", name=second).click()
        overdue(watched, night, second)
        expect(page.locator(".over-foot")).to_contain_text("overdue")
        first = page.locator(".of-incident .column").first
        expect(first.locator("#panel-directives-desk")).to_have_count(1)  # no column has moved
        page.locator(".over-foot").click()
        expect(page.locator("#panel-entry .entry-row").first).to_be_in_viewport()
        page.reload()
        watched.is_live()
        expect(first.locator("#panel-entry")).to_have_count(1)
        expect(page.locator(".over-foot")).to_have_count(0)
        tabs.get_by_role("tab").filter(has_not_text=second).click()
        page.locator(".over-foot", has_text="Workshop 2").click()  # who is overdue in the other
        expect(page.locator("[aria-selected='true']")).to_contain_text(second)
        expect(page.locator("#panel-entry .act:focus")).to_have_count(1)

        for place in ("LAB", "W3", "FS"):
            opened(watched, night, place, f"Smoke at {place}")
        count = page.get_by_role("button", name=word("incident.more", n=3))
        count.press("Enter")
        page.get_by_role("link", name="Smoke at FS").press("Enter")
        expect(page.locator("[aria-selected='true']")).to_contain_text("Smoke at FS")


def test_on_a_phone_one_says_which_incident_one_goes_to(
    browser: Browser, night: StagedNight
) -> None:
    with (
        watched_page(
            browser, night.center.url, Role.RESPONDER, viewport={"width": 390, "height": 844}
        ) as watched,
        watched_page(browser, night.center.url, Role.COMMANDER) as desk,
    ):
        page, url = watched.page, night.center.url
        page.goto(f"{url}/m")
        watched.is_live()
        expect(page.locator(".phone-stand")).to_be_visible()
        expect(page.locator(".phone-stand .phone-incidents")).to_have_count(0)
        second = opened(desk, night)
        choices = page.locator(".phone-stand .phone-incidents [role='radio']")
        expect(choices).to_have_count(2)
        expect(page.locator(".strip .also .title")).to_contain_text("Somebody fell")
        choices.filter(has_text="pit").click()
        page.locator(".phone-stand .touches").get_by_role(
            "button", name=word("status.en_route")
        ).click()
        expect(page.locator(".phone-stand h2 b")).to_have_text(word("status.en_route"))
        journal = desk.page.context.request.get(f"{url}/api/v1/journal?after=0&limit=5000").json()
        said = [f for f in journal["facts"] if f["kind"] == "responder.status"][-1]
        assert said["incident"] == second
        told = command(
            desk, url, "directive.issue", incident=second, text="Bring the ladder",
            to=page.evaluate("center.page.person"), urgency="urgent", category="people",
        )  # fmt: skip
        assert told
        card = page.locator(".phone-directive", has_text="Bring the ladder")
        expect(card.locator(".label")).to_contain_text(
            word("phone.incident_of", place="Workshop 2")
        )


def test_who_is_missing_in_the_second_is_heard(browser: Browser, night: StagedNight) -> None:
    url, site = night.center.url, night.board.site
    with watched_page(browser, url, Role.COMMANDER) as watched:
        page = watched.page
        page.goto(f"{url}/command")
        watched.is_live()
        page.wait_for_function("() => center.board.whole()")
        third = opened(watched, night, "LAB", "Acid on the floor of the laboratory")
        heard = page.locator("#heard")
        expect(heard).to_contain_text(word("heard.incident", what="Acid on the floor"))
        command(watched, url, "evacuation.order", incident=third, zones=["LAB"])
        one = next(person for person in site.people if person.home == "LAB")
        command(watched, url, "person.miss", person=one.id)
        expect(heard).to_contain_text(word("heard.missing", who=one.name.en))
        overdue(watched, night, third)
        inside = next(person for person in site.people if person.home == "FS")
        expect(heard).to_contain_text(word("heard.inside", who=inside.name.en))
