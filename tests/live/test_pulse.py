"""The pulse over a real socket: it is the promise that what is shown is the journal's last word."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.live_line import ROOT, Line, LiveServer
from tests.support.ports import free_port, wait_until_listening

GREY_S = 3.0
"""A screen that hears nothing for so long greys (`assets/live/live_link.js`)."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    port = free_port()
    command = [sys.executable, "-m", "tests.support.board_server", str(port), str(tmp_path)]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        wait_until_listening(port, process)
        yield LiveServer(port)
    finally:
        process.kill()
        process.wait()


def test_a_screen_greys_while_a_fact_cannot_be_shown_and_catches_up_after(
    server: LiveServer,
) -> None:
    line = Line(server.port)
    line.join("viewer")
    server.post("/report")
    before = server.get("/seqs")["journal"]
    while line.event("frame")["seq"] < before:
        pass
    server.post("/spoil")
    server.post("/report")
    server.post("/reading")
    assert line.falls_silent(GREY_S + 1)
    seqs = server.get("/seqs")
    assert seqs["hub"] < seqs["journal"]

    server.post("/mend")
    frame = line.event("frame")
    assert frame["seq"] == seqs["journal"]
    assert frame["rows"]["alarms"]["LT-T:NETLOSS"]["state"] == "ACKED"
    assert line.event("frame")["from"] == frame["rev"], "and the pulse goes on"
    line.close()


def test_who_comes_meanwhile_is_not_greeted_as_if_all_were_well(server: LiveServer) -> None:
    """A greeting would make the screen look alive for as long as silence is forgiven."""
    server.post("/spoil")
    line = Line(server.port)
    answer = line.join("viewer")
    assert isinstance(answer, str)
    assert answer.startswith("44/live,")
    assert "behind" in answer
    machine = Line(server.port)
    assert machine.join("gateway")["epoch"] == "run-1", "a machine only writes"
    server.post("/mend")
    again = Line(server.port)
    assert again.join("viewer")["seq"] == server.get("/seqs")["journal"]
    for one in (line, machine, again):
        one.close()
