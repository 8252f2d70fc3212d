"""The public namespace `/live` on the web server: checks who may connect, and wires the live parts together."""

import logging
import time
from collections.abc import Callable, Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

import flask
import socketio
from flask_socketio import SocketIO

from command_center import log
from command_center.domain.actor import Role
from command_center.live.audience import Audience, BadTopics, narrowed
from command_center.live.connections import Connections, Figures
from command_center.live.engine import CLIENT, Client, Engine
from command_center.live.hub import Hub
from command_center.live.identity import Authenticate, Identity
from command_center.live.slow import Elapsed
from command_center.words.worded_error import Said

NAMESPACE = "/live"
REFUSALS = frozenset(
    {"bad_auth", "board_behind", "failed_here", "sign_in_first", "topics_no_list", "topics_unknown"}
)
"""The codes of a connection that is not let in; each is a sentence `socket.CODE` of the catalogue."""

Language = Callable[[Mapping[str, Any]], str]
"""From the WSGI environ the catalogue that its caller reads."""

_log = log.get(__name__)


class NotAdmitted(Said):
    """A connection was not admitted; the reason is the catalogue key `socket.<code>`."""


class Live:
    """The result of `attach`: the extension, and what the rest of the program needs of the socket."""

    def __init__(self, io: SocketIO, engine: Engine, connections: Connections) -> None:
        self.io = io
        self._engine = engine
        self._connections = connections

    @property
    def clients(self) -> int:
        """Connections that have joined."""
        return len(self._connections)

    @property
    def sessions(self) -> frozenset[str]:
        """The sessions and tokens (as their identities name them) that have joined."""
        return self._connections.sessions

    @property
    def figures(self) -> Figures:
        """Counters since the start."""
        return self._connections.figures

    def drop(self, gone: Callable[[Identity], bool]) -> int:
        """Close the transport of every connection whose identity is `gone`; return how many.

        For a sign-out, a changed role, a withdrawn token: call it after the withdrawal is committed. A person who is
        signing in at this moment is looked up again.
        """
        return self._connections.drop(gone)

    def sweep(self) -> None:
        """Check pings, time limits and expiry now, in addition to every second."""
        self._engine.sweep()
        self._connections.expire()

    def tell_now(self) -> None:
        """Sends everything to every client at once."""
        self._connections.tell_now()

    def close(self) -> None:
        """Ends every connection; nothing is sent afterwards."""
        self._connections.close()
        self._engine.shutdown()


class _LiveNamespace(socketio.Namespace):  # type: ignore[misc]
    """python-socketio's own namespace: Flask-SocketIO's calls a handler again without `auth`
    when it raises TypeError, and builds a request context that nothing here needs."""

    def __init__(
        self,
        connections: Connections,
        authenticate: Authenticate,
        current: Callable[[], bool],
        language: Language,
    ) -> None:
        super().__init__(NAMESPACE)
        self._connections = connections
        self._authenticate = authenticate
        self._current = current
        self._language = language

    def on_connect(self, sid: str, environ: Mapping[str, Any], auth: object = None) -> None:
        try:
            identity, audience = self._identify(environ, auth)
        except (NotAdmitted, BadTopics) as refused:
            raise self._refusal(environ, refused) from refused
        except Exception as error:
            _log.exception("sign-in to the live socket failed")
            raise self._refusal(environ, NotAdmitted("socket.failed_here")) from error
        if audience.receives_rows and not self._current():
            # A greeting would have the screen look alive for as long as silence is forgiven.
            raise self._refusal(environ, NotAdmitted("socket.board_behind"))
        client: Client = environ[CLIENT]
        client.greet = lambda: self._connections.join(client, identity, audience)

    def _refusal(self, environ: Mapping[str, Any], refused: Said) -> Exception:
        """A sentence in the caller's language for people, and a code for programs."""
        code = refused.phrase.key.removeprefix("socket.")
        sentence = refused.sentence(self._language(environ))
        return socketio.exceptions.ConnectionRefusedError(sentence, {"code": code})  # type: ignore[no-any-return]

    def on_disconnect(self, sid: str, reason: str) -> None:
        environ = self.server.get_environ(sid, NAMESPACE)
        client: Client = environ[CLIENT]
        client.greet = None
        self._connections.leave(client)

    def _identify(self, environ: Mapping[str, Any], auth: object) -> tuple[Identity, Audience]:
        if auth is not None and not isinstance(auth, dict):
            raise NotAdmitted("socket.bad_auth")
        given = auth or {}
        while True:
            drops = self._connections.drops
            identity = self._authenticate(environ, given)
            if drops == self._connections.drops:  # else it may have been withdrawn meanwhile
                break
        if identity is None or identity.role is Role.DUTY:
            raise NotAdmitted("socket.sign_in_first")
        return identity, narrowed(identity.role, identity.topics, given.get("topics"))


def attach(
    app: flask.Flask,
    hub: Hub,
    authenticate: Authenticate,
    *,
    hosts: Collection[str],
    origins: Collection[str] = (),
    language: Language = lambda environ: "en",
    elapsed: Elapsed = time.monotonic,
) -> Live:
    """Attach the live socket at `/socket.io` of `app`, to be served by gevent's WSGI server.

    `authenticate` returns None for an unknown caller; it may read the database. `hosts` are this server's host names
    (without port), `origins` other pages that may connect, such as `https://wall.example`. `language` gives a
    caller's language. `elapsed` is the monotonic clock in seconds.
    """
    connections = Connections(hub, elapsed)
    quiet = logging.getLogger("engineio")
    engine = Engine(
        admit=lambda environ: is_allowed(environ, hosts, origins),
        ended=connections.ended,
        elapsed=elapsed,
        logger=quiet,
        async_handlers=False,
    )
    io: Any = SocketIO  # its published types lack `namespaces` and `server`
    io = io(
        app,
        async_mode="gevent",
        namespaces=[NAMESPACE],
        async_handlers=False,
        cors_allowed_origins=[],
        logger=logging.getLogger("socketio"),
        engineio_logger=quiet,
    )
    _replace_engine(io.server, engine)
    namespace = _LiveNamespace(connections, authenticate, lambda: hub.current, language)
    io.server.register_namespace(namespace)
    return Live(io, engine, connections)


def _replace_engine(server: Any, engine: Engine) -> None:
    """Flask-SocketIO names no way to bring an engine of one's own; these are its three ties."""
    engine.on("connect", server._handle_eio_connect)
    engine.on("message", server._handle_eio_message)
    engine.on("disconnect", server._handle_eio_disconnect)
    server.eio = engine


_DEFAULT_PORTS = {"http": ":80", "https": ":443", "ws": ":80", "wss": ":443"}


def is_allowed(
    environ: Mapping[str, Any], hosts: Collection[str], origins: Collection[str] = ()
) -> bool:
    """Whether this WSGI request may open the socket.

    `hosts` are host names without port, lower case. The Host header must be one of them, because a page under a
    DNS-rebound name sends a Host that matches its own Origin. An Origin, if sent, must be `http(s)://` + that Host,
    or one of `origins` (whole, `https://wall.example`). Machines send no Origin: their token admits them.
    """
    host = str(environ.get("HTTP_HOST", "")).lower()
    if _name(host) not in hosts:
        return False
    origin = environ.get("HTTP_ORIGIN")
    if origin is None or origin in origins:
        return True
    return _is_of(str(origin).lower(), host)


def _name(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host


def _is_of(origin: str, host: str) -> bool:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or parts.path or parts.query or parts.fragment:
        return False
    port = _DEFAULT_PORTS[parts.scheme]
    return parts.netloc.removesuffix(port) == host.removesuffix(port)
