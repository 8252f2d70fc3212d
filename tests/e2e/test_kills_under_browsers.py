"""The server killed again and again under several open browsers: each is right again by itself."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, expect

from command_center.domain.actor import Role
from command_center.live.audience import TOPICS
from tests.support.pages import Watched, watched_page
from tests.support.running_center import RunningCenter, demo_site, running
from tests.support.waiting import eventually

pytestmark = [pytest.mark.e2e, pytest.mark.thorough]

ROUNDS = 3
BEFORE_THE_KILL = 4
SCREENS = (("/", Role.VIEWER), ("/command", Role.COMMANDER), ("/log", Role.EVALUATOR))

ROWS = """(topics) => Object.fromEntries(
  topics.map((topic) => [topic, center.board.rows(topic)])
    .filter(([, rows]) => Object.keys(rows).length))"""


class Reporter:
    """Reports one thing after another as a person would, until the server is gone."""

    def __init__(self, center: RunningCenter, secret: str) -> None:
        self.center, self.secret = center, secret
        self.place = demo_site().areas[0].id
        self.said = 0
        self.acknowledged: list[str] = []

    def report(self) -> None:
        """One report. Raises when it was not acknowledged."""
        self.said += 1
        text = f"report {self.said:03d}"
        data = {"channel": "call", "place": self.place, "text": text}
        answer = self.center.post("commands", self.secret, {"kind": "report.receive", "data": data})
        answer.raise_for_status()
        assert answer.json()["seq"]
        self.acknowledged.append(text)

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """Meanwhile, in a thread of its own, until nobody answers."""
        thread = threading.Thread(target=self._until_nobody_answers)
        thread.start()
        try:
            yield
        finally:
            thread.join()

    def _until_nobody_answers(self) -> None:
        try:
            while True:
                self.report()
        except requests.RequestException:
            return


def fresh(screen: Watched, url: str) -> dict[str, Any]:
    """The rows that somebody of this role gets who comes now."""
    answer = screen.page.context.request.get(f"{url}/api/v1/board")
    assert answer.ok, answer.text()
    rows: dict[str, Any] = answer.json()["rows"]
    return {topic: keyed for topic, keyed in rows.items() if keyed}


def shows_the_board(screen: Watched, url: str) -> None:
    """Alarms of silent sources come meanwhile: at some moment nothing is under way."""
    eventually(lambda: screen.page.evaluate(ROWS, sorted(TOPICS)) == fresh(screen, url))


def test_killed_under_three_browsers_none_is_reloaded_and_all_are_right(
    tmp_path: Path, browser: Browser
) -> None:
    with running(tmp_path) as center, ExitStack() as opened:
        reporter = Reporter(center, center.token("hand", Role.COMMANDER))
        center.start()
        screens: list[Watched] = []
        for path, role in SCREENS:
            screen = opened.enter_context(watched_page(browser, center.url, role, outage=True))
            screen.page.goto(f"{center.url}{path}")
            screen.is_live()
            screen.is_whole()
            screen.page.evaluate("window.marker = 'the same page'")
            screens.append(screen)
        log = screens[-1].page

        for _ in range(ROUNDS):
            for _ in range(BEFORE_THE_KILL):
                reporter.report()
            with reporter.going_on():
                center.kill()
            for screen in screens:
                screen.link_is("lost")
                screen.is_greyed()
            center.start()
            reporter.report()
            expect(log.locator(".fact", has_text=reporter.acknowledged[-1])).to_be_visible()
            for screen in screens:
                screen.link_is("live")
                screen.is_greyed(False)

        for text in reporter.acknowledged:
            expect(log.locator(".fact", has_text=text)).to_have_count(1)
        for screen in screens:
            shows_the_board(screen, center.url)
            assert screen.never_called_silence_live()
            assert screen.page.evaluate("window.marker") == "the same page"
