"""A page of the center in a real browser: who is signed in, what it complained of, what its link did.

Whether a silent link is called lost in time is judged in the page, look by look: a page that a busy
machine lets look only now and then is not late, one that looks and says nothing is.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from command_center.domain.actor import Role
from tests.support.modules import expose_modules
from tests.support.waiting import PATIENCE_S

OUTAGE = re.compile(
    r"net::ERR_|WebSocket connection to '[^']+' failed|Callback failed: the server did not respond"
    r"|ChunkLoadError"
)
"""How Chromium and Dash name a server that is away; only a test that takes the server away allows it."""

RENEWED = re.compile(r"WebSocket connection to '[^']+' failed: WebSocket is closed before")
"""A link renewed while it was being made: a page does so whenever it hears nothing for long."""

_BEHIND = re.compile(r"/api/v1/board.* 503 ")
"""A board that could not look at its journal in time, on a machine with other work, says so and is
asked again (`RunningCenter.get` does the same). That it then is right, is what the tests look at."""

_REFUSED = re.compile(r"/api/v1/(commands|people/[^/]+/contacts) .* (403|409|422) ")
"""Chromium complains of each answer that is a refusal; the page shows it where the hand was."""

expect.set_options(timeout=PATIENCE_S * 1000)

PROMISED_MS = 3000
"""Past so much silence nothing may look live."""
LOOK_MS = 250
"""How often the page looks; so do we."""

_WATCH_SILENCE = f"""
window.liesInARow = window.mostLies = 0;
setInterval(() => {{
  if (!window.center || !center.link) return;
  const lies = center.link.state() === "live" && center.link.silence() > {PROMISED_MS};
  window.liesInARow = lies ? window.liesInARow + 1 : 0;
  window.mostLies = Math.max(window.mostLies, window.liesInARow);
}}, {LOOK_MS});
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

    def is_whole(self) -> None:
        """Wait until nothing is asked for any more: charts, grids and choices bring scripts of their
        own, and a server that is killed before they have come is another story."""
        self.page.wait_for_load_state("networkidle")

    def link_is(self, state: str) -> None:
        """Wait for a state of the link: connecting, live, lost."""
        self.page.locator(f"html[data-link='{state}']").wait_for(state="attached")

    def never_called_silence_live(self) -> bool:
        """Of three looks in a row the page has two of its own between: it must have noticed."""
        return int(self.page.evaluate("window.mostLies")) < 3

    def is_greyed(self, greyed: bool = True) -> None:
        """Wait until the page is drawn without colour, or with it."""
        self.page.wait_for_function(
            """(greyed) => greyed ===
            [...document.querySelectorAll("#page, .phone > :first-child")].some((one) =>
              getComputedStyle(one).filter.includes("grayscale(1)"))""",
            arg=greyed,
        )


def sign_in(context: BrowserContext, url: str, role: Role) -> None:
    """A session of a demonstration's role, whose cookie this browser keeps."""
    answer = context.request.post(
        f"{url}/api/v1/session", data={"role": role.value}, timeout=PATIENCE_S * 1000
    )
    assert answer.ok, answer.text()


def command(watched: Watched, url: str, kind: str, **data: Any) -> Any:
    """A command by the one who is signed in there, which must be accepted; returns its answer."""
    answer = watched.page.context.request.post(
        f"{url}/api/v1/commands",
        data={"kind": kind, "data": data},
        headers={"Origin": url},
        timeout=PATIENCE_S * 1000,
    )
    assert answer.ok, answer.text()
    return answer.json()


def _told(said: ConsoleMessage) -> str:
    """Where and what: of a resource that failed to load Chromium says only the status."""
    return f"{said.location.get('url', '')} {said.text}"


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
    context = browser.new_context(**({"color_scheme": "dark"} | options))
    try:
        context.add_cookies([{"name": "cc_language", "value": language, "url": url}])
        context.set_default_timeout(PATIENCE_S * 1000)
        context.add_init_script(_WATCH_SILENCE)
        expose_modules(context)
        if role is not None:
            sign_in(context, url, role)
        watched = Watched(context.new_page())
        watched.page.on("pageerror", lambda error: watched.complaints.append(str(error)))
        watched.page.on(
            "console",
            lambda said: watched.complaints.append(_told(said)) if said.type == "error" else None,
        )
        yield watched
        allowed = OUTAGE if outage else RENEWED
        told = [c for c in watched.complaints if not (_BEHIND.search(c) or _REFUSED.search(c))]
        serious = [c for c in told if not allowed.search(c)]
        assert serious == [], serious
    finally:
        context.close()
