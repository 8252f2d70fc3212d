"""What each page makes a browser fetch at once, cold and without a browser: its document, what that names, its
sentences, and the shell that all pages have with its callbacks. The tree of the page itself comes after that, and is
not counted here."""

import re
from collections.abc import Callable
from functools import cache

import pytest

from command_center.data_files import data_folder
from command_center.domain.actor import Role
from command_center.page_server.page_files import scripts_of_pages
from layouts.pages import PAGES
from tests.costs.ceilings import Ceilings
from tests.support.small_works import small_works
from tests.web.center import Center, with_pages

NAMED = re.compile(r'<(?:script[^>]* src|link[^>]* href)="(/[^"]+)"')
DASH = ("/_dash-layout", "/_dash-dependencies")
"""What Dash's own script asks for before it draws anything."""
WORDS = "/assets/words/{page}.zh-CN.json"
"""What `assets/base/words.js` asks for before a panel is drawn. The Chinese ones have more bytes."""

Sent = Callable[..., bytes]


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    """The bytes that a commander's browser gets for an address, as they go over the wire, or `plain`."""
    center = with_pages(Center(tmp_path_factory.mktemp("pages"), small_works()))
    center.user("ann", Role.COMMANDER, "ann")
    browser = center.browser("ann")

    @cache
    def fetched(address: str, plain: bool = False) -> bytes:
        takes = "identity" if plain else "br, gzip"
        answer = browser.get(address, headers={"Accept-Encoding": takes})
        assert answer.status_code == 200, (address, answer.status)
        told: bytes = answer.data
        return told

    return fetched


@pytest.mark.parametrize("path", PAGES)
def test_a_page_cold(sent: Sent, path: str) -> None:
    document = sent(path, plain=True).decode("utf-8")
    named = sorted(set(NAMED.findall(document)))
    shared, own = scripts_of_pages(data_folder("assets"))
    assert any(f"pages/{PAGES[path].name}.js" in address for address in named), document[:400]
    words = WORDS.format(page=PAGES[path].name)
    asked = [path, *(address.replace("&amp;", "&") for address in named), *DASH, words]
    Ceilings().check(
        "pages",
        path,
        {
            "bytes": sum(len(sent(address)) for address in asked),
            "requests": len(asked),
            "modules": len(shared.modules) + len(own[PAGES[path].name].modules),
        },
    )
