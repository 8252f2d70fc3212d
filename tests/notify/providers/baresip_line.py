"""baresip's control connection, and behind it an exchange that behaves as it is told; over real sockets.

What a call plays is read from the sound file: the test's speaker writes the characters of a text as samples.
"""

import json
import os
import socket
import sys
import wave
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Lock, Thread
from typing import Any

from command_center.domain.state.notices.notice import Error
from command_center.notify.provider import Accepted, Message, Outcome
from command_center.notify.providers.baresip import BaresipProvider, Settings, provider
from tests.notify.providers.counterpart import Behaviour

ADDRESS = "8001"
SPEAKER = """\
#!{python}
import sys, wave
text = sys.stdin.buffer.read().decode()
with wave.open(sys.stdout.buffer, "wb") as file:
    file.setnchannels(1)
    file.setsampwidth(2)
    file.setframerate(8000)
    file.writeframes(text.encode("utf-16-le"))
"""
CLOSED = {
    "busy": "503 Service Unavailable",
    "refuses_address": "404 Not Found",
    "refuses_us": "403 Forbidden",
}


class FakeBaresip:
    """Answers commands as baresip 1.1 does, and plays what becomes of each call."""

    def __init__(self) -> None:
        self.behaviour: Behaviour = "accepts"
        self.played: list[str] = []
        self.dialled: list[str] = []
        self.asked: list[str] = []
        """The name of every command, in order."""
        self.script: Sequence[tuple[str, str]] | None = None
        """Events of every call, instead of those of the behaviour."""
        self.key = ""
        """The key that is pressed in every call once it is answered."""
        self.at_once = 0
        self.most_at_once = 0
        self.port = 0
        self._calls = count(1)
        self._lock = Lock()
        self._listener: socket.socket | None = None
        self._lines: list[socket.socket] = []
        self.listen()

    def listen(self) -> None:
        """Take connections, on the same port as before."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self._listener.getsockname()[1]
        Thread(target=self._serve, args=(self._listener,), daemon=True).start()

    def leave(self) -> None:
        """Nobody listens."""
        if self._listener is not None:
            with suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def _serve(self, listener: socket.socket) -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            self._lines.append(line)
            Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        sound, ended = "", Event()
        with line, suppress(OSError, ValueError):
            held = b""
            while True:
                size, colon, rest = held.partition(b":")
                if not colon or len(rest) <= int(size):
                    more = line.recv(4096)
                    if not more:
                        break
                    held += more
                    continue
                asked = json.loads(rest[: int(size)])
                held = rest[int(size) + 1 :]
                name, params = asked["command"], asked["params"]
                told = ""
                self.asked.append(name)
                if name == "ausrc":
                    sound = params.removeprefix("aufile,")
                    told = f"switch audio device: {params}\n"
                elif name == "dial":
                    if self.behaviour == "hangs_after_taking":
                        self._answered(sound)
                        continue
                    call = f"call{next(self._calls)}"
                    told = f"call id: {call}\n"
                    self.dialled.append(params)
                elif name == "reginfo":
                    told = (
                        "\n--- User Agents (1) ---\nboard@exchange.example                    OK \n"
                    )
                elif name == "hangup":
                    ended.set()
                _say(line, {"response": True, "ok": True, "data": told, "token": asked["token"]})
                if name == "dial":
                    ended = Event()
                    Thread(target=self._play, args=(line, call, sound, ended), daemon=True).start()

    def _play(self, line: socket.socket, call: str, sound: str, ended: Event) -> None:
        with self._lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        with suppress(OSError):
            for kind, param in self.script if self.script is not None else self._usual():
                if kind == "CALL_ESTABLISHED":
                    self._answered(sound)
                if kind == "CALL_CLOSED":
                    with self._lock:
                        self.at_once -= 1
                    _event(line, kind, call, param)
                    return
                _event(line, kind, call, param)
            ended.wait()
            with self._lock:
                self.at_once -= 1
            _event(line, "CALL_CLOSED", call, "Connection reset by user")

    def _usual(self) -> list[tuple[str, str]]:
        if self.behaviour in CLOSED:
            return [("CALL_CLOSED", CLOSED[self.behaviour])]
        told = [("CALL_RINGING", ""), ("CALL_ANSWERED", ""), ("CALL_ESTABLISHED", "")]
        if self.key:
            return [*told, ("CALL_DTMF_START", self.key), ("CALL_DTMF_END", "")]
        return [*told, ("CALL_CLOSED", "Connection reset by peer")]

    def _answered(self, sound: str) -> None:
        with wave.open(sound) as file:
            samples = file.readframes(file.getnframes())
        words = samples.decode("utf-16-le")
        self.played.append(words.partition("\0")[0])


def _say(line: socket.socket, told: dict[str, Any]) -> None:
    octets = json.dumps(told).encode()
    line.sendall(b"%d:%s," % (len(octets), octets))


def _event(line: socket.socket, kind: str, call: str, param: str) -> None:
    told = {"event": True, "type": kind, "class": "call", "accountaor": "sip:board@exchange.example",
            "direction": "outgoing", "peeruri": "sip:8001@exchange.example", "id": call, "param": param}  # fmt: skip
    _say(line, told)


class BaresipCounterpart:
    """What the contract test asks of it."""

    address = ADDRESS
    secrets: Sequence[str] = ()
    behaviours: frozenset[Behaviour] = frozenset(
        {"accepts", "busy", "refuses_address", "refuses_us", "hangs_after_taking", "away"}
    )
    refusal: Error = "not_in_service"
    outcomes: Sequence[Outcome] = ()
    """Nothing is told of a call once it has ended; keys are heard during it (`test_baresip.py`)."""

    def __init__(self, folder: Path) -> None:
        self.line = FakeBaresip()
        self.folder = folder
        self.speaker = folder / "speaker"
        self.speaker.write_text(SPEAKER.format(python=sys.executable))
        os.chmod(self.speaker, 0o755)

    def behave(self, behaviour: Behaviour) -> None:
        if self.line.behaviour == "away" and behaviour != "away":
            self.line.listen()
        if behaviour == "away" and self.line.behaviour != "away":
            self.line.leave()
        self.line.behaviour = behaviour

    def provider(self, timeout_s: float, **more: Any) -> BaresipProvider:
        times = {"ring_s": timeout_s * 0.4, "listen_s": timeout_s * 0.4}
        given = {
            "timeout_s": timeout_s,
            "speaker": str(self.speaker),
            "folder": self.folder,
            **times,
            **more,
        }
        control = f"tcp://127.0.0.1:{self.line.port}"
        return provider(Settings(id="call", type="baresip", control=control, **given))

    def taken(self) -> Sequence[str]:
        return list(self.line.played)

    def keep(self, message: Message, accepted: Accepted, outcome: Outcome) -> None:
        raise AssertionError("nothing is told later")


@contextmanager
def baresip_line() -> Iterator[BaresipCounterpart]:
    """A line that can be called by."""
    with TemporaryDirectory() as folder:
        made = BaresipCounterpart(Path(folder))
        try:
            yield made
        finally:
            made.line.leave()
