"""A page of the journal's file that nothing reads at the start is damaged: the server says so, and serves on."""

import sqlite3
from contextlib import closing
from pathlib import Path

import requests

from command_center.domain.actor import Role
from command_center.site_file.beginning import begin
from tests.support.requesting import ask
from tests.support.running_center import running
from tests.support.waiting import eventually

PAGE = 4_096


def damaged_middle(file: Path) -> None:
    """Overwrite a page of texts that a start does not read."""
    with closing(sqlite3.connect(file)) as database:
        for n in range(400):
            row = ("unread", f"{n}", "x" * 900, 0)
            database.execute("insert into scenario_texts values (?, ?, ?, ?)", row)
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = bytearray(file.read_bytes())
    at = raw.rindex(b"x" * 900) // PAGE * PAGE
    raw[at : at + PAGE] = b"\xff" * PAGE
    file.write_bytes(raw)


def test_a_damaged_middle_page_is_told_of_by_the_server_that_runs(tmp_path: Path) -> None:
    plant = begin(tmp_path / "plant", "en")
    with running(tmp_path, plant) as center:
        viewer = center.token("eye", Role.VIEWER)
        center.start()
        center.stop()
        damaged_middle(tmp_path / "var" / "journal.db")
        # It is found a moment after the start, which therefore need not be seen to be ready.
        center.start(until="healthz")

        def red() -> bool:
            try:
                answer = ask("GET", f"{center.url}/readyz")
            except requests.RequestException:
                return False
            return answer.status_code == 503 and answer.json()["checks"].get("database") is False

        def told() -> bool:
            rows = center.get("board", viewer)["rows"]["center"]
            return "disk" in rows and rows["disk"].get("damaged") == "journal.db"

        eventually(red)
        eventually(told)  # the rows of the center are made by its next look
        assert "a file of the database is damaged" in center.log
