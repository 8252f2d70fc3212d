"""Sign-in attempts in a sliding window, by whatever key they are counted.

Time is an argument and a successful sign-in is forgiven, which the usual limiter offers
neither of. The window is this process's own: with N processes an attacker has N windows.
"""

from collections import deque
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

MOST_KEYS = 20_000
"""Bound of memory; past it, windows that are over are forgotten, then the oldest."""


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `count` attempts within `window_ms`."""

    count: int
    window_ms: int


class Throttle:
    """Attempts by key. Count an attempt before checking a password, forgive it after success."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._attempts: dict[str, deque[int]] = {}

    def attempt(self, key: str, now: int) -> int:
        """Count an attempt at `now` (ms of any steady clock): 0 if it may go on, else ms to wait."""
        tried = self._attempts.get(key)
        if tried is None:
            self._make_room(now)
            tried = self._attempts[key] = deque()
        while tried and tried[0] <= now - self._rate.window_ms:
            tried.popleft()
        if len(tried) >= self._rate.count:
            return tried[0] + self._rate.window_ms - now
        tried.append(now)
        return 0

    def forgive(self, key: str) -> None:
        """Forget the attempts of `key`: it has signed in."""
        self._attempts.pop(key, None)

    def take_back(self, key: str) -> None:
        """Forget the last attempt of `key`: that one was no guess."""
        tried = self._attempts.get(key)
        if tried:
            tried.pop()
        if not tried:
            self._attempts.pop(key, None)

    def _make_room(self, now: int) -> None:
        if len(self._attempts) < MOST_KEYS:
            return
        over = [
            k for k, t in self._attempts.items() if not t or t[-1] <= now - self._rate.window_ms
        ]
        for key in over or list(self._attempts)[: MOST_KEYS // 10]:
            del self._attempts[key]


class Remembered:
    """Keys that were good lately, for `lasts_ms` of any steady clock."""

    def __init__(self, lasts_ms: int) -> None:
        self._lasts_ms = lasts_ms
        self._since: dict[str, int] = {}

    def add(self, key: str, now: int) -> None:
        """`key` is good from now on; beyond the bound of memory the oldest is forgotten."""
        self._since.pop(key, None)
        if len(self._since) >= MOST_KEYS:
            del self._since[next(iter(self._since))]
        self._since[key] = now

    def has(self, key: str, now: int) -> bool:
        """Whether `key` was good lately."""
        since = self._since.get(key)
        return since is not None and now - since < self._lasts_ms


def network_of(address: str) -> str:
    """An address as a throttle sees it: one IPv6 customer owns a whole /64."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"
    return address
