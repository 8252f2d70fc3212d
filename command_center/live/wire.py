"""Writing to a peer's socket without waiting, and ending it: of a plain connection and of one under TLS."""

import os
import socket
from typing import Any, cast

from gevent.socket import socket as gevent_socket
from gevent.ssl import SSLSocket, SSLWantReadError, SSLWantWriteError


def write_now(connection: socket.socket, data: bytes) -> int:
    """Write what the kernel takes at once; returns how many bytes. Never waits. Raises OSError.

    gevent's own `send` would wait for a full socket. Under TLS OpenSSL may have kept a part of bytes of which it
    says 0: after a 0 the same bytes must be written next, which it checks.
    """
    if isinstance(connection, SSLSocket):
        tls = cast("Any", connection)._sslobj
        if tls is None:
            raise ConnectionResetError("the TLS connection has ended")
        try:
            return int(tls.write(data))
        except (SSLWantReadError, SSLWantWriteError):
            return 0
    try:
        return os.write(connection.fileno(), data)
    except BlockingIOError:
        return 0


def shut(connection: socket.socket) -> None:
    """End both directions: whoever reads or writes it here finds out at once. Raises OSError when the peer was faster.

    Under TLS the connection below it is ended. TLS has a farewell of its own, but a slow peer would not read it.
    """
    if isinstance(connection, SSLSocket):
        gevent_socket.shutdown(cast("Any", connection), socket.SHUT_RDWR)
    else:
        connection.shutdown(socket.SHUT_RDWR)
