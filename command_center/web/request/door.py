"""The outermost WSGI layer: checks host, origin and body size, and adds headers to every answer.

It stands before the socket too, whose own origin check would let a forged Host with a matching Origin pass. Nothing
of a refused request's body is used.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from werkzeug.http import parse_cookie
from werkzeug.middleware.proxy_fix import ProxyFix

from command_center.settings import Settings
from command_center.web.request import problem
from command_center.web.request.language import language_of
from command_center.web.request.problem import Problem

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SESSION_COOKIE = "cc_session"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
FEED_PATHS = frozenset(
    f"/api/v1/{feed}" for feed in ("readings", "positions", "passages", "alarms")
)
PHOTOGRAPHS_PATH = re.compile(r"/api/v1/(drills/[^/]+/photographs|evidence/[^/]+)")
TABLES_PATH = re.compile(
    r"/api/v1/((plant/nouns/[^/]+|ledger|people/contacts)/table|matters/import/[^/]+|"
    r"matters/[^/]+/baseline)"
)
ANSWERS_PATH = "/api/v1/answers/"
"""Its authority is the token in the address, never a cookie: whose page posts there changes nothing."""
SOCKET_PATH = "/socket.io"

_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(?P<port>[0-9]{1,5}))?")
_PORTS = {"http": 80, "https": 443}
DISCARDED = 32 * 1024 * 1024
"""Bytes of a refused body that are read and thrown away, so that its sender gets the answer (ours)."""
_REASONS = {400: "Bad Request", 403: "Forbidden", 411: "Length Required", 413: "Content Too Large"}


def content_policy(script_hashes: Sequence[str], pictures_from: str | None = None) -> str:
    """Return the content security policy; `script_hashes` are Dash's `app.csp_hashes()`, `pictures_from` the origin
    of map tiles if an administrator has set one.
    """
    pictures = " ".join(["'self' data: blob:", *([pictures_from] if pictures_from else [])])
    scripts = " ".join(["'self'", *script_hashes])
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            f"img-src {pictures}",
            "font-src 'self'",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


def security_headers(policy: str) -> dict[str, str]:
    """Return the headers of every answer."""
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(self), microphone=(self), payment=(), usb=()",
    }


def front(
    app: "WSGIApplication", settings: Settings, *, policy: str, language: str
) -> "WSGIApplication":
    """Return `app` behind the door, and behind as many trusted proxies as the settings say."""
    door = Door(app, settings, policy=policy, language=language)
    if settings.proxies:
        n = settings.proxies
        return ProxyFix(door, x_for=n, x_proto=n, x_host=n, x_port=0, x_prefix=0)
    return door


class Door:
    """Checks Host, Origin and size, then hands the request on and adds the headers."""

    def __init__(
        self, app: "WSGIApplication", settings: Settings, *, policy: str, language: str
    ) -> None:
        self._app = app
        self._settings = settings
        self._language = language
        self._headers = security_headers(policy)

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Answer a refused request at once; otherwise pass it to the application."""
        _mend_cookies(environ)
        try:
            _check_host(environ, self._settings.hosts)
            _check_origin(environ)
            _check_size(environ, self._limit(environ))
        except Problem as refused:
            return self._refuse(refused, environ, start)
        return self._app(environ, self._with_headers(environ, start))

    def _limit(self, environ: Mapping[str, Any]) -> int:
        path = environ.get("PATH_INFO", "")
        if path in FEED_PATHS:
            return self._settings.feed_body_limit
        if PHOTOGRAPHS_PATH.fullmatch(path):
            return self._settings.photograph_limit
        if TABLES_PATH.fullmatch(path):
            return self._settings.table_limit
        return self._settings.body_limit

    def _with_headers(self, environ: Mapping[str, Any], start: "StartResponse") -> "StartResponse":
        added = dict(self._headers)
        if environ.get("wsgi.url_scheme") == "https":
            added["Strict-Transport-Security"] = "max-age=31536000"

        def started(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None, /
        ) -> Callable[[bytes], object]:
            own = {name.lower() for name, _ in headers}
            headers = headers + [(k, v) for k, v in added.items() if k.lower() not in own]
            return start(status, headers, exc_info) if exc_info else start(status, headers)

        return started

    def _refuse(
        self, refused: Problem, environ: "WSGIEnvironment", start: "StartResponse"
    ) -> Iterable[bytes]:
        _leave_unread(environ)
        body = problem.answer(
            refused, language_of(environ, self._language), environ.get("PATH_INFO", "")
        )
        self._with_headers(environ, start)(
            f"{refused.status} {_REASONS[refused.status]}",
            [
                ("Content-Type", problem.CONTENT_TYPE),
                ("Content-Length", str(len(body))),
                ("Cache-Control", "no-store"),
                ("Connection", "close"),
            ],
        )
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _mend_cookies(environ: "WSGIEnvironment") -> None:
    """Cookies are shared by all ports of a host: one of another program that is not UTF-8 (nobody
    can parse it here) may not keep our own from being read."""
    cookies = environ.get("HTTP_COOKIE")
    if cookies:
        readable = cookies.encode("latin-1", "replace").decode(errors="replace")
        environ["HTTP_COOKIE"] = readable.encode().decode("latin-1")


def _split_host(host: str) -> tuple[str, int | None] | None:
    found = _HOST.fullmatch(host.lower())
    if found is None:
        return None
    return found["name"].rstrip("."), int(found["port"]) if found["port"] else None


def _check_host(environ: Mapping[str, Any], hosts: Sequence[str]) -> None:
    """Only names this server goes by: a rebound name must not speak for it."""
    host = environ.get("HTTP_HOST", "")
    split = _split_host(host)
    if split is None or split[0] not in hosts:
        raise Problem("bad_host", 400, host=host[:100])


def _check_origin(environ: Mapping[str, Any]) -> None:
    """Whatever changes something, and every socket, comes from a page of this very origin.

    A program sends no Origin; it may pass if it brings no cookie, which only a browser would
    add without its user's knowledge.
    """
    if not _needs_origin(environ):
        return
    origin = environ.get("HTTP_ORIGIN")
    if origin is None:
        fetched_from = environ.get("HTTP_SEC_FETCH_SITE", "none")
        carries_cookie = SESSION_COOKIE in parse_cookie(environ.get("HTTP_COOKIE"))
        if carries_cookie or fetched_from not in ("none", "same-origin"):
            raise Problem("bad_origin", 403, origin="?")
    elif _origin(origin) != _own_origin(environ):
        raise Problem("bad_origin", 403, origin=origin[:100])


def _needs_origin(environ: Mapping[str, Any]) -> bool:
    changes = environ["REQUEST_METHOD"] not in SAFE_METHODS
    return (
        (changes and not environ.get("PATH_INFO", "").startswith(ANSWERS_PATH))
        or "HTTP_UPGRADE" in environ
        or environ.get("PATH_INFO", "").startswith(SOCKET_PATH)
    )


def _origin(origin: str) -> tuple[str, str, int] | None:
    scheme, _, host = origin.lower().partition("://")
    split = _split_host(host)
    if scheme not in _PORTS or split is None:
        return None
    return scheme, split[0], split[1] or _PORTS[scheme]


def _own_origin(environ: Mapping[str, Any]) -> tuple[str, str, int] | None:
    return _origin(f"{environ['wsgi.url_scheme']}://{environ['HTTP_HOST']}")


def _check_size(environ: Mapping[str, Any], limit: int) -> None:
    if environ.get("HTTP_TRANSFER_ENCODING"):
        raise Problem("length_required", 411)
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal():
        raise Problem("length_required", 411)
    if int(length) > limit:
        raise Problem("too_large", 413, size=int(length), limit=limit)


def _leave_unread(environ: "WSGIEnvironment") -> None:
    """Keep gevent's server from reading a refused body to its end before it closes, unless that is short: a client
    that sends all before it reads would be reset and never see why. Who expects a word before sending sees it."""
    body: Any = environ.get("wsgi.input")
    length = environ.get("CONTENT_LENGTH") or "0"
    chunked = bool(environ.get("HTTP_TRANSFER_ENCODING"))
    expects = bool(environ.get("HTTP_EXPECT"))
    if length.isdecimal() and int(length) <= DISCARDED and not (chunked or expects):
        return
    if hasattr(body, "content_length") and hasattr(body, "position"):
        body.content_length = body.position
        body.chunked_input = False
