"""The demo plant's night for the desk pages: the key of one cabinet is at home until the morning."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from command_center.clock import Clock
from command_center.demo.supervisor import night_offset
from command_center.domain.actor import Role
from command_center.site_file import load
from tests.support.grids import is_drawn
from tests.support.pages import Watched, watched_page
from tests.support.running_center import DEMO, RunningCenter, demo_site, running

SITE = demo_site()


@contextmanager
def night(
    folder: Path, site: Path = DEMO, before: Callable[[RunningCenter], object] = lambda center: None
) -> Iterator[RunningCenter]:
    """A center whose clock stands at ten past two in the plant's morning; `before` it starts tokens are made."""
    offset = night_offset(SITE if site == DEMO else load(site), None, Clock().now())
    with running(folder, site, CC_CLOCK_OFFSET_MS=str(offset)) as center:
        before(center)
        center.start()
        yield center


@contextmanager
def at_desk(
    browser: Browser, center: RunningCenter, address: str, role: Role, **options: Any
) -> Iterator[Watched]:
    """A page of that address whose grid has rows."""
    options.setdefault("viewport", {"width": 1920, "height": 1080})
    with watched_page(browser, center.url, role, **options) as watched:
        watched.page.goto(f"{center.url}{address}")
        watched.is_live()
        is_drawn(watched.page)
        yield watched


def board(watched: Watched, center: RunningCenter, topic: str) -> dict[str, Any]:
    """The rows of a topic as this session may see them."""
    answer = watched.page.context.request.get(f"{center.url}/api/v1/board")
    rows: dict[str, Any] = answer.json()["rows"].get(topic, {})
    return rows
