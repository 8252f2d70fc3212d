"""The Desk: the only entry through which state changes."""

from command_center.desk.desk import MOST_TRIES, Desk
from command_center.desk.listeners import ListenerSubmits
from command_center.desk.outcomes import (
    Accepted,
    Contended,
    Forbidden,
    InvalidCommand,
    Refused,
    UnknownCommand,
)

__all__ = [
    "MOST_TRIES",
    "Accepted",
    "Contended",
    "Desk",
    "Forbidden",
    "InvalidCommand",
    "ListenerSubmits",
    "Refused",
    "UnknownCommand",
]
