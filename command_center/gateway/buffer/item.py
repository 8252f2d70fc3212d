"""Items kept until the board has taken them: a reading, or an event in the form in which it is posted."""

from typing import NamedTuple

from command_center.domain.reading import Quality, Reading

READING, PASSAGE, ALARM, POSITION, STANDING = range(5)
"""Kinds of items; each has a door of its own. `STANDING` is the full list of a source's alarms."""
QUALITIES = (Quality.GOOD, Quality.UNCERTAIN, Quality.BAD)
CODES = {quality: code for code, quality in enumerate(QUALITIES)}


class Event(NamedTuple):
    """A passage, an alarm or a position. `body` is the item's JSON as the board's door takes it, `source` the name
    under which it is posted. For the kind `STANDING` the body is the whole batch without its source.
    """

    kind: int
    ts: int
    body: str
    source: str


class Item(NamedTuple):
    """A buffered item and its number in its stream."""

    stream: str
    seq: int
    what: Reading | Event
