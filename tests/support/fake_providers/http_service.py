"""An HTTP service over real sockets that takes, refuses, fails, hangs or breaks off as it is told."""

import socket
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

import orjson

from tests.notify.providers.counterpart import Behaviour

FAULTS = (
    "errors",
    "unavailable",
    "hangs_after_taking",
    "drops_after_taking",
    "drips",
    "redirects",
    "babbles",
    "floods",
)
"""Behaviours that every service has: answers 500 after taking, 503 without taking, takes and never answers, takes
and closes the connection, answers a byte at a time, redirects, answers 200 with no JSON, answers without an end."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came; header names in lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Its body."""
        return orjson.loads(self.body)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a service answers."""

    fields: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class HttpService:
    """Serves `answered` on a port of its own. Use it as a context manager."""

    behaviours: frozenset[Behaviour] = frozenset(
        {"accepts", "busy", "refuses_address", "refuses_us", "hangs_after_taking", "away"}
    )
    secrets: Sequence[str] = ()

    def __init__(self) -> None:
        self.behaviour = "accepts"
        self.requests: list[Request] = []
        self.delay_s = 0.0
        self.texts: list[str] = []
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _handler_of(self))
        self._nobody = socket.socket()
        self._nobody.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._nobody.close()

    @property
    def url(self) -> str:
        """Where it is reached; while it is away, where nobody listens."""
        listener = self._nobody if self.behaviour == "away" else self._server.socket
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    def behave(self, behaviour: str) -> None:
        """From now on."""
        assert behaviour in self.behaviours or behaviour in FAULTS, behaviour
        self.behaviour = behaviour

    def taken(self) -> Sequence[str]:
        """The texts that it took."""
        with self._lock:
            return list(self.texts)

    def gives(self, request: Request) -> bool:
        """Whether a request gives a message: only those meet a fault."""
        raise NotImplementedError

    def answered(self, request: Request) -> Reply:
        """The answer of a service in good health; takes messages. Called by one thread at a time."""
        raise NotImplementedError

    def served(self, request: Request, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request as the behaviour wants it."""
        fault = self.behaviour if self.behaviour in FAULTS and self.gives(request) else None
        with self._lock:
            self.requests.append(request)
            takes = fault not in ("unavailable", "redirects")
            reply = self.answered(request) if takes else Reply({})
        if self.delay_s:
            self._over.wait(self.delay_s)
        if fault in ("hangs_after_taking", "drops_after_taking"):
            if fault == "hangs_after_taking":
                self._over.wait()
            handler.close_connection = True
            with suppress(OSError):
                handler.connection.shutdown(socket.SHUT_RDWR)
            return
        status = {"errors": 500, "unavailable": 503, "redirects": 302}.get(
            fault or "", reply.status
        )
        content = (
            b"<html>"
            if fault in ("errors", "unavailable", "babbles")
            else orjson.dumps(reply.fields)
        )
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        if fault == "redirects":
            handler.send_header("Location", "http://127.0.0.1:9/")
        if fault in ("drips", "floods"):
            handler.send_header("Connection", "close")
            handler.end_headers()
            handler.close_connection = True
            self._without_end(handler, b" " if fault == "drips" else b" " * 65_536)
            return
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    def _without_end(self, handler: BaseHTTPRequestHandler, piece: bytes) -> None:
        pause = 0.02 if len(piece) == 1 else 0.0
        with suppress(OSError):
            while not self._over.wait(pause):
                handler.wfile.write(piece)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that gave up is no error of a test."""


def _handler_of(service: HttpService) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            pass

        def _any(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            parts = urlsplit(self.path)
            request = Request(
                self.command,
                parts.path,
                dict(parse_qsl(parts.query, keep_blank_values=True)),
                {name.lower(): value for name, value in self.headers.items()},
                self.rfile.read(length),
            )
            service.served(request, self)

        do_GET = do_POST = do_PUT = _any  # noqa: N815 (names of http.server)

    return Handler
