"""What the processes of one site tell each other over the bus, and how each makes up for silence.

The database is the truth: a message only says that it moved, or brings values early.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import orjson

from command_center.domain.reading import Position, Quality, Reading
from command_center.live.bus import Bus


class Neighbours:
    """One process's voice on the bus. `me` marks its own messages, which it does not hear."""

    def __init__(self, bus: Bus, site: str, me: str) -> None:
        self._bus = bus
        self._site = site
        self._me = me

    @property
    def reachable(self) -> bool:
        """Whether what is told now can arrive."""
        return self._bus.healthy

    def tell_moved(self, seq: int) -> None:
        """The journal has moved to `seq`."""
        self._tell("moved", seq)

    def tell_readings(self, readings: Sequence[Reading]) -> None:
        """Readings that were news here."""
        self._tell("readings", [[*reading] for reading in readings])

    def tell_positions(self, positions: Sequence[Position]) -> None:
        """Positions that were news here."""
        self._tell("positions", [[*position] for position in positions])

    def tell_ended(self, sessions: Iterable[str], token: int | None) -> None:
        """Sessions and a token that are over."""
        self._tell("ended", {"sessions": sorted(sessions), "token": token})

    def on_moved(self, call: Callable[[], object]) -> None:
        """The journal has moved elsewhere."""
        self._hear("moved", lambda told: call())

    def on_readings(self, take: Callable[[list[Reading]], object]) -> None:
        """Readings that another process took in."""
        self._hear("readings", lambda told: take([_reading(*one) for one in told]))

    def on_positions(self, take: Callable[[list[Position]], object]) -> None:
        """Positions that another process took in."""
        self._hear("positions", lambda told: take([Position(*one) for one in told]))

    def on_ended(self, end: Callable[[frozenset[str], int | None], object]) -> None:
        """Sessions and tokens that another process ended."""
        self._hear("ended", lambda told: end(frozenset(told["sessions"]), told["token"]))

    def on_recover(self, call: Callable[[], None]) -> None:
        """The bus is back; something may have been missed."""
        self._bus.on_recover(call)

    def _tell(self, what: str, told: Any) -> None:
        self._bus.publish(f"{self._site}:{what}", orjson.dumps([self._me, told]))

    def _hear(self, what: str, hear: Callable[[Any], object]) -> None:
        def handler(payload: bytes) -> None:
            sender, told = orjson.loads(payload)
            if sender != self._me:
                hear(told)

        self._bus.subscribe(f"{self._site}:{what}", handler)


def _reading(tag: str, ts: int, value: float, quality: str, source: str) -> Reading:
    return Reading(tag, ts, value, Quality(quality), source)
