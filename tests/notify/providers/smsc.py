"""An SMSC that behaves as it is told, over real sockets. It reads and writes SMPP 3.4 by itself, without the library
that our provider uses, so that a mistake of one is not a mistake of both."""

import socket
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from threading import Event, Lock, Thread
from typing import Any

from pydantic import SecretStr

from command_center.domain.state.notices.notice import Error
from command_center.notify.provider import Accepted, Message, Outcome
from command_center.notify.providers._sms_text import sms_text
from command_center.notify.providers.smpp import Settings, SmppProvider, provider
from tests.notify.providers.counterpart import Behaviour

PASSWORD = "s3cr3t-p"
SYSTEM_ID = "board"
ADDRESS = "+8610012345678"
SUBMIT, DELIVER, BIND, ENQUIRE, UNBIND = 0x04, 0x05, 0x09, 0x15, 0x06
RESPONSE = 0x80000000
THROTTLED, NO_ADDRESS, WRONG_PASSWORD = 0x58, 0x0B, 0x0E
STATES = {"delivered": "DELIVRD", "failed": "UNDELIV"}
PATIENCE_S = 60.0


@dataclass
class Submitted:
    """One submit_sm as it came."""

    to: str
    coding: int
    esm_class: int
    registered: int
    content: bytes
    id: str


@dataclass
class Smsc:
    """The service. `submitted` is everything it took."""

    port: int = 0
    behaviour: Behaviour = "accepts"
    submitted: list[Submitted] = field(default_factory=list)
    binds: int = 0
    enquiries: int = 0
    hexadecimal: bool = False
    refuse_part: int | None = None
    told: list[int] = field(default_factory=list)
    """The status that each deliver_sm was answered with."""

    def __post_init__(self) -> None:
        self._ids, self._numbers = count(0xA0F1), count(1)
        self._lines: list[socket.socket] = []
        self._lock = Lock()
        self._listener: socket.socket | None = None
        self.bound, self.acknowledged = Event(), Event()
        self.listen()

    def listen(self) -> None:
        """Take calls, on the same port as before."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self._listener.getsockname()[1]
        Thread(target=self._serve, args=(self._listener,), daemon=True).start()

    def leave(self) -> None:
        """Nobody listens, and every line breaks."""
        if self._listener is not None:
            with suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        self.hang_up()

    def hang_up(self) -> None:
        """Every line breaks."""
        self.bound.clear()
        with self._lock:
            lines, self._lines = self._lines, []
        for line in lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()

    def deliver(
        self, content: bytes, *, source: str, esm_class: int, coding: int = 0, tlvs: bytes = b""
    ) -> None:
        """Send one deliver_sm by the oldest bind that stands, and wait until it was acknowledged."""
        assert self.bound.wait(PATIENCE_S)
        body = (
            b"\0" + b"\x01\x01" + source.encode() + b"\0" + b"\x01\x01" + b"10690\0"
            + bytes((esm_class, 0, 0)) + b"\0\0" + bytes((0, 0, coding, 0, len(content))) + content + tlvs
        )  # fmt: skip
        self.acknowledged.clear()
        with self._lock:
            line = self._lines[0]
        line.sendall(_pdu(DELIVER, 0, next(self._numbers), body))
        assert self.acknowledged.wait(PATIENCE_S)

    def receipt(self, id: str, state: str, *, tlvs: bool = False) -> None:
        """A delivery receipt as appendix B of SMPP 3.4 writes it."""
        text = f"id:{id} sub:001 dlvrd:001 submit date:2611280210 done date:2611280211 stat:{state} err:000 text:x"
        more = b""
        if tlvs:
            named = id.encode() + b"\0"
            more = (
                struct.pack(">HH", 0x001E, len(named)) + named + struct.pack(">HHB", 0x0427, 1, 2)
            )
            text = "no text to read"
        self.deliver(text.encode(), source=ADDRESS, esm_class=0x04, tlvs=more)

    def texts(self) -> list[str]:
        """Each message as a phone shows it: its parts put together, in their order."""
        whole: list[str] = []
        parts: dict[tuple[str, int], dict[int, bytes]] = {}
        for one in self.submitted:
            if not one.esm_class & 0x40:
                whole.append(sms_text(one.content, one.coding))
                continue
            reference, total, number = one.content[3:6]
            held = parts.setdefault((one.to, reference), {})
            held[number] = one.content[6:]
            if len(held) == total:
                octets = b"".join(held[n] for n in sorted(held))
                whole.append(sms_text(octets, one.coding))
                held.clear()
        return whole

    def _serve(self, listener: socket.socket) -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        with suppress(OSError, struct.error):
            while True:
                size, command, status, number = struct.unpack(">LLLL", _exactly(line, 16))
                body = _exactly(line, size - 16)
                if command == DELIVER | RESPONSE:
                    self.told.append(status)
                self._hear(line, command, number, body)
        with self._lock:
            if line in self._lines:
                self._lines.remove(line)
        line.close()

    def _hear(self, line: socket.socket, command: int, number: int, body: bytes) -> None:
        if command == BIND:
            system_id, password = body.split(b"\0")[:2]
            known = (system_id, password) == (SYSTEM_ID.encode(), PASSWORD.encode())
            with self._lock:
                self._lines.append(line)
            refused = self.behaviour == "refuses_us" or not known
            line.sendall(_pdu(BIND | RESPONSE, WRONG_PASSWORD if refused else 0, number, b"SMSC\0"))
            self.binds += 1
            if not refused:
                self.bound.set()
        elif command == SUBMIT:
            self._submit(line, number, body)
        elif command == ENQUIRE:
            self.enquiries += 1
            line.sendall(_pdu(ENQUIRE | RESPONSE, 0, number, b""))
        elif command == DELIVER | RESPONSE:
            self.acknowledged.set()
        elif command == UNBIND:
            line.sendall(_pdu(UNBIND | RESPONSE, 0, number, b""))

    def _submit(self, line: socket.socket, number: int, body: bytes) -> None:
        read = _Fields(body)
        read.text(), read.octet(), read.octet(), read.text(), read.octet(), read.octet()
        to, esm_class = read.text(), read.octet()
        read.octet(), read.octet(), read.text(), read.text()
        registered, _, coding, _ = read.octet(), read.octet(), read.octet(), read.octet()
        content = read.take(read.octet()) or read.parameters().get(0x0424, b"")
        status = {"busy": THROTTLED, "refuses_address": NO_ADDRESS}.get(self.behaviour, 0)
        part = content[5] if esm_class & 0x40 else 1
        if part == self.refuse_part:
            status = THROTTLED
        if status:
            line.sendall(_pdu(SUBMIT | RESPONSE, status, number, b""))
            return
        with self._lock:
            ident = next(self._ids)
            given = f"{ident:x}" if self.hexadecimal else str(ident)
            self.submitted.append(Submitted(to, coding, esm_class, registered, content, given))
        if self.behaviour != "hangs_after_taking":
            line.sendall(_pdu(SUBMIT | RESPONSE, 0, number, given.encode() + b"\0"))


class _Fields:
    """The fields of a body, one after the other."""

    def __init__(self, body: bytes) -> None:
        self._body, self._at = body, 0

    def octet(self) -> int:
        self._at += 1
        return self._body[self._at - 1]

    def text(self) -> str:
        end = self._body.index(b"\0", self._at)
        found = self._body[self._at : end]
        self._at = end + 1
        return found.decode()

    def take(self, size: int) -> bytes:
        self._at += size
        return self._body[self._at - size : self._at]

    def parameters(self) -> dict[int, bytes]:
        found = {}
        while self._at < len(self._body):
            tag, size = struct.unpack(">HH", self.take(4))
            found[tag] = self.take(size)
        return found


def _pdu(command: int, status: int, number: int, body: bytes) -> bytes:
    return struct.pack(">LLLL", 16 + len(body), command, status, number) + body


def _exactly(line: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        more = line.recv(size - len(found))
        if not more:
            raise OSError("closed")
        found += more
    return found


class SmscCounterpart:
    """What the contract test asks of it."""

    address = ADDRESS
    secrets: Sequence[str] = (PASSWORD,)
    behaviours: frozenset[Behaviour] = frozenset(
        {"accepts", "busy", "refuses_address", "refuses_us", "hangs_after_taking", "away"}
    )
    refusal: Error = "not_in_service"
    outcomes: Sequence[Outcome] = ("delivered", "failed", "answered")

    def __init__(self) -> None:
        self.smsc = Smsc()
        self._made: list[SmppProvider] = []

    def behave(self, behaviour: Behaviour) -> None:
        if self.smsc.behaviour == "away" and behaviour != "away":
            self.smsc.listen()
        if behaviour == "away" and self.smsc.behaviour != "away":
            self.smsc.leave()
        self.smsc.behaviour = behaviour

    def provider(self, timeout_s: float, **more: Any) -> SmppProvider:
        made = provider(
            Settings(
                id="sms",
                type="smpp",
                url=f"smpp://127.0.0.1:{self.smsc.port}",
                system_id=SYSTEM_ID,
                password=SecretStr(PASSWORD),
                sender="10690",
                timeout_s=timeout_s,
                **more,
            )
        )
        self._made.append(made)
        return made

    def taken(self) -> Sequence[str]:
        return self.smsc.texts()

    def keep(self, message: Message, accepted: Accepted, outcome: Outcome) -> None:
        if outcome == "answered":
            self.smsc.deliver(f"1 {message.reply}".encode(), source=ADDRESS, esm_class=0)
            return
        for one in self.smsc.submitted:
            self.smsc.receipt(one.id, STATES[outcome])

    def end(self) -> None:
        """Every bind ends."""
        for made in self._made:
            made.close()
        self._made.clear()


@contextmanager
def smsc() -> Iterator[SmscCounterpart]:
    """A running SMSC."""
    made = SmscCounterpart()
    try:
        yield made
    finally:
        made.end()
        made.smsc.leave()
