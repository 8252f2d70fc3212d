"""Checks before start-up whether the port is free, so that the error is one plain line."""

import socket

from command_center.domain.refusal import Phrase
from command_center.words.system import why


def why_taken(host: str, port: int) -> Phrase | None:
    """Return None when `host:port` is free; else a sentence that says what to do."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            # As text: a port is a name, and no number of anything.
            numbers = {"port": str(port), "other": str(port + 1)}
            return Phrase("port.taken", {"host": host, "why": why(error), **numbers})
    return None
