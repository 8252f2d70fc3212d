"""The browser's own store, `assets/live/board_store.js`, run in real Chromium and asked from here."""

from typing import Any

import orjson
from playwright.sync_api import Browser, Page

from tests.support.modules import page_with

_TAKE = """([kind, said]) => {
  const { apply, greet, doubt, caughtUp, behind, query } = center.boardStore;
  const how = { frame: apply, hello: greet, answer: caughtUp, doubt };
  window.store = how[kind](window.store, said);
  return { behind: behind(window.store), query: query(window.store) };
}"""


def store_page(browser: Browser) -> Page:
    """A page that holds nothing but the store's code."""
    return page_with(browser, "live/board_store.js")


class BrowserBoard:
    """One empty store in a page. `behind` and `query` are its answers after the last message."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.query: str = page.evaluate(
            "() => center.boardStore.query((window.store = center.boardStore.empty()))"
        )
        self.behind = True

    def take(self, kind: str, said: bytes | None = None) -> None:
        """`kind` is hello, frame, answer (of GET /api/v1/board) or doubt, as the bytes sent."""
        told = self._page.evaluate(_TAKE, [kind, None if said is None else orjson.loads(said)])
        self.behind, self.query = told["behind"], told["query"]

    @property
    def rows(self) -> dict[str, Any]:
        """Its rows by topic and key; a topic without rows is no topic."""
        rows: dict[str, Any] = self._page.evaluate("() => window.store.rows")
        return {topic: keyed for topic, keyed in rows.items() if keyed}

    @property
    def at(self) -> dict[str, Any]:
        """Where it stands: epoch, rev and seq."""
        at: dict[str, Any] = self._page.evaluate(
            "() => (({ epoch, rev, seq }) => ({ epoch, rev, seq }))(window.store)"
        )
        return at

    def ask(self, expression: str) -> Any:
        """Any question to the page, for what rows cannot tell."""
        return self._page.evaluate(expression)
