"""Modules of the pages' scripts, linked as the product links them, in pages of a test's own."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Route

from command_center.page_server.page_files import read_module
from command_center.page_server.script_linker import LINKED, link, link_pages
from layouts.pages import SCRIPTS

ASSETS = Path(__file__).parents[2] / "assets"
FAKES = Path(__file__).parents[1] / "js" / "fakes"

EXPOSE = f"""addEventListener("{LINKED}", ({{ detail }}) => {{
  window.center = Object.assign(window.center || {{}}, ...Object.values(detail));
}});"""
"""What a page's modules export, as fields of `center`: the script itself leaves none of it."""


def fakes(*names: str) -> dict[str, str]:
    """Modules that stand for the product's own of these paths, from `tests/js/fakes`."""
    texts = {name: (FAKES / Path(name).name).read_text(encoding="utf-8") for name in names}
    return {name: text.replace("../../../assets/", "../") for name, text in texts.items()}


READERS = fakes(
    "base/words.js",
    "base/context.js",
    "live/plant.js",
    "live/live_board.js",
    "live/scene.js",
    "live/react_panels.js",
)
"""What lies under every reader of rows: a test gives words, plant, rows and scene itself."""


def script_of(*modules: str, instead: Mapping[str, str] | None = None) -> str:
    """One script of these modules and what they import; `instead` has texts of modules by path."""
    below, given = read_module(ASSETS), instead or {}
    entry = "".join(f'import "./{module}";\n' for module in modules)

    def read(path: str) -> str:
        return entry if path == "entry.js" else given[path] if path in given else below(path)

    return link("entry.js", read).text


def expose_modules(context: BrowserContext) -> None:
    """In every page that is opened from here on."""
    context.add_init_script(EXPOSE)


def page_with(browser: Browser, *modules: str, instead: Mapping[str, str] | None = None) -> Page:
    """A page that holds nothing but these modules and what they import."""
    page = browser.new_page()
    add_modules(page, *modules, instead=instead)
    return page


def add_modules(page: Page, *modules: str, instead: Mapping[str, str] | None = None) -> None:
    page.add_script_tag(content=EXPOSE + script_of(*modules, instead=instead))


def pages_with(page: Page, *, instead: Mapping[str, str]) -> None:
    """The center's own pages, opened in this one from here on, with modules in place of others."""
    below = read_module(ASSETS)
    shared, own = link_pages(
        "main.js", SCRIPTS, lambda path: instead[path] if path in instead else below(path)
    )

    def answer(route: Route) -> None:
        name = Path(urlsplit(route.request.url).path).stem
        script = shared if name == "pages" else own[name]
        route.fulfill(body=script.text, content_type="text/javascript; charset=utf-8")

    page.route(re.compile(r"/assets/pages(/\w+)?\.js\?"), answer)


_TURNS = (ASSETS / "base" / "in_turns.js").read_text(encoding="utf-8")
_WATCHED = """
let watcher = (pieces) => pieces;
export const watchTurns = (next) => { watcher = next; };
export const inTurns = (pieces) => taken(watcher(pieces));
"""
WATCHED_TURNS = {
    "base/in_turns.js": _TURNS.replace("export const inTurns", "const taken") + _WATCHED
}
"""The product's turns, whose pieces pass through what a test gives `center.watchTurns`."""
