"""The plant's devices, each a separate process: they get their instruments' values by standard input, and nothing is
posted.

A device that dies stays away for a while, as if waiting for repair.
"""

import json
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from command_center import log
from command_center.demo.devices import PROTOCOLS, Ports
from simulations.doors.feeds import Sender

MENDED_AFTER_S = 20.0
"""A dead device is started again after so long (ours)."""
KEPT = 2_000
EVERY_S = 0.2
ENDS_S = 3.0
_log = log.get(__name__)


class DeviceFeed:
    """One device's process and the samples sent to it. `put` and `send` are called by different threads."""

    def __init__(self, protocol: str, site: Path, port: int, clock_offset_ms: int) -> None:
        self._name = protocol
        self._command = [sys.executable, "-m", "simulations.devices", protocol, "--site", str(site),
                         "--port", str(port), f"--clock-offset-ms={clock_offset_ms}"]  # fmt: skip
        self._kept: deque[dict[str, Any]] = deque(maxlen=KEPT)
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._died_at: float | None = None

    def put(self, samples: Iterable[dict[str, Any]]) -> None:
        """Queue samples as `ReadingsFeed` does; a device ignores other devices' tags."""
        with self._lock:
            self._kept.extend(samples)

    def send(self) -> None:
        """Send queued samples to the device, and restart it when due."""
        with self._lock:
            told, self._kept = list(self._kept), deque(maxlen=KEPT)
        process = self._process
        if process is None or process.poll() is not None:
            self._start_when_due()
            return
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(told).encode() + b"\n")
            process.stdin.flush()
        except OSError:
            return  # it has died: the next call finds that

    def stop(self) -> None:
        """Ends the device's process."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(ENDS_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _start_when_due(self) -> None:
        if self._process is not None and self._died_at is None:
            self._died_at = time.monotonic()
            _log.warning(
                "a device of the plant is down", device=self._name, back_in_s=MENDED_AFTER_S
            )
        if self._died_at is None or time.monotonic() - self._died_at >= MENDED_AFTER_S:
            self._died_at = None
            self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE)


class Devices:
    """All of a plant's devices, with a thread for each, so that one that hangs does not delay the others."""

    def __init__(self, site: Path, ports: Ports, clock_offset_ms: int) -> None:
        self._feeds = [
            DeviceFeed(one, site, ports.of(one), clock_offset_ms) for one in PROTOCOLS
        ]  # fmt: skip
        self._senders = [
            Sender(name, feed.send, EVERY_S)
            for name, feed in zip(PROTOCOLS, self._feeds, strict=True)
        ]

    def put(self, samples: Iterable[dict[str, Any]]) -> None:
        """Queue samples for the devices that carry their tags."""
        told = list(samples)
        for feed in self._feeds:
            feed.put(told)

    def start(self) -> None:
        """Starts the devices."""
        for sender in self._senders:
            sender.start()

    def stop(self) -> None:
        """Ends the devices."""
        for sender in self._senders:
            sender.stop()
        for feed in self._feeds:
            feed.stop()
