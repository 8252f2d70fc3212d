"""One thing that is kept until the board has taken it: a reading, or an event as it is posted."""

from typing import NamedTuple

from command_center.domain.reading import Quality
from command_center.gateway.sample import Sample

READING, PASSAGE, ALARM, POSITION = range(4)
"""Kinds of items; each has a door of its own."""
QUALITIES = (Quality.GOOD, Quality.UNCERTAIN, Quality.BAD)
CODES = {quality: code for code, quality in enumerate(QUALITIES)}


class Event(NamedTuple):
    """A passage, an alarm or a position: `body` is the JSON of the item as the board's door takes it."""

    kind: int
    ts: int
    body: str


class Item(NamedTuple):
    """What is kept, and its number in its stream."""

    stream: str
    seq: int
    what: Sample | Event
