"""SMS by SMPP: alphabets, long texts, receipts of parts, replies, a line that breaks; and Kannel, bound to the
test's own SMSC."""

import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
import requests
from pydantic import SecretStr, ValidationError

from command_center.notify.provider import Message, Permanent, Receipt, Temporary
from command_center.notify.providers._sms_text import BASIC, EXTENDED, sms_parts, sms_text
from command_center.notify.providers.smpp import Settings, SmppProvider
from tests.notify.providers.counterpart import message_to
from tests.notify.providers.smsc import ADDRESS, PASSWORD, SYSTEM_ID, SmscCounterpart, smsc
from tests.support.debian import program
from tests.support.ports import free_port, wait_until_listening
from tests.support.unavailable import Unavailable

PATIENT_S = 60.0
LONG = "请立即撤离罐区，沿北门道路步行至一号集合点，并向点名员报到。" * 6


@pytest.fixture
def center() -> Iterator[SmscCounterpart]:
    with smsc() as made:
        yield made


def text_message(text: str) -> Message:
    return message_to(ADDRESS, text=text)


def until(what: Callable[[], bool]) -> None:
    """Look again until it is so; a hang is broken off by the test's own time limit."""
    while not what():
        pass


def heard(made: SmppProvider) -> list[Receipt]:
    return list(made.fetch())


@pytest.mark.parametrize(
    ("text", "coding", "parts"),
    [
        ("a" * 160, 0, 1), ("a" * 161, 0, 2), ("€" * 80, 0, 1), ("€" * 81, 0, 2),
        ("`", 8, 1), ("罐" * 70, 8, 1), ("罐" * 71, 8, 2), ("😀" * 35, 8, 1), ("😀" * 36, 8, 2), ("", 0, 1),
    ],
)  # fmt: skip
def test_a_text_is_split_by_its_alphabet_and_no_character_is_torn(
    text: str, coding: int, parts: int
) -> None:
    found = sms_parts(text)
    assert (found.coding, len(found.parts)) == (coding, parts)
    assert "".join(sms_text(part, coding) for part in found.parts) == text
    assert all(len(part) <= 160 for part in found.parts)


def test_every_character_of_the_gsm_alphabet_comes_back() -> None:
    text = BASIC.replace("\x1b", "") + "".join(EXTENDED)
    found = sms_parts(text)
    assert found.coding == 0
    assert "".join(sms_text(part, 0) for part in found.parts) == text


@pytest.mark.parametrize("long", ["udh", "payload"])
def test_a_long_text_arrives_whole_and_asks_for_a_receipt_of_each_part(
    center: SmscCounterpart, long: str
) -> None:
    made = center.provider(PATIENT_S, long=long)
    made.send(text_message(LONG))
    assert center.taken() == [LONG]
    assert {one.registered for one in center.smsc.submitted} == {1}
    assert (len(center.smsc.submitted) > 1) == (long == "udh")


def test_a_message_of_parts_is_delivered_with_its_last_part(center: SmscCounterpart) -> None:
    made = center.provider(PATIENT_S)
    accepted = made.send(text_message(LONG))
    *early, last = center.smsc.submitted
    center.smsc.receipt(last.id, "DELIVRD")
    assert heard(made) == []
    for one in early:
        center.smsc.receipt(one.id, "ACCEPTD")
        assert heard(made) == []
        center.smsc.receipt(one.id, "DELIVRD", tlvs=True)
    [told] = heard(made)
    assert (told.id, told.outcome) == (accepted.id, "delivered")
    center.smsc.receipt(early[0].id, "DELIVRD")
    assert {one.event for one in heard(made)} <= {told.event}


@pytest.mark.parametrize(
    ("state", "error"),
    [("EXPIRED", "switched_off"), ("UNDELIV", "not_in_service"), ("REJECTD", "rejected"), ("DELETED", "provider")],
)  # fmt: skip
def test_one_part_that_fails_fails_the_message(
    center: SmscCounterpart, state: str, error: str
) -> None:
    made = center.provider(PATIENT_S)
    accepted = made.send(text_message(LONG))
    center.smsc.receipt(center.smsc.submitted[0].id, state)
    [told] = heard(made)
    assert (told.id, told.outcome, told.error) == (accepted.id, "failed", error)


def test_receipts_that_count_in_decimal_name_the_message_all_the_same(
    center: SmscCounterpart,
) -> None:
    center.smsc.hexadecimal = True
    made = center.provider(PATIENT_S, receipt_ids="decimal")
    accepted = made.send(text_message("Shut valve 7"))
    assert accepted.id is not None
    center.smsc.receipt(str(int(accepted.id, 16)), "DELIVRD")
    [told] = heard(made)
    assert told.id == accepted.id


@pytest.mark.parametrize(
    ("content", "coding", "word"),
    [
        (b"1 8431", 0, "acknowledge"), ("２，８４３１".encode("utf-16-be"), 8, "start"), (b"3  8431", 3, "refuse"),
        (b"thanks", 0, None), (b"8431", 0, None),
    ],
)  # fmt: skip
def test_a_reply_names_its_message_and_the_word(
    center: SmscCounterpart, content: bytes, coding: int, word: str | None
) -> None:
    made = center.provider(PATIENT_S)
    assert heard(made) == []  # binds
    center.smsc.deliver(content, source=ADDRESS, esm_class=0, coding=coding)
    told = heard(made)
    assert [(one.outcome, one.address, one.reply, one.word) for one in told] == (
        [("answered", ADDRESS, "8431", word)] if word else []
    )


def test_a_message_of_which_one_part_was_throttled_was_not_sent(center: SmscCounterpart) -> None:
    made = center.provider(PATIENT_S)
    center.smsc.refuse_part = 2
    with pytest.raises(Temporary) as why:
        made.send(text_message(LONG))
    assert why.value.after_s == 5
    assert center.taken() == []
    center.smsc.refuse_part = None
    made.send(text_message(LONG))
    assert center.taken() == [LONG]


def test_a_line_that_broke_is_made_anew_and_receipts_of_before_still_count(
    center: SmscCounterpart,
) -> None:
    made = center.provider(PATIENT_S)
    accepted = made.send(text_message("Shut valve 7"))
    center.smsc.hang_up()
    until(lambda: not made._session.is_open)
    assert heard(made) == []  # binds anew
    assert center.smsc.binds == 2
    assert accepted.id is not None
    center.smsc.receipt(accepted.id, "DELIVRD")
    assert [one.id for one in heard(made)] == [accepted.id]
    made.send(text_message("Shut valve 8"))
    assert center.taken() == ["Shut valve 7", "Shut valve 8"]


def test_a_reply_is_stored_before_the_smsc_is_told_that_it_arrived(center: SmscCounterpart) -> None:
    """Nobody fetches: the line itself hears. What cannot be stored is told again by the SMSC."""
    made = center.provider(PATIENT_S)
    made.fetch()
    kept: list[tuple[str | None, list[int]]] = []
    away = [True]

    def keep(told: Sequence[Receipt]) -> None:
        if away[0]:
            raise ConnectionError
        kept.extend((one.reply, list(center.smsc.told)) for one in told)

    made.hear_with(keep)
    center.smsc.deliver(b"1 8431", source=ADDRESS, esm_class=0)
    assert (center.smsc.told, kept) == ([0x64], []), "ESME_RX_T_APPN: try again"
    away[0] = False
    center.smsc.deliver(b"1 8431", source=ADDRESS, esm_class=0)
    assert center.smsc.told == [0x64, 0]
    assert kept == [("8431", [0x64])]
    assert heard(made) == []


def test_an_idle_line_is_kept_alive(center: SmscCounterpart) -> None:
    made = center.provider(PATIENT_S, idle_s=1)
    made.fetch()
    until(lambda: center.smsc.enquiries > 0)


def test_whoever_fetches_learns_of_a_refused_bind_as_something_to_try_again(
    center: SmscCounterpart,
) -> None:
    center.behave("refuses_us")
    made = center.provider(PATIENT_S)
    with pytest.raises(Temporary):
        made.fetch()
    with pytest.raises(Permanent):
        made.send(text_message("Shut valve 7"))


@pytest.mark.parametrize(
    "more",
    [
        {"url": "http://smsc.example"}, {"url": "smpp://a:b@smsc.example"}, {"url": "smpp://smsc.example"},
        {"url": "smpps://smsc.example:x"}, {"system_id": "x" * 16}, {"sender": ""},
    ],
)  # fmt: skip
def test_an_entry_that_cannot_work_is_refused(more: dict[str, str]) -> None:
    good = {
        "url": "smpps://smsc.example",
        "system_id": "b",
        "sender": "1",
        "password": SecretStr("p"),
    }
    Settings.model_validate({"id": "sms", "type": "smpp", **good})
    with pytest.raises(ValidationError):
        Settings.model_validate({"id": "sms", "type": "smpp", **good, **more})


def installed(name: str) -> str:
    """The path of a program of Debian; skips the test where it is not there."""
    try:
        return program(name)
    except Unavailable as why:
        pytest.skip(str(why))


KANNEL = """\
group = core
admin-port = {admin}
admin-password = x
smsbox-port = {box}
log-file = {folder}/bearerbox.log

group = smsc
smsc = smpp
host = 127.0.0.1
port = {smsc}
transceiver-mode = true
smsc-username = {user}
smsc-password = {password}
system-type = ""
enquire-link-interval = 1
reconnect-delay = 1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {send}
log-file = {folder}/smsbox.log

group = sendsms-user
username = board
password = x
concatenation = true
max-messages = 9
"""


@pytest.fixture
def kannel(center: SmscCounterpart, tmp_path: Path) -> Iterator[str]:
    """Kannel, a gateway that others wrote, bound to our SMSC; the address that it takes messages at."""
    programs = [installed(name) for name in ("bearerbox", "smsbox")]
    admin, box, send = free_port(), free_port(), free_port()
    config = tmp_path / "kannel.conf"
    config.write_text(
        KANNEL.format(
            admin=admin, box=box, send=send, smsc=center.smsc.port, folder=tmp_path, user=SYSTEM_ID,
            password=PASSWORD,
        )
    )  # fmt: skip
    running = []
    try:
        for path, port in zip(programs, (box, send), strict=True):
            with (tmp_path / f"{port}.out").open("wb") as out:
                running.append(subprocess.Popen([path, str(config)], stdout=out, stderr=out))
            wait_until_listening(port, running[-1])
        yield f"http://127.0.0.1:{send}/cgi-bin/sendsms"
    finally:
        for one in reversed(running):
            one.kill()
            one.wait()


def test_the_tests_own_smsc_is_one_to_a_gateway_that_others_wrote(
    center: SmscCounterpart, kannel: str
) -> None:
    for text in ("Shut valve 7", LONG):
        given = {
            "username": "board", "password": "x", "to": ADDRESS, "from": "1", "text": text, "coding": "2",
            "charset": "utf-8",
        }  # fmt: skip
        requests.get(kannel, given, timeout=PATIENT_S).raise_for_status()
    until(lambda: len(center.taken()) == 2)
    assert sorted(center.taken()) == sorted(["Shut valve 7", LONG])
    until(lambda: center.smsc.enquiries > 0)
    center.smsc.receipt(center.smsc.submitted[0].id, "DELIVRD")
    center.smsc.deliver(b"1 8431", source=ADDRESS, esm_class=0)
