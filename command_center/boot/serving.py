"""Runs a wired server: gevent's WSGI server, the duties, and a check of the database each second."""

import faulthandler
import signal
import time
from collections.abc import Callable
from functools import partial
from socket import IPPROTO_TCP, TCP_NODELAY
from typing import Any

import gevent
from gevent.event import Event
from gevent.ssl import PROTOCOL_TLS_SERVER, SSLContext, SSLError, TLSVersion
from gevent.util import print_run_info

from command_center import log
from command_center.boot.app import Server
from command_center.boot.patience import PatientServer
from command_center.live.journal_watch import LOOK_S
from command_center.settings import Settings
from command_center.web.connections import OF_ADDRESS, Connections, most_connections
from command_center.web.worker_threads import NativeThreads
from command_center.words.system import why
from command_center.words.worded_error import Said

TALLY_EVERY_S = 10.0


class Tally:
    """Rate-limits a log line for events that outsiders can cause: logs the first at once, then at most one line each
    `TALLY_EVERY_S` seconds with the count since.

    `say` is called with the details of the last event and `count`, the number since the last line.
    """

    def __init__(
        self, say: Callable[..., None], elapsed: Callable[[], float] = time.monotonic
    ) -> None:
        self._say = say
        self._elapsed = elapsed
        self._said: float | None = None
        self._unsaid = 0

    def add(self, **details: Any) -> None:
        """Count one more event; `details` are the keywords of its log line."""
        self._unsaid += 1
        now = self._elapsed()
        if self._said is None or now - self._said >= TALLY_EVERY_S:
            count, self._unsaid, self._said = self._unsaid, 0, now
            self._say(count=count, **details)


class BadTls(Said):
    """The TLS certificate or its key is missing, unreadable, or the two do not match."""


TIDY_S = 3_600.0
EXAMINE_S = 86_400.0
"""Between two looks at every page of the embedded journal (ours)."""
PROVIDER_S = 10.0
"""Between two looks for sessions about which the identity provider is to be asked."""
LAST_S = 5.0
"""So long the places outside the database have for the last head of a process that ends."""

CALLS_S = 5.0
"""So long an end waits for the calls that have come: each gets its answer."""

ENDS_S = 30.0
"""So long an end may take in all. What is committed is safe: then the process ends as it is, and its log says where
each of its greenlets and threads stood."""

_log = log.get(__name__)


def serve(server: Server, settings: Settings, *, handles: int) -> None:
    """Serve until SIGTERM or SIGINT, then stop every part in order within `ENDS_S` seconds. `handles` is the number
    of file handles this process may have.

    Raises OSError when the port is taken, BadTls when the certificate cannot be used.
    """
    tls = tls_of(settings)
    listener = listening(server, settings, handles, tls)
    stopping = Event()
    gevent.spawn(_tidy_forever, server)
    gevent.spawn(_examine_forever, server.examine)
    turning: list[gevent.Greenlet[..., None]] = [gevent.spawn(server.duties.run)]
    turning.append(gevent.spawn(server.outbox.run))
    turning.append(gevent.spawn(server.webhooks.run))
    turning.append(gevent.spawn(_look_forever, server.look))
    turning.append(gevent.spawn(_look_forever, server.widen))
    turning += [gevent.spawn(keeping.run) for keeping in server.keepings]
    turning.append(gevent.spawn(_ask_forever, server.ask_provider))
    turning.append(gevent.spawn(_look_forever, server.recheck))
    if server.player is not None:
        turning.append(gevent.spawn(server.player.run))
    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, stopping.set)
    _log.info(
        "serving",
        address=f"{'https' if tls else 'http'}://{settings.host}:{settings.port}",
        seq=server.desk.state.seq,
        connections=listener.connections.most,
    )
    try:
        stopping.wait()
        gevent.spawn_later(ENDS_S * 0.9, _say_where_it_stands)
        faulthandler.dump_traceback_later(ENDS_S, exit=True)
        listener.finish(CALLS_S)
    finally:
        led = server.duties.leading
        server.outbox.stop()
        server.webhooks.stop()
        server.duties.stop()
        gevent.joinall(turning[:2], timeout=2)
        gevent.killall(turning)
        _end_player(server)
        if led:  # with what the duties did last; a place that hangs holds up no end
            last = [gevent.spawn(keeping.keep) for keeping in server.keepings]
            gevent.joinall(last, timeout=LAST_S)
            gevent.killall(last, block=False)
        _leave(server)
        server.bus.close()


def _say_where_it_stands() -> None:
    """Say where each part stands, and end after that: a busy machine takes its time for writing it."""
    faulthandler.dump_traceback_later(ENDS_S, exit=True)
    print_run_info()
    faulthandler.dump_traceback_later(ENDS_S * 0.1, exit=True)


def _end_player(server: Server) -> None:
    """Whatever the database says, as below: a player without its server ends by itself."""
    try:
        if server.player is not None:
            server.player.stop()
    except Exception:
        _log.exception("the player of the drill was not told that this process ends")


def _leave(server: Server) -> None:
    """Whatever the database says: a process that ends must end."""
    try:
        gevent.with_timeout(1, server.leave, timeout_value=None)
    except Exception:
        _log.exception("the database could not be told that this process ends")


def listening(
    server: Server, settings: Settings, handles: int, tls: SSLContext | None = None
) -> PatientServer:
    """Return the listening WSGI server; `tls` makes it HTTPS. Raises OSError when the port is taken.

    Nagle's algorithm is off, so small answers leave at once: on loopback each answer but the first on a kept
    connection otherwise took 48 ms instead of 2, waiting for the client's delayed acknowledgement (measured).
    """
    closed = Tally(partial(_log.warning, "connections closed for want of room"))
    unfetched = Tally(partial(_log.warning, "answers not fetched"))

    def no_room(why: str, address: str) -> None:
        server.metrics.connections_closed.labels(why).inc()
        closed.add(why=why, address=address, open=len(connections))

    def not_fetched(address: str) -> None:
        server.metrics.answers_not_fetched.inc()
        unfetched.add(address=address)

    # Behind a proxy everybody comes from its address; it can bound its own clients, we cannot tell them apart.
    of_address = None if settings.proxies else OF_ADDRESS
    connections = Connections(most_connections(handles), of_address, no_room)
    server.metrics.watch("cc_connections", "Open connections", lambda: len(connections))
    listener = PatientServer(
        (settings.host, settings.port), server.wsgi, connections, not_fetched, tls=tls
    )
    listener.start()
    listener.socket.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)  # connections inherit it
    return listener


def _look_forever(look: Callable[[], None]) -> None:
    """While the journal cannot be seen no screen is told anything (`live/journal_watch.py`)."""
    while True:
        gevent.sleep(LOOK_S)
        try:
            look()
        except Exception:
            _log.exception("the database could not be read")


def _ask_forever(ask: Callable[[], None]) -> None:
    while True:
        gevent.sleep(PROVIDER_S)
        try:
            ask()
        except Exception:
            _log.exception("the identity provider could not be asked about sessions")


def _examine_forever(examine: Callable[[], None]) -> None:
    """In a native thread: a damaged page that nothing reads today is told of before somebody needs it."""
    beside = NativeThreads(1)
    while True:
        try:
            beside.do(examine)
        except Exception:
            _log.exception("the database could not be examined")
        gevent.sleep(EXAMINE_S)


def _tidy_forever(server: Server) -> None:
    while True:
        gevent.sleep(TIDY_S)
        try:
            server.tidy()
        except Exception:
            _log.exception("old readings could not be forgotten")


def tls_of(settings: Settings) -> SSLContext | None:
    """Return the TLS context; None without a certificate, and then the server speaks plain HTTP. TLS 1.2 is the
    oldest version allowed. Raises BadTls.
    """
    cert, key = settings.tls_cert, settings.tls_key
    if cert is None and key is None:
        return None
    if cert is None or key is None:
        raise BadTls("tls.both")
    for file in (cert, key):
        try:
            file.read_bytes()
        except OSError as error:
            raise BadTls("tls.unreadable", file=str(file), why=why(error)) from error
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.minimum_version = TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(str(cert), str(key))
    except SSLError as error:
        raise BadTls("tls.no_pair", cert=str(cert), key=str(key), why=str(error)) from error
    return context
