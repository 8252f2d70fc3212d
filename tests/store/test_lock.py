"""One process to an embedded database; a second one is told who has it."""

import subprocess
import sys
from pathlib import Path

import pytest

from command_center.store.database.lock import DatabaseInUse, hold
from tests.support.waiting import PATIENCE_S

PROGRAM = """
import sys
from pathlib import Path
from command_center.store.database.lock import hold
with hold(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def holder(path: Path) -> subprocess.Popen[str]:
    """Another process that holds the database until it reads a line."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_process_is_refused_with_the_first_ones_number(tmp_path: Path) -> None:
    path = tmp_path / "center.db"
    first = holder(path)
    with pytest.raises(DatabaseInUse) as refused, hold(path):
        pass
    assert refused.value.pid == first.pid
    assert str(first.pid) in str(refused.value)
    assert str(path) in str(refused.value)
    first.communicate("go\n", timeout=PATIENCE_S)
    with hold(path):
        pass


def test_the_lock_dies_with_its_process(tmp_path: Path) -> None:
    path = tmp_path / "center.db"
    first = holder(path)
    first.kill()
    first.communicate(timeout=PATIENCE_S)
    with hold(path), pytest.raises(DatabaseInUse), hold(path):
        pass


def test_an_error_inside_gives_it_back(tmp_path: Path) -> None:
    with pytest.raises(LookupError), hold(tmp_path / "center.db"):
        raise LookupError
    with hold(tmp_path / "center.db"):
        pass
