"""gammu-smsd with gammu's dummy phone, and a fake of it: both work on a spool folder.

The dummy phone takes every message, so only the fake fails one. `test_gammu_smsd.py` runs the same tests against both.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from command_center.clock import Clock
from command_center.domain.state.notices.notice import Error
from command_center.notify.provider import Accepted, Message, Outcome
from command_center.notify.providers.gammu_smsd import FOLDERS, GammuProvider, Settings
from tests.notify.providers.counterpart import Behaviour
from tests.support.debian import program
from tests.support.waiting import eventually

CONFIG = """\
[gammu]
model = dummy
connection = none
port = {spool}/phone
gammuloc = /dev/null

[smsd]
service = files
loopsleep = 1
receivefrequency = 1
statusfrequency = 1
commtimeout = 5
deliveryreport = sms
debuglevel = 1
logfile = {spool}/log
inboxpath = {spool}/inbox/
outboxpath = {spool}/outbox/
sentsmspath = {spool}/sent/
errorsmspath = {spool}/error/
{more}
"""
RECEIVED = """\
[SMSBackup000]
PDU = {pdu}
DateTime = 20261128T043500
State = UnRead
Number = "{number}"
NumberUnicode = {number_hex}
Text00 = {text_hex}
Coding = Unicode_No_Compression
Folder = 1
Length = {length}
Class = -1
MessageReference = 255
"""
OLD = "OUTD20200101_000000_00_10086_0000000000000old.txt"


class Smsd(Protocol):
    """The daemon, real or fake."""

    config: Path | None

    def settle(self) -> None:
        """Return once the outbox is empty."""

    def hear(self, number: str, text: str, report: bool = False) -> None:
        """The phone gets a message or a delivery report; return once it lies in the inbox."""

    def stop(self) -> None: ...


class RealSmsd:
    """The program with gammu's dummy phone."""

    def __init__(
        self, spool: Path, more: str = "transmitformat = auto\ninboxformat = detail"
    ) -> None:
        self._spool = spool
        self._numbers = count(1)
        for folder in range(1, 6):
            (spool / "phone" / "sms" / str(folder)).mkdir(parents=True)
        self.config = spool / "smsdrc"
        self.config.write_text(CONFIG.format(spool=spool, more=more))
        self._daemon = subprocess.Popen(
            [program("gammu-smsd"), "-c", str(self.config)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )  # fmt: skip

    def settle(self) -> None:
        eventually(lambda: not list((self._spool / "outbox").glob("OUT*")))

    def hear(self, number: str, text: str, report: bool = False) -> None:
        before = set(os.listdir(self._spool / "inbox"))
        name = str(next(self._numbers))
        new = self._spool / f"new-{name}"
        new.write_text(backup(number, text, report))
        new.rename(self._spool / "phone" / "sms" / "1" / name)
        eventually(lambda: set(os.listdir(self._spool / "inbox")) - before)
        eventually(lambda: all(path.stat().st_size for path in (self._spool / "inbox").iterdir()))

    @property
    def log(self) -> str:
        return (self._spool / "log").read_text("utf-8", "replace")

    def stop(self) -> None:
        self._daemon.terminate()
        self._daemon.wait()


class FakeSmsd:
    """Moves files as the daemon does. It is told when to work."""

    config = None

    def __init__(self, spool: Path) -> None:
        self._spool = spool
        self._numbers = count()

    def settle(self) -> None:
        for path in sorted((self._spool / "outbox").glob("OUT*")):
            path.rename(self._spool / "sent" / path.name)

    def hear(self, number: str, text: str, report: bool = False) -> None:
        serial = next(self._numbers)
        path = self._spool / "inbox" / f"IN20261128_043500_{serial:02d}_{number}_00.txt"
        path.write_text(backup(number, text, report))

    def stop(self) -> None:
        """It has no process."""


def backup(number: str, text: str, report: bool) -> str:
    """A message in gammu's own format."""
    return RECEIVED.format(
        pdu="Status_Report" if report else "Deliver",
        number=number,
        number_hex=number.encode("utf-16-be").hex().upper(),
        text_hex=text.encode("utf-16-be").hex().upper(),
        length=len(text),
    )


class GammuService:
    """The spool and who works on it."""

    address = "13800000001"
    abroad = "+8613800000001"
    """The same number, as a phone tells it."""
    secrets: Sequence[str] = ()
    # A file that was written is accepted: it cannot hang, and what the network refuses is told later.
    behaviours: frozenset[Behaviour] = frozenset({"accepts", "busy", "away"})
    refusal: Error = "rejected"
    outcomes: Sequence[Outcome] = ("delivered", "answered")

    def __init__(self, spool: Path, real: bool, **how: str) -> None:
        self.spool = spool
        for name in FOLDERS:
            (spool / name).mkdir()
        self.smsd: RealSmsd | FakeSmsd = RealSmsd(spool, **how) if real else FakeSmsd(spool)
        self._works = True

    def behave(self, behaviour: Behaviour) -> None:
        self._works = behaviour == "accepts"
        moved, waiting = self.spool.with_name("away"), self.spool / "outbox" / OLD
        if moved.exists():
            moved.rename(self.spool)
        waiting.unlink(missing_ok=True)
        if behaviour == "busy":
            waiting.write_bytes(b"\xfe\xff\0a")
        if behaviour == "away":
            self.spool.rename(moved)

    def settings(self, **changed: Any) -> Settings:
        given = {"id": "sms-b", "type": "gammu_smsd", "spool": self.spool, **changed}
        return Settings.model_validate(given)

    def provider(self, timeout_s: float, clock: Clock | None = None) -> GammuProvider:
        settings = self.settings(timeout_s=timeout_s, config=self.smsd.config)
        return GammuProvider(settings, clock)

    def taken(self) -> Sequence[str]:
        if self._works:
            self.smsd.settle()
        sent = sorted((self.spool / "sent").glob("OUT*"))
        return [path.read_bytes().decode("utf-16") for path in sent]

    def keep(self, message: Message, accepted: Accepted, outcome: Outcome) -> None:
        self.smsd.settle()
        if outcome == "answered":
            self.smsd.hear(self.abroad, f"1 {message.reply}")
        else:
            self.smsd.hear(self.abroad, "Delivered", report=True)


@contextmanager
def gammu_service(real: bool = False, **how: str) -> Iterator[GammuService]:
    """A service with the real daemon, or with the fake. Raises Unavailable."""
    with tempfile.TemporaryDirectory() as folder:
        spool = Path(folder) / "spool"
        spool.mkdir()
        service = GammuService(spool, real, **how)
        try:
            yield service
        finally:
            service.smsd.stop()
