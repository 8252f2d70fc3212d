"""Messages between processes over the bus, parsed strictly: whoever can publish there can write to it.

A message that is malformed or larger than any of ours is dropped as a whole before any of it is used. Nothing is
lost: the database is the truth, and a gap in a sender's message count is filled from there.
"""

from typing import Annotated, Any, Literal, NamedTuple

import orjson
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from typing_extensions import TypedDict

from command_center.domain.reading import Position, Proof, Quality, Reading

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
