"""A mosquitto broker of our own, on a port of its own, which can be stopped and started again."""

import signal
import subprocess
from pathlib import Path

from tests.support.debian import program
from tests.support.ports import free_port, wait_until_listening


class Mosquitto:
    """Keeps its sessions and messages over a restart. With `tls`, a certificate and its key, it speaks TLS alone.
    Raises Unavailable where it is not installed."""

    def __init__(self, folder: Path, tls: tuple[Path, Path] | None = None) -> None:
        self._program = program("mosquitto")
        self.port = free_port()
        self.url = f"{'mqtt' if tls is None else 'mqtts'}://127.0.0.1:{self.port}"
        secured = "" if tls is None else f"certfile {tls[0]}\nkeyfile {tls[1]}\n"
        self._file = folder / "mosquitto.conf"
        self._file.write_text(
            f"listener {self.port} 127.0.0.1\n{secured}allow_anonymous true\npersistence true\n"
            f"persistence_location {folder}/\nmax_queued_messages 100000\nautosave_interval 1\nuser root\n"
        )
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        """Returns once it listens."""
        self._process = subprocess.Popen(
            [self._program, "-c", str(self._file)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        wait_until_listening(self.port, self._process)

    def freeze(self) -> None:
        """It keeps its connections, and neither reads nor answers until it is woken."""
        self._signal(signal.SIGSTOP)

    def wake(self) -> None:
        """It goes on."""
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        """kill -9: what it has not read is lost."""
        self._signal(signal.SIGKILL)
        assert self._process is not None
        self._process.wait(20)
        self._process = None

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def stop(self) -> None:
        """End it, if it runs."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)
            self._process = None
