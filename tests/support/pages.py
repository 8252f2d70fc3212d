"""A page of the center in a real browser: who is signed in, what it complained of, what its link did.

Times of the link are the browser's own (`performance.now()`), so that neither the test's process nor
the way between them is measured.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from command_center.domain.actor import Role

OUTAGE = re.compile(r"net::ERR_|WebSocket connection to '[^']+' failed")
"""How Chromium names a server that is away; only a test that takes the server away allows it."""

expect.set_options(timeout=20_000)  # a busy machine; what must be quick is measured in the page

_WATCH_LINK = """
window.linkSeen = [];
new MutationObserver(() => {
  const link = document.documentElement.dataset.link;
  const last = window.linkSeen[window.linkSeen.length - 1];
  if (link && (!last || last.link !== link)) {
    window.linkSeen.push({ link, at: performance.now() });
  }
}).observe(document, { attributes: true, attributeFilter: ["data-link"], subtree: true });
"""


@dataclass
class Watched:
    """One page and everything it complained of: console errors and uncaught exceptions."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def is_live(self) -> None:
        """Wait until the link is live and the board has been drawn once."""
        self.link_is("live")
        self.page.locator(".strip .link").wait_for()

    def link_is(self, state: str, seconds: float = 30) -> None:
        """Wait for a state of the link: connecting, live, lost."""
        here = self.page.locator(f"html[data-link='{state}']")
        here.wait_for(state="attached", timeout=seconds * 1000)

    def now(self) -> float:
        """The page's clock in ms."""
        return float(self.page.evaluate("performance.now()"))

    def first(self, link: str, after: float) -> float:
        """When the link first became `link` after `after`, by the page's clock in ms."""
        seen: list[dict[str, Any]] = self.page.evaluate("window.linkSeen")
        return float(next(s["at"] for s in seen if s["link"] == link and s["at"] > after))

    def greyed(self) -> bool:
        """Is the page drawn without colour?"""
        return "grayscale(1)" in self.page.evaluate(
            "getComputedStyle(document.getElementById('page')).filter"
        )


def sign_in(context: BrowserContext, url: str, role: Role) -> None:
    """A session of a demonstration's role, whose cookie this browser keeps."""
    answer = context.request.post(f"{url}/api/v1/session", data={"role": role.value})
    assert answer.ok, answer.text()


def command(watched: Watched, url: str, kind: str, **data: Any) -> Any:
    """A command by the one who is signed in there, which must be accepted; returns its answer."""
    answer = watched.page.context.request.post(
        f"{url}/api/v1/commands", data={"kind": kind, "data": data}, headers={"Origin": url}
    )
    assert answer.ok, answer.text()
    return answer.json()


@contextmanager
def watched_page(
    browser: Browser,
    url: str,
    role: Role | None = None,
    *,
    outage: bool = False,
    language: str = "en",
    **options: Any,
) -> Iterator[Watched]:
    """A new browser profile with one page, not yet anywhere; fails at the end if it complained.

    `outage` allows the network's own errors; nothing else is ever allowed.
    """
    context = browser.new_context(**options)
    try:
        context.add_cookies([{"name": "cc_language", "value": language, "url": url}])
        context.add_init_script(_WATCH_LINK)
        if role is not None:
            sign_in(context, url, role)
        watched = Watched(context.new_page())
        watched.page.on("pageerror", lambda error: watched.complaints.append(str(error)))
        watched.page.on(
            "console",
            lambda said: watched.complaints.append(said.text) if said.type == "error" else None,
        )
        yield watched
        serious = [c for c in watched.complaints if not (outage and OUTAGE.search(c))]
        assert serious == [], serious
    finally:
        context.close()
