"""A process short of file handles, as a whole: silent connections of nobody keep nobody out."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import requests

from command_center.domain.actor import Role
from command_center.web.connections import most_connections
from tests.support.requesting import ask
from tests.support.running_center import RunningCenter, running
from tests.support.waiting import PATIENCE_S, eventually

SOFT, HARD = 96, 160
SILENT = 400
"""More than the handles there are, and than the kernel would keep waiting beside them."""


@contextmanager
def silent(center: RunningCenter, count: int, begun: bytes = b"") -> Iterator[list[socket.socket]]:
    """So many connections that never send a whole request."""
    with ExitStack() as stack:
        links = []
        for _ in range(count):
            link = socket.create_connection(("127.0.0.1", center.port), timeout=PATIENCE_S)
            links.append(stack.enter_context(closing(link)))
            if begun:
                link.sendall(begun)
        yield links


def figure(center: RunningCenter, name: str) -> float:
    """A figure of /metrics."""
    told = ask("GET", f"{center.url}/metrics").text
    return sum(float(line.rsplit(" ", 1)[1]) for line in told.splitlines() if line.startswith(name))


def test_silent_connections_keep_no_reader_out(tmp_path: Path) -> None:
    with running(tmp_path) as center:
        center.handles = (SOFT, HARD)
        viewer = center.token("wall", Role.VIEWER)
        center.start()
        with silent(center, SILENT), requests.Session() as reader:
            headers = {"Authorization": f"Bearer {viewer}"}
            site = f"{center.url}/api/v1/site"
            assert reader.get(site, headers=headers, timeout=PATIENCE_S).status_code == 200
            assert figure(center, "cc_connections ") <= most_connections(HARD)
            assert figure(center, "cc_connections_closed_total") >= SILENT - most_connections(HARD)
            # Who has signed in stays, however many strangers come.
            with silent(center, SILENT):
                answer = reader.get(site, headers=headers, timeout=PATIENCE_S)
                assert answer.status_code == 200
        lines = eventually(lambda: center.log.count("connections closed for want of room"))
        assert lines < SILENT / 10
        assert "Traceback" not in center.log


def test_nor_do_requests_that_never_end(tmp_path: Path) -> None:
    begun = (
        b"POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    )
    with running(tmp_path, CC_PROXIES="1") as center:
        center.handles = (SOFT, HARD)
        center.start()
        with silent(center, SILENT, begun + b"Content-Length: 60\r\n\r\n{"):
            assert ask("GET", f"{center.url}/healthz").status_code == 200
        assert "Traceback" not in center.log


def test_a_process_takes_as_many_handles_as_it_may(tmp_path: Path) -> None:
    with running(tmp_path, CC_LOG_LEVEL="info") as center:
        center.handles = (SOFT, HARD)
        center.start()
        assert f"connections={most_connections(HARD)}" in eventually(lambda: center.log)
