"""The command line as a user meets it: its streams and its exit status.

Most of what it says is the same in a process of its own and in this one, where it costs no start of
an interpreter: `command_center` runs it here. `as_process` is for what only a process has (a
password typed in, `serve`), and for one true start of every command.
"""

import asyncio
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any

from command_center.cli.main import main
from tests.support.ports import free_port
from tests.support.running_center import REPOSITORY
from tests.support.waiting import PATIENCE_S

Ended = subprocess.CompletedProcess[str]


def environment(folder: Path, **settings: Any) -> dict[str, str]:
    """No CC_* of this machine, the embedded databases in `folder`, English words, and a port of our own: at
    the usual one somebody's center may stand."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("CC_", "LC_"))}
    own = {"CC_DATA_DIR": str(folder / "var"), "CC_PORT": str(own_port())}
    given = {**kept, "LANG": "C.UTF-8", "COLUMNS": "60", **own, **settings}
    return {key: str(value) for key, value in given.items() if value is not None}


@cache
def own_port() -> int:
    """One for this process: its commands run one after the other."""
    return free_port()


def command_center(
    folder: Path, *arguments: Any, at: str | Path = REPOSITORY, **settings: Any
) -> Ended:
    """Run to the end by the console script's entry point, in the folder `at`; `settings` are more variables, None
    for one that is not set."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    given = ["command-center", *map(str, arguments)]
    status: Any = 0
    with (
        _started_with(given, environment(folder, **settings)),
        chdir(at),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as ended:
            status = ended.code or 0
    said, complained = (stream.buffer.getvalue().decode() for stream in (out, err))
    return subprocess.CompletedProcess(given, status, said, complained)


@contextmanager
def _started_with(arguments: list[str], environ: dict[str, str]) -> Iterator[None]:
    """What a new process begins with, and this one's own again afterwards."""
    before = sys.argv, dict(os.environ)
    loop = asyncio.events._get_running_loop()  # Playwright's stays in this thread
    asyncio.events._set_running_loop(None)
    sys.argv = arguments
    os.environ.clear()
    os.environ.update(environ)
    try:
        yield
    finally:
        asyncio.events._set_running_loop(loop)
        sys.argv = before[0]
        os.environ.clear()
        os.environ.update(before[1])


def as_process(folder: Path, *arguments: Any, typed: str = "", **settings: Any) -> Ended:
    """Run to the end in a process of its own; `typed` is what comes from standard input."""
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
