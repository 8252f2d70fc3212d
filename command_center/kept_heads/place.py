"""A place outside the database where heads are kept."""

from typing import Protocol

from command_center.kept_heads.line import KeptHead


class NotKept(Exception):
    """The place did not take the head. The text is for the log and holds no secret."""


class Place(Protocol):
    """One place. `name` identifies it in the log, in metrics and in the catalogue (`heads.place.*`); `every_s` is the
    interval, in seconds, at which a head that moved is kept there.
    """

    name: str
    every_s: float

    def keep(self, head: KeptHead) -> None:
        """Keep a head there, durably if the place can promise that. Ends within half a minute; in a process patched
        by gevent it does not block the others. Raises NotKept.
        """
