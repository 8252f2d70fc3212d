"""A sender of its own: `python -m tests.support.sender_process URL COUNTER [asks]`.

The product's own workers on a database at URL, with one channel `n` whose service is the HTTP counter at COUNTER;
with `asks` it can be asked what became of a message. It says `ready` and sends until it is killed.
"""

import sys
import threading

import requests

from command_center import log
from command_center.clock import Clock
from command_center.domain.state.notices.notice import Channel
from command_center.notify.provider import Accepted, Limits, Message, Temporary, Unknown
from command_center.notify.routes import Route, Routes
from command_center.notify.sending.sending import Sending
from command_center.store.database.engine import open_engine

SITE, CHANNEL = "small", "n"
WORKERS = 8


class Counted:
    """A provider whose service counts what it is given (`tests/support/counter.py`)."""

    kind: Channel = "sms"
    timeout_s = 1.0
    workers = WORKERS
    limits = Limits()

    def __init__(self, url: str) -> None:
        self._url = url

    def send(self, message: Message) -> Accepted:
        try:
            answer = requests.post(f"{self._url}/{message.ref}", timeout=self.timeout_s)
        except requests.ConnectTimeout as why:
            raise Temporary(str(why)) from why
        except requests.RequestException as why:
            raise Unknown(str(why)) from why
        return Accepted(answer.text)


class Asked(Counted):
    """One that says what it has."""

    def look_up(self, message: Message) -> Accepted | None:
        try:
            answer = requests.get(f"{self._url}/{message.ref}", timeout=self.timeout_s)
        except requests.RequestException as why:
            raise Temporary(str(why)) from why
        return Accepted(answer.text) if answer.status_code == 200 else None


def main(url: str, counter: str, *asks: str) -> None:
    log.configure("error")
    provider = Asked(counter) if asks else Counted(counter)
    sending = Sending(
        open_engine(url), SITE, f"sender {id(provider)}", {CHANNEL: provider},
        Routes([Route(CHANNEL, "sms")]), lambda person, version: f"{person}/{version}",
        Clock().elapsed,
    )  # fmt: skip
    sending.start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
