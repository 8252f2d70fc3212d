"""What the processes of one site tell each other over the bus, and how each makes up for silence.

The database is the truth: a message only says that it moved, or brings values early. Messages are
numbered, and each process says once a second how many it had sent a second ago: whoever misses
one of them reads the database, and whoever does not hear itself knows that it is deaf.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import orjson

from command_center.domain.reading import Position, Quality, Reading
from command_center.live.bus import Bus

BEATS_UNDERWAY = 2
"""One's own beats that may still be on their way; with more the bus is deaf (half-open)."""


class Neighbours:
    """One process's voice on the bus. `me` marks its own messages, which it does not take."""

    def __init__(self, bus: Bus, site: str, me: str) -> None:
        self._bus = bus
        self._site = site
        self._me = me
        self._sent = 0
        self._sent_before = 0
        self._beats = 0
        self._echoed = 0
        self._heard: defaultdict[str, set[int]] = defaultdict(set)
        self._complete_to: dict[str, int] = {}
        self._missed: Callable[[], None] = lambda: None
        bus.subscribe(f"{site}:beat", self._hear_beat)

    @property
    def reachable(self) -> bool:
        """Whether what is told now can arrive, as far as one's own last beats have come back."""
        return self._bus.healthy and self._beats - self._echoed <= BEATS_UNDERWAY

    def beat(self) -> None:
        """Once a second: say how many messages there were a second ago. What was sent since may
        still be on its way, and in another order."""
        self._beats += 1
        told = orjson.dumps([self._me, self._sent_before, self._beats])
        self._sent_before = self._sent
        self._bus.publish(f"{self._site}:beat", told)

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

    def on_missed(self, call: Callable[[], None]) -> None:
        """`call()` when something was said that did not arrive here, or may have been: after every
        connection to the bus too. While it fails it is called again at every beat."""
        self._missed = call
        self._bus.on_recover(call)

    def _tell(self, what: str, told: Any) -> None:
        self._sent += 1
        self._bus.publish(f"{self._site}:{what}", orjson.dumps([self._me, self._sent, told]))

    def _hear(self, what: str, hear: Callable[[Any], object]) -> None:
        def handler(payload: bytes) -> None:
            sender, number, told = orjson.loads(payload)
            if sender == self._me:
                return
            hear(told)
            self._heard[sender].add(number)  # what could not be taken counts as missed

        self._bus.subscribe(f"{self._site}:{what}", handler)

    def _hear_beat(self, payload: bytes) -> None:
        sender, sent, beats = orjson.loads(payload)
        if sender == self._me:
            self._echoed = beats
            return
        heard, known = self._heard[sender], self._complete_to.get(sender)
        if known is None or not heard.issuperset(range(known + 1, sent + 1)):
            self._missed()
        self._complete_to[sender] = sent
        heard.difference_update([number for number in heard if number <= sent])


def _reading(tag: str, ts: int, value: float, quality: str, source: str) -> Reading:
    return Reading(tag, ts, value, Quality(quality), source)
