"""The pulse over a real socket: it is the promise that what is shown is the journal's last word.

A row that cannot be made is named above every screen, and all else goes on. What cannot be told for any other reason
greys every screen.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.live_line import ROOT, Line, LiveServer
from tests.support.ports import free_port, wait_until_listening
from tests.support.waiting import PATIENCE_S

GREY_S = 3.0
"""A screen that hears nothing for so long greys (`assets/live/live_link.js`)."""
ALARM = "LT-T:NETLOSS"


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


class Screen:
    """A viewer's screen: it joins, takes the board, whole or what came after `known`, and then every frame."""

    def __init__(self, server: LiveServer, known: "Screen | None" = None) -> None:
        self.line = Line(server.port)
        self.seq = self.line.join("viewer")["seq"]
        self.rows: dict[str, dict[str, Any]] = {} if known is None else known.rows
        told = server.get("/board" if known is None else f"/board?since={known.rev}")
        assert told["whole"] == (known is None)
        self.rev: int = told["rev"]
        self._take(told["rows"])

    def _take(self, told: dict[str, dict[str, Any]]) -> None:
        for topic, rows in told.items():
            shown = self.rows.setdefault(topic, {})
            for key, row in rows.items():
                if row is None:
                    shown.pop(key, None)
                else:
                    shown[key] = row

    def until(self, shows: Callable[[], bool]) -> None:
        """Takes frames, none of which may be missing, until it shows that."""
        deadline = time.monotonic() + PATIENCE_S
        while not shows():
            assert time.monotonic() < deadline, "it never shows it, and the pulse goes on"
            frame = self.line.event("frame")
            assert frame["from"] <= self.rev, "a frame is missing"
            self.rev, self.seq = max(self.rev, frame["rev"]), frame["seq"]
            self._take(frame["rows"])

    def alarm(self) -> str | None:
        """The state of the alarm that it shows."""
        row = self.rows.get("alarms", {}).get(ALARM)
        return None if row is None else str(row["state"])

    @property
    def failing(self) -> list[tuple[str, str, bool]]:
        """What it says above everything that cannot be shown: part, name, and whether life hangs on it."""
        row = self.rows.get("center", {}).get("failing", {"failing": []})
        return [(one["part"], one["name"], one["life"]) for one in row["failing"]]


NAMED = [("row", f"alarms/{ALARM} (JSON)", True)]


def test_a_row_that_cannot_be_made_is_named_to_who_is_there_and_comes_back(
    server: LiveServer,
) -> None:
    server.post("/look")
    screen = Screen(server)
    assert (screen.alarm(), screen.failing) == ("UNACK", [])
    server.post("/spoil")
    server.post("/ack")
    screen.until(lambda: screen.alarm() != "UNACK")
    assert screen.alarm() is None, "it is not shown as it was"
    server.post("/look")
    screen.until(lambda: screen.failing == NAMED)
    server.post("/report")
    journal = server.get("/seqs")["journal"]
    screen.until(lambda: screen.seq == journal)
    assert str(journal) in screen.rows["ticker"], "all else goes on"
    server.post("/look")
    assert (screen.alarm(), screen.failing) == (None, NAMED)

    server.post("/mend")
    server.post("/look")
    screen.until(lambda: screen.failing == [])
    assert screen.alarm() == "ACKED", "nothing is said to be well before it is shown"
    frame = screen.line.event("frame")
    assert (frame["from"], frame["rows"]) == (screen.rev, {}), "and the pulse goes on"
    screen.line.close()


def test_who_comes_or_comes_back_while_a_row_cannot_be_made_is_told_and_gets_it_later(
    server: LiveServer,
) -> None:
    server.post("/look")
    before = Screen(server)
    assert before.alarm() == "UNACK"
    before.line.close()
    server.post("/spoil")
    server.post("/ack")
    server.post("/look")
    journal = server.get("/seqs")["journal"]
    screens = [Screen(server), Screen(server, known=before)]
    for screen in screens:
        screen.until(lambda screen=screen: screen.failing == NAMED)  # type: ignore[misc]  # a lambda's default
        assert (screen.seq, screen.alarm()) == (journal, None)
    server.post("/mend")
    server.post("/look")
    for screen in [*screens, Screen(server)]:
        screen.until(lambda screen=screen: screen.alarm() == "ACKED" and not screen.failing)  # type: ignore[misc]  # a lambda's default
        screen.line.close()


def test_a_screen_greys_while_the_board_cannot_be_told_and_catches_up_after(
    server: LiveServer,
) -> None:
    line = Line(server.port)
    line.join("viewer")
    server.post("/report")
    before = server.get("/seqs")["journal"]
    while line.event("frame")["seq"] < before:
        pass
    server.post("/jam")
    server.post("/ack")
    server.post("/report")
    server.post("/reading")
    assert line.falls_silent(GREY_S + 1)
    seqs = server.get("/seqs")
    assert seqs["hub"] < seqs["journal"]

    server.post("/free")
    server.post("/look")
    frame = line.event("frame")
    assert frame["seq"] == seqs["journal"]
    assert frame["rows"]["alarms"][ALARM]["state"] == "ACKED"
    assert line.event("frame")["from"] == frame["rev"], "and the pulse goes on"
    line.close()


def test_who_comes_meanwhile_is_not_greeted_as_if_all_were_well(server: LiveServer) -> None:
    """A greeting would make the screen look alive for as long as silence is forgiven."""
    server.post("/jam")
    server.post("/ack")
    line = Line(server.port)
    answer = line.join("viewer")
    assert isinstance(answer, str)
    assert answer.startswith("44/live,")
    assert "behind" in answer
    machine = Line(server.port)
    assert machine.join("gateway")["epoch"] == "run-1", "a machine only writes"
    server.post("/free")
    server.post("/look")
    again = Line(server.port)
    assert again.join("viewer")["seq"] == server.get("/seqs")["journal"]
    for one in (line, machine, again):
        one.close()
