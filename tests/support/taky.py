"""A TAK server of taky (MIT), in a Python environment of its own."""

import subprocess
from pathlib import Path

from tests.support.package_environment import programs
from tests.support.ports import free_port, wait_until_listening

PACKAGE = "taky==0.10"


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
            [programs(PACKAGE) / "taky", "-c", str(file)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until_listening(self.port, self._process)

    def stop(self) -> None:
        """kill -9."""
        self._process.kill()
        self._process.wait(60)
