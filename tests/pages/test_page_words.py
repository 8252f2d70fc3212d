"""Each page is sent the sentences that its modules name, and is told which others are in no catalogue."""

import re
from typing import Any

import pytest
from flask import Flask

from command_center.data_files import data_folder
from command_center.page_server.page_files import install_page_files, read_module, scripts_of_pages
from command_center.page_server.page_words import FROM_DATA, named_in
from command_center.page_server.script_linker import Script
from command_center.words import LANGUAGES, catalogue
from layouts.documents import DOCUMENTS, about
from layouts.pages import SCRIPTS

ASSETS = data_folder("assets")
SHARED, OWN = scripts_of_pages(ASSETS)
SAID = re.compile(
    r"""\b(?:say|has|sentence)\(\s*(?:/\*.*?\*/\s*)?\(?\s*["'`]([a-z_]+\.[\w.]+)["'`]"""
)
COMPUTED = re.compile(r"\b(?:say|has|sentence)\(\s*(?:/\*.*?\*/\s*)?\(?\s*`\$\{(\w+)\}\.")
BEGUN = re.compile(r"`([a-z_]+\.[\w.]*)\$\{")
JOINED = re.compile(r"""["'][a-z_]+\.(?:\w+\.)*\w*["']\s*\+\s*\w""")


def text(module: str) -> str:
    return read_module(ASSETS)(module)


@pytest.fixture(scope="module")
def server() -> Flask:
    flask = Flask("words")
    install_page_files(flask, ASSETS)
    return flask


def sent(server: Flask, page: str, lang: str) -> dict[str, Any]:
    answer = server.test_client().get(f"/assets/words/{page}.{lang}.json")
    assert answer.status_code == 200
    told: dict[str, Any] = answer.get_json()
    return told


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", SCRIPTS)
def test_a_page_has_every_sentence_that_its_modules_name(
    server: Flask, page: str, lang: str
) -> None:
    told, every = sent(server, page, lang), catalogue(lang)
    sentences = told["sentences"]
    assert sentences.items() <= every.items()
    begun = set(told["begun"])
    for module in (*SHARED.modules, *OWN[page].modules):
        code = text(module)
        assert {key for key in SAID.findall(code) if key not in sentences} == set(), module
        assert set(BEGUN.findall(code)) <= begun, module
        assert set(FROM_DATA.get(module, ())) <= begun, module
    whole = {key for key in every if key.startswith(tuple(begun))}
    assert whole <= sentences.keys()
    assert len(sentences) < len(every) / 2


def test_where_there_is_no_page_all_share(server: Flask) -> None:
    shared = sent(server, "sign-in", "en")
    assert sent(server, "nowhere", "en") == shared
    assert "sign_in.username" in shared["sentences"]
    for page in SCRIPTS:
        assert shared["sentences"].items() <= sent(server, page, "en")["sentences"].items()


def test_a_language_that_nobody_has_is_not_found_and_one_that_came_is_not_sent_again(
    server: Flask,
) -> None:
    browser = server.test_client()
    assert browser.get("/assets/words/wall.tlh.json").status_code == 404
    first = browser.get("/assets/words/wall.en.json", headers={"Accept-Encoding": "br"})
    assert first.headers["Content-Encoding"] == "br"
    again = browser.get(
        "/assets/words/wall.en.json", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")


def test_what_is_named_is_found_in_the_text_of_a_script() -> None:
    code = (
        'say("wall.title"); say(`role.${role}`); has(`wall.levels`); say(open ? "a.b" : \'c.d\');'
    )
    named = named_in(Script(code, "", ("shared/command_bar.js",)))
    assert named.whole == {"wall.title", "wall.levels", "a.b", "c.d"}
    assert named.begun == {"role.", "help.doc."}
    assert {f"role.{one}" for one in ("viewer", "commander")} <= named.sentences("en").keys()


def test_a_key_taken_from_data_is_declared_and_no_key_is_joined_by_a_plus() -> None:
    modules = {*SHARED.modules, *(module for own in OWN.values() for module in own.modules)}
    assert FROM_DATA.keys() <= modules
    computed = {module for module in modules if COMPUTED.search(text(module))}
    assert computed <= FROM_DATA.keys(), "whose first word is data"
    assert {module for module in modules if JOINED.search(text(module))} == set()
    every = catalogue("en")
    for module, begun in FROM_DATA.items():
        for one in begun:
            assert any(key.startswith(one) for key in every), (module, one)


def test_the_fields_of_facts_that_are_said_by_their_name_are_declared() -> None:
    code = text("shared/facts.js")
    worded = re.search(r"const WORDED = \[(.*?)\];", code, re.DOTALL)
    stepped = re.search(
        r'if \(\[((?:"\w+",? ?)+)\]\.includes\(name\)\) \{\n\s*/\* Each signature', code
    )
    assert worded
    assert stepped
    names = set(re.findall(r'"(\w+)"', worded[1] + stepped[1]))
    assert "severity" in names
    # A field without a catalogue of its own is said as it is.
    said = {f"{one}." for one in names if any(key.startswith(f"{one}.") for key in catalogue("en"))}
    assert said <= set(FROM_DATA["shared/facts.js"])


def test_the_documents_that_the_layout_gives_the_search_are_declared() -> None:
    assert {about(name) for name in DOCUMENTS} <= named_in(SHARED).sentences("en").keys()
