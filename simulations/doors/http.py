"""One token's HTTP door: posts JSON, tells apart *no* from *nobody there*."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import orjson
import urllib3

TIMEOUT = urllib3.Timeout(connect=2.0, read=10.0)
"""Seconds to connect and to answer."""

TOO_MANY = 429


class Unreachable(Exception):
    """The server did not answer, or cannot just now: the same may be sent again."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Status and JSON of an answer that settles the matter."""

    status: int
    body: Any

    @property
    def code(self) -> str:
        """The problem's code, as `refused` or `not_in_command`; empty when there is none."""
        return str(self.body.get("code", "")) if isinstance(self.body, Mapping) else ""


class Door:
    """The REST door of a server for one secret, its connection kept. One thread at a time.

    Without `requests`, which costs a drill without people as much as the rest of a post.
    """

    def __init__(self, url: str, secret: str) -> None:
        headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
        self._server = urllib3.connection_from_url(
            url, headers=headers, timeout=TIMEOUT, maxsize=1, retries=False
        )

    def post(self, path: str, body: Mapping[str, Any]) -> Reply:
        """Post to `/api/v1/<path>`. Raises Unreachable when trying again may help."""
        return self._ask("POST", path, orjson.dumps(body))

    def get(self, path: str, **query: object) -> Reply:
        """Get `/api/v1/<path>`. Raises Unreachable when trying again may help."""
        asked = urlencode({k: v for k, v in query.items() if v is not None})
        return self._ask("GET", f"{path}?{asked}" if asked else path, None)

    def _ask(self, method: str, path: str, body: bytes | None) -> Reply:
        try:
            answer = self._server.urlopen(method, f"/api/v1/{path}", body)
            told = orjson.loads(answer.data) if answer.data else None
        except (urllib3.exceptions.HTTPError, orjson.JSONDecodeError) as error:
            raise Unreachable(f"{path}: {type(error).__name__}") from error
        if answer.status >= 500 or answer.status == TOO_MANY:
            raise Unreachable(f"{path}: {answer.status}")
        return Reply(answer.status, told)
