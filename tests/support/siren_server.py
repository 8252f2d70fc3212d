"""An IP siren that takes CAP by HTTP: node's server, as a process of its own."""

import json
import subprocess
import threading
from pathlib import Path
from typing import Any

from tests.support.debian import program
from tests.support.ports import free_port, wait_until_listening

SCRIPT = Path(__file__).with_name("siren_server.js")


class SirenServer:
    """Keeps what it took. With `tls`, a certificate and its key, it speaks HTTPS. Raises Unavailable where node is not
    installed."""

    def __init__(self, tls: tuple[Path, Path] | None = None) -> None:
        self._node = program("node")
        self.port = free_port()
        self._tls = tls or ()
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}/cap"
        self.requests: list[dict[str, Any]] = []
        self._now: list[int] = []
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Returns once it listens."""
        self._process = subprocess.Popen(
            [self._node, str(SCRIPT), str(self.port), *map(str, self._tls)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        threading.Thread(target=self._listen, args=[self._process], daemon=True).start()
        wait_until_listening(self.port, self._process)

    def answers(self, status: int) -> None:
        """Answer with this status from now on; returns once it does."""
        from tests.support.waiting import eventually

        assert self._process is not None
        assert self._process.stdin is not None
        before = len(self._now)
        self._process.stdin.write(f"{status}\n")
        self._process.stdin.flush()
        eventually(lambda: len(self._now) > before)

    def stop(self) -> None:
        """kill -9, if it runs."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(60)
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
            self._process = None

    def bodies(self, status: int = 200) -> list[str]:
        """The documents that were answered so."""
        return [one["body"] for one in self.requests if one["status"] == status]

    def _listen(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                told = json.loads(line)
                if "now" in told:
                    self._now.append(told["now"])
                else:
                    self.requests.append(told)
        except ValueError:
            pass  # closed under the reader
