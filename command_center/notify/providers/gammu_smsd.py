"""SMS by the plant's own GSM modem: gammu-smsd runs beside us and exchanges files with us.

We put a file into its `outbox`; it moves the file to `sent` or `error`, and puts replies and delivery reports into
`inbox` (gammu-smsd-files(7), gammu 1.42). The program is GPL and stays a separate process.
"""

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Literal

from pydantic import Field

from command_center.clock import Clock
from command_center.domain.people.telephone import same_number
from command_center.domain.state.notices.notice import Channel
from command_center.notify.answers.typed_answer import typed_answer
from command_center.notify.channel_entry import ChannelEntry
from command_center.notify.provider import (
    Accepted,
    Health,
    Limits,
    Message,
    Permanent,
    Receipt,
    Temporary,
)
from command_center.notify.providers._gammu_files import (
    Queued,
    Received,
    queued_in,
    received_in,
)

TYPE = "gammu_smsd"
ABROAD = False
NUMBER = re.compile(r"\+?[0-9]{3,20}")
FOLDERS = ("outbox", "sent", "error", "inbox")
MONITOR = "gammu-smsd-monitor"
CODING = re.compile(r"(?im)^[ \t]*transmitformat[ \t]*=[ \t]*(auto|unicode)\b")
"""What keeps Chinese whole. Without the line gammu 1.42 sends 7 bits, whatever its manual says."""
KEPT_MS = 3 * 86_400_000
"""How long a sent text waits for its delivery report before it is deleted; networks give up sooner (ours)."""


class Settings(ChannelEntry):
    """`spool` holds the folders outbox, sent, error and inbox; `config` is the daemon's own file, which a probe uses;
    a message that waits longer than `stuck_s` shows that the daemon does not send.
    """

    kind: Literal["sms"] = "sms"
    spool: Path
    config: Path | None = None
    reports: bool = True
    stuck_s: float = Field(default=120.0, ge=10, le=3600)
    per_minute: int | None = Field(default=10, ge=1)
    workers: int = Field(default=1, ge=1, le=8)


class GammuProvider:
    """Sends and receives through files. Only one caller may use `fetch` at a time."""

    kind: Channel = "sms"
    fetch_s = 0.5
    """The spool is a folder of this machine: looking costs nothing, and an answer arrives within a second."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.timeout_s, self.workers = settings.timeout_s, settings.workers
        self.limits = Limits(per_minute=settings.per_minute)
        self._clock = clock or Clock()
        self._folders = {name: settings.spool / name for name in FOLDERS}
        self._told: list[Path] = []
        self._foreign: set[tuple[str, int]] = set()

    def __repr__(self) -> str:
        return f"GammuProvider({str(self.settings.spool)!r})"

    def send(self, message: Message) -> Accepted:
        """Put one message into the daemon's outbox, unless one with its ref still waits there."""
        if not NUMBER.fullmatch(message.address):
            raise Permanent("the address is not a telephone number", "rejected")
        now = self._clock.now()
        try:
            waiting = queued_in(self._folders["outbox"])
            if any(one.ref == message.ref for one in waiting):
                return Accepted()
            if self._is_stuck(waiting, now):
                raise Temporary("gammu-smsd has not taken the messages that wait for it")
            self._put(message, now)
        except OSError as error:
            raise Temporary(f"the spool of gammu-smsd: {error.strerror}") from None
        return Accepted()

    def _is_stuck(self, waiting: Sequence[Queued], now: int) -> bool:
        oldest = min((one.put_at for one in waiting), default=now)
        return now - oldest > self.settings.stuck_s * 1000

    def _put(self, message: Message, now: int) -> None:
        """Write it under a name that the daemon passes over, then rename it. Its time is when it expires."""
        folder = self._folders["outbox"]
        hidden = folder / f".{message.ref}.tmp"
        hidden.unlink(missing_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        with os.fdopen(os.open(hidden, flags, 0o640), "wb") as file:
            file.write(b"\xfe\xff" + message.text.encode("utf-16-be", "replace"))
            file.flush()
            os.fsync(file.fileno())
        os.utime(hidden, ns=(now * 1_000_000, message.expires_at * 1_000_000))
        name = Queued.name_of(message, now, with_report=self.settings.reports)
        hidden.rename(folder / name)

    def look_up(self, message: Message) -> Accepted | None:
        """Return whether the daemon has it: waiting, sent or failed."""
        try:
            for name in ("outbox", "sent", "error"):
                if any(one.ref == message.ref for one in queued_in(self._folders[name])):
                    return Accepted()
        except OSError as error:
            raise Temporary(f"the spool of gammu-smsd: {error.strerror}") from None
        return None

    def fetch(self) -> Sequence[Receipt]:
        """Return failures, expiries, delivery reports and replies. A file is deleted when the next fetch begins,
        because by then the caller has stored its contents. Foreign messages are left alone.
        """
        now = self._clock.now()
        try:
            for path in self._told:
                path.unlink(missing_ok=True)
            self._told = []
            sent = queued_in(self._folders["sent"])
            news = [*self._withdrawn(now), *self._failed(), *self._heard(sent)]
            for one in sent:
                if now - one.put_at > KEPT_MS:
                    one.path.unlink(missing_ok=True)
        except OSError as error:
            raise Temporary(f"the spool of gammu-smsd: {error.strerror}") from None
        return news

    def _withdrawn(self, now: int) -> Iterator[Receipt]:
        """Messages that expired while they waited: a modem that comes back sends no stale page."""
        for one in queued_in(self._folders["outbox"]):
            if one.expires_at < now:
                one.path.unlink(missing_ok=True)
                event = f"expired:{one.event}"
                yield Receipt(event, "failed", ref=one.ref, error="expired", at=now)

    def _failed(self) -> Iterator[Receipt]:
        """The daemon does not say why: no signal, no credit or a wrong number."""
        for one in queued_in(self._folders["error"]):
            self._told.append(one.path)
            event = f"error:{one.event}"
            yield Receipt(event, "failed", ref=one.ref, error="provider", at=one.moved_at)

    def _heard(self, sent: Sequence[Queued]) -> Iterator[Receipt]:
        reports: list[Received] = []
        known = [*sent, *queued_in(self._folders["outbox"])]
        for one in received_in(self._folders["inbox"], self._foreign):
            answer = typed_answer(one.text)
            if one.is_report and any(same_number(its.number, one.number) for its in sent):
                if one.delivered is None:
                    self._told.append(one.path)
                else:
                    reports.append(one)
            elif answer is not None:
                # A phone tells its number with the country's code, a contact may be without it.
                number = next(
                    (its.number for its in known if same_number(its.number, one.number)), one.number
                )
                self._told.append(one.path)
                event = f"inbox:{_digest(one.path.name, one.text)}"
                yield Receipt(
                    event,
                    "answered",
                    address=number,
                    reply=answer.reply,
                    word=answer.word,
                    at=one.at,
                )
            else:
                self._foreign.add(one.version)
        for number in sorted({one.number for one in reports}):
            theirs = [one for one in reports if one.number == number]
            yield from self._reported(
                [one for one in sent if same_number(one.number, number)], theirs
            )

    def _reported(self, sent: Sequence[Queued], reports: Sequence[Received]) -> Iterator[Receipt]:
        """What the reports from one number say of the messages to it.

        A report names no message (the reference that the modem gave is not kept in a text file). So it is waited for
        until there are as many as the messages have parts; or it is one message's, if there is only one.
        """
        awaited = sum(one.parts for one in sent)
        outcomes = {one.delivered for one in reports}
        if outcomes == {False} and len(sent) == 1:
            awaited = 0  # a message of several parts has failed with its first
        if len(reports) < awaited:
            return
        self._told.extend(one.path for one in reports)
        if len(outcomes) > 1 and len(sent) > 1:
            return  # nobody can say which of them failed
        for one in sent:
            self._told.append(one.path)
            at = max((report.at for report in reports), default=None)
            if outcomes == {True}:
                yield Receipt(f"report:{one.event}", "delivered", ref=one.ref, at=at)
            else:
                yield Receipt(f"report:{one.event}", "failed", ref=one.ref, error="rejected", at=at)

    def probe(self) -> Health:
        """Check whether the folders can be used, and whether the daemon takes messages, runs, and has a signal."""
        now = self._clock.now()
        try:
            unusable = [
                name
                for name, path in self._folders.items()
                if not os.access(path, os.R_OK | os.W_OK | os.X_OK)
            ]
            waiting = [] if unusable else queued_in(self._folders["outbox"])
        except OSError as error:
            return Health(False, f"the spool of gammu-smsd: {error.strerror}")
        if unusable:
            return Health(False, f"no access to {', '.join(unusable)} in the spool of gammu-smsd")
        detail: dict[str, str | float] = {"waiting": len(waiting)}
        if self._is_stuck(waiting, now):
            return Health(False, "gammu-smsd has not taken the messages that wait for it", detail)
        if self.settings.config is None:
            return Health(True, detail=detail)
        return _monitored(self.settings.config, self.timeout_s, detail)


def _monitored(config: Path, timeout_s: float, detail: dict[str, str | float]) -> Health:
    """What the daemon's monitor says: signal and battery in percent, and how texts are coded."""
    command = [MONITOR, "-c", str(config), "-C", "-n", "1", "-d", "0"]
    try:
        said = subprocess.run(
            command,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=timeout_s,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Health(False, f"{MONITOR} did not answer ({type(error).__name__})", detail)
    columns = said.stdout.strip().rpartition("\n")[2].split(";")
    if said.returncode or len(columns) < 9:
        return Health(
            False, f"gammu-smsd does not run with {config}, or its state cannot be read", detail
        )
    sent, _, failed, battery, signal = columns[-5:]
    named = {"signal": signal, "battery": battery, "sent": sent, "failed": failed}
    # What the modem does not measure is told as -1.
    told = detail | {name: float(value) for name, value in named.items() if value.isdecimal()}
    if not _keeps_chinese(config):
        why = f"Chinese would arrive as question marks: set transmitformat = auto in {config}"
        return Health(False, why, told)
    if told.get("signal") == 0:
        return Health(False, "the modem has no signal", told)
    return Health(True, detail=told)


def _keeps_chinese(config: Path) -> bool:
    """Whether the daemon's file says so; True where we may not read it."""
    try:
        return CODING.search(config.read_text("utf-8", "replace")) is not None
    except OSError:
        return True


def _digest(*texts: str) -> str:
    """A name for a file that does not hold the number."""
    return sha256("\n".join(texts).encode("utf-8", "replace")).hexdigest()[:24]


def provider(settings: Settings) -> GammuProvider:
    """A provider by its entry of the channels file."""
    return GammuProvider(settings)
