"""What comes from a connection, and what goes to the board."""

from enum import Enum
from typing import NamedTuple

from command_center.domain.reading import Quality


class Kept(Enum):
    """What became of a raw value."""

    READING = "reading"
    SAME = "same"
    UNKNOWN = "unknown"


class Raw(NamedTuple):
    """A value as a connection has it. `ts` is the source's time (UTC epoch ms), None where it gives none;
    `arrived` is ours. `initial`: it was there before we asked, so its age says nothing of the source's clock."""

    tag: str
    value: float | bool | str | None
    ts: int | None
    arrived: int
    quality: Quality = Quality.GOOD
    initial: bool = False
    status: str | None = None


class Sample(NamedTuple):
    """A value of a tag of the plant in the tag's unit, as it is kept and posted. No value: bad."""

    tag: str
    ts: int
    value: float | None
    quality: Quality
    source: str
