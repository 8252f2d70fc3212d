"""Writes to a peer's socket without waiting, and closes it, plain or under TLS."""

import os
import socket
from typing import Any, cast

from gevent.socket import socket as gevent_socket
from gevent.ssl import SSLSocket, SSLWantReadError, SSLWantWriteError


def write_now(connection: socket.socket, data: bytes) -> int:
    """Write what the kernel takes at once; return how many bytes. Never waits. Raises OSError.

    gevent's own `send` would wait for a full socket. Under TLS OpenSSL may have kept part of the bytes even if it
    returns 0: after a 0 the same bytes must be written next, which it checks.
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
    """Shut down both directions, so that its readers and writers notice at once. Raises OSError if the peer was
    faster.

    Under TLS the underlying connection is shut down: a slow peer would not read TLS's own closing message.
    """
    if isinstance(connection, SSLSocket):
        gevent_socket.shutdown(cast("Any", connection), socket.SHUT_RDWR)
    else:
        connection.shutdown(socket.SHUT_RDWR)
