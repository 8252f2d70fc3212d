"""How a message reaches a siren: a way carries one, and says how far it came."""

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
    """The siren was not reached; the reason is told to the board."""


class Way(Protocol):
    """The connection over which one siren is reached."""

    async def open(self) -> None:
        """Begins to connect. The peer may be unreachable."""

    async def carry(self, kind: Kind, document: str, good_for_s: float) -> Reached | None:
        """Carry one message; None where this siren takes none of the kind. After `good_for_s` seconds it must not be
        sent any more: nothing is queued. Raises NotReached. Cancelled, it may have been sent."""

    async def look(self) -> str:
        """Why the way does not stand now, found out without a message; empty where it does."""

    async def close(self) -> None:
        """Closes the connection."""
