"""The pages' scripts and styles: compressed once in a process's life, kept by browsers for a year.

Their addresses carry the file's time of change, so that an update is another address.
"""

from flask import Flask, Request, Response, request
from flask_compress import Compress
from flask_compress.flask_compress import DictCache

YEAR_S = 31_536_000
ASSETS = "/assets/"
MIMETYPES = ["text/javascript", "application/javascript", "text/css"]


def install_page_files(server: Flask) -> None:
    """Compress scripts and styles (and nothing else: rows are encoded where they are made)."""
    server.config.update(
        COMPRESS_MIMETYPES=MIMETYPES,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=6,
        COMPRESS_CACHE_BACKEND=DictCache,
        COMPRESS_CACHE_KEY=_address,
    )
    Compress(server)
    server.after_request(_kept_by_browsers)


def _address(asked: Request) -> str:
    return asked.full_path


def _kept_by_browsers(response: Response) -> Response:
    if request.path.startswith(ASSETS) and "m" in request.args and response.status_code < 300:
        response.headers["Cache-Control"] = f"public, max-age={YEAR_S}, immutable"
    return response
