"""Messages between the processes of one site over the bus, and how each process recovers what it missed.

The database is the truth: a message only announces a change or brings values early. Messages are numbered, and each
process tells once a second how many it had sent a second ago: a process that misses one reads the database, and one
that does not hear itself knows that it is cut off.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Annotated, Any, Literal, NamedTuple, TypeVar

import orjson
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from typing_extensions import TypedDict

from command_center import log
from command_center.domain.reading import Position, Proof, Quality, Reading
from command_center.live.bus import Bus

BEATS_UNDERWAY = 2
"""One's own beats that may still be on their way; with more the bus is deaf (half-open)."""
MOST_SENDERS = 256
"""Bound of memory: of more, the one that has been known longest is forgotten, and heard anew."""
MOST_AHEAD = 100_000
"""Numbers kept of a sender between two of its beats; with more it is as if they were missed."""

T = TypeVar("T")

_log = log.get(__name__)


# Messages between processes over the bus, parsed strictly: whoever can publish there can write to
# it. A message that is malformed or larger than any of ours is dropped as a whole before any of
# it is used. Nothing is lost: the database is the truth, and a gap in a sender's message count is
# filled from there.

LARGEST = 1 << 20
"""Bytes of the largest message that is read. Ours stay below: `AT_ONCE` values of 200 bytes."""
AT_ONCE = 4_000
"""Readings or positions in one message."""

_STRICT = ConfigDict(strict=True, allow_inf_nan=False)
Name = Annotated[str, Field(min_length=1, max_length=64)]
Count = Annotated[int, Field(ge=0, le=2**53)]
Time = Annotated[int, Field(ge=-(2**53), le=2**53)]
_ReadingTold = (
    tuple[Name, Time, float, Quality, Name] | tuple[Name, Time, None, Literal[Quality.BAD], Name]
)
_ProofTold = tuple[Name, Time]
_PositionTold = tuple[
    Name,
    Time,
    Annotated[float, Field(ge=-90, le=90)],
    Annotated[float, Field(ge=-180, le=180)],
    Name,
]


class Ended(TypedDict):
    """Sessions and a token that have ended."""

    sessions: list[Name]
    token: int | None


class Beat(NamedTuple):
    """A heartbeat of a process: `sender` had sent so many messages a second ago; `beats` is the number of this
    heartbeat.
    """

    sender: str
    sent: int
    beats: int


class BadMessage(ValueError):
    """A message that cannot be read; no part of it may be used."""


def _told(of: Any) -> TypeAdapter[Any]:
    return TypeAdapter(tuple[Name, Count, of], config=_STRICT)


_TOLD = {
    "moved": _told(Count),
    "readings": _told(list[_ReadingTold]),
    "proofs": _told(list[_ProofTold]),
    "positions": _told(list[_PositionTold]),
    "ended": _told(Ended),
}
_BEAT: TypeAdapter[tuple[str, int, int]] = TypeAdapter(tuple[Name, Count, Count], config=_STRICT)


def written(*parts: Any) -> bytes:
    """Return the message as bytes."""
    return orjson.dumps(parts)


def read_beat(payload: bytes) -> Beat:
    """Parse a heartbeat of a process. Raises BadMessage."""
    return Beat(*_read(_BEAT, payload))


def read_told(what: str, payload: bytes) -> tuple[str, int, Any]:
    """Return the sender, its number of this message, and the content. Raises BadMessage."""
    sender, number, told = _read(_TOLD[what], payload)
    if what == "readings":
        told = [Reading(*one) for one in told]
    elif what == "proofs":
        told = [Proof(*one) for one in told]
    elif what == "positions":
        told = [Position(*one) for one in told]
    return sender, number, told


def _read(adapter: TypeAdapter[Any], payload: bytes) -> Any:
    if len(payload) > LARGEST:
        raise BadMessage(f"{len(payload)} bytes")
    try:
        return adapter.validate_json(payload)
    except ValidationError as error:
        raise BadMessage(error.errors(include_url=False, include_input=False)[0]["msg"]) from None


class Neighbours:
    """One process's end of the bus. `me` marks its own messages, which it ignores."""

    def __init__(self, bus: Bus, site: str, me: str) -> None:
        self._bus = bus
        self._site = site
        self._me = me
        self._sent = 0
        self._sent_before = 0
        self._beats = 0
        self._echoed = 0
        self._heard: dict[str, set[int]] = {}
        self._complete_to: dict[str, int] = {}
        self._missed: Callable[[], None] = lambda: None
        bus.subscribe(f"{site}:beat", self._hear_beat)

    @property
    def reachable(self) -> bool:
        """Whether messages sent now can arrive, judged by its own last beats coming back."""
        return self._bus.healthy and self._beats - self._echoed <= BEATS_UNDERWAY

    def beat(self) -> None:
        """Called once a second: send how many messages there were a second ago. Messages sent since then may still be
        on their way, out of order.
        """
        self._beats += 1
        told = written(self._me, self._sent_before, self._beats)
        self._sent_before = self._sent
        self._bus.publish(f"{self._site}:beat", told)

    def tell_moved(self, seq: int) -> None:
        """Tell the other processes that the journal has grown to `seq`."""
        self._tell("moved", seq)

    def tell_readings(self, readings: Sequence[Reading]) -> None:
        """Send new readings to the other processes."""
        for part in _parts(readings):
            self._tell("readings", [[*reading] for reading in part])

    def tell_proofs(self, proofs: Sequence[Proof]) -> None:
        """Send keep-alives of tags to the other processes."""
        for part in _parts(proofs):
            self._tell("proofs", [[*proof] for proof in part])

    def tell_positions(self, positions: Sequence[Position]) -> None:
        """Send new positions to the other processes."""
        for part in _parts(positions):
            self._tell("positions", [[*position] for position in part])

    def tell_ended(self, sessions: Iterable[str], token: int | None) -> None:
        """Tell the other processes that sessions or a token have ended."""
        self._tell("ended", {"sessions": sorted(sessions), "token": token})

    def on_moved(self, call: Callable[[], object]) -> None:
        """Registers `call` for when another process has written to the journal."""
        self._hear("moved", lambda told: call())

    def on_readings(self, take: Callable[[list[Reading]], object]) -> None:
        """Registers a handler of readings from other processes."""
        self._hear("readings", take)

    def on_proofs(self, take: Callable[[list[Proof]], object]) -> None:
        """Registers a handler of keep-alives from other processes."""
        self._hear("proofs", take)

    def on_positions(self, take: Callable[[list[Position]], object]) -> None:
        """Registers a handler of positions from other processes."""
        self._hear("positions", take)

    def on_ended(self, end: Callable[[frozenset[str], int | None], object]) -> None:
        """Registers a handler of sessions and tokens that another process ended."""
        self._hear("ended", lambda told: end(frozenset(told["sessions"]), told["token"]))

    def on_missed(self, call: Callable[[], None]) -> None:
        """Call `call()` when a message did not arrive here, or may not have: also after every connection to the bus.
        If it fails it is called again at every beat.
        """
        self._missed = call
        self._bus.on_recover(call)

    def _tell(self, what: str, told: Any) -> None:
        self._sent += 1
        self._bus.publish(f"{self._site}:{what}", written(self._me, self._sent, told))

    def _hear(self, what: str, hear: Callable[[Any], object]) -> None:
        def handler(payload: bytes) -> None:
            try:
                sender, number, told = read_told(what, payload)
            except BadMessage as bad:
                _log.warning("message dropped", what=what, why=str(bad))
                return
            if sender == self._me:
                return
            hear(told)
            heard = self._heard_of(sender)
            if len(heard) < MOST_AHEAD:
                heard.add(number)  # what could not be taken counts as missed

        self._bus.subscribe(f"{self._site}:{what}", handler)

    def _hear_beat(self, payload: bytes) -> None:
        try:
            sender, sent, beats = read_beat(payload)
        except BadMessage as bad:
            _log.warning("message dropped", what="beat", why=str(bad))
            return
        if sender == self._me:
            self._echoed = beats
            return
        heard, known = self._heard_of(sender), self._complete_to.get(sender)
        if known is None or not _all_of(heard, known + 1, sent):
            self._missed()
        self._complete_to[sender] = sent
        heard.difference_update([number for number in heard if number <= sent])

    def _heard_of(self, sender: str) -> set[int]:
        heard = self._heard.get(sender)
        if heard is None:
            for oldest in list(islice(self._heard, max(0, len(self._heard) - MOST_SENDERS + 1))):
                del self._heard[oldest]
                self._complete_to.pop(oldest, None)
            heard = self._heard[sender] = set()
        return heard


def _all_of(heard: set[int], first: int, last: int) -> bool:
    """Whether every number of the span was heard; the count alone decides an absurd one."""
    return last - first < len(heard) and heard.issuperset(range(first, last + 1))


def _parts(values: Sequence[T]) -> Iterable[Sequence[T]]:
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))
