"""Input from instruments and people's devices: readings of tags and positions of persons."""

from enum import StrEnum
from typing import NamedTuple


class Quality(StrEnum):
    """How far a value may be trusted, in the three grades of OPC UA."""

    GOOD = "good"
    UNCERTAIN = "uncertain"
    BAD = "bad"


class Reading(NamedTuple):
    """The value of one tag at one time (UTC epoch ms), in the tag's unit, and who sent it.

    `value` is None only in a bad reading: the instrument was heard and reports that it has no
    value.
    """

    tag: str
    ts: int
    value: float | None
    quality: Quality
    source: str


class Proof(NamedTuple):
    """A keep-alive: at `ts` (UTC epoch ms) the connection to a tag's instrument worked, whether its
    value changed or not."""

    tag: str
    ts: int


class Position(NamedTuple):
    """Where a person was at one time (UTC epoch ms), in WGS-84 degrees, and what located them."""

    person: str
    ts: int
    lat: float
    lon: float
    source: str
