"""The door on a real server: what a test client cannot show."""

import socket
import struct
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import gevent
import orjson
import pytest
from gevent.event import Event

from command_center.boot.patience import PatientHandler, PatientServer
from command_center.web.connections import Connections
from command_center.web.request import body
from tests.support.waiting import PATIENCE_S
from tests.web.center import Center


@pytest.fixture
def port(center: Center) -> Iterator[int]:
    """The center behind gevent's own server, as it runs in earnest."""
    yield from listening(center, PatientHandler)


class Hasty(PatientHandler):
    """Whose patience a test can wait for."""

    stalled_s = 0.2
    head_s = 0.4
    discard_s = 0.2


@pytest.fixture
def hasty(center: Center, unfetched: list[str]) -> Iterator[int]:
    """The same behind a handler that waits for nobody."""
    yield from listening(center, Hasty, unfetched)


@pytest.fixture
def unfetched() -> list[str]:
    """The addresses of those who did not take their answer."""
    return []


def listening(
    center: Center, handler: type[PatientHandler], unfetched: list[str] | None = None
) -> Iterator[int]:
    told = [] if unfetched is None else unfetched
    connections = Connections(100)
    server = PatientServer(("127.0.0.1", 0), center.server, connections, told.append, handler)
    server.start()
    assert server.server_port is not None
    yield server.server_port
    server.stop(timeout=0.1)


def ask(port: int, request: bytes) -> bytes:
    """Send bytes, read until the server closes; the server runs while this waits."""

    def talk() -> bytes:
        with closing(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)) as link:
            link.sendall(request)
            told = b""
            while piece := link.recv(65_536):
                told += piece
            return told

    talking: bytes = gevent.get_hub().threadpool.apply(talk)
    return talking


def test_ten_gigabytes_announced_are_refused_before_they_are_sent(port: int) -> None:
    """And the connection closes, instead of reading them to the end to use it again."""
    told = ask(
        port,
        b"POST /api/v1/readings HTTP/1.1\r\nHost: localhost\r\n"
        b"Content-Type: application/json\r\nContent-Length: 10000000000\r\n\r\n{",
    )
    assert told.startswith(b"HTTP/1.1 413 ")
    assert b"too_large" in told


def test_who_sends_all_before_it_reads_sees_why_it_was_too_much(port: int) -> None:
    url, body = f"http://127.0.0.1:{port}/api/v1/readings", b" " * (9 * 1024 * 1024)
    told = {"Content-Type": "application/json", "Host": "localhost"}
    asked = urllib.request.Request(url, body, told)

    def send() -> tuple[int, str]:
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(asked, timeout=PATIENCE_S)
        return refused.value.code, orjson.loads(refused.value.read())["code"]

    for _ in range(5):
        assert gevent.get_hub().threadpool.apply(send) == (413, "too_large")


def test_who_drips_a_refused_body_is_answered_and_let_go(hasty: int) -> None:
    told = ask(hasty, HEAD + b"Content-Length: 9000000\r\n\r\n{")
    assert told.startswith(b"HTTP/1.1 413 ")


def test_an_endless_chunked_body_is_refused_unread(port: int) -> None:
    told = ask(
        port,
        b"POST /api/v1/readings HTTP/1.1\r\nHost: localhost\r\n"
        b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}   \r\n",
    )
    assert told.startswith(b"HTTP/1.1 411 ")


def test_two_hosts_are_no_host(port: int) -> None:
    told = ask(port, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n")
    assert told.startswith(b"HTTP/1.1 400 ")


def test_what_is_answered_before_any_door_is_in_the_contract_of_every_door(
    center: Center, port: int
) -> None:
    contract = center.client().get("/api/v1/openapi.json").get_json()
    doors = [each for path in contract["paths"].values() for each in path.values()]
    for request, status, is_problem in (
        (b"GET /healthz?" + b"x" * 8_192 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", "414", False),
        (b"GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n", "400", True),
        (b"GET /healthz nonsense\r\n\r\n", "400", False),
    ):
        head, _, body = ask(port, request).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 " + status.encode())
        assert (b"application/problem+json" in head) == bool(body) == is_problem
        assert all(status in door["responses"] for door in doors)
    told = contract["components"]["responses"]["TooLong"]
    assert "content" not in told


def test_a_refused_body_is_never_taken_for_the_next_request(port: int) -> None:
    smuggled = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    told = ask(
        port,
        b"POST /api/v1/commands HTTP/1.1\r\nHost: evil.example\r\n"
        b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(smuggled) + smuggled,
    )
    assert told.count(b"HTTP/1.1 ") == 1
    assert told.startswith(b"HTTP/1.1 400 ")


HEAD = b"POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize("begun", [b"", b"GET /hea", HEAD, HEAD + b"Content-Length: 9\r\n\r\n{"])
def test_who_falls_silent_in_the_middle_is_let_go(hasty: int, begun: bytes) -> None:
    told = ask(hasty, begun)  # reads until the server closes
    assert told == b"" or told.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 408 "))


def dripping(port: int, begun: bytes, drop: bytes) -> bytes:
    """What is answered to one who sends `drop` after `drop` and comes to no end."""

    def drip() -> bytes:
        with closing(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)) as link:
            link.sendall(begun)
            link.settimeout(0.05)
            while True:
                link.sendall(drop)
                try:
                    return link.recv(65_536)
                except TimeoutError:
                    continue

    told: bytes = gevent.get_hub().threadpool.apply(drip)
    return told


def test_headers_that_drip_for_ever_are_not_waited_for(hasty: int) -> None:
    assert dripping(hasty, HEAD, b"X-Drop: 1\r\n").startswith(b"HTTP/1.1 400 ")


def test_nor_is_a_body_that_drips(hasty: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "BODY_S", 0.4)
    begun = HEAD + b"Content-Length: 60000\r\n\r\n"
    assert dripping(hasty, begun, b" ").startswith(b"HTTP/1.1 408 ")


def closing_rudely(port: int, begun: bytes) -> None:
    """Send `begun` and reset the connection, as a program that crashed."""

    def talk() -> None:
        link = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)
        link.sendall(begun)
        link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        link.close()

    gevent.get_hub().threadpool.apply(talk)


@pytest.mark.parametrize(
    "begun",
    [b"GET /healthz HTTP/1.1\r\nHo", b"nothing we know\r\n\r\n", b"GET /api/v1/words/en.json HTTP/1.1\r\n"
     b"Host: localhost\r\n\r\n" * 20],
)  # fmt: skip
def test_who_breaks_off_leaves_no_traceback(
    port: int, begun: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    for _ in range(5):
        closing_rudely(port, begun)
        assert ask(port, b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n").startswith(
            b"HTTP/1.1 200 "
        )
    assert "Traceback" not in capfd.readouterr().err


def test_answers_that_nobody_fetches_are_counted_and_leave_no_traceback(
    hasty: int, unfetched: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    """An answer larger than the kernel's buffers, asked for without an account and never read."""

    def never_read() -> socket.socket:
        link = socket.socket()
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        link.connect(("127.0.0.1", hasty))
        link.sendall(b"GET /api/v1/words/en.json HTTP/1.1\r\nHost: localhost\r\n\r\n" * 200)
        return link

    links = [gevent.get_hub().threadpool.apply(never_read) for _ in range(5)]
    with gevent.Timeout(PATIENCE_S):
        while len(unfetched) < len(links):
            gevent.sleep(0.02)
    for link in links:
        link.close()
    assert unfetched == ["127.0.0.1"] * 5
    assert "Traceback" not in capfd.readouterr().err


class Slow:
    """An application each of whose answers waits until it is let go."""

    def __init__(self) -> None:
        self.asked, self.may = Event(), Event()

    def __call__(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        self.asked.set()
        self.may.wait()
        start("200 OK", [("Content-Length", "4")])
        return [b"done"]


@pytest.fixture
def slow() -> Iterator[tuple[Slow, PatientServer]]:
    application = Slow()
    server = PatientServer(("127.0.0.1", 0), application, Connections(100))
    server.start()
    yield application, server
    server.stop(timeout=0.1)


def test_a_call_that_came_before_the_end_gets_its_answer(slow: tuple[Slow, PatientServer]) -> None:
    application, server = slow
    assert server.server_port is not None
    answer = gevent.spawn(ask, server.server_port, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    application.asked.wait()
    end = gevent.spawn(server.finish, PATIENCE_S)
    gevent.sleep(0.1)
    assert not end.ready(), "it waits"
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", server.server_port))
    application.may.set()
    assert answer.get().endswith(b"done"), "and the connection is closed after it"
    end.join(PATIENCE_S)
    assert end.successful()


@pytest.mark.parametrize(("path", "most_s"), [(b"/socket.io/", PATIENCE_S), (b"/", 0.1)])
def test_an_end_waits_for_no_live_screen_and_for_no_call_for_ever(
    slow: tuple[Slow, PatientServer], path: bytes, most_s: float
) -> None:
    application, server = slow
    assert server.server_port is not None
    asking = gevent.spawn(ask, server.server_port, b"GET " + path + b" HTTP/1.1\r\nHost: x\r\n\r\n")
    application.asked.wait()
    end = gevent.spawn(server.finish, most_s)
    end.join(PATIENCE_S / 2)
    assert end.successful()
    assert not asking.ready()
    application.may.set()
    asking.get()
