"""How long the server waits for a client that dawdles, whatever it asked for.

A request that arrives a byte at a time, or an answer that nobody fetches, would otherwise hold its
connection for ever; a few thousand of them would take every file handle of the process.
"""

import socket
from typing import Any

import gevent
from gevent.pywsgi import WSGIHandler, WSGIServer

STALLED_S = 75.0
"""Without a byte in either direction; also how long a kept connection may rest between requests."""
HEAD_S = 30.0
"""From a request's first line to the end of its headers, however steadily they drip."""


class PatientHandler(WSGIHandler):
    """gevent's handler of one connection, with an end to its patience. A live socket has its own."""

    stalled_s = STALLED_S
    head_s = HEAD_S

    def __init__(self, sock: socket.socket, address: str, server: WSGIServer) -> None:
        sock.settimeout(self.stalled_s)
        super().__init__(sock, address, server)

    def read_requestline(self) -> str:
        """The first line. Raises TimeoutError, upon which the connection is closed unanswered."""
        with gevent.Timeout(self.stalled_s, TimeoutError()):
            line: str = super().read_requestline()
        return line

    def read_request(self, raw_requestline: str) -> Any:
        """The headers. Raises ValueError, upon which the client is told of a bad request."""
        with gevent.Timeout(self.head_s, ValueError("the headers did not arrive in time")):
            return super().read_request(raw_requestline)
