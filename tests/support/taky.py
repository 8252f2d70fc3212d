"""A TAK server of taky (MIT), in a Python environment of its own in the user's cache folder; pip brings it once."""

import fcntl
import subprocess
import sys
import venv
from functools import cache
from pathlib import Path

import platformdirs

from tests.support.ports import free_port, wait_until_listening
from tests.support.unavailable import Unavailable

PACKAGE = "taky==0.10"


@cache
def program() -> Path:
    """Its program. Raises Unavailable where it cannot be had."""
    folder = (
        Path(platformdirs.user_cache_dir("command-center-tests"))
        / PACKAGE
        / f"py{sys.version_info.minor}"
    )
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            venv.create(folder / "env", with_pip=True)
            command = [str(folder / "env" / "bin" / "pip"), "install", "--quiet", PACKAGE]
            ended = subprocess.run(command, capture_output=True, text=True, check=False)
            if ended.returncode != 0:
                raise Unavailable(f"{PACKAGE}: pip install failed: {ended.stderr[-300:]}")
            (folder / "done").touch()
    return folder / "env" / "bin" / "taky"


class Taky:
    """The server. Raises Unavailable."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"tcp://127.0.0.1:{self.port}"
        file = folder / "taky.conf"
        file.write_text(
            f"[taky]\nhostname=taky.test\nbind_ip=127.0.0.1\nroot_dir={folder}\n"
            f"[cot_server]\nport={self.port}\n[ssl]\nenabled=false\n"
        )
        self._process = subprocess.Popen(
            [program(), "-c", str(file)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_until_listening(self.port, self._process)

    def stop(self) -> None:
        """kill -9."""
        self._process.kill()
        self._process.wait(60)
