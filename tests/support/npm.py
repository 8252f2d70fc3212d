"""Packages of npm that tests run as processes of their own; each is brought into the user's cache folder once."""

import fcntl
import subprocess
from functools import cache
from pathlib import Path

import platformdirs

from tests.support.debian import program
from tests.support.unavailable import Unavailable


@cache
def modules(package: str) -> Path:
    """The folder with `package` (`name@version`) and what it needs. Raises Unavailable where it cannot be had."""
    npm, _ = program("npm"), program("node")
    folder = Path(platformdirs.user_cache_dir("command-center-tests")) / package.replace("/", "+")
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(folder), package]
            ended = subprocess.run(command, capture_output=True, text=True, check=False)
            if ended.returncode != 0:
                raise Unavailable(f"{package}: npm install failed: {ended.stderr[-300:]}")
            (folder / "done").touch()
    return folder / "node_modules"


def environment(package: str) -> dict[str, str]:
    """What node needs to find it."""
    return {
        "NODE_PATH": str(modules(package)), "PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": str(Path.home()),
    }  # fmt: skip
