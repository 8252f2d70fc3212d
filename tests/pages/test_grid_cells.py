"""What a grid of a page names, that page's scripts bring."""

import re

import pytest

from command_center.data_files import data_folder
from command_center.page_server.page_files import read_module, scripts_of_pages
from layouts.pages import GRID, PAGES, Page
from tests.support.running_center import REPOSITORY

DRAWN_BY = re.compile(r'cellRenderer="(\w+)"')
BROUGHT = re.compile(
    r"window\.dashAgGridComponentFunctions = Object\.assign\([^{]*\{\}, \{([^}]*)\}"
)


@pytest.mark.parametrize(
    "page", [one for one in PAGES.values() if GRID in one.draws_with], ids=lambda page: page.name
)
def test_every_cell_has_what_draws_it(page: Page) -> None:
    assets = data_folder("assets")
    read = read_module(assets)
    shared, own = scripts_of_pages(assets)
    brought = {
        name
        for module in (*shared.modules, *own[page.name].modules)
        for names in BROUGHT.findall(read(module))
        for name in re.findall(r"\w+", names)
    }
    layout = REPOSITORY / "layouts" / f"{page.name}.py"
    named = set(DRAWN_BY.findall(layout.read_text("utf-8"))) if layout.exists() else set()
    assert named <= brought
    assert brought, "a grid's own cells come with the grid"
