"""A server of node-opcua (MIT), as a process of its own; npm brings it into the user's cache folder once."""

import subprocess
from pathlib import Path

from tests.support.npm import environment, modules
from tests.support.opcua_certificate import Identity
from tests.support.ports import free_port, wait_until_listening

PACKAGE = "node-opcua-server@2.186.4"
SCRIPT = Path(__file__).with_name("opcua_server.js")


class NodeOpcua:
    """The server. `say` sets its level, or does what a word of the script names. `namespaces` are others that it
    registers first. With `own` it has that certificate, and keeps its trust in `pki`. `script` is another server."""

    def __init__(
        self, own: Identity | None = None, pki: Path | None = None, script: Path = SCRIPT
    ) -> None:
        self._script = script
        self._modules = modules(PACKAGE)
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
        """Returns once it listens. Another script takes the number as it likes."""
        self._process = subprocess.Popen(
            ["node", str(self._script), str(self.port), str(namespaces)],
            env={**environment(PACKAGE), **self._own},
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
