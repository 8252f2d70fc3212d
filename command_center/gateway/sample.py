"""Values from a connection (raw), and heartbeats of gate readers, which are valid now and not kept on disk. A value
for the board, in its tag's unit, is a `domain.reading.Reading`; a missing value has bad quality.
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


class Beat(NamedTuple):
    """A heartbeat of a gate reader: it works (`up`) or reports a failure, as told by `source`."""

    source: str
    reader: str
    up: bool
