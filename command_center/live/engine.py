"""Engine.IO over WebSockets only: one greenlet for each client, and a bounded queue for each client.

python-engineio starts a reader, a writer and a ping greenlet for each client and queues without bound. Here the
request's own greenlet reads, frames are written where they are made (`live/slow.py`), and one greenlet of the server
handles all pings.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any

import engineio
import gevent
from engineio import packet
from engineio.socket import Socket

from command_center import log
from command_center.live import websocket
from command_center.live.slow import Elapsed, Outlet

PING_INTERVAL_S = 10
PING_TIMEOUT_S = 10
"""A peer that answers no ping this long is gone, though its TCP connection may not know."""
JOIN_TIMEOUT_S = 10
"""A connection that has not joined the namespace by then is closed: it may be nobody's."""
_SWEEP_S = 1.0

CLIENT = "command_center.live.client"
"""Where the WSGI environ of a connection carries its `Client`."""

_log = log.get(__name__)
_CONNECT_OR_DISCONNECT = ("0", "1")  # Socket.IO packet types; a client has no others to send


class Client(Socket):  # type: ignore[misc]
    """One connection. `greet` is set when the namespace admits it, and is called once the client has been told so."""

    def __init__(self, server: "Engine", sid: str, outlet: Outlet) -> None:
        super().__init__(server, sid)
        self.outlet = outlet
        self.closing: bool = False
        self.closed: bool = False
        self.greet: Callable[[], None] | None = None
        self.joined = False
        self.ping_at: float = server.elapsed() + PING_INTERVAL_S
        self.heard_by: float | None = None
        self.join_by = server.elapsed() + JOIN_TIMEOUT_S
        self.connected = self.upgraded = True

    def send(self, pkt: packet.Packet) -> None:
        encoded = pkt.encode()
        self.outlet.send(websocket.text_frame(encoded.encode()))

    def schedule_ping(self) -> None:
        """Note that the peer answered; `Engine.sweep` sends the next ping when it is due."""
        self.heard_by = None

    def check_ping_timeout(self) -> bool:
        """Does nothing: `Engine.sweep` checks it."""
        return not self.closed

    def receive(self, pkt: packet.Packet) -> None:
        """Take a packet. Raises ValueError for one that no client has a reason to send."""
        if pkt.packet_type == packet.MESSAGE:
            if not isinstance(pkt.data, str) or not pkt.data.startswith(_CONNECT_OR_DISCONNECT):
                raise ValueError("a message that neither joins nor leaves")
        elif pkt.packet_type not in (packet.PONG, packet.CLOSE):
            raise ValueError(f"packet type {pkt.packet_type}")
        super().receive(pkt)
        if pkt.packet_type == packet.MESSAGE:
            self._join_or_go()

    def _join_or_go(self) -> None:
        if self.greet is None:
            self.outlet.cut("left" if self.joined else "refused")
        elif not self.joined:
            self.joined = True
            self.greet()

    def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        if self.closed or self.closing:
            return
        self.closing = True
        self.server._trigger_event(
            "disconnect", self.sid, reason or self.server.reason.SERVER_DISCONNECT, run_async=False
        )
        if not abort:
            self.send(packet.Packet(packet.CLOSE))
        self.closed = True
        self.outlet.cut(reason or "closed")


class Engine(engineio.Server):  # type: ignore[misc]
    """The Engine.IO server. `admit(environ)` checks Host and Origin before anything else.

    `ended(client)` is called once for every connection that ended, after it has left everything.
    """

    def __init__(
        self,
        *,
        admit: Callable[[Mapping[str, Any]], bool],
        ended: Callable[[Client], None],
        elapsed: Elapsed = time.monotonic,
        **options: Any,
    ) -> None:
        super().__init__(
            async_mode="gevent",
            transports=["websocket"],
            ping_interval=PING_INTERVAL_S,
            ping_timeout=PING_TIMEOUT_S,
            max_http_buffer_size=websocket.MESSAGE_LIMIT,
            cors_allowed_origins=[],  # no CORS headers, ever; `admit` is the check
            monitor_clients=False,
            **options,
        )
        self.elapsed = elapsed
        self._admit = admit
        self._ended = ended
        self._sweeper: gevent.Greenlet[..., Any] | None = None

    def handle_request(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        if not self._admit(environ):
            start_response("403 FORBIDDEN", [("Content-Type", "text/plain")])
            return [b"This host or origin may not open the live socket."]
        return super().handle_request(environ, start_response)

    def _handle_connect(
        self,
        environ: dict[str, Any],
        start_response: Callable[..., Any],
        transport: str,
        jsonp_index: int | None = None,
    ) -> Any:
        try:
            connection = websocket.socket_of(environ)
            reader = websocket.Reader(environ)
        except websocket.BadHandshake as error:
            return self._bad_request(str(error))
        if self._sweeper is None:
            self._sweeper = gevent.spawn(self._sweep_for_ever)
        sid = self.generate_id()
        client = self.sockets[sid] = Client(self, sid, Outlet(connection, self.elapsed))
        environ[CLIENT] = client
        try:
            self._converse(client, reader, connection, environ)
        finally:
            client.close(abort=True, reason=self.reason.TRANSPORT_CLOSE)
            websocket.finish(environ)
            self.sockets.pop(sid, None)
            environ.pop(CLIENT, None)
            self._ended(client)
        return []

    def _trigger_event(self, event: str, *args: Any, run_async: bool = False) -> Any:
        """Straight to the handler: its errors end the connection that caused them."""
        return self.handlers[event](*args)

    def _converse(
        self, client: Client, reader: websocket.Reader, connection: Any, environ: dict[str, Any]
    ) -> None:
        _flush(reader, client)
        client.send(packet.Packet(packet.OPEN, self._opening(client.sid)))
        self._trigger_event("connect", client.sid, environ, run_async=False)
        while not client.outlet.closed:
            try:
                for message in reader.messages(websocket.receive(connection)):
                    if message is None or not _takes(client, message):
                        return
            except Exception as error:
                # Whatever a stranger sends must end its own connection and nothing else.
                _log.info("malformed packet", sid=client.sid, error=repr(error)[:200])
                client.outlet.send(websocket.close_frame(1008))
                client.outlet.cut("malformed")
            finally:
                _flush(reader, client)

    def _opening(self, sid: str) -> dict[str, Any]:
        return {
            "sid": sid,
            "upgrades": [],
            "pingInterval": PING_INTERVAL_S * 1000,
            "pingTimeout": PING_TIMEOUT_S * 1000,
            "maxPayload": websocket.MESSAGE_LIMIT,
        }

    def _sweep_for_ever(self) -> None:
        while True:
            gevent.sleep(_SWEEP_S)
            self.sweep()

    def sweep(self) -> None:
        """Ping clients that are due; close those that are silent, stuck, or have not joined in time."""
        now = self.elapsed()
        for client in list(self.sockets.values()):
            if client.outlet.overdue():
                client.outlet.cut("slow")
            elif client.heard_by is not None and now > client.heard_by:
                client.outlet.cut("silent")
            elif not client.joined and now > client.join_by:
                client.outlet.cut("never joined")
            elif client.heard_by is None and now >= client.ping_at:
                client.ping_at = now + PING_INTERVAL_S
                client.heard_by = now + PING_TIMEOUT_S
                client.send(packet.Packet(packet.PING))

    def shutdown(self) -> None:
        """Close all connections and stop the background work."""
        if self._sweeper is not None:
            self._sweeper.kill()
            self._sweeper = None
        for client in list(self.sockets.values()):
            client.outlet.cut("shutting down")


def _takes(client: Client, message: str | bytes) -> bool:
    """Whether the connection goes on after this message."""
    client.receive(packet.Packet(encoded_packet=message))
    return not client.outlet.closed


def _flush(reader: websocket.Reader, client: Client) -> None:
    replies, reader.replies = reader.replies, []
    for reply in replies:
        client.outlet.send(reply)
