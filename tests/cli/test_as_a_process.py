"""Every command started once for true, with an interpreter, streams and a terminal's end of its own.

`init`, `check`, `user add`, `token add` and `serve` are in `test_init.py`, `demo` and `feed` in files
of their own; here are the others.
"""

from pathlib import Path

import pytest

from tests.cli.command_line import as_process

PASSWORD = "a long enough one"


def done(folder: Path, *arguments: str, typed: str = "") -> str:
    ended = as_process(folder, *arguments, typed=typed)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.mark.slow
def test_every_command_runs_to_its_end(tmp_path: Path) -> None:
    assert done(tmp_path, "version").strip()
    done(tmp_path, "migrate")
    done(tmp_path, "user", "add", "chen", "--role", "commander", "--generate")
    done(tmp_path, "user", "role", "chen", "viewer")
    done(tmp_path, "user", "disable", "chen")
    done(tmp_path, "user", "enable", "chen")
    done(tmp_path, "user", "password", "chen", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert done(tmp_path, "user", "list") == "chen\tviewer\t-\topen\n"
    done(tmp_path, "token", "add", "wall", "--role", "viewer")
    done(tmp_path, "token", "withdraw", "wall")
    assert done(tmp_path, "token", "list") == "wall\tviewer\t-\tact\twithdrawn\n"
