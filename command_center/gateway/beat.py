"""A sign of life of the reader of a gate: it holds for now, and is not kept on the disk."""

from typing import NamedTuple


class Beat(NamedTuple):
    """A reader of a gate is alive (`up`), or says that it fails, as `source` tells it."""

    source: str
    reader: str
    up: bool
