"""The pages `/help/NAME`: the program's documents, readable where it runs.

They are in `docs/` beside the code and installed with it, so that a control room without internet has them.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from dash import html

from command_center.data_files import data_folder
from layouts.components.markdown import ANCHOR, anchors, drawn
from layouts.components.panel import Panel
from layouts.view import View

DOCUMENTS = (
    "commander", "controller", "reviewer", "administrator", "drills", "scenarios", "reviews",
    "notifications", "outside", "alarms", "matters", "plant-data", "templates", "site-file", "simulation", "domain",
)  # fmt: skip
"""Those that a page shows; first the four that are written for a person."""
REFERENCES = ("facts.md", "rows.md")
"""Those for whoever programs against the center, made when they are asked for
(`command_center/page_server/reference`). They are sent as plain text: drawn, their thousands of lines would keep a
browser for a minute."""
WRITTEN_IN = "en"
"""The language of a document that has no twin in the viewer's."""

_OTHER_LANGUAGE = re.compile(r"^\*\[.*\n", re.MULTILINE)


def address(name: str) -> str:
    """The address of a document's page."""
    return f"/help/{name}"


def about(name: str) -> str:
    """Return the catalogue key of a document's title."""
    return f"help.doc.{name.replace('-', '_')}"


def title(name: str, view: View) -> str:
    """The title of a document."""
    return view.say(about(name))


def document_at(path: str) -> str | None:
    """The document that is read at an address, None if none is."""
    return next((name for name in DOCUMENTS if address(name) == path), None)


def contents(view: View, here: str) -> html.Ul:
    """Return the list of all documents by title, with the current one marked."""

    def line(name: str) -> html.Li:
        current: dict[str, Any] = {"aria-current": "page"} if name == here else {}
        return html.Li(html.A(title(name, view), href=address(name), **current))

    return html.Ul([line(name) for name in DOCUMENTS])


def file_of(name: str, lang: str) -> Path:
    """Return the file of a document in the viewer's language, else the English one."""
    folder = data_folder("docs")
    twin = folder / f"{name}.{lang}.md"
    return twin if twin.is_file() else folder / f"{name}.md"


def text_of(name: str, lang: str) -> tuple[str, str]:
    """Return a document's Markdown and its language: the viewer's, else English. The link to the other language is
    removed, because the strip switches languages.
    """
    file = file_of(name, lang)
    written = lang if file.stem.endswith(f".{lang}") else WRITTEN_IN
    return _OTHER_LANGUAGE.sub("", file.read_text(encoding="utf-8"), count=1), written


def _leads(href: str, pages: frozenset[str]) -> str | None:
    """From `drills.md#the-console` to the page that shows it; from `/log`, one of the `pages`, and from a reference to
    itself."""
    if href in pages or href in map(address, REFERENCES):
        return href
    if "://" in href:
        return None
    file, _, encoded = href.partition("#")
    heading = unquote(encoded)
    name = Path(file).name.split(".")[0]
    if file.startswith("/") or (file and (not file.endswith(".md") or name not in DOCUMENTS)):
        return None
    if not file and not heading:
        return None
    return (address(name) if file else "") + (f"#{ANCHOR}{heading}" if heading else "")


@cache
def _parts(name: str, lang: str, pages: frozenset[str]) -> tuple[list[Any], str]:
    """Drawn once in a process's life: a long one takes a tenth of a second."""
    text, written = text_of(name, lang)
    also = anchors(text_of(name, WRITTEN_IN)[0])
    twin = also if len(also) == len(anchors(text)) else ()
    return drawn(text, lambda href: _leads(href, pages), twin), written


def document(view: View, name: str, pages: frozenset[str]) -> html.Div:
    """Return one document, beside the list of all; addresses of `pages` in it become links. An unknown name is
    reported.
    """
    if name not in DOCUMENTS:
        return html.Div(view.say("page.unknown"), className="none")
    parts, written = _parts(name, view.lang, pages)
    told: list[Any] = []
    if written != view.lang:
        told.append(html.P(view.say("help.only_english"), className="label", lang=view.lang))
    heading = html.H2([html.Span(view.say("help.documents")), html.B()])
    return html.Div(
        [
            html.Nav([heading, contents(view, name)], className="panel document-list"),
            html.Article([*told, *parts], className="panel document", lang=written),
            Panel("pointed"),
        ],
        className="desk documents",
    )
