"""A server of node-opcua (MIT), as a process of its own; npm brings it into the user's cache folder once."""

import fcntl
import subprocess
from functools import cache
from pathlib import Path

import platformdirs

from tests.support.debian import program
from tests.support.opcua_certificate import Identity
from tests.support.ports import free_port, wait_until_listening
from tests.support.unavailable import Unavailable

PACKAGE = "node-opcua-server@2.186.4"
SCRIPT = Path(__file__).with_name("opcua_server.js")


@cache
def modules() -> Path:
    """The folder of its modules. Raises Unavailable where npm or the package cannot be had."""
    npm, _ = program("npm"), program("node")
    folder = Path(platformdirs.user_cache_dir("command-center-tests")) / PACKAGE
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            command = [
                npm,
                "install",
                "--no-audit",
                "--no-fund",
                "--prefix",
                str(folder),
                PACKAGE,
            ]
            ended = subprocess.run(command, capture_output=True, text=True, check=False)
            if ended.returncode != 0:
                raise Unavailable(f"node-opcua: npm install failed: {ended.stderr[-300:]}")
            (folder / "done").touch()
    return folder / "node_modules"


class NodeOpcua:
    """The server. `say` sets its level, or does what a word of the script names. `namespaces` are others that it
    registers first. With `own` it has that certificate, and keeps its trust in `pki`."""

    def __init__(self, own: Identity | None = None, pki: Path | None = None) -> None:
        self._modules = modules()
        self._own: dict[str, str] = {}
        if own is not None:
            self._own = {
                "OPCUA_CERTIFICATE": str(own.certificate), "OPCUA_KEY": str(own.key), "OPCUA_URI": own.uri,
                "OPCUA_PKI": str(pki),
            }  # fmt: skip
        self.port = free_port()
        self.url = f"opc.tcp://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[str] | None = None

    def start(self, namespaces: int = 0) -> None:
        """Returns once it listens."""
        self._process = subprocess.Popen(
            ["node", str(SCRIPT), str(self.port), str(namespaces)],
            env={
                "NODE_PATH": str(self._modules), "PATH": "/usr/bin:/bin:/usr/local/bin",
                "HOME": str(Path.home()), **self._own,
            },
            cwd=self._modules.parent, stdin=subprocess.PIPE, text=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        wait_until_listening(self.port, self._process)

    def say(self, line: object) -> None:
        """Set the level, or make it `bad`."""
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def stop(self) -> None:
        """kill -9, if it runs."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(60)
            if self._process.stdin is not None:
                self._process.stdin.close()
            self._process = None
