"""The command line as a user runs it: a process of its own, its streams and its exit status."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.support.running_center import REPOSITORY
from tests.support.waiting import PATIENCE_S

Ended = subprocess.CompletedProcess[str]


def environment(folder: Path, **settings: Any) -> dict[str, str]:
    """No CC_* of this machine, the embedded databases in `folder`, English words."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("CC_", "LC_"))}
    given = {key: str(value) for key, value in settings.items()}
    return {**kept, "LANG": "C.UTF-8", "COLUMNS": "60", "CC_DATA_DIR": str(folder / "var"), **given}


def command_center(folder: Path, *arguments: Any, typed: str = "", **settings: Any) -> Ended:
    """Run to the end; `typed` is what comes from standard input, `settings` more variables."""
    return subprocess.run(
        [sys.executable, "-m", "command_center.cli.main", *map(str, arguments)],
        env=environment(folder, **settings),
        input=typed,
        capture_output=True,
        text=True,
        timeout=2 * PATIENCE_S,
        check=False,
        cwd=REPOSITORY,
    )


def one_line(ended: Ended) -> str:
    """What a failed command said on standard error: exactly one line, no traceback."""
    assert ended.returncode == 1, ended
    lines = ended.stderr.strip().splitlines()
    assert len(lines) == 1, ended.stderr
    return lines[0]
