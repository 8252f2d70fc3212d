"""gevent's WSGI server with limits on slow clients and on the number of connections.

A request that arrives byte by byte, or an answer that nobody fetches, would otherwise hold its connection for ever; a
few thousand would use up every file handle of the process. `web/connections.py` decides which connection to close
when there are too many.
"""

import errno
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import gevent
from gevent.pywsgi import WSGIHandler, WSGIServer
from gevent.ssl import SSLContext

from command_center.live.wire import shut
from command_center.web.connections import CONNECTION, Connection, Connections
from command_center.web.limits.throttle import network_of
from command_center.web.request.door import SOCKET_PATH

STALLED_S = 75.0
"""Without a byte in either direction; also how long a kept connection may rest between requests."""
HEAD_S = 30.0
"""From a request's first line to the end of its headers, however steadily they drip."""
DISCARD_S = 10.0
"""For what a client still sends after its answer (ours); then the connection is closed."""
AT_ONCE = 16
"""Connections taken in before others get their turn, so that those that were closed are gone."""
AGAIN_S = 0.05
"""After so long a process without a free handle looks for new connections again."""

LOOK_S = 0.02
"""Between two looks whether every call is answered."""

NotFetched = Callable[[str], None]
"""Told the address of a client that did not take its answer."""


class AnswerNotFetched(OSError):
    """The client does not read its answer, or is gone. Its error number is one that gevent's server ignores."""

    def __init__(self) -> None:
        super().__init__(errno.EPIPE, "the answer was not fetched")


class PatientHandler(WSGIHandler):
    """gevent's handler of one connection, with time limits. A live socket has limits of its own."""

    stalled_s = STALLED_S
    head_s = HEAD_S
    discard_s = DISCARD_S

    def __init__(
        self, sock: socket.socket, address: str, server: "PatientServer", connection: Connection
    ) -> None:
        sock.settimeout(self.stalled_s)
        self._connection = connection
        self._ours = server
        super().__init__(sock, address, server)

    def read_requestline(self) -> str:
        """Read the request line. Raises TimeoutError, upon which the connection is closed without an answer."""
        with gevent.Timeout(self.stalled_s, TimeoutError()):
            line: str = super().read_requestline()
        return line

    def read_request(self, raw_requestline: str) -> Any:
        """Read the headers. Raises ValueError, upon which the client gets status 400."""
        with gevent.Timeout(self.head_s, ValueError("the headers did not arrive in time")):
            return super().read_request(raw_requestline)

    def get_environ(self) -> dict[str, Any]:
        """Return the request's WSGI environ with its connection added."""
        environ: dict[str, Any] = super().get_environ()
        environ[CONNECTION] = (self._ours.connections, self._connection)
        self._connection.live = environ["PATH_INFO"].startswith(SOCKET_PATH)
        return environ

    def handle_one_response(self) -> None:
        """Answer, and mark the connection as busy, so that it is not counted as silent."""
        self._ours.connections.asked(self._connection)
        super().handle_one_response()
        self._ours.connections.answered(self._connection)
        if self._ours.closed:
            self.close_connection = True

    def run_application(self) -> None:
        """Answer; then read what the client still sends and nobody wants, for a while."""
        super().run_application()
        body: Any = self.wsgi_input
        over = gevent.Timeout(self.discard_s)
        try:
            with over:
                body._discard()
        except gevent.Timeout as late:
            if late is not over:
                raise
            body.content_length, body.chunked_input = body.position, False
            self.close_connection = True

    def _sendall(self, data: bytes) -> None:
        try:
            super()._sendall(data)  # type: ignore[misc]  # gevent's stubs leave it out
        except OSError as error:
            raise AnswerNotFetched from error

    def _handle_client_error(self, error: Exception) -> Any:
        """A request that is none is answered 400. Of one that broke off there is nothing to say."""
        if isinstance(error, OSError):
            return None
        return super()._handle_client_error(error)  # type: ignore[misc]  # gevent's stubs leave it out

    def log_request(self) -> None:
        """Called after each answer, whether it was written or not; reports answers that the client did not take."""
        if isinstance(self.status, str) and self.status.startswith("socket error"):
            self._ours.not_fetched(str(self.client_address[0]))


class PatientServer(WSGIServer):
    """Serves `application` on `listener`, an address with its port. `not_fetched` is called for each client that does
    not take its answer. With `tls` the server speaks HTTPS only.
    """

    max_accept = AT_ONCE

    def __init__(
        self,
        listener: tuple[str, int],
        application: Any,
        connections: Connections,
        not_fetched: NotFetched = lambda address: None,
        handler: type[PatientHandler] = PatientHandler,
        tls: SSLContext | None = None,
    ) -> None:
        super().__init__(listener, application, handler_class=handler, log=None, error_log=None)
        self._tls = tls
        if tls is not None:
            self.environ["wsgi.url_scheme"] = "https"
        self._handler = handler
        self.connections = connections
        self.not_fetched = not_fetched

    def handle(self, sock: Any, address: Any) -> None:
        """Handle one connection from start to end; close it at once when there is no room."""
        if self._tls is not None:
            try:
                sock = self._tls.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
            except OSError:  # it is gone already
                sock.close()
                return
        connection = self.connections.came(network_of(address[0]), lambda: _hang_up(sock))
        if connection is None:
            _hang_up(sock)
            return
        try:
            if self._tls is None or self._agreed(sock):
                self._handler(sock, address, self, connection).handle()
        except OSError:  # while it was told that it asked for nothing we know
            self.not_fetched(str(address[0]))
        finally:
            self.connections.left(connection)

    def _agreed(self, sock: Any) -> bool:
        """Whether the TLS handshake came to an end in time. One that fails is the peer's: it does not trust
        the certificate, speaks plain HTTP, or looks for open ports."""
        try:
            with gevent.Timeout(self._handler.head_s, TimeoutError()):
                sock.do_handshake()
        except (OSError, ValueError):
            sock.close()
            return False
        return True

    def finish(self, most_s: float) -> None:
        """Stop accepting connections, and return when every open request is answered, at the latest after `most_s`
        seconds.
        """
        gevent.sleep(LOOK_S)  # connections that wait are taken in
        self.close()
        gevent.sleep(LOOK_S)  # and what they have sent is read
        end = time.monotonic() + most_s
        while self.connections.answering() and time.monotonic() < end:
            gevent.sleep(LOOK_S)

    def do_read(self) -> Any:
        """Accept the next connection. Without a free file handle, close another connection and wait."""
        try:
            return super().do_read()
        except OSError as error:
            if error.errno not in (errno.EMFILE, errno.ENFILE):
                raise
        self.connections.make_room()
        self.stop_accepting()
        self._timer = self.loop.timer(AGAIN_S)
        again: Any = self._start_accepting_if_started  # type: ignore[attr-defined]  # of gevent's own
        self._timer.start(again)
        return None


def _hang_up(sock: Any) -> None:
    """End both directions: whoever reads or writes it here finds out at once, and closes it."""
    with suppress(OSError):
        shut(sock)
