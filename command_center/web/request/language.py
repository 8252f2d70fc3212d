"""Determines a caller's language."""

from collections.abc import Mapping
from typing import Any

from werkzeug.http import parse_cookie

from command_center.words import LANGUAGES, preferred

LANGUAGE_COOKIE = "cc_language"
"""Set by the language switch of a page; it outranks the browser's own preference."""


def language_of(environ: Mapping[str, Any], fallback: str) -> str:
    """Return the language chosen by the switch, else by Accept-Language, else the site's."""
    chosen = parse_cookie(environ.get("HTTP_COOKIE")).get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return chosen
    return preferred(environ.get("HTTP_ACCEPT_LANGUAGE"), fallback)
