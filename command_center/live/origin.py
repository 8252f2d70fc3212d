"""Which web pages may open the socket: those of this host, and the origins named in the settings."""

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

_DEFAULT_PORTS = {"http": ":80", "https": ":443", "ws": ":80", "wss": ":443"}


def is_allowed(
    environ: Mapping[str, Any], hosts: Collection[str], origins: Collection[str] = ()
) -> bool:
    """Whether this WSGI request may open the socket.

    `hosts` are host names without port, lower case. The Host header must be one of them, because a page under a
    DNS-rebound name sends a Host that matches its own Origin. An Origin, if sent, must be `http(s)://` + that Host,
    or one of `origins` (whole, `https://wall.example`). Machines send no Origin: their token admits them.
    """
    host = str(environ.get("HTTP_HOST", "")).lower()
    if _name(host) not in hosts:
        return False
    origin = environ.get("HTTP_ORIGIN")
    if origin is None or origin in origins:
        return True
    return _is_of(str(origin).lower(), host)


def _name(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host


def _is_of(origin: str, host: str) -> bool:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or parts.path or parts.query or parts.fragment:
        return False
    port = _DEFAULT_PORTS[parts.scheme]
    return parts.netloc.removesuffix(port) == host.removesuffix(port)
