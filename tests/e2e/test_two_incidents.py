"""Two incidents at once: on the wall the gravest answer to each question leads under the name of its place,
and the other incident's stands below it. Nothing on the wall moves, and one incident looks as ever.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from command_center.domain.actor import Role
from command_center.words import say
from tests.e2e.test_wall_drawn import SIZES, misdrawn, the_wall
from tests.e2e.test_wall_numbers import agrees, is_said
from tests.support import wall_expected as expected
from tests.support.board_read import Board, span
from tests.support.pages import Watched, command, watched_page
from tests.support.second_incident import LONG_AGO_S, TITLE, ended, open_ids, opened, worst
from tests.support.staged_night import StagedNight, staged_night
from tests.support.wall_of_several import answers

pytestmark = [pytest.mark.e2e, pytest.mark.slow, pytest.mark.timeout(600)]

CRISIS_S, LATE_S = 420.0, 2400.0
VIEWPORT: ViewportSize = {"width": 1920, "height": 1080}
QUESTIONS = {"people": 0, "source": 1, "outside": 3}


def word(key: str, **params: Any) -> str:
    return say("en", key, **params)


def places(page: Page) -> list[str]:
    return page.locator(".cell h2 > b").all_inner_texts()


def several(said: dict[str, Any], board: Board) -> Iterator[str]:
    """Each cell led by the gravest, in its own lines; the other in one line that leaves out nothing."""
    for question, n in QUESTIONS.items():
        leader, other = answers(board, question)
        cell, where = said["cells"][n], said["where"][n]
        if where not in leader.place:
            yield f"{question}: led by {where!r} instead of {leader.place}, before {other.place}"
            continue
        *own, line = cell
        yield from is_said(own, leader.lines[:3], question)
        if not line.startswith(tuple(f"{place}: " for place in other.place)):
            yield f"{question}: {line!r} does not begin with any of {other.place}"
        missing = [words for words in other.words if words not in line]
        if missing:
            yield f"{question}: {missing} not in {line!r}"
    yield from is_said(said["cells"][2], expected.water(board), "water")


def two_in_the_strip(said: dict[str, Any], board: Board) -> Iterator[str]:
    first, second = board.open_incidents()
    told = " | ".join(said["strip_all"])
    for incident in (first, second):
        title = incident["title"]
        whole = title["en"] if isinstance(title, dict) else title
        if whole not in told:
            yield f"strip: {whole!r} not in {told!r}"
        t_plus = span(board.now - incident["t0"])
        if t_plus not in told:
            yield f"strip: T+{t_plus} of {whole} not in {told!r}"


def whose_directives(said: dict[str, Any], board: Board) -> Iterator[str]:
    given = expected.directives(board)
    texts = {d["text"]["en"]: d["incident"] for d in board.topic("directives").values()}
    places_of = {one.incident["id"]: one.incident["source"]["tank"] for one in board.each()}
    for (text, *_), who in zip(given, said["who"], strict=False):
        place = places_of[texts[text]]
        if place and not who.startswith(f"{place} · "):
            yield f"directive {text!r}: {who!r} does not begin with {place}"
    head = expected.directives_answer(board)
    if head not in said["heads"]:
        yield f"directives: {said['heads']} instead of {head!r}"


def shortages(said: dict[str, Any], board: Board) -> Iterator[str]:
    short = expected.shortages(board)
    for row in said["short"]:
        if short.get(row["b"]) != row["em"]:
            yield f"short: {row} instead of {short}"


def test_every_cell_is_led_by_the_gravest_and_hides_nothing_of_the_other(
    browser: Browser, tmp_path: Path
) -> None:
    """Late in the night the first source is isolated and its people are told; in the second nothing is."""
    with (
        staged_night(tmp_path, LATE_S) as night,
        watched_page(browser, night.center.url, Role.COMMANDER, viewport=VIEWPORT) as watched,
    ):
        page = the_wall(watched, night.center.url)
        site = page.context.request.get(f"{night.center.url}/api/v1/site").json()
        [first] = open_ids(page.context, night.center.url)
        second = opened(watched, night)
        expect(page.locator(".cell.several")).to_have_count(4)
        checks = (several, two_in_the_strip, whose_directives, shortages)
        kept = agrees(page, site, *checks)
        assert kept["rows"]["incident"][first]["source"]["confirmed"]["state"] == "isolated"

        worst(watched, night, second)
        expect(page.locator(".cell").first).to_contain_text(
            word("people.air_over", span="", who="").split(" ")[0]
        )
        agrees(page, site, *checks)
        assert places(page)[:2] == ["Workshop 2", "Workshop 2"]  # nobody there is helped by order
        title = page.title()
        assert TITLE in title
        assert say("en", "incident.several", n=2, titles="").strip() in title


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_with_two_and_with_four_nothing_is_clipped_or_too_small_and_one_again_is_as_before(
    browser: Browser, tmp_path: Path, language: str
) -> None:
    with (
        staged_night(tmp_path, CRISIS_S) as night,
        watched_page(browser, night.center.url, Role.COMMANDER, language=language) as watched,
    ):
        url = night.center.url
        page = the_wall(watched, url)
        page.set_viewport_size(VIEWPORT)
        assert misdrawn(page) == []
        single = boxes(page)
        second = opened(watched, night, ago_s=LONG_AGO_S)
        worst(watched, night, second)
        expect(page.locator(".cell.several")).to_have_count(4)
        drawn_well(page)
        assert boxes(page) == single, "the second incident moved what stands on the wall"
        more = [
            opened(watched, night, place, f"Something is wrong at {place}", LONG_AGO_S)
            for place in ("LB", "LAB")
        ]
        expect(page.locator(".strip .also")).to_have_count(3)
        drawn_well(page)
        assert boxes(page) == single
        page.set_viewport_size({"width": 390, "height": 844})
        page.wait_for_function("() => document.documentElement.scrollWidth <= innerWidth")
        assert page.locator(".cell .other").count() == 6
        page.set_viewport_size(VIEWPORT)

        for incident in more:
            ended(watched, night, incident)
        expect(page.locator(".cell.several .other")).to_have_count(3)
        people_out(watched, night, second)
        ended(watched, night, second)
        expect(page.locator(".cell.several")).to_have_count(0)
        expect(page.locator(".strip .others")).to_have_count(0)
        assert page.locator(".cell").count() == 4
        assert misdrawn(page) == []
        assert boxes(page) == single


def people_out(watched: Watched, night: StagedNight, incident: str) -> None:
    """Everybody of its headcount was found and counted, and nobody is inside any more."""
    url = night.center.url
    row = watched.page.evaluate("(id) => center.board.rows('incident')[id]", incident)
    for one in row["entry"]["in"]:
        command(watched, url, "entry.out", incident=incident, person=one["person"])
    watched.page.wait_for_function(
        "(id) => center.board.rows('incident')[id].entry.in.length === 0", arg=incident
    )
    sought = watched.page.evaluate(
        "(id) => center.unaccountedIn({ id }, center.board.rows('people')).map((p) => [p.person, p.account])",
        incident,
    )
    for person, account in sought:
        if account == "missing":
            command(watched, url, "person.find", person=person)
        command(watched, url, "person.assign", person=person)


BOXES = """() => [".wall > *", ".cell", ".strip", ".directive", ".leaflet-container"].map(
  (selector) => [...document.querySelectorAll(selector)].slice(0, 4).map((one) => {
    const { left, top, width, height } = one.getBoundingClientRect();
    return [left, top, width, height].map(Math.round);
  }))"""


def boxes(page: Page) -> Any:
    return page.evaluate(BOXES)


def drawn_well(page: Page) -> None:
    """At both sizes; lines of the least token or more, as MISDRAWN asks of every word."""
    for width, height in SIZES.values():
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function("(width) => Math.abs(center.rem() - width / 120) < 0.1", arg=width)
        assert misdrawn(page) == []
    page.set_viewport_size(VIEWPORT)
    page.wait_for_function("() => Math.abs(center.rem() - 16) < 0.1")
