"""Every page, for every role and in both languages, as the component tree it is drawn from."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from dash.development.base_component import Component

from callbacks.pages import page_at
from command_center.data_files import data_folder
from command_center.domain.actor import HUMAN_ROLES, Role
from command_center.domain.registry import COMMANDS
from command_center.page_server.page_files import read_module, scripts_of_pages
from command_center.words import LANGUAGES, say
from layouts.index import needed_scripts, own_scripts, page
from layouts.pages import FIRST, GRID, GROUPS, PAGES, page_of
from layouts.shell import shell
from layouts.view import View, Viewer
from tests.support.small_site import small_site

ASSETS = data_folder("assets")


def view(lang: str = "en", role: Role | None = Role.COMMANDER) -> View:
    may = frozenset(kind for kind, command in COMMANDS.items() if role in command.roles)
    viewer = Viewer("somebody", role, None, may) if role else None
    return View(small_site(), lang, partial(say, lang), viewer)


def components(tree: Any) -> Iterator[Component]:
    """Every component of a tree."""
    if isinstance(tree, (list, tuple)):
        for part in tree:
            yield from components(part)
    elif isinstance(tree, Component):
        yield tree
        yield from components(getattr(tree, "children", None))


def ids(tree: Any) -> list[str]:
    return [str(one) for part in components(tree) if (one := getattr(part, "id", None))]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("role", HUMAN_ROLES)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_drawn_for_every_role_in_every_language(path: str, role: Role, lang: str) -> None:
    drawn = page_at(path, view(lang, role))
    together = Counter(ids([shell(), drawn]))
    assert [one for one, count in together.items() if count > 1] == []


def test_the_menu_has_every_page_in_a_group_that_both_languages_name() -> None:
    assert {page.group for page in PAGES.values()} <= set(GROUPS)
    for lang in LANGUAGES:
        assert all(say(lang, f"nav.group.{group}") for group in GROUPS)


@pytest.mark.parametrize("role", HUMAN_ROLES)
def test_a_role_s_first_pages_fit_one_row_and_are_among_its_own(role: Role) -> None:
    first = FIRST[role]
    assert 3 <= len(first) <= 6
    assert len(set(first)) == len(first)
    for path in first:
        assert PAGES[path].listed
        assert role in (PAGES[path].roles or HUMAN_ROLES)


@pytest.mark.parametrize("path", [*PAGES, "/sign-in", "/nowhere"])
def test_a_stranger_gets_nothing_but_the_sign_in(path: str) -> None:
    panels = [part.of for part in components(page_at(path, view(role=None))) if hasattr(part, "of")]
    assert panels == ["sign_in"]


def test_a_role_finds_no_form_that_would_be_refused() -> None:
    forms = {one for one in ids(page_at("/command", view(role=Role.VIEWER))) if "form-" in one}
    assert forms == set()
    responder = ids(page_at("/command", view(role=Role.RESPONDER)))
    assert "form-report" in responder
    assert "form-directive" not in responder


def test_the_page_around_says_who_looks_and_lets_no_markup_through() -> None:
    hostile = View(
        small_site(name={"zh": "<b>厂", "en": "<script>x</script>"}),
        "en",
        partial(say, "en"),
        Viewer('"><script>', Role.VIEWER),
    )
    parts = dict.fromkeys(("css", "config", "scripts", "renderer", "app_entry"), "")
    written = page(hostile, "/command", **parts)
    assert "<script>" not in written
    assert 'data-role="viewer"' in written
    assert 'lang="en"' in written
    assert 'data-simulated="1"' in written
    assert 'data-page="command" data-kind="desk"' in written
    assert "<script>" not in page(hostile, '/"><script>', **parts)


def test_a_page_is_sent_only_the_libraries_it_draws_with() -> None:
    def script(library: str) -> str:
        return f'<script src="/_dash-component-suites/{library}/main.v1.min.js"></script>'

    maps, grids, always = script("dash_leaflet"), script("dash_ag_grid"), script("dash_socketio")
    sent = always + maps + grids + script("dash/dash_table") + script("dash/dcc")
    always += script("dash/dcc")
    assert needed_scripts(sent, "/") == script("dash_socketio") + maps + script("dash/dcc")
    assert needed_scripts(sent, "/resources") == script("dash_socketio") + grids + script(
        "dash/dcc"
    )
    assert needed_scripts(sent, "/sign-in") == always
    assert needed_scripts(sent, "/matters/M-1") == always, "the list has a grid, a matter has none"


GRAPHS = {"/tanks"}
"""Pages that are drawn with a graph at once. Others get one with a figure of the past."""


@pytest.mark.parametrize("path", PAGES)
def test_plotly_comes_with_a_graph_and_the_wall_has_none(path: str) -> None:
    """Its megabyte is asked for by the first `dcc.Graph` of a page."""
    drawn = [type(part).__name__ for part in components(page_at(path, view()))]
    assert ("Graph" in drawn) == (path in GRAPHS)
    assert ("AgGrid" in drawn) == (GRID in PAGES[path].draws_with)


REGISTERED = re.compile(r"""^panel\(\s*"(\w+)\"""", re.MULTILINE)


@pytest.mark.parametrize("path", [*PAGES, "/matters/M-1", "/help/commander"])
def test_a_page_loads_every_panel_that_it_draws_and_its_map(path: str) -> None:
    shared, own = scripts_of_pages(ASSETS)
    here = page_of(path)
    assert here
    loaded = {*shared.modules, *own[here.name].modules}
    panels = {name for module in loaded for name in REGISTERED.findall(read_module(ASSETS)(module))}
    for role in HUMAN_ROLES:
        parts = list(components([shell(), page_at(path, view(role=role))]))
        drawn = {part.of for part in parts if hasattr(part, "of")}
        assert drawn <= panels, (role, drawn - panels)
        if any(type(part).__name__ == "MapContainer" for part in parts):
            assert "map/site_map.js" in loaded
        if any(type(part).__name__ == "AgGrid" for part in parts):
            assert "shared/grid.js" in loaded


def test_a_stranger_and_an_address_without_a_page_load_what_all_share() -> None:
    assert own_scripts(view(), "/reviews/INC-1") == ("pages/reviews.js",)
    assert own_scripts(view(role=None), "/") == own_scripts(view(), "/nowhere") == ()
    panels = {
        name
        for module in scripts_of_pages(ASSETS)[0].modules
        for name in REGISTERED.findall(read_module(ASSETS)(module))
    }
    assert {part.of for part in components(shell()) if hasattr(part, "of")} <= panels
    assert "sign_in" in panels
