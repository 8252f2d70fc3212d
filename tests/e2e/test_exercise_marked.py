"""What leaves a page while an exercise is shown, or tells of one afterwards, carries the mark."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from command_center.domain.actor import Role
from command_center.words import say
from tests.e2e.desk_night import at_desk, night
from tests.support.pages import watched_page
from tests.support.running_center import RunningCenter
from tests.support.waiting import PATIENCE_S

pytestmark = pytest.mark.e2e

MARK = say("en", "exercise.mark")


class Direction:
    """A controller at another desk, who runs one drill."""

    def __init__(self, center: RunningCenter) -> None:
        self._url = center.url
        self._take_desk(Role.CONTROLLER)
        self.drill = self._post("drills/surprise", {"seed": 7})["drill"]
        self.gives("drill.start", drill=self.drill)

    def _take_desk(self, role: Role) -> None:
        self._desk = requests.Session()
        self._desk.headers["Origin"] = self._url
        self._post("session", {"role": role.value})

    def seven_directives(self) -> int:
        """The commander opens an incident of the drill and gives seven; the last one's fact."""
        self._take_desk(Role.COMMANDER)
        opened = self.gives("incident.open", self.drill, place="T206")
        said = {
            "incident": opened["facts"][0]["incident"],
            "to": "fire-leader",
            "category": "people",
        }
        for n in range(7):
            words = LONG if n % 2 else "Shut V-7"
            text = {"zh": words, "en": words}
            told = self.gives("directive.issue", self.drill, text=text, **said)
        self._take_desk(Role.CONTROLLER)
        return int(told["seq"])

    def gives(self, kind: str, inside: str | None = None, **data: Any) -> Any:
        return self._post(
            "commands", {"kind": kind, "data": data} | ({"drill": inside} if inside else {})
        )

    def _post(self, door: str, body: dict[str, Any]) -> Any:
        answer = self._desk.post(f"{self._url}/api/v1/{door}", json=body, timeout=PATIENCE_S)
        assert answer.ok, answer.text
        return answer.json()


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    with night(tmp_path_factory.mktemp("center")) as started:
        yield started


def exported(page: Page) -> tuple[str, list[list[str]]]:
    """The name and the lines of the file behind the page's button, without the head."""
    with page.expect_download() as download:
        page.get_by_role("button", name=say("en", "grid.export"), exact=True).first.click()
    text = download.value.path().read_text("utf-8-sig")
    return download.value.suggested_filename, list(csv.reader(io.StringIO(text)))[1:]


WALL = {"width": 1920, "height": 1080}
PHONE = {"width": 390, "height": 844}
LONG = (
    "Enter in heavy suits, close the root valve and confirm that everybody has left the tank farm"
)


def test_under_the_mark_and_in_the_replay_the_wall_still_holds_five_directives(
    center: RunningCenter, browser: Browser
) -> None:
    direction = Direction(center)
    last = direction.seven_directives()
    with watched_page(browser, center.url, Role.VIEWER, viewport=WALL) as seen:
        shown = seen.page.locator(".directive:visible")
        seen.page.goto(center.url)
        expect(shown).to_have_count(5)
        direction.gives("drill.end", drill=direction.drill)
        seen.page.goto(f"{center.url}/replay/{direction.drill}?fact={last}")
        expect(shown).to_have_count(5)
        assert seen.page.evaluate(OUTSIDE) == []


OUTSIDE = """() => [...document.querySelectorAll(".directive")].flatMap((row) => {
  const box = row.getBoundingClientRect();
  return [...row.querySelectorAll("b, .who")].filter((part) => {
    const { top, bottom } = part.getBoundingClientRect();
    return top < box.top - 1 || bottom > box.bottom + 1;
  }).map((part) => part.textContent);
})"""
"""Words that stand out of their row."""


def test_on_a_phone_mark_and_strip_leave_two_thirds_of_the_screen(
    center: RunningCenter, browser: Browser
) -> None:
    direction = Direction(center)
    direction.seven_directives()
    with watched_page(browser, center.url, Role.RESPONDER, viewport=PHONE, has_touch=True) as seen:
        seen.page.goto(f"{center.url}/m")
        expect(seen.page.locator(".exercise-band .stop-word")).to_be_visible()
        expect(seen.page.locator(".strip .level")).to_be_visible()
        strip = seen.page.locator(".strip").bounding_box()
        assert strip
        assert strip["y"] + strip["height"] < PHONE["height"] / 3
    direction.gives("drill.end", drill=direction.drill)


def test_files_and_the_log_tell_the_exercise_from_reality(
    center: RunningCenter, browser: Browser
) -> None:
    with at_desk(browser, center, "/resources", Role.VIEWER) as seen:
        name, lines = exported(seen.page)
        assert not name.startswith("exercise-")
        assert not any(MARK in cell for line in lines for cell in line)

    direction = Direction(center)
    said = {"channel": "call", "place": "T206", "text": "It smells of almonds"}
    direction.gives("report.receive", direction.drill, **said)
    with at_desk(browser, center, "/resources", Role.VIEWER) as seen:
        expect(seen.page.locator(".exercise-band")).to_be_visible()
        name, lines = exported(seen.page)
        assert name.startswith(f"exercise-{direction.drill}-")
        assert lines
        assert all(line[0].startswith(MARK) for line in lines)

    direction.gives("drill.end", drill=direction.drill)
    direction.gives("report.receive", **said | {"text": "It smells of nothing"})
    with watched_page(browser, center.url, Role.VIEWER) as seen:
        page = seen.page
        page.goto(f"{center.url}/log?kind=report")
        drilled = page.locator(".fact", has_text="almonds")
        expect(drilled.locator(".exercise-mark")).to_have_text(MARK)
        real = page.locator(".fact", has_text="nothing")
        expect(real).to_be_visible()
        expect(real.locator(".exercise-mark")).to_have_count(0)
        name, lines = exported(page)
        assert not name.startswith("exercise-"), "the log is of both"
        told = {line[4].split()[-1].strip('."”'): line[4] for line in lines}
        assert told["almonds"].startswith(MARK)
        assert not told["nothing"].startswith(MARK)
