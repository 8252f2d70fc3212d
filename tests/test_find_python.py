"""Which Python `make` takes: the machine's first that is new enough, or the one that was named."""

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[1] / "tools" / "find_python.sh"


def found(*named: object, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", SCRIPT, *map(str, named)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C", **environ},
    )


def too_old(folder: Path) -> Path:
    """A Python that says no to whatever asks for 3.11."""
    python = folder / "python3"
    python.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2"\nexit 1\n')
    python.chmod(0o755)
    return python


def test_the_one_that_was_named_is_taken() -> None:
    assert found(sys.executable).stdout.strip() == sys.executable


def test_one_that_was_named_and_is_too_old_is_not_silently_another(tmp_path: Path) -> None:
    ended = found(too_old(tmp_path))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "3.11 or newer" in ended.stderr
    assert "Python 3.9.2" in ended.stderr


def test_without_a_name_the_first_that_is_new_enough_is_taken(tmp_path: Path) -> None:
    too_old(tmp_path)
    (tmp_path / "python3.12").symlink_to(sys.executable)
    ended = found(PATH=f"{tmp_path}:/usr/bin:/bin")
    assert ended.returncode == 0
    assert ended.stdout.strip().startswith("python3.1")


def test_chinese_for_whoever_reads_it(tmp_path: Path) -> None:
    assert "需要 Python 3.11" in found(too_old(tmp_path), LC_ALL="zh_CN.UTF-8").stderr
