"""A heartbeat to an outside watchdog: while it arrives, the paging of this plant is audited and in order.

The watchdog raises an alarm when it stops, so it also detects a machine that is off.
"""

import threading
from collections.abc import Callable

import requests

from command_center import log

TIMEOUT_S = 10

_log = log.get(__name__)


class Heartbeat:
    """Requests `url` every `every_s` seconds while `clean` returns True. Run it in a thread of its own."""

    def __init__(self, url: str, every_s: float, clean: Callable[[], bool]) -> None:
        self._url, self._every_s, self._clean = url, every_s, clean
        self._stopped = threading.Event()
        self.failed: bool = False

    def run(self) -> None:
        """Sends heartbeats until `stop` is called."""
        while not self._stopped.wait(self._every_s):
            if self._clean():
                self.beat()

    def beat(self) -> None:
        """Send one heartbeat. If the watchdog cannot be reached this is logged; the watchdog notices by itself. Its
        address may contain a key, so it is not logged.
        """
        try:
            answer = requests.get(self._url, timeout=TIMEOUT_S, allow_redirects=False)
            self.failed = answer.status_code >= 300
            why = f"status {answer.status_code}"
        except requests.RequestException as error:
            self.failed, why = True, type(error).__name__
        if self.failed:
            _log.warning("the watcher of the heartbeat did not take it", why=why)

    def stop(self) -> None:
        """Asks `run` to return."""
        self._stopped.set()
