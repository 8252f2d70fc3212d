"""The pages' scripts and styles: compressed once in a process's life, cached by browsers for a year.

Their URLs contain the file's modification time, so an update has another URL. Our own files are sent as one style,
one script that every page loads and one script of the page's own: a hundred small files would mean a hundred requests
before the first row.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from pathlib import Path

from flask import Flask, Request, Response, request
from flask_compress import Compress
from flask_compress.flask_compress import DictCache
from werkzeug.exceptions import NotFound

from command_center.page_server.made_scripts import MADE
from command_center.page_server.page_words import words_of
from command_center.page_server.script_linker import Read, Script, link_pages, read_below
from command_center.web.request.answers import answer_encoded
from command_center.words import LANGUAGES
from layouts.index import OWN_SCRIPT
from layouts.pages import SCRIPTS

YEAR_S = 31_536_000
ASSETS = "/assets/"
MIMETYPES = ["text/javascript", "application/javascript", "text/css"]
ENTRY = "main.js"
"""Imports every module that all pages need, directly or through others."""
FIRST_STYLE = "tokens.css"
Begins = Mapping[str, tuple[str, ...]]
"""By the name of a page, the modules that its own script begins with."""
Linked = tuple[Script, dict[str, Script]]
"""The script that all pages load, and by the name of each page its own."""
SHARED, STYLES = "pages.js", "pages.css"
WORDS = "words/<page>.<lang>.json"
JAVASCRIPT = "text/javascript"
ENDINGS = {"page_files.styles": "css", "page_files.shared": "js", "page_files.own": "js"}
"""What the joined files are made of, by the endpoint that sends them."""


def install_page_files(server: Flask, assets: Path, pages: Begins = SCRIPTS) -> None:
    """Serve the files in `assets` bundled, and for each of `pages` its own script and its sentences. Scripts and
    styles are compressed once; other responses are compressed when made (`web/request/compression.py`).
    """
    server.config.update(
        COMPRESS_MIMETYPES=MIMETYPES,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=6,
        COMPRESS_CACHE_BACKEND=DictCache,
        COMPRESS_CACHE_KEY=partial(_address, assets),
    )
    Compress(server)
    server.add_url_rule(ASSETS + STYLES, "page_files.styles", partial(_style, assets))
    linked = partial(scripts_of_pages, assets, pages)
    for name, address in {"shared": SHARED, "own": OWN_SCRIPT.format("<page>")}.items():
        server.add_url_rule(ASSETS + address, f"page_files.{name}", partial(_script, linked))
        server.add_url_rule(
            f"{ASSETS}{address}.map", f"page_files.{name}_map", partial(_map, linked)
        )
    server.add_url_rule(ASSETS + WORDS, "page_files.words", partial(_words, linked))
    server.after_request(_kept_by_browsers)


def _style(assets: Path) -> Response:
    return Response(_styles(_files(assets, "css")), mimetype="text/css")


def _script(linked: Callable[[], Linked], page: str | None = None) -> Response:
    text = _of(linked(), page).text
    name = request.path.rpartition("/")[2]
    return Response(f"{text}\n//# sourceMappingURL={name}.map\n", mimetype=JAVASCRIPT)


def _map(linked: Callable[[], Linked], page: str | None = None) -> Response:
    """From a script to its files: only a browser's developer tools ask for it."""
    return Response(_of(linked(), page).map, mimetype="application/json")


def _of(linked: Linked, page: str | None) -> Script:
    shared, own = linked
    if page is None:
        return shared
    if page not in own:
        raise NotFound
    return own[page]


def _words(linked: Callable[[], Linked], page: str, lang: str) -> Response:
    """The sentences of a page; where there is no page, those of what all pages share: the sign-in is such a place."""
    if lang not in LANGUAGES:
        raise NotFound
    shared, own = linked()
    scripts = (shared, own[page]) if page in own else (shared,)
    return answer_encoded(request, words_of(lang, *scripts))


def scripts_of_pages(assets: Path, pages: Begins = SCRIPTS) -> Linked:
    """Return the linked scripts; linked once in a process's life, and again when a file has changed."""
    return _linked(assets, tuple(pages.items()), _files(assets, "js"))


def _files(assets: Path, ending: str) -> tuple[tuple[Path, int], ...]:
    """With their times of change, in the order of the styles: the tokens first, then by name,
    whichever folder a file is in."""
    files = sorted(
        assets.rglob(f"*.{ending}"), key=lambda file: (file.name != FIRST_STYLE, file.name, file)
    )
    return tuple((file, file.stat().st_mtime_ns) for file in files)


@lru_cache(maxsize=1)
def _styles(files: tuple[tuple[Path, int], ...]) -> bytes:
    return b"\n".join(file.read_bytes() for file, _ in files)


@lru_cache(maxsize=1)
def _linked(
    assets: Path,
    pages: tuple[tuple[str, tuple[str, ...]], ...],
    files: tuple[tuple[Path, int], ...],
) -> Linked:
    return link_pages(ENTRY, dict(pages), read_module(assets))


def read_module(assets: Path) -> Read:
    """Return a reader of modules: generated ones (`made_scripts.py`), and all others from files below `assets`."""
    below = read_below(assets)
    return lambda path: MADE[path]() if path in MADE else below(path)


def _address(assets: Path, asked: Request) -> str:
    """What is kept compressed is kept by the path alone: whoever asks for it by a thousand queries
    fills no memory. Our own files also count by when they changed."""
    ending = ENDINGS.get(asked.endpoint or "")
    changed = max((at for _, at in _files(assets, ending)), default=0) if ending else 0
    return f"{asked.path} {changed}"


def _kept_by_browsers(response: Response) -> Response:
    if request.path.startswith(ASSETS) and "m" in request.args and response.status_code < 300:
        response.headers["Cache-Control"] = f"public, max-age={YEAR_S}, immutable"
    return response
