"""The types hold, strictly: checked beside the other tests, so that no processor waits for it."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("command_center", "layouts", "callbacks", "simulations")


@pytest.mark.slow
def test_types_hold() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", *PACKAGES],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
