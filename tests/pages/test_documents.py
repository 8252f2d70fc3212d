"""`/help/NAME`: every document of the program can be read where it runs, and leads nowhere that is not there."""

import re
from typing import Any

import pytest

from callbacks.pages import page_at
from command_center.page_server.reference import REFERENCE_PAGES
from command_center.words import LANGUAGES
from layouts.components.markdown import ANCHOR, drawn, slug
from layouts.documents import DOCUMENTS, REFERENCES, about, address, text_of
from layouts.index import title
from layouts.pages import PAGES, page_of
from tests.pages.test_pages import components, ids, view

FOR_A_PERSON = DOCUMENTS[:4]


def parts(name: str, lang: str, kind: str) -> list[Any]:
    return [one for one in components(page_at(f"/help/{name}", view(lang))) if one._type == kind]


def words(tree: Any) -> str:
    if isinstance(tree, (list, tuple)):
        return "".join(map(words, tree))
    return tree if isinstance(tree, str) else words(getattr(tree, "children", None) or "")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_drawn_and_its_links_lead_to_what_is_there(name: str, lang: str) -> None:
    [article] = parts(name, lang, "Article")
    assert len(words(article)) > 500
    assert parts(name, lang, "Img") == []
    for table in parts(name, lang, "Table"):
        rows = [row for row in components(table) if row._type == "Tr"]
        assert len({len(row.children) for row in rows}) == 1  # an empty cell is one too
    for link in parts(name, lang, "A"):
        path, _, heading = link.href.partition("#")
        assert page_of(path or f"/help/{name}") is not None
        named = path.removeprefix("/help/")
        assert not path.startswith("/help/") or named in {*DOCUMENTS, *REFERENCES}
        if heading:
            there = path.rpartition("/")[2] or name
            assert heading in ids(page_at(f"/help/{there}", view(lang)))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FOR_A_PERSON)
def test_what_is_written_for_a_person_is_written_in_their_language(name: str, lang: str) -> None:
    text, written = text_of(name, lang)
    assert written == lang
    assert "*[" not in text  # its twin is one click away in the strip


def test_whoever_reads_a_document_in_another_language_is_told_so() -> None:
    [article] = parts("alarms", "zh-CN", "Article")
    assert article.lang == "en"
    first, *_ = article.children
    assert (first.lang, first.children) == ("zh-CN", view("zh-CN").say("help.only_english"))


@pytest.mark.parametrize(
    "name", ["nothing", "../README", "..%2Fpyproject", "facts.md", "architecture"]
)
def test_nothing_else_is_read_from_the_disk(name: str) -> None:
    drawn = page_at(f"/help/{name}", view())
    assert words(drawn) == view().say("page.unknown")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_window_of_a_document_is_called_by_what_it_is_about(lang: str) -> None:
    """Several that are open beside each other are told apart before anything is drawn."""
    here = view(lang)
    titles = [title(here, address(name)) for name in DOCUMENTS]
    assert len(set(titles)) == len(DOCUMENTS)
    for name, called in zip(DOCUMENTS, titles, strict=True):
        assert called == f"{here.say(about(name))} · {here.text(here.site.name)}"
    assert title(here, "/help/nothing") == title(here, "/help") not in titles


def test_marks_become_elements_and_a_script_becomes_words() -> None:
    made = drawn(
        "# One\n\nA *b* **c** `d` <script>x()</script>\n\n- [e](f.md)\n", lambda href: None
    )
    assert [one._type for one in components(made)] == [
        "H2",
        "P",
        "Em",
        "Strong",
        "Code",
        "Ul",
        "Li",
    ]
    assert words(made) == "OneA b c d <script>x()</script>e"


def test_a_line_end_between_chinese_signs_is_no_gap() -> None:
    made = drawn("看板当即\n就知道 a\nb。\n", lambda href: None)
    assert words(made) == "看板当即就知道 a b。"


def test_headings_are_called_as_links_between_documents_call_them() -> None:
    assert slug("The console") == "the-console"
    assert slug("Deadlines: who, when?") == "deadlines-who-when"
    made = drawn("## Twice\n\n## Twice\n", lambda href: None)
    assert ids(made) == [f"{ANCHOR}twice"]


def test_a_heading_is_found_by_its_anchor_in_either_language() -> None:
    made = drawn("## 导调台\n\n## Twice\n", lambda href: None, ["the-console", "twice"])
    assert ids(made) == [f"{ANCHOR}导调台", f"{ANCHOR}the-console", f"{ANCHOR}twice"]
    assert {f"{ANCHOR}the-console", f"{ANCHOR}导调台"} <= set(
        ids(page_at("/help/drills", view("zh-CN")))
    )


def test_the_four_of_a_person_are_first_and_every_page_of_help_has_its_words() -> None:
    assert FOR_A_PERSON == ("commander", "controller", "reviewer", "administrator")
    for lang in LANGUAGES:
        for name in DOCUMENTS:
            assert re.search(r"\w", view(lang).say(f"help.doc.{name.replace('-', '_')}"))
        links: list[Any] = [*components(page_at("/help", view(lang)))]
        linked = {one.href for one in links if one._type == "A"}
        assert {address(name) for name in (*DOCUMENTS, *REFERENCES)} <= linked
    assert set(REFERENCES) == set(REFERENCE_PAGES)
    assert PAGES["/help"].draws_below is not None
