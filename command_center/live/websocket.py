"""A peer's WebSocket over the server's own socket: the handshake, incoming messages, outgoing frames."""

import socket
import struct
from collections.abc import Iterator, Mapping
from typing import Any

from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, CloseConnection, Message, Ping, Request
from wsproto.utilities import ProtocolError

MESSAGE_LIMIT = 16 * 1024
"""Bytes a client may send in one message: it has only its name and token to say."""

_READ_BYTES = 4096
_TEXT, _CLOSE = 0x81, 0x88  # final frame + opcode, RFC 6455 section 5.2


def text_frame(text: bytes) -> bytes:
    """Return a whole text frame, unmasked and uncompressed: made once, written to any number of peers."""
    return _frame(_TEXT, text)


def close_frame(code: int) -> bytes:
    """Return the frame that ends a connection, RFC 6455 section 7.4: 1008 means a broken rule."""
    return _frame(_CLOSE, struct.pack("!H", code))


def _frame(first: int, payload: bytes) -> bytes:
    size = len(payload)
    if size < 126:
        return struct.pack("!BB", first, size) + payload
    if size < 1 << 16:
        return struct.pack("!BBH", first, 126, size) + payload
    return struct.pack("!BBQ", first, 127, size) + payload


class BadHandshake(Exception):
    """The request does not ask properly for a WebSocket."""


class Reader:
    """The reading half: takes bytes as they come, gives whole messages.

    `replies` are the protocol's own answers (the handshake, pongs, a close), to be written in order with the frames.
    No extension is accepted: compression would cost time for each peer.
    """

    def __init__(self, environ: Mapping[str, Any]) -> None:
        self._connection = WSConnection(ConnectionType.SERVER)
        self._parts: list[str | bytes] = []
        self._size = 0
        self.replies: list[bytes] = []
        if environ.get("CONTENT_LENGTH") or "HTTP_TRANSFER_ENCODING" in environ:
            raise BadHandshake("a request with a body")
        try:
            self._connection.receive_data(_request_bytes(environ))
            asked = next(iter(self._connection.events()), None)
            if not isinstance(asked, Request):
                raise BadHandshake("no WebSocket was asked for")
            self.replies.append(self._connection.send(AcceptConnection()))
        except ProtocolError as error:
            raise BadHandshake(str(error)) from error

    def messages(self, received: bytes) -> Iterator[str | bytes | None]:
        """Yield whole messages among the bytes received; None when the peer has closed.

        Raises ValueError for a message over the limit or bytes that are not a WebSocket.
        """
        try:
            self._connection.receive_data(received or None)
            for event in self._connection.events():
                if isinstance(event, Message):
                    if (message := self._gather(event)) is not None:
                        yield message
                elif isinstance(event, Ping):
                    self.replies.append(self._connection.send(event.response()))
                elif isinstance(event, CloseConnection):
                    if received:
                        self.replies.append(self._connection.send(event.response()))
                    yield None
                    return
        except ProtocolError as error:
            raise ValueError(f"not a WebSocket: {error}") from error

    def _gather(self, event: Message[Any]) -> str | bytes | None:
        self._size += len(event.data)
        if self._size > MESSAGE_LIMIT:
            raise ValueError(f"a message of more than {MESSAGE_LIMIT} bytes")
        self._parts.append(event.data)
        if not event.message_finished:
            return None
        parts, self._parts, self._size = self._parts, [], 0
        if isinstance(parts[0], str):
            return "".join(part for part in parts if isinstance(part, str))
        return b"".join(bytes(part) for part in parts if not isinstance(part, str))


def socket_of(environ: Mapping[str, Any]) -> socket.socket:
    """The connection under a request of gevent's server. Raises BadHandshake for another server."""
    try:
        body = environ["wsgi.input"]
        found: socket.socket = getattr(body, "rfile", body).raw._sock
    except (KeyError, AttributeError) as error:
        raise BadHandshake("the live socket needs gevent's own WSGI server") from error
    found.settimeout(None)  # what is slow here has a measure of its own (`live/slow.py`)
    return found


def finish(environ: Mapping[str, Any]) -> None:
    """Keeps the server from taking what else the peer sends for another HTTP request."""
    body = environ["wsgi.input"]
    getattr(body, "rfile", body).close()


def receive(connection: socket.socket) -> bytes:
    """Bytes that the peer sent; empty after it has gone."""
    try:
        return connection.recv(_READ_BYTES)
    except OSError:
        return b""


def _request_bytes(environ: Mapping[str, Any]) -> bytes:
    lines = ["GET / HTTP/1.1"]
    lines += [
        f"{name[5:].replace('_', '-')}: {value}"
        for name, value in environ.items()
        if name.startswith("HTTP_")
    ]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")
