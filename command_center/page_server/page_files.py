"""The pages' scripts and styles: compressed once in a process's life, kept by browsers for a year.

Their addresses carry the file's time of change, so that an update is another address. Our own are
sent as one script and one style: a hundred small files are a hundred turns at the server before the
first row.
"""

from functools import lru_cache, partial
from pathlib import Path

from flask import Flask, Request, Response, request
from flask_compress import Compress
from flask_compress.flask_compress import DictCache

from command_center.page_server.script_linker import Script, link, read_below

YEAR_S = 31_536_000
ASSETS = "/assets/"
MIMETYPES = ["text/javascript", "application/javascript", "text/css"]
ENTRY = "main.js"
"""Imports every script of the pages, directly or through others."""
FIRST_STYLE = "tokens.css"
TOGETHER = {
    "pages.js": ("js", "text/javascript"),
    "pages.js.map": ("js", "application/json"),
    "pages.css": ("css", "text/css"),
}
"""Names of `layouts/index.py`, and the map from one script to its files, which only a browser's
developer tools ask for: what all files with an ending are sent as."""


def install_page_files(server: Flask, assets: Path) -> None:
    """Serve what lies in `assets` together; compress scripts and styles (and nothing else: rows
    are encoded where they are made)."""
    server.config.update(
        COMPRESS_MIMETYPES=MIMETYPES,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=6,
        COMPRESS_CACHE_BACKEND=DictCache,
        COMPRESS_CACHE_KEY=partial(_address, assets),
    )
    Compress(server)
    for name, (_, mimetype) in TOGETHER.items():
        answer = partial(_together, assets, name, mimetype)
        server.add_url_rule(ASSETS + name, f"page_files.{name.replace('.', '_')}", answer)
    server.after_request(_kept_by_browsers)


def _together(assets: Path, name: str, mimetype: str) -> Response:
    if name == "pages.css":
        return Response(_styles(_files(assets, TOGETHER[name][0])), mimetype=mimetype)
    script = script_of_pages(assets)
    if name == "pages.js":
        return Response(f"{script.text}\n//# sourceMappingURL=pages.js.map\n", mimetype=mimetype)
    return Response(script.map, mimetype=mimetype)


def script_of_pages(assets: Path) -> Script:
    """Linked once in a process's life, and again when one of its files has changed."""
    return _script(assets, _files(assets, "js"))


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
def _script(assets: Path, files: tuple[tuple[Path, int], ...]) -> Script:
    return link(ENTRY, read_below(assets))


def _address(assets: Path, asked: Request) -> str:
    """What is kept compressed is kept by the path alone: whoever asks for it by a thousand queries
    fills no memory. Our own files also count by when they changed."""
    together = TOGETHER.get(asked.path.removeprefix(ASSETS))
    changed = max((at for _, at in _files(assets, together[0])), default=0) if together else 0
    return f"{asked.path} {changed}"


def _kept_by_browsers(response: Response) -> Response:
    if request.path.startswith(ASSETS) and "m" in request.args and response.status_code < 300:
        response.headers["Cache-Control"] = f"public, max-age={YEAR_S}, immutable"
    return response
