"""Calls: what is spoken, which key counts, what a mailbox proves; and two real baresips that call each other."""

import io
import json
import socket
import subprocess
import wave
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from command_center.notify.provider import Permanent, Receipt, Temporary, Unknown
from command_center.notify.providers._speech import (
    PAUSE_S,
    RATE,
    NoSpeech,
    recorded,
    sound_file,
    spoken,
)
from command_center.notify.providers.baresip import Settings, provider
from tests.notify.providers.baresip_line import ADDRESS, BaresipCounterpart, baresip_line
from tests.notify.providers.counterpart import message_to
from tests.support.debian import program
from tests.support.ports import free_port, wait_until_listening
from tests.support.unavailable import Unavailable

PATIENT_S = 60.0
MODULES = Path("/usr/lib/baresip/modules")
ESTABLISHED = ("CALL_ESTABLISHED", "")
ENDED = ("CALL_CLOSED", "Connection reset by peer")


@pytest.fixture
def exchange() -> Iterator[BaresipCounterpart]:
    with baresip_line() as made:
        yield made


def keys(told: Sequence[Receipt]) -> list[tuple[str | None, str | None]]:
    return [(one.word, one.ref) for one in told]


def test_a_key_answers_and_ends_the_call(exchange: BaresipCounterpart) -> None:
    exchange.line.key = "2"
    made = exchange.provider(PATIENT_S)
    message = message_to(ADDRESS)
    accepted = made.send(message)
    assert accepted.id == "call1"
    assert not accepted.delivered
    assert keys(made.fetch()) == [("start", message.ref)]
    assert made.fetch() == []


def test_a_key_is_written_down_before_the_call_ends(exchange: BaresipCounterpart) -> None:
    """A process that is killed as soon as the person hears the call end has lost nothing."""
    exchange.line.key = "1"
    made, kept = exchange.provider(PATIENT_S), list[tuple[Receipt, str]]()
    made.hear_with(lambda told: kept.extend((one, exchange.line.asked[-1]) for one in told))
    message = message_to(ADDRESS)
    made.send(message)
    [(receipt, last_asked)] = kept
    assert (receipt.word, receipt.ref) == ("acknowledge", message.ref)
    assert (last_asked, exchange.line.asked[-1]) == ("ausrc", "hangup")
    assert made.fetch() == []


def test_a_key_that_could_not_be_written_down_is_fetched_later(
    exchange: BaresipCounterpart,
) -> None:
    exchange.line.key = "1"
    made = exchange.provider(PATIENT_S, listen_s=0.5)

    def away(told: Sequence[Receipt]) -> None:
        raise ConnectionError

    made.hear_with(away)
    message = message_to(ADDRESS)
    made.send(message)
    assert keys(made.fetch()) == [("acknowledge", message.ref)]


def test_a_call_that_a_mailbox_answers_acknowledges_nothing(exchange: BaresipCounterpart) -> None:
    made = exchange.provider(PATIENT_S)
    accepted = made.send(message_to(ADDRESS))
    assert not accepted.delivered
    assert made.fetch() == []


@pytest.mark.parametrize("key", ["9", "#", "*", ""])
def test_a_key_that_was_not_offered_acknowledges_nothing(
    exchange: BaresipCounterpart, key: str
) -> None:
    exchange.line.script = [ESTABLISHED, ("CALL_DTMF_START", key), ENDED]
    made = exchange.provider(PATIENT_S)
    made.send(message_to(ADDRESS))
    assert made.fetch() == []


def test_a_key_before_the_call_is_answered_acknowledges_nothing(
    exchange: BaresipCounterpart,
) -> None:
    exchange.line.script = [("CALL_PROGRESS", ""), ("CALL_DTMF_START", "1"), ESTABLISHED, ENDED]
    made = exchange.provider(PATIENT_S)
    made.send(message_to(ADDRESS))
    assert made.fetch() == []


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ("486 Busy Here", "no_answer"), ("603 Decline", "no_answer"), ("600 Busy Everywhere", "no_answer"),
        ("480 Temporarily Unavailable", "switched_off"), ("404 Not Found", "not_in_service"),
        ("410 Gone", "not_in_service"), ("484 Address Incomplete", "not_in_service"),
        ("407 Proxy Authentication Required", "provider"),
    ],
)  # fmt: skip
def test_what_the_exchange_says_of_a_call(
    exchange: BaresipCounterpart, said: str, error: str
) -> None:
    exchange.line.script = [("CALL_RINGING", ""), ("CALL_CLOSED", said)]
    with pytest.raises(Permanent) as why:
        exchange.provider(PATIENT_S).send(message_to(ADDRESS))
    assert why.value.error == error


@pytest.mark.parametrize("said", ["408 Request Timeout", "500 Server Error", "Connection refused"])
def test_an_exchange_in_trouble_is_tried_again(exchange: BaresipCounterpart, said: str) -> None:
    exchange.line.script = [("CALL_CLOSED", said)]
    with pytest.raises(Temporary):
        exchange.provider(PATIENT_S).send(message_to(ADDRESS))


def test_a_call_that_rings_in_vain_is_hung_up(exchange: BaresipCounterpart) -> None:
    exchange.line.script = [("CALL_RINGING", "")]
    with pytest.raises(Permanent) as why:
        exchange.provider(PATIENT_S, ring_s=0.2).send(message_to(ADDRESS))
    assert why.value.error == "no_answer"


def test_a_line_that_breaks_in_the_middle_of_a_call_leaves_it_unknown(
    exchange: BaresipCounterpart,
) -> None:
    exchange.line.script = [ESTABLISHED]
    made = exchange.provider(PATIENT_S)
    with ThreadPoolExecutor(1) as worker:
        sending = worker.submit(made.send, message_to(ADDRESS))
        while not exchange.line.played:
            pass
        exchange.line.leave()
        with pytest.raises(Unknown):
            sending.result(PATIENT_S)


def test_one_line_carries_one_call_at_a_time(exchange: BaresipCounterpart) -> None:
    made = exchange.provider(PATIENT_S)
    with ThreadPoolExecutor(4) as workers:
        list(workers.map(made.send, [message_to(ADDRESS, f"{n:016d}") for n in range(4)]))
    assert len(exchange.line.played) == 4
    assert exchange.line.most_at_once == 1


def test_a_number_is_completed_by_the_domain(exchange: BaresipCounterpart) -> None:
    made = exchange.provider(PATIENT_S, domain="exchange.example")
    for address in (ADDRESS, "sip:chief@other.example"):
        made.send(message_to(address))
    assert exchange.line.dialled == ["sip:8001@exchange.example", "sip:chief@other.example"]


@pytest.mark.parametrize("address", ["8001 audio=off", "8001\n/quit", "", "/quit", "8001;x=y"])
def test_nothing_but_a_number_reaches_baresip(exchange: BaresipCounterpart, address: str) -> None:
    with pytest.raises(Permanent):
        exchange.provider(PATIENT_S).send(message_to(address))
    assert exchange.line.dialled == []


def test_no_sound_file_stays_behind(exchange: BaresipCounterpart) -> None:
    exchange.provider(PATIENT_S).send(message_to(ADDRESS))
    assert list(exchange.folder.glob("*.wav")) == []


def test_a_speaker_that_is_not_there_is_the_channels_fault(exchange: BaresipCounterpart) -> None:
    made = exchange.provider(PATIENT_S, speaker=str(exchange.folder / "nobody"))
    with pytest.raises(Permanent) as why:
        made.send(message_to(ADDRESS))
    assert why.value.error == "provider"
    assert exchange.line.dialled == []


def test_a_probe_during_a_call_leaves_the_call_alone(exchange: BaresipCounterpart) -> None:
    exchange.line.script = [ESTABLISHED]
    made = exchange.provider(PATIENT_S, listen_s=0.5)
    with ThreadPoolExecutor(1) as worker:
        sending = worker.submit(made.send, message_to(ADDRESS))
        while not exchange.line.played:
            pass
        assert made.probe().ok
        assert sending.result(PATIENT_S).id


@pytest.mark.parametrize(
    "more",
    [
        {"control": "tcp://10.0.0.5:4444"}, {"control": "http://127.0.0.1:4444"}, {"control": "tcp://127.0.0.1"},
        {"ring_s": 60, "listen_s": 60}, {"domain": "a b"}, {"voice_zh": "-w /etc/passwd"},
    ],
)  # fmt: skip
def test_an_entry_that_cannot_work_is_refused(more: dict[str, Any]) -> None:
    Settings.model_validate({"id": "call", "type": "baresip"})
    with pytest.raises(ValidationError):
        Settings.model_validate({"id": "call", "type": "baresip", **more})


def tone(rate: int, hertz: float, seconds: float, channels: int = 1) -> bytes:
    times = np.arange(int(rate * seconds)) / rate
    samples = (10_000 * np.sin(2 * np.pi * hertz * times)).astype("<i2")
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.repeat(samples, channels).tobytes())
    return out.getvalue()


@pytest.mark.parametrize(("rate", "channels"), [(8000, 1), (22_050, 1), (44_100, 2), (16_000, 1)])
def test_a_recording_is_brought_to_the_rate_of_a_line(
    tmp_path: Path, rate: int, channels: int
) -> None:
    file = tmp_path / "phrase.wav"
    file.write_bytes(tone(rate, 440, 1.0, channels))
    samples = recorded(file)
    assert len(samples) == RATE
    assert abs(int(np.abs(np.fft.rfft(samples)).argmax()) - 440) <= 1
    assert 9_000 < int(np.abs(samples).max()) < 11_000


def test_what_a_line_cannot_carry_is_cut_off_and_not_folded_back(tmp_path: Path) -> None:
    file = tmp_path / "phrase.wav"
    file.write_bytes(tone(22_050, 6_000, 1.0))
    assert int(np.abs(recorded(file)).max()) < 500


def test_what_is_no_recording_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "phrase.wav"
    for content in (b"", b"RIFF", b"no sound at all" * 9):
        file.write_bytes(content)
        with pytest.raises(NoSpeech):
            recorded(file)
    with pytest.raises(NoSpeech):
        recorded(tmp_path / "none.wav")


def test_the_parts_are_repeated_whole_until_the_call_ends() -> None:
    part = np.ones(RATE, np.int16)
    with wave.open(io.BytesIO(sound_file([part], 10.0))) as file:
        lasts = file.getnframes() / file.getframerate()
    assert lasts == 12.0 == 4 * (1 + PAUSE_S)


def installed(name: str) -> str:
    """The path of a program of Debian; skips the test where it is not there."""
    try:
        return program(name)
    except Unavailable as why:
        pytest.skip(str(why))


def test_both_languages_are_spoken() -> None:
    speaker = installed("espeak-ng")
    for voice, text in (
        ("cmn", "罐区泄漏，请立即撤离。"),
        ("en", "Leak in the tank farm. Leave now."),
    ):
        samples = spoken(speaker, voice, text)
        assert len(samples) > RATE
        assert int(np.abs(samples).max()) > 3_000


CONFIG = """\
module_path {modules}
sip_listen 127.0.0.1:{sip}
ctrl_tcp_listen 127.0.0.1:{control}
audio_source aufile,{folder}/silence.wav
audio_player aufile,{folder}/heard.wav
audio_alert aufile,{folder}/alert.wav
module g711.so
module aufile.so
module_tmp uuid.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
"""


@dataclass
class RealBaresip:
    """A running baresip, as Debian has it."""

    folder: Path
    sip: int
    control: int
    process: subprocess.Popen[bytes]

    def heard(self) -> int:
        """The loudest sample of what it was told."""
        samples = np.frombuffer((self.folder / "heard.wav").read_bytes()[44:], "<i2")
        return int(np.abs(samples.astype(int)).max()) if len(samples) else 0

    def presses(self, key: str) -> Thread:
        """Presses a key as soon as it has answered a call."""
        line = socket.create_connection(("127.0.0.1", self.control), PATIENT_S)

        def listen() -> None:
            with line:
                held = b""
                while b"CALL_RTPESTAB" not in held:
                    held += line.recv(4096)
                told = json.dumps({"command": "sndcode", "params": key, "token": "k"}).encode()
                line.sendall(b"%d:%s," % (len(told), told))
                line.recv(4096)

        pressing = Thread(target=listen, daemon=True)
        pressing.start()
        return pressing


IN_USE = 98
"""What baresip ends with where somebody else has taken its ports: it takes a second one, beside the first."""


def started(path: str, folder: Path, user: str, mode: str) -> RealBaresip:
    folder.mkdir()
    (folder / "silence.wav").write_bytes(sound_file([np.zeros(RATE, np.int16)], 120))
    while True:
        sip, control = free_port(), free_port()
        config = CONFIG.format(modules=MODULES, sip=sip, control=control, folder=folder)
        (folder / "config").write_text(config)
        account = f"<sip:{user}@127.0.0.1:{sip}>;regint=0;audio_codecs=PCMA/8000;answermode={mode}"
        (folder / "accounts").write_text(f"{account}\n")
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [path, "-4", "-f", str(folder)], stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        try:
            wait_until_listening(control, process)
            return RealBaresip(folder, sip, control, process)
        except RuntimeError:
            if process.poll() != IN_USE:
                raise


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[RealBaresip, RealBaresip]]:
    """The board's and a phone that answers by itself."""
    installed("espeak-ng")
    path = installed("baresip")
    with ExitStack() as stack:
        made = []
        for user, mode in (("board", "manual"), ("1001", "auto")):
            one = started(path, tmp_path / user, user, mode)
            stack.callback(one.process.wait)
            stack.callback(one.process.kill)
            made.append(one)
        yield made[0], made[1]


def real(board: RealBaresip, **more: Any) -> Any:
    control = f"tcp://127.0.0.1:{board.control}"
    times = {"ring_s": 20, "listen_s": 40, **more}
    return provider(
        Settings(id="call", type="baresip", control=control, folder=board.folder, **times)
    )


def test_a_real_call_is_heard_and_answered_by_a_key(two: tuple[RealBaresip, RealBaresip]) -> None:
    board, phone = two
    made = real(board)
    pressing = phone.presses("1")
    message = message_to(f"sip:1001@127.0.0.1:{phone.sip}")
    assert made.send(message).id
    pressing.join(PATIENT_S)
    assert keys(made.fetch()) == [("acknowledge", message.ref)]
    assert made.probe().ok


def test_a_real_call_without_a_key_was_heard_and_acknowledges_nothing(
    two: tuple[RealBaresip, RealBaresip],
) -> None:
    board, phone = two
    made = real(board, listen_s=4)
    assert made.send(message_to(f"sip:1001@127.0.0.1:{phone.sip}")).id
    assert made.fetch() == []
    assert phone.heard() > 3_000


@contextmanager
def answering(status: str) -> Iterator[int]:
    """An exchange that ends every call with one status (RFC 3261, 8.2.6); its port."""
    copied = (b"via:", b"from:", b"call-id:", b"cseq:")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))

        def answer() -> None:
            with suppress(OSError):
                while True:
                    asked, caller = line.recvfrom(65_536)
                    if not asked.startswith(b"INVITE"):
                        continue
                    heads = asked.partition(b"\r\n\r\n")[0].split(b"\r\n")[1:]
                    kept = [one for one in heads if one.lower().startswith(copied)]
                    kept += [one + b";tag=1" for one in heads if one.lower().startswith(b"to:")]
                    told = [b"SIP/2.0 " + status.encode(), *kept, b"Content-Length: 0", b"", b""]
                    line.sendto(b"\r\n".join(told), caller)

        Thread(target=answer, daemon=True).start()
        yield line.getsockname()[1]


@pytest.mark.parametrize(
    ("status", "error"), [("404 Not Found", "not_in_service"), ("486 Busy Here", "no_answer")]
)
def test_a_real_baresip_tells_why_a_call_failed(
    two: tuple[RealBaresip, RealBaresip], status: str, error: str
) -> None:
    with answering(status) as port, pytest.raises(Permanent) as why:
        real(two[0]).send(message_to(f"sip:1001@127.0.0.1:{port}"))
    assert why.value.error == error


def test_a_real_call_that_nobody_takes_is_hung_up(two: tuple[RealBaresip, RealBaresip]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        number = f"sip:1001@127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(Permanent) as why:
            real(two[0], ring_s=1).send(message_to(number))
    assert why.value.error == "no_answer"
