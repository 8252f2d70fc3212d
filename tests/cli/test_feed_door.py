"""The replay's way to the door when the board hangs: neither gone nor answering."""

import socket
import threading

import pytest
import requests

from command_center.cli import feed

TAKEN = b'{"accepted": 1, "rejected": []}'


def hangs_once(listener: socket.socket) -> None:
    """Takes the first request without a word; answers the second."""
    silent, _ = listener.accept()
    link, _ = listener.accept()
    with silent, link:
        link.recv(65_536)
        head = (
            b"HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        )
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
        server.join(5)
    assert answer == {"accepted": 1, "rejected": []}
