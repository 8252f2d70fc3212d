"""The REST client of one token: posts JSON, and distinguishes a refusal from an unreachable server."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import orjson
import urllib3

TIMEOUT = urllib3.Timeout(connect=2.0, read=10.0)
"""Seconds to connect and to answer."""

TOO_MANY = 429


Ask = Callable[[str, str, str, bytes], tuple[int, bytes]]
"""A request's method, path, token and body -> the status and body of the answer."""
Server = str | Ask
"""The address of a server, or what carries requests to one that has none."""


class Unreachable(Exception):
    """The server did not answer, or cannot now: the same request may be repeated."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Status and JSON of a final answer."""

    status: int
    body: Any

    @property
    def code(self) -> str:
        """The problem's code, such as `refused` or `not_in_command`; empty if there is none."""
        return str(self.body.get("code", "")) if isinstance(self.body, Mapping) else ""


class Door:
    """The REST client of a server for one secret; its HTTP connection is kept. For one thread at a time."""

    def __init__(self, server: Server, secret: str) -> None:
        self._secret = secret
        self._ask_server = _over_http(server) if isinstance(server, str) else server

    def post(self, path: str, body: Mapping[str, Any]) -> Reply:
        """Post to `/api/v1/<path>`. Raises Unreachable when trying again may help."""
        return self._ask("POST", path, orjson.dumps(body))

    def get(self, path: str, **query: object) -> Reply:
        """Get `/api/v1/<path>`. Raises Unreachable when trying again may help."""
        asked = urlencode({k: v for k, v in query.items() if v is not None})
        return self._ask("GET", f"{path}?{asked}" if asked else path, b"")

    def _ask(self, method: str, path: str, body: bytes) -> Reply:
        try:
            status, answer = self._ask_server(method, f"/api/v1/{path}", self._secret, body)
            told = orjson.loads(answer) if answer else None
        except (urllib3.exceptions.HTTPError, orjson.JSONDecodeError) as error:
            raise Unreachable(f"{path}: {type(error).__name__}") from error
        if status >= 500 or status == TOO_MANY:
            raise Unreachable(f"{path}: {status}")
        return Reply(status, told)


def _over_http(url: str) -> Ask:
    """What carries requests to a server at an address, by one kept connection. Without `requests`, which costs as much
    as the rest of a post."""
    server = urllib3.connection_from_url(url, timeout=TIMEOUT, maxsize=1, retries=False)

    def ask(method: str, path: str, secret: str, body: bytes) -> tuple[int, bytes]:
        headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
        answer = server.urlopen(method, path, body or None, headers=headers)
        return answer.status, answer.data

    return ask
