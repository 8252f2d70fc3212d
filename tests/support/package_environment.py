"""A program of PyPI in a Python environment of its own, in the user's cache folder; pip brings it once."""

import fcntl
import subprocess
import sys
import venv
from functools import cache
from pathlib import Path

import platformdirs

from tests.support.unavailable import Unavailable


@cache
def programs(package: str) -> Path:
    """The `bin` folder of the environment of `package` (`name==version`). Raises Unavailable where it cannot be had."""
    folder = (
        Path(platformdirs.user_cache_dir("command-center-tests"))
        / package
        / f"py{sys.version_info.minor}"
    )
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            venv.create(folder / "env", with_pip=True, clear=True)
            command = [str(folder / "env" / "bin" / "pip"), "install", "--quiet", package]
            ended = subprocess.run(command, capture_output=True, text=True, check=False)
            if ended.returncode != 0:
                raise Unavailable(f"{package}: pip install failed: {ended.stderr[-300:]}")
            (folder / "done").touch()
    return folder / "env" / "bin"
