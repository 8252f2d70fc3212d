"""Telephone calls by baresip, a SIP program beside us that is an extension of the plant's exchange.

A call speaks the message and waits for a key. An answered call without a key acknowledges nothing: a mailbox may have
answered. baresip and the speech program are separate; we talk to them by a socket and by files.
"""

import re
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock
from time import monotonic
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from command_center import log
from command_center.clock import Clock
from command_center.domain.state.notices.notice import Channel, Error
from command_center.notify.channel_entry import ChannelEntry
from command_center.notify.provider import (
    Accepted,
    Health,
    Keep,
    Limits,
    Message,
    Permanent,
    Receipt,
    Temporary,
    Unknown,
)
from command_center.notify.providers._baresip_control import Control, ControlLost, ControlSilent
from command_center.notify.providers._speech import NoSpeech, recorded, sound_file, spoken

TYPE = "baresip"
ABROAD = False
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
PORT = 4444
CONTROL_S = 5.0
"""Within so long baresip answers a command (ours)."""
NUMBER = re.compile(r"(?:sips?:)?[+*#0-9A-Za-z._-]{1,64}(?:@[0-9A-Za-z.:\[\]_-]{1,120})?")
"""What may be dialled. Anything else would be read by baresip as something of its own."""
STATUS = re.compile(r"\b([3-6]\d\d)\b")
OF_CALLEE: dict[int, Error] = {
    404: "not_in_service", 410: "not_in_service", 484: "not_in_service", 604: "not_in_service",
    480: "switched_off", 486: "no_answer", 487: "no_answer", 600: "no_answer", 603: "no_answer",
}  # fmt: skip
"""SIP statuses (RFC 3261, 21) that speak of the one who is called: unknown, not reachable, busy or declined."""
OF_US = frozenset({401, 403, 407})
AGAIN_S = 15.0
"""After a status of the exchange that may pass."""

_log = log.get(__name__)


class Settings(ChannelEntry):
    """`control` is where baresip's ctrl_tcp listens, on this machine. `domain` completes a number to a SIP address;
    without it baresip's own account does. A call rings for `ring_s` seconds and, once answered, speaks for `listen_s`
    seconds. `speaker` is espeak-ng with `voice_zh` and `voice_en`, `phrase` a recorded WAV file played first.
    `folder` holds the sound files, which baresip must be able to read.
    """

    kind: Literal["voice"] = "voice"
    control: str = f"tcp://127.0.0.1:{PORT}"
    domain: str | None = Field(default=None, pattern=r"^[0-9A-Za-z.:\[\]_-]{1,120}$")
    ring_s: float = Field(default=35.0, ge=0.1, le=90)
    listen_s: float = Field(default=60.0, ge=0.1, le=100)
    timeout_s: float = Field(default=115.0, ge=0.5, le=120)
    speaker: str = "espeak-ng"
    voice_zh: str = Field(default="cmn", pattern=r"^[0-9A-Za-z+_-]{1,30}$")
    voice_en: str = Field(default="en", pattern=r"^[0-9A-Za-z+_-]{1,30}$")
    phrase: Path | None = None
    folder: Path | None = None
    per_address_hour: int | None = Field(default=None, ge=1)

    @field_validator("control")
    @classmethod
    def _is_on_this_machine(cls, url: str) -> str:
        parts = urlsplit(url)
        try:
            port = parts.port
        except ValueError:
            port = None
        if parts.scheme != "tcp" or parts.hostname not in LOOPBACK or port is None or parts.path:
            raise PydanticCustomError(
                "channels.baresip_control",
                "baresip's control asks for no password: tcp://127.0.0.1:PORT, on this machine alone",
            )
        return url

    @model_validator(mode="after")
    def _a_call_fits_into_its_time(self) -> Self:
        if self.ring_s + self.listen_s > self.timeout_s:
            raise PydanticCustomError(
                "channels.baresip_time", "ring_s and listen_s are more than timeout_s together"
            )
        return self


class BaresipProvider:
    """Calls by a baresip phone with one line, one call at a time."""

    kind: Channel = "voice"
    workers = 1
    fetch_s = 0.2
    """For keys that could not be written down while the call lasted."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.timeout_s = settings.timeout_s
        self.limits = Limits(per_address_hour=settings.per_address_hour)
        parts = urlsplit(settings.control)
        self._host, self._port = parts.hostname or "", parts.port or PORT
        self._line = Lock()
        self._answers: deque[Receipt] = deque()
        self._keep: Keep | None = None

    def hear_with(self, keep: Keep) -> None:
        """Store each pressed key by `keep` before the call is ended: the end tells the person that the key was
        received.
        """
        self._keep = keep

    def __repr__(self) -> str:
        return f"BaresipProvider({self.settings.control!r})"

    def send(self, message: Message) -> Accepted:
        """Call, speak, and wait for a key; return when the call has ended. Accepted means that the call was answered,
        by a person or not. Raises Permanent `no_answer` if nobody answered or the line was busy.
        """
        number = self._number(message.address)
        sound = self._sound(message)
        with self._line, _File(sound, self.settings.folder) as file:
            return self._call(message, number, file)

    def fetch(self) -> Sequence[Receipt]:
        """Return the keys not stored yet, during the call too."""
        found = []
        while self._answers:
            found.append(self._answers.popleft())
        return found

    def probe(self) -> Health:
        """Check whether baresip answers, and is registered with its exchange if required."""
        if not self._line.acquire(blocking=False):
            return Health(ok=True, detail={"line": "in a call"})
        try:
            with Control(self._host, self._port, min(CONTROL_S, self.timeout_s)) as control:
                _, told = control.command("reginfo")
        except (ControlLost, ControlSilent) as why:
            return Health(ok=False, why=str(why))
        finally:
            self._line.release()
        if re.search(r"\b(ERR|FAIL)", told):
            return Health(ok=False, why="baresip is not registered with its exchange")
        return Health(ok=True, detail={"line": "free"})

    def _number(self, address: str) -> str:
        if not NUMBER.fullmatch(address):
            raise Permanent("no number that can be dialled", "not_in_service")
        bare = address.removeprefix("sips:").removeprefix("sip:")
        if self.settings.domain is None or "@" in bare:
            return address
        return f"sip:{bare}@{self.settings.domain}"

    def _sound(self, message: Message) -> bytes:
        given = self.settings
        voice = given.voice_zh if message.language == "zh-CN" else given.voice_en
        try:
            before = [recorded(given.phrase)] if given.phrase is not None else []
            return sound_file([*before, spoken(given.speaker, voice, message.text)], given.listen_s)
        except NoSpeech as why:
            raise Permanent(str(why), "provider") from None

    def _call(self, message: Message, number: str, file: str) -> Accepted:
        wait_s = min(CONTROL_S, self.timeout_s)
        try:
            control = Control(self._host, self._port, wait_s)
        except ControlLost as why:
            raise Temporary(str(why)) from None
        with control:
            try:
                control.command("hangup")  # of a call that a killed process left behind
                control.command("ausrc", f"aufile,{file}")
            except (ControlLost, ControlSilent) as why:
                raise Temporary(str(why)) from None
            try:
                ok, told = control.command("dial", number)
                if not ok:
                    raise Temporary("baresip did not dial", AGAIN_S)
                named = re.search(r"call id:\s*(\S+)", told)
                return self._followed(control, message, named.group(1) if named else "", file)
            except (ControlLost, ControlSilent) as why:
                raise Unknown(str(why)) from None

    def _followed(self, control: Control, message: Message, call: str, file: str) -> Accepted:
        """The call until it ends. Raises Permanent, Temporary, ControlLost, ControlSilent."""
        keys = {choice.code: choice for choice in message.choices}
        answered = False
        until = monotonic() + self.settings.ring_s
        while (event := control.event(until)) is not None:
            if call and event.get("id") not in (None, call):
                continue
            kind, param = event.get("type"), str(event.get("param") or "")
            if kind == "CALL_ESTABLISHED" and not answered:
                answered = True
                until = monotonic() + self.settings.listen_s
                control.command(
                    "ausrc", f"aufile,{file}"
                )  # early media may have played its beginning
            elif kind == "CALL_DTMF_START" and answered and (key := keys.get(param)) is not None:
                pressed = Receipt(
                    event=f"{message.ref}:{call}:{param}",
                    outcome="answered",
                    ref=message.ref,
                    word=key.word,
                    at=Clock().now(),
                )
                if self._is_kept(pressed):
                    break
            elif kind == "CALL_CLOSED":
                if answered:
                    return Accepted(id=call or None)
                raise _refused(param)
        with suppress(ControlLost, ControlSilent):  # what was heard stands
            control.command("hangup")
        if not answered:
            raise Permanent("nobody answered", "no_answer")
        return Accepted(id=call or None)

    def _is_kept(self, pressed: Receipt) -> bool:
        """Whether a key is written down, or handed to who fetches where nobody else hears it. Where the database
        refuses it, it is tried again by a fetch, and the call goes on: the person may press again."""
        if self._keep is None:
            self._answers.append(pressed)
            return True
        try:
            self._keep([pressed])
        except Exception as why:
            _log.warning("a key could not be written down", why=type(why).__name__)
            self._answers.append(pressed)
            return False
        return True


class _File:
    """A sound file that exists as long as the call."""

    def __init__(self, content: bytes, folder: Path | None) -> None:
        self._content, self._folder = content, folder

    def __enter__(self) -> str:
        with NamedTemporaryFile(dir=self._folder, suffix=".wav", delete=False) as file:
            file.write(self._content)
        self._path = Path(file.name)
        self._path.chmod(0o644)  # baresip runs as another user
        return str(self._path)

    def __exit__(self, *_: object) -> None:
        self._path.unlink(missing_ok=True)


def _refused(param: str) -> Permanent | Temporary:
    """What the end of a call that nobody answered says: "486 Busy Here"."""
    found = STATUS.search(param)
    status = int(found.group(1)) if found else 0
    why = f"the exchange answered {status}" if status else "the call ended before it was answered"
    if status in OF_CALLEE:
        return Permanent(why, OF_CALLEE[status])
    if status in OF_US:
        return Permanent(why, "provider")
    return Temporary(why, AGAIN_S)


def provider(settings: ChannelEntry) -> BaresipProvider:
    """A provider by its entry of the channels file."""
    assert isinstance(settings, Settings)
    return BaresipProvider(settings)
