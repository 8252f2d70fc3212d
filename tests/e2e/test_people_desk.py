"""The people desk against the board: roster, posts, contacts for few, and the headcount."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from command_center.domain.actor import Role
from command_center.words import say
from tests.e2e.desk_night import SITE, at_desk, board, night
from tests.support.grids import cell, exported, headers, rows_of, shown
from tests.support.pages import command
from tests.support.running_center import RunningCenter
from tests.support.waiting import eventually

pytestmark = pytest.mark.e2e

GRID = "people-grid"
NAMES = {person.id: person.name.en for person in SITE.person_by_id.values()}
"""As they are shown: two people of one name have a detail behind it."""


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    with night(tmp_path_factory.mktemp("center")) as started:
        yield started


def test_the_grid_shows_everybody_as_the_board_has_them(
    center: RunningCenter, browser: Browser
) -> None:
    with at_desk(browser, center, "/people", Role.VIEWER) as desk:
        told = board(desk, center, "people")
        drawn = {row["key"]: row for row in rows_of(desk.page, GRID)}
        assert drawn.keys() == {person.id for person in SITE.people}
        posts = {post.id: post.name.en for post in SITE.posts}
        for key, row in drawn.items():
            held = told[key]["posts"]
            if held:
                assert row["posts"] == " · ".join(posts[post] for post in held)
            state = "on_site" if told[key]["on_site"] else "on_call" if held else "away"
            assert row["stateId"] == state
            if (words := cell(desk.page, key, "name")) is not None:  # in view
                assert words == NAMES[key]
        assert [row["rank"] for row in rows_of(desk.page, GRID)] == sorted(
            row["rank"] for row in drawn.values()
        )


def test_posts_without_a_holder_on_site_come_first_and_say_who_is_next(
    center: RunningCenter, browser: Browser
) -> None:
    with at_desk(browser, center, "/people", Role.VIEWER) as desk:
        told = board(desk, center, "people")
        held = told["count"]["posts"]
        here = {post: person and told[person]["on_site"] for post, person in held.items()}
        gaps = {post.name.en for post in SITE.posts if not here[post.id]}
        rows = desk.page.locator(".post-row")
        expect(rows).to_have_count(len(SITE.posts))
        first = rows.locator(".post-name").all_inner_texts()
        assert 0 < len(gaps) < len(first)
        assert set(first[: len(gaps)]) == gaps
        vacant = next(post for post in SITE.posts if held[post.id] is None)
        coming = told["count"]["next"][vacant.id]
        row = rows.filter(has_text=vacant.name.en).first
        expect(row).to_contain_text(say("en", "ready.vacant"))
        expect(row).to_contain_text(NAMES[coming["person"]])


def test_contacts_are_for_few_and_the_dead_ones_lead(
    center: RunningCenter, browser: Browser
) -> None:
    dead = next(p for p in SITE.people if any(c.failed for c in p.contacts))
    with at_desk(browser, center, "/people", Role.COMMANDER) as desk:
        first = desk.page.locator(".contact-row").first
        expect(first).to_contain_text(NAMES[dead.id])
        assert dead.contacts[0].address is not None
        expect(first).not_to_contain_text(dead.contacts[0].address)
        first.get_by_role("button", name=say("en", "contacts.show")).click()
        expect(first).to_contain_text(dead.contacts[0].address)
        unproven = desk.page.locator(".contact-row").count()
        desk.page.get_by_label(say("en", "contacts.all")).check()
        known = [person for person in SITE.people if person.contacts]
        expect(desk.page.locator(".contact-row")).to_have_count(len(known))
        assert 0 < unproven < len(known)
    for role in (Role.VIEWER, Role.RESPONDER, Role.EVALUATOR):
        with at_desk(browser, center, f"/people?person={dead.id}&contacts=all", role) as looker:
            expect(looker.page.locator(".ledger-line")).to_contain_text(NAMES[dead.id])
            expect(looker.page.locator(".contact-row, .contact-line")).to_have_count(0)
            hidden = say("en", "ready.contacts_hidden")
            expect(looker.page.locator("main")).to_contain_text(hidden)
            told = board(looker, center, "people")
            assert not any(key.startswith("contact:") for key in told)
            assert str(dead.contacts[0].address) not in looker.page.content()


def test_what_a_view_shows_can_be_sent_and_exported(
    center: RunningCenter, browser: Browser
) -> None:
    team = SITE.teams[0]
    with at_desk(browser, center, "/people", Role.COMMANDER) as sender:
        page = sender.page
        page.get_by_label(say("en", "people.team")).select_option(team.id)
        page.locator(".ag-header-cell[col-id=name] .ag-header-cell-label").click()
        eventually(lambda: len(shown(page)) == len(team.members))
        export = say("en", "grid.export")
        eventually(lambda: exported(page, export) == [headers(page), *shown(page)])
        sent, address = shown(page), page.url.removeprefix(center.url)
        with at_desk(browser, center, address, Role.VIEWER) as colleague:
            eventually(lambda: shown(colleague.page) == sent)


def test_links_from_elsewhere_show_their_person_and_their_post(
    center: RunningCenter, browser: Browser
) -> None:
    person, post = SITE.people[-1], SITE.posts[-1]
    address = f"/people?person={person.id}&post={post.id}"
    with at_desk(browser, center, address, Role.VIEWER) as desk:
        expect(desk.page.locator(".ledger-line h2")).to_contain_text(person.name.en)
        expect(desk.page.locator(".ag-row.chosen")).to_be_visible()
        chosen = desk.page.locator(".post-row.chosen")
        expect(chosen).to_contain_text(post.name.en)
        expect(chosen).to_be_in_viewport()


def test_somebody_is_checked_in_from_here_and_the_four_always_sum_to_all(
    center: RunningCenter, browser: Browser
) -> None:
    with at_desk(browser, center, "/people", Role.COMMANDER) as desk:
        page = desk.page
        expect(page.locator(".headcount-desk")).to_have_count(0)
        counted = page.locator(".ag-header-cell[col-id='account']")
        expect(counted).to_have_count(0)  # a column of which nobody's row says anything
        command(desk, center.url, "incident.open", place=SITE.tanks[0].id)
        command(desk, center.url, "evacuation.order", incident="INC-1", zones=[SITE.areas[1].id])
        panel = page.locator(".headcount-desk")
        everybody = board(desk, center, "people")["count"]["on_site"]
        expect(panel.locator("h2")).to_contain_text(str(everybody))
        expect(counted).to_be_visible()

        def counts() -> list[int]:
            return [int(one) for one in panel.locator(".chip b").all_inner_texts()]

        def counted_as(account: str) -> Locator:
            chip = panel.locator(".chip", has_text=say("en", f"people.account.{account}"))
            return chip.locator("b")

        expect(counted_as("not_accounted")).to_have_text(str(everybody - 1))
        expect(counted_as("assigned")).to_have_text("1")  # who commands at this screen
        assert sum(counts()) == everybody
        holder = board(desk, center, "people")["count"]["posts"]
        name = NAMES[next(person for person in holder.values() if person)]
        row = panel.locator(".person-row", has_text=name).first
        row.get_by_role("button", name=say("en", "command.check_in"), exact=True).click()
        expect(counted_as("checked_in")).to_have_text("1")
        assert sum(counts()) == everybody
        panel.locator(".chip", has_text=say("en", "people.account.checked_in")).click()
        expect(page.locator(".grid-head")).to_contain_text(f"1 of {len(SITE.people)}")
        page.wait_for_url("**account=checked_in**")
    with at_desk(browser, center, "/people", Role.VIEWER) as looker:
        expect(looker.page.locator(".headcount-desk .person-row").first).to_be_visible()
        expect(looker.page.locator(".headcount-desk .person-row button")).to_have_count(0)
