"""The replay's way to the door when the board hangs: neither gone nor answering."""

import socket
import threading
from contextlib import suppress
from pathlib import Path

import pytest
import requests

from command_center.cli import feed
from tests.cli.command_line import command_center

TAKEN = b'{"accepted": 1, "rejected": []}'


def hangs_once(listener: socket.socket) -> None:
    """Takes the first request without a word; answers the next, and all that ask again."""
    silent, _ = listener.accept()
    head = b"HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    with silent, suppress(OSError):  # until nobody listens any more
        while True:
            link, _ = listener.accept()
            with link, suppress(OSError):  # whoever had not the time to wait asks again
                link.recv(65_536)
                link.sendall(head % len(TAKEN) + TAKEN)


def test_a_board_that_does_not_answer_delays_the_replay_and_ends_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feed, "ANSWER_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = threading.Thread(target=hangs_once, args=(listener,), daemon=True)
        server.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        answer = feed._send(requests.Session(), url, {"source": "s", "readings": []})
        listener.shutdown(socket.SHUT_RDWR)  # wakes it; closing alone does not
    server.join()
    assert answer == {"accepted": 1, "rejected": []}


def test_an_address_that_is_none_is_said_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "levels.csv"
    file.write_text("ts,tag,value\n2026-01-01T00:00:00,T1.LEVEL,1\n")
    given = ["feed", file, "--source", "s", "--token", "x", "--url", "127.0.0.1:8050"]
    ended = command_center(tmp_path, *given)
    assert ended.returncode == 2
    assert "no address of a board" in ended.stderr
    assert "Traceback" not in ended.stderr
