"""Counts wrong sign-ins in a sliding window, by any key.

Time is an argument and a successful sign-in clears the count; usual limiters offer neither. The window belongs to
this process: with N processes an attacker has N windows.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

MOST_KEYS = 20_000
"""Bound of memory; past it, windows that are over are forgotten, then the oldest."""

INTERNAL: Sequence[Any] = tuple(
    ip_network(network)
    for network in (
        "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16",
        "::/64", "fc00::/7", "fe80::/10",
    )
)  # fmt: skip
"""Addresses that the internet does not carry: RFC 1918, RFC 4193, loopback and link-local."""


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `count` wrong attempts within `window_ms`."""

    count: int
    window_ms: int


class Throttle:
    """Wrong attempts by key, and attempts not yet decided (`under_way`).

    An attempt counts once it is known to be wrong. One under way may turn out wrong, so it occupies a place until it
    is settled: those under way and the wrong ones together never exceed the rate. Times are ms of any monotonic
    clock.
    """

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._wrong: dict[str, deque[int]] = {}
        self._under_way: dict[str, int] = {}

    def wait_ms(self, key: str, now: int) -> int:
        """Return how long until another attempt with `key` is allowed, in ms; 0: now."""
        wrong = self._wrong.get(key)
        while wrong and wrong[0] <= now - self._rate.window_ms:
            wrong.popleft()
        if wrong and len(wrong) >= self._rate.count:
            return wrong[0] + self._rate.window_ms - now
        return 0

    def has_place(self, key: str) -> bool:
        """Whether another attempt may begin, as of the last `wait_ms`; otherwise it waits until one under way is
        settled.
        """
        taken = len(self._wrong.get(key, ())) + self._under_way.get(key, 0)
        return taken < self._rate.count

    def begin(self, key: str) -> None:
        """Counts an attempt that has begun."""
        self._under_way[key] = self._under_way.get(key, 0) + 1

    def settle(self, key: str) -> None:
        """Ends an attempt, whatever its result."""
        left = self._under_way.pop(key) - 1
        if left:
            self._under_way[key] = left

    def wrong(self, key: str, now: int) -> None:
        """Counts an attempt that failed, at the time `now`."""
        if key not in self._wrong:
            self._make_room(now)
        self._wrong.setdefault(key, deque()).append(now)

    def forgive(self, key: str) -> None:
        """Clear the wrong attempts of `key`, because it has signed in."""
        self._wrong.pop(key, None)

    def _make_room(self, now: int) -> None:
        if len(self._wrong) < MOST_KEYS:
            return
        over = [k for k, t in self._wrong.items() if not t or t[-1] <= now - self._rate.window_ms]
        for key in over or list(self._wrong)[: MOST_KEYS // 10]:
            del self._wrong[key]


class Remembered:
    """Keys that recently succeeded, remembered for `lasts_ms` of any monotonic clock."""

    def __init__(self, lasts_ms: int) -> None:
        self._lasts_ms = lasts_ms
        self._since: dict[str, int] = {}

    def add(self, key: str, now: int) -> None:
        """Remember `key` from now on; above the memory limit the oldest is forgotten."""
        self._since.pop(key, None)
        if len(self._since) >= MOST_KEYS:
            del self._since[next(iter(self._since))]
        self._since[key] = now

    def has(self, key: str, now: int) -> bool:
        """Whether `key` recently succeeded."""
        since = self._since.get(key)
        return since is not None and now - since < self._lasts_ms


def is_internal(network: str) -> bool:
    """Whether a result of `network_of` belongs to the plant's internal network, not to the internet."""
    try:
        parsed = ip_network(network)
    except ValueError:
        return False
    return any(parsed.version == own.version and parsed.subnet_of(own) for own in INTERNAL)


def network_of(address: str) -> str:
    """Return an address as the throttle counts it: an IPv6 address becomes its /64, because one customer owns a whole
    /64.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return f"{IPv6Address(int(parsed) >> 64 << 64)}/64"
    return address
