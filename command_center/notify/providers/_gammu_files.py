"""The files that gammu-smsd exchanges with us (gammu-smsd-files(7), gammu-smsbackup(5))."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from command_center.notify.provider import Message

URGENCY = {"life_safety": "A", "urgent": "B", "normal": "C", "routine": "D"}
"""The daemon sends in the order of names."""
OURS = re.compile(
    r"OUT(?P<urgency>[A-D])(?P<put>\d{8}_\d{6})_00_(?P<number>\+?\d+)_(?P<ref>[a-z0-9]{16})\.txtd?"
)
RECEIVED = re.compile(r"IN\d{8}_\d{6}_\d{2}_(?P<number>.*)_\d{2}\.(txt|smsbackup)")
STAMP = "%Y%m%d_%H%M%S"
LARGEST = 100_000
"""Bytes of a received file that are read (ours); a message of 255 parts has 40,000."""
REPORTED = {"delivered": True, "failed": False}
"""What gammu words in a delivery report; "Pending" and "Unknown" say nothing yet."""
GSM_7BIT = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""GSM 03.38's basic alphabet."""
GSM_TWICE = frozenset("^{}\\[~]|€\f")
"""Its further characters, which take the room of two. A text with any other is sent in 16 bits."""


@dataclass(frozen=True, slots=True)
class Queued:
    """A message of ours in outbox, sent or error. Times are UTC epoch ms."""

    path: Path
    number: str
    ref: str
    put_at: int
    expires_at: int
    moved_at: int
    parts: int

    @staticmethod
    def name_of(message: Message, now: int, with_report: bool) -> str:
        """Return the name of a new file; a `d` at its end asks for a delivery report."""
        put = datetime.fromtimestamp(now / 1000, UTC).strftime(STAMP)
        end = "txtd" if with_report else "txt"
        return f"OUT{URGENCY[message.urgency]}{put}_00_{message.address}_{message.ref}.{end}"

    @property
    def event(self) -> str:
        """Return a unique name for this file that does not contain the number."""
        return f"{self.ref}:{self.put_at}"


@dataclass(frozen=True, slots=True)
class Received:
    """A message to us, or a delivery report; `changed_ns` is when its file was last written (UTC epoch ns).
    `delivered` is None for a message, and for a report without a result yet.
    """

    path: Path
    number: str
    text: str
    is_report: bool
    delivered: bool | None
    changed_ns: int

    @property
    def at(self) -> int:
        """When this machine received the message (UTC epoch ms)."""
        return self.changed_ns // 1_000_000

    @property
    def version(self) -> tuple[str, int]:
        """Identify what was read: the daemon writes in place, so a file may have been read half-written."""
        return self.path.name, self.changed_ns


def queued_in(folder: Path) -> list[Queued]:
    """Messages of ours in a folder, in the order of their names. Raises OSError."""
    return [one for path in sorted(folder.iterdir()) if (one := _queued(path)) is not None]


def _queued(path: Path) -> Queued | None:
    found = OURS.fullmatch(path.name)
    if found is None:
        return None
    try:
        about, text = path.stat(), path.read_bytes()[2:].decode("utf-16-be", "replace")
        put = datetime.strptime(found["put"], STAMP).replace(tzinfo=UTC)
    except (FileNotFoundError, ValueError):
        return None  # the daemon has moved it in between, or it is not ours
    return Queued(
        path=path,
        number=found["number"],
        ref=found["ref"],
        put_at=round(put.timestamp() * 1000),
        expires_at=about.st_mtime_ns // 1_000_000,
        moved_at=about.st_ctime_ns // 1_000_000,
        parts=parts_of(text),
    )


def parts_of(text: str) -> int:
    """Return how many messages the network makes of a text: 160 or 70 characters in one, 153 or 67 in each of
    several.
    """
    if (GSM_7BIT | GSM_TWICE).issuperset(text):
        alone, each = 160, 153
        length = len(text) + sum(one in GSM_TWICE for one in text)
    else:
        alone, each = 70, 67
        length = len(text.encode("utf-16-be", "replace")) // 2
    return 1 if length <= alone else -(-length // each)


def received_in(folder: Path, foreign: Collection[tuple[str, int]]) -> Iterator[Received]:
    """Yield received messages, oldest first, skipping versions known as `foreign`. Raises OSError."""
    for path in sorted(folder.iterdir()):
        found = RECEIVED.fullmatch(path.name)
        if found is None:
            continue
        try:
            changed_ns = path.stat().st_mtime_ns
            if (path.name, changed_ns) in foreign:
                continue
            with path.open("rb") as file:
                content = file.read(LARGEST)
        except FileNotFoundError:
            continue
        text, is_report = _read(content)
        outcome = REPORTED.get(text.strip().lower())
        if is_report is None:  # the plain formats do not say what a file is
            is_report = outcome is not None
        yield Received(path, found["number"], text, is_report, outcome, changed_ns)


def _read(content: bytes) -> tuple[str, bool | None]:
    """Text, and whether it is a delivery report if the format says so: `inboxformat` detail, unicode, standard."""
    if content.startswith(b"\xfe\xff"):
        return content[2:].decode("utf-16-be", "replace"), None
    text = content.decode("utf-8", "replace")
    if "[SMSBackup" not in text:
        return text, None
    fields = dict(re.findall(r"(?m)^(\w+) = (.*?)\r?$", text))
    pieces = "".join(fields[name] for name in sorted(fields) if re.fullmatch(r"Text\d\d", name))
    try:
        plain = bytes.fromhex(pieces).decode("utf-16-be", "replace")
    except ValueError:
        plain = ""
    return plain, fields.get("PDU") == "Status_Report"
