"""The transport to a siren: sends a message, and says how far it got."""

import os
import socket
import struct
from typing import Literal, Protocol

Reached = Literal["taken", "sounded"]
"""`taken`: what is addressed took it; `sounded`: the siren itself confirmed it."""
Kind = Literal["Alert", "Update", "Cancel", "Test"]

FORGETS = (
    socket.SOL_SOCKET,
    socket.SO_LINGER,
    struct.pack("hh" if os.name == "nt" else "ii", 1, 0),
)
"""Option of a socket: when it is closed, what it has not sent yet is thrown away. The network may come back an hour
later."""


class NotReached(Exception):
    """The siren was not reached; the reason is reported to the board."""


class Way(Protocol):
    """The transport over which one siren is reached."""

    async def open(self) -> None:
        """Begin to connect. The peer may be unreachable."""

    async def carry(self, kind: Kind, document: str, good_for_s: float) -> Reached | None:
        """Send one message; return None if this siren takes none of the kind. After `good_for_s` seconds it must not
        be sent any more: nothing is queued. Raises NotReached. If cancelled, it may have been sent.
        """

    async def look(self) -> str:
        """Return why the siren cannot be reached now, checked without a message; "" if it can."""

    async def close(self) -> None:
        """Closes the connection."""
