"""The intake: every connection hands in its values here; they are normalised, buffered, and counted for the metrics."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from command_center.clock import Clock
from command_center.domain.reading import Reading
from command_center.domain.site.model import Site
from command_center.gateway.buffer.buffer import Buffer
from command_center.gateway.buffer.item import Event
from command_center.gateway.file.conversion import Conversion
from command_center.gateway.file.model import Broker, Clocks, Connection, FileDrop
from command_center.gateway.file.reading import Gateway
from command_center.gateway.normaliser import Normaliser
from command_center.gateway.posting.sender import Sender
from command_center.gateway.sample import Beat, Raw
from command_center.gateway.source_clock import SourceClock

MOST_FAULTS = 1_000
"""Faults that a connection remembers: a stranger who publishes to ever new topics must not fill the memory (ours)."""
LONGEST_NAME = 300


@dataclass(slots=True)
class LinkState:
    """The condition of a connection. `faults` describes what is wrong with its parts: a unit, a node, a topic."""

    connected: bool = False
    error: str = ""
    connects: int = 0
    values: int = 0
    unknown: int = 0
    faults: dict[str, str] = field(default_factory=dict)

    def fault(self, what: str, why: str) -> bool:
        """Note what is wrong with a part; return whether that is new. Above the limit the oldest faults are dropped."""
        if self.faults.get(what) == why:
            return False
        self.faults.pop(what, None)
        while len(self.faults) >= MOST_FAULTS:
            del self.faults[next(iter(self.faults))]
        self.faults[what[:LONGEST_NAME]] = why
        return True


Seen = Callable[[Raw, Reading | None], object]


class Intake:
    """The intake of one connection. `seen(raw, sample)` is called for each value (`probe`)."""

    def __init__(
        self, site: Site, clocks: Clocks, heartbeat: bool, buffer: Buffer | None, sender: Sender | None,
        clock: Clock, seen: Seen | None = None, *, may_be_late: bool = False,
    ) -> None:  # fmt: skip
        self._tags = site.tag_by_id
        self._buffer, self._sender, self.clock = buffer, sender, clock
        self._heartbeat = heartbeat
        self._seen = seen
        self.source_clock = SourceClock(clocks, may_be_late=may_be_late)
        self.state = LinkState()
        self._normalisers: dict[str, Normaliser] = {}
        self.last: dict[str, Reading] = {}
        self.raw: dict[str, str] = {}
        """Of each tag the newest value as its connection has it, for whoever commissions it."""

    def now(self) -> int:
        """The gateway's time, UTC epoch ms."""
        return self.clock.now()

    def takes(self, tag: str, conversion: Conversion) -> bool:
        """Whether the plant has this tag; if so, its values will be converted this way."""
        if tag not in self._normalisers:
            if tag not in self._tags:
                return False
            self._normalisers[tag] = Normaliser(
                self._tags[tag], conversion, self.source_clock.of_tag()
            )
        return True

    def take(self, raws: Iterable[Raw], then: Callable[[], object] | None = None) -> None:
        """Take values of tags that `takes` has confirmed. `then` is called once they are on disk."""
        kept: list[Reading] = []
        for raw in raws:
            sample = self._normalisers[raw.tag].sample(raw)
            self.raw[raw.tag] = str(raw.value)
            self.state.values += 1
            if self._seen is not None:
                self._seen(raw, sample)
            if sample is not None:
                self.last[raw.tag] = sample
                kept.append(sample)
        self.keep(kept, then)

    def take_past(self, raws: Iterable[Raw]) -> None:
        """Take values of an outage: they are posted as past values and say nothing about the present."""
        kept = [self._normalisers[raw.tag].past(raw) for raw in raws]
        self.state.values += len(kept)
        if self._buffer is not None:
            self._buffer.keep_past(kept)

    def keep(
        self, items: Iterable[Reading | Event], then: Callable[[], object] | None = None
    ) -> None:
        """Keep items that need no conversion."""
        if self._buffer is not None:
            self._buffer.keep(items, then)
        elif then is not None:
            then()

    def prove(self, tags: Iterable[str]) -> None:
        """Confirm that the path to these tags works now, so that their last values still hold."""
        if self._sender is None or not self._heartbeat:
            return
        now = self.now()
        for tag in tags:
            if tag in self.last:
                self._sender.prove(tag, now)

    def hear(self, beat: Beat) -> None:
        """Take a heartbeat of a gate reader: it works now, or fails."""
        if self._sender is not None:
            self._sender.hear(beat)

    def timed(self, ts: int | None, arrived: int) -> int:
        """Convert an event's own time `ts` to our clock."""
        return self.source_clock.timed(ts, arrived).ts

    def only_source(self) -> str | None:
        """Return the only source of the tags it reads; None if they have several or there are none."""
        found = {self._tags[tag].source for tag in self._normalisers}
        return found.pop() if len(found) == 1 else None

    def period_ms(self, tag: str) -> float:
        """Return how often the plant expects a reading or keep-alive of a tag, in ms."""
        return self._tags[tag].period_s * 1000

    async def room(self) -> None:
        """Wait while the disk does not keep up."""
        if self._buffer is not None:
            await self._buffer.room()


def intake_of(
    gateway: Gateway, connection: Connection, clock: Clock,
    buffer: Buffer | None = None, sender: Sender | None = None, seen: Seen | None = None,
) -> Intake:  # fmt: skip
    """Return the intake of a connection with the file's settings for clocks and heartbeats."""
    clocks = connection.clock or gateway.defaults.clock
    heartbeat = (connection.heartbeat or gateway.defaults.heartbeat) == "proven"
    late = isinstance(connection, Broker | FileDrop)
    return Intake(gateway.site, clocks, heartbeat, buffer, sender, clock, seen, may_be_late=late)


Intakes = Mapping[str, Intake]
