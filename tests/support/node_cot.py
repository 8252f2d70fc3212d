"""A TAK server of node-cot (MIT), as a process of its own; npm brings it into the user's cache folder once."""

import json
import subprocess
import threading
from pathlib import Path
from typing import Any

from tests.support.npm import environment, modules
from tests.support.ports import free_port, wait_until_listening

PACKAGE = "@tak-ps/node-cot@14.23.2"
SCRIPT = Path(__file__).with_name("cot_server.mjs")


class NodeCot:
    """The server. `heard` is what node-cot understood of each event. Raises Unavailable."""

    def __init__(self) -> None:
        found = modules(PACKAGE)
        self.port = free_port()
        self.url = f"tcp://127.0.0.1:{self.port}"
        self.heard: list[dict[str, Any]] = []
        self._process = subprocess.Popen(
            ["node", str(SCRIPT), str(self.port), str(found)], env=environment(PACKAGE), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()
        wait_until_listening(self.port, self._process)

    def tell(self, uid: str, lat: float, lon: float) -> None:
        """Tell everybody where a user is."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"uid": uid, "lat": lat, "lon": lon}) + "\n")
        self._process.stdin.flush()

    def newest(self, uid: str) -> dict[str, Any] | None:
        """What was understood last of an event of that uid."""
        found = [one for one in list(self.heard) if one.get("feature", {}).get("id") == uid]
        return found[-1] if found else None

    def stop(self) -> None:
        """kill -9."""
        self._process.kill()
        self._process.wait(60)
        self._reader.join(60)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.heard.append(json.loads(line))
