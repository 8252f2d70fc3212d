"""Under gevent the database waits in a thread of its own, and the event loop goes on."""

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from command_center.settings import Settings
from command_center.store.database.databases import databases
from command_center.store.writer import run as run_in
from tests.support.waiting import PATIENCE_S

COMMITS, ROUNDS_A_COMMIT = 30, 5
"""As in `ticking.py`, which patches whoever imports it."""


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What a patched process counted; see `ticking.py`."""
    return run("tests.store.ticking", str(tmp_path_factory.mktemp("ticking")))


def run(module: str, argument: str) -> dict[str, Any]:
    command = [sys.executable, "-W", "error", "-m", module, argument]
    finished = subprocess.run(
        command, capture_output=True, text=True, timeout=PATIENCE_S * 2, check=False
    )
    assert finished.returncode == 0, finished.stderr
    assert finished.stderr == ""
    return dict(json.loads(finished.stdout))


def test_a_locked_database_does_not_stop_the_loop(counted: dict[str, int]) -> None:
    # The lock was given back by the hundredth tick: a loop that stood still would never reach it.
    assert counted["ticks_while_locked"] >= 100


def test_batches_are_stored_while_a_long_history_is_read(counted: dict[str, int]) -> None:
    # One page, one batch, in turn: read in one go, it would have let in two or three.
    assert counted["batches_during_history"] >= 20
    assert counted["history"] == 100


def test_more_histories_at_once_than_connections_are_all_read(counted: dict[str, object]) -> None:
    assert counted["histories"] == [100] * 20


def test_a_wait_inside_the_loop_would_be_seen_by_this_measure(counted: dict[str, object]) -> None:
    assert counted["inline"] == ["database is locked", 0]


def test_the_loop_turns_while_every_append_waits_for_the_disk(counted: dict[str, int]) -> None:
    assert counted["ticks_during_appends"] >= COMMITS * ROUNDS_A_COMMIT


def test_the_loop_turns_while_readings_are_written(counted: dict[str, int]) -> None:
    assert counted["ticks_during_readings"] >= ROUNDS_A_COMMIT
    assert counted["readings"] == 1000


def test_contending_greenlets_get_their_refusals_and_leave_no_gap(
    counted: dict[str, Any],
) -> None:
    assert counted["head"] == counted["head_before"] + 20
    assert counted["notes"] == sorted(f"g{name}" for name in range(20))
    assert counted["refusals"] >= 19, "all but one had the old head in hand"


def test_waiting_for_the_head_in_postgresql_does_not_stop_the_loop(postgres_database: str) -> None:
    counted = run("tests.store.ticking_postgres", postgres_database)
    assert counted["ticks_while_locked"] >= 100
    assert counted["head"] == 2


def test_in_a_patched_process_a_transaction_runs_beside_the_loop(tmp_path: Path) -> None:
    told = run("tests.store.in_place", str(tmp_path))
    assert told == {"where": "elsewhere", "kept": "FULL", "thrown_away": "NORMAL"}
    with databases(Settings(data_dir=tmp_path / "here")) as stores:
        here = threading.get_ident()
        assert run_in(stores.journal, threading.get_ident) == here, "nobody else waits here"
