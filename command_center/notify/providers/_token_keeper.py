"""Caches the access token of a service: fetched once for all threads, renewed before it expires."""

import threading
import time
from collections.abc import Callable

from command_center.notify.provider import Temporary
from command_center.notify.providers._cloud import Deadline

EARLY_S = 300.0
"""How long before its end a token is renewed, at most half of its life."""

Fetch = Callable[[Deadline], tuple[str, float]]
"""Asks the service for a token: the token and its life in seconds. Raises Temporary or Permanent."""


class TokenKeeper:
    """The cached token of one service. WeCom, DingTalk and Feishu block an account that fetches one for every
    message.
    """

    def __init__(self, fetch: Fetch, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._fetch, self._elapsed = fetch, elapsed
        self._lock = threading.Lock()
        self._token: str | None = None
        self._renew_at = 0.0

    def __repr__(self) -> str:
        return "TokenKeeper()"

    def token(self, deadline: Deadline) -> str:
        """Return a token valid now; a thread waits while another fetches it. Raises as `Fetch` does."""
        if not self._lock.acquire(timeout=deadline.left()):
            raise Temporary("no access token came in time")
        try:
            if self._token is None or self._elapsed() >= self._renew_at:
                self._token = None
                began = self._elapsed()
                token, life_s = self._fetch(deadline)
                self._token = token
                self._renew_at = began + life_s - min(EARLY_S, life_s / 2)
            return self._token
        finally:
            self._lock.release()

    def forget(self, token: str) -> None:
        """Drop a token that the service rejected. A newer one fetched by another thread is kept."""
        with self._lock:
            if self._token == token:
                self._token = None
