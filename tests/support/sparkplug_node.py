"""An edge node of sparkplug-client (EPL-2.0), as a process of its own."""

import subprocess
from pathlib import Path

from tests.support.npm import environment

PACKAGE = "sparkplug-client@3.2.4"
SCRIPT = Path(__file__).with_name("sparkplug_node.js")


class SparkplugNode:
    """Publishes to the broker at `port`. Raises Unavailable."""

    def __init__(self, port: int) -> None:
        self._process = subprocess.Popen(
            ["node", str(SCRIPT), str(port)], env=environment(PACKAGE), stdin=subprocess.PIPE, text=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def say(self, line: str) -> None:
        """One command of the script."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def kill(self) -> None:
        """kill -9: the broker publishes its last will."""
        self._process.kill()
        self._process.wait(60)
        if self._process.stdin is not None:
            self._process.stdin.close()
