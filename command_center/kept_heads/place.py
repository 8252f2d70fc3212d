"""A place outside the database where heads are kept."""

from typing import Protocol

from command_center.kept_heads.line import KeptHead


class NotKept(Exception):
    """The place did not take the head now. The text is for the log and holds no secret."""


class Place(Protocol):
    """One place. `name` is its word in the log, in metrics and in the catalogue (`heads.place.*`);
    `every_s` is how often a head that moved goes there, in seconds."""

    name: str
    every_s: float

    def keep(self, head: KeptHead) -> None:
        """Put it there, for good if the place can promise that. Ends within half a minute, in a
        process patched by gevent without stopping the others. Raises NotKept."""
