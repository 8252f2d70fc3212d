"""Values from a connection (raw), values for the board (samples), and heartbeats of gate readers, which are
valid now and not kept on disk.
"""

from enum import Enum
from typing import NamedTuple

from command_center.domain.reading import Quality


class Kept(Enum):
    """What became of a raw value."""

    READING = "reading"
    SAME = "same"
    UNKNOWN = "unknown"


class Raw(NamedTuple):
    """A value as a connection delivers it. `ts` is the source's time (UTC epoch ms), None if it gives none; `arrived`
    is ours. `initial` means that it was there before we asked, so its age says nothing about the source's clock.
    """

    tag: str
    value: float | bool | str | None
    ts: int | None
    arrived: int
    quality: Quality = Quality.GOOD
    initial: bool = False
    status: str | None = None


class Sample(NamedTuple):
    """A value of a plant tag in the tag's unit, as it is buffered and posted. A missing value has bad quality."""

    tag: str
    ts: int
    value: float | None
    quality: Quality
    source: str


class Beat(NamedTuple):
    """A heartbeat of a gate reader: it works (`up`) or reports a failure, as told by `source`."""

    source: str
    reader: str
    up: bool
