"""Checks that a request truly comes from this machine."""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from command_center.settings import LOOPBACK_HOSTS, Settings

_BY_PROXY = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")


def from_this_machine(environ: Mapping[str, Any]) -> bool:
    """Whether the peer and the Host are loopback, and no proxy that forwards others is in between."""
    host = environ.get("HTTP_HOST", "").lower()
    name = host if host.endswith("]") else host.rsplit(":", 1)[0]
    return (
        _is_loopback(environ.get("REMOTE_ADDR", ""))
        and name in LOOPBACK_HOSTS
        and not any(header in environ for header in _BY_PROXY)
    )


def roles_offered(settings: Settings, environ: Mapping[str, Any]) -> bool:
    """Whether this request may take a role by one click: only in demonstrations, on this machine."""
    return settings.demo and settings.proxies == 0 and from_this_machine(environ)


def _is_loopback(address: str) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return (mapped or parsed).is_loopback
