"""One token's HTTP door: posts JSON, tells apart *no* from *nobody there*."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
import requests

TIMEOUT_S = (2.0, 10.0)
"""Seconds to connect and to answer."""


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
    """The REST door of a server for one secret. One thread at a time."""

    def __init__(self, url: str, secret: str) -> None:
        self._url = url.rstrip("/")
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["Authorization"] = f"Bearer {secret}"
        self._session.headers["Content-Type"] = "application/json"

    def post(self, path: str, body: Mapping[str, Any]) -> Reply:
        """Post to `/api/v1/<path>`. Raises Unreachable when trying again may help."""
        return self._ask("POST", path, data=orjson.dumps(body))

    def get(self, path: str, **query: object) -> Reply:
        """Get `/api/v1/<path>`. Raises Unreachable when trying again may help."""
        return self._ask("GET", path, params={k: v for k, v in query.items() if v is not None})

    def _ask(self, method: str, path: str, **given: Any) -> Reply:
        try:
            answer = self._session.request(
                method, f"{self._url}/api/v1/{path}", timeout=TIMEOUT_S, **given
            )
            body = orjson.loads(answer.content) if answer.content else None
        except (requests.RequestException, orjson.JSONDecodeError) as error:
            raise Unreachable(f"{path}: {type(error).__name__}") from error
        if answer.status_code >= 500 or answer.status_code == 429:
            raise Unreachable(f"{path}: {answer.status_code}")
        return Reply(answer.status_code, body)
