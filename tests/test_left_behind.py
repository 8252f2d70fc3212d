"""A run of the tests that is killed leaves no process behind: no center, no database, no browser."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.support import killed_run
from tests.support.leash import REPOSITORY
from tests.support.waiting import eventually

pytestmark = pytest.mark.slow


def alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_nothing_outlives_a_run_that_is_killed(tmp_path: Path) -> None:
    stands = tmp_path / "stands"
    environ = {**os.environ, killed_run.STANDS: str(stands)}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", killed_run.__file__]
    with (tmp_path / "said").open("wb") as out:
        run = subprocess.Popen(command, env=environ, cwd=REPOSITORY, stdout=out, stderr=out)
    try:
        eventually(lambda: stands.exists() or run.poll() is not None)
        if run.poll() is not None:
            said = (tmp_path / "said").read_text()
            assert "skipped" in said, said
            pytest.skip("the machine lacks what the run to be killed needs")
        started = psutil.Process(run.pid).children(recursive=True)
        told = "\n".join(" ".join(one.cmdline()) for one in started)
        for what in ("postgres", "-server", "tests.support.forked", "chrom"):
            assert what in told, told
    finally:
        run.kill()
        run.wait()
    eventually(lambda: not any(map(alive, started)))
