"""Heartbeats of gate readers. They are valid now and not kept on disk."""

from typing import NamedTuple


class Beat(NamedTuple):
    """A heartbeat of a gate reader: it works (`up`) or reports a failure, as told by `source`."""

    source: str
    reader: str
    up: bool
