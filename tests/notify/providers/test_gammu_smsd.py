"""SMS by files against the real gammu-smsd with its dummy phone, and against the fake of the contract test."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import ValidationError

from command_center.notify.provider import Accepted, Health, Message, Permanent, Receipt, Temporary
from command_center.notify.providers._gammu_files import parts_of
from command_center.notify.providers.gammu_smsd import GammuProvider, Settings
from tests.notify.providers.counterpart import message_to
from tests.notify.providers.gammu_service import GammuService, RealSmsd, backup, gammu_service
from tests.support.hand_clock import HandClock
from tests.support.unavailable import Unavailable
from tests.support.waiting import eventually

PATIENT_S = 60.0
NOW = 1_795_840_000_000
LONG = "请到楼上集合，带好空气呼吸器。\n上上" + "氯" * 150
"""上 holds the byte of a line's end; three parts."""


@contextmanager
def real_service(**how: str) -> Iterator[GammuService]:
    """A real service with other lines in its configuration; the test is skipped where there is none."""
    try:
        making = gammu_service(real=True, **how)
        made = making.__enter__()
    except Unavailable as why:
        pytest.skip(str(why))
    yield made
    making.__exit__(None, None, None)


def probed(provider: GammuProvider) -> Health:
    """What a probe finds once the daemon runs and has asked its phone."""
    found: list[Health] = []

    def runs() -> bool:
        found.append(provider.probe())
        return found[-1].detail.get("signal", -1) not in (-1, 0)

    eventually(runs)
    return found[-1]


@pytest.fixture(params=["real", "fake"])
def service(request: pytest.FixtureRequest) -> Iterator[GammuService]:
    try:
        making = gammu_service(real=request.param == "real")
        made = making.__enter__()
    except Unavailable as why:
        pytest.skip(str(why))
    yield made
    making.__exit__(None, None, None)


@pytest.fixture
def fake() -> Iterator[GammuService]:
    with gammu_service() as made:
        yield made


def sent(service: GammuService, *messages: Message) -> GammuProvider:
    provider = service.provider(PATIENT_S)
    for message in messages:
        provider.send(message)
    service.smsd.settle()
    return provider


def numbered(service: GammuService, number: int, text: str = "【演练】甲") -> Message:
    return message_to(service.address, f"{number:016d}", text)


def test_a_long_chinese_text_is_sent_as_it_is(service: GammuService) -> None:
    sent(service, message_to(service.address, text=LONG))
    assert service.taken() == [LONG]
    if isinstance(service.smsd, RealSmsd):
        assert f"(total: {parts_of(LONG)}) to {service.address}" in service.smsd.log
        assert "cod 1 " in service.smsd.log, "16-bit characters"


def test_an_answer_names_the_contacts_own_number(service: GammuService) -> None:
    """The phone tells its number with the country's code."""
    provider = sent(service, message_to(service.address))
    service.smsd.hear(service.abroad, "１ ８４３１ 收到")
    [receipt] = provider.fetch()
    assert (receipt.outcome, receipt.word) == ("answered", "acknowledge")
    assert (receipt.address, receipt.reply) == (service.address, "8431")
    assert provider.fetch() == []
    assert not list((service.spool / "inbox").iterdir())


def test_a_file_that_was_read_half_is_read_again(fake: GammuService) -> None:
    """The daemon writes in place: what it has only begun is not foreign for good."""
    provider = sent(fake, message_to(fake.address))
    path = fake.spool / "inbox" / f"IN20261128_043500_00_{fake.abroad}_00.txt"
    path.touch()
    os.utime(path, (1, 1))
    assert provider.fetch() == []
    path.write_text(backup(fake.abroad, "1 8431", report=False))
    [receipt] = provider.fetch()
    assert (receipt.outcome, receipt.reply) == ("answered", "8431")


def test_a_delivery_report_is_the_message_s(service: GammuService) -> None:
    message = message_to(service.address)
    provider = sent(service, message)
    service.smsd.hear(service.abroad, "Delivered", report=True)
    [receipt] = provider.fetch()
    assert (receipt.outcome, receipt.ref) == ("delivered", message.ref)


def test_the_daemon_is_found_and_its_signal_told() -> None:
    with real_service() as service:
        provider = service.provider(PATIENT_S)
        health = probed(provider)
        assert (health.detail["signal"], health.detail["battery"]) == (42, 100)
        service.smsd.stop()
        gone = provider.probe()
        assert (gone.ok, "does not run" in gone.why) == (False, True)


def test_a_daemon_that_would_spoil_chinese_is_told_of() -> None:
    """Its default, whatever its manual says, is 7 bits."""
    with real_service(more="inboxformat = detail") as service:
        health = probed(service.provider(PATIENT_S))
        assert (health.ok, "transmitformat = auto" in health.why) == (False, True)


@pytest.mark.parametrize("inbox_format", ["standard", "unicode"])
def test_answers_and_reports_are_read_in_every_format_of_the_inbox(inbox_format: str) -> None:
    with real_service(more=f"transmitformat = auto\ninboxformat = {inbox_format}") as service:
        provider = sent(service, message_to(service.address))
        service.smsd.hear(service.abroad, "Delivered", report=True)
        service.smsd.hear(service.abroad, "1 8431")
        outcomes = {one.outcome for one in provider.fetch()}
        assert outcomes == {"delivered", "answered"}


def test_urgent_messages_go_first(fake: GammuService) -> None:
    provider = fake.provider(PATIENT_S)
    for number, urgency in enumerate(("routine", "normal", "life_safety", "urgent")):
        message = replace(numbered(fake, number, urgency), urgency=urgency)  # type: ignore[arg-type]
        provider.send(message)
    assert fake.taken() == ["life_safety", "urgent", "normal", "routine"]


def test_a_message_that_waits_is_not_put_twice_and_one_that_went_is_sent_anew(
    fake: GammuService,
) -> None:
    provider, clock = fake.provider(PATIENT_S), HandClock(NOW)
    provider = fake.provider(PATIENT_S, clock)
    message = message_to(fake.address)
    assert provider.send(message) == provider.send(message) == Accepted()
    assert len(fake.taken()) == 1
    clock.move(1)
    provider.send(message)
    assert len(fake.taken()) == 2
    assert provider.look_up(message) == Accepted()


def test_the_daemon_never_sees_half_a_message(
    fake: GammuService, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever lies there under a name that it takes is whole; a crash before leaves a hidden file."""

    def crash(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", crash)
    with pytest.raises(Temporary, match="No space left"):
        fake.provider(PATIENT_S).send(message_to(fake.address))
    assert [path.name[0] for path in (fake.spool / "outbox").iterdir()] == ["."]
    monkeypatch.undo()
    fake.provider(PATIENT_S).send(message_to(fake.address))
    assert len(fake.taken()) == 1


@pytest.mark.parametrize("address", ["", "../../etc", "138 0000", "138_00", "1380000\n", "王", "+"])
def test_an_address_that_is_no_number_is_refused(fake: GammuService, address: str) -> None:
    with pytest.raises(Permanent) as why:
        fake.provider(PATIENT_S).send(message_to(address))
    assert why.value.error == "rejected"
    assert not list((fake.spool / "outbox").iterdir())


def test_a_daemon_that_takes_nothing_is_given_nothing_more(fake: GammuService) -> None:
    clock = HandClock(NOW)
    provider = fake.provider(PATIENT_S, clock)
    provider.send(numbered(fake, 1))
    clock.move(100)
    provider.send(numbered(fake, 2))
    clock.move(21)
    with pytest.raises(Temporary, match="has not taken"):
        provider.send(numbered(fake, 3))
    health = provider.probe()
    assert (health.ok, health.detail["waiting"]) == (False, 2)


def test_a_modem_that_comes_back_sends_no_stale_page(fake: GammuService) -> None:
    clock = HandClock(NOW)
    provider = fake.provider(PATIENT_S, clock)
    provider.send(replace(numbered(fake, 1), expires_at=NOW + 60_000))
    provider.send(replace(numbered(fake, 2), expires_at=NOW + 3_600_000))
    assert provider.fetch() == []
    clock.move(61)
    assert provider.fetch() == [
        Receipt(
            f"expired:{1:016d}:{NOW}", "failed", ref=f"{1:016d}", error="expired", at=NOW + 61_000
        )
    ]
    assert len(fake.taken()) == 1


def test_what_the_modem_could_not_send_has_failed_once(fake: GammuService) -> None:
    provider = fake.provider(PATIENT_S)
    provider.send(numbered(fake, 1))
    for path in (fake.spool / "outbox").iterdir():
        path.rename(fake.spool / "error" / path.name)
    [told] = provider.fetch()
    assert (told.outcome, told.ref, told.error) == ("failed", f"{1:016d}", "provider")
    # A process that died before it kept this hears it again, as the same event.
    [again] = fake.provider(PATIENT_S).fetch()
    assert again.event == told.event
    assert provider.fetch() == []
    assert not list((fake.spool / "error").iterdir())


def test_reports_are_waited_for_until_they_can_belong_to_nobody_else(fake: GammuService) -> None:
    """A report names its number, not its message."""
    provider = sent(fake, numbered(fake, 1), numbered(fake, 2, LONG))
    for _ in range(parts_of(LONG)):
        fake.smsd.hear(fake.abroad, "Delivered", report=True)
        assert provider.fetch() == []
    fake.smsd.hear("+8613800000002", "Delivered", report=True)
    assert provider.fetch() == [], "somebody else's"
    fake.smsd.hear(fake.abroad, "Delivered", report=True)
    told = provider.fetch()
    assert [(one.outcome, one.ref) for one in told] == [
        ("delivered", f"{1:016d}"), ("delivered", f"{2:016d}"),
    ]  # fmt: skip
    assert provider.fetch() == []


def test_a_failed_report_says_that_the_address_was_not_reached(fake: GammuService) -> None:
    provider = sent(fake, numbered(fake, 1, LONG))
    fake.smsd.hear(fake.abroad, "Pending", report=True)
    assert provider.fetch() == []
    fake.smsd.hear(fake.abroad, "Failed", report=True)
    [told] = provider.fetch()
    assert (told.outcome, told.error) == ("failed", "rejected")


def test_of_two_messages_nobody_can_say_which_failed(fake: GammuService) -> None:
    provider = sent(fake, numbered(fake, 1), numbered(fake, 2))
    fake.smsd.hear(fake.abroad, "Failed", report=True)
    assert provider.fetch() == []
    fake.smsd.hear(fake.abroad, "Delivered", report=True)
    assert provider.fetch() == []


def test_other_people_s_messages_stay_where_they_are(fake: GammuService) -> None:
    provider = sent(fake)
    fake.smsd.hear("10086", "尊敬的客户，您的话费余额不足 10 元。")
    fake.smsd.hear(fake.abroad, "在路上")
    theirs = fake.spool / "outbox" / "OUT10086.txt"
    theirs.write_text("CXYE")
    assert provider.fetch() == provider.fetch() == []
    assert len(list((fake.spool / "inbox").iterdir())) == 2
    assert theirs.exists()


def test_a_sent_text_is_deleted_after_three_days(fake: GammuService) -> None:
    clock = HandClock(NOW)
    provider = fake.provider(PATIENT_S, clock)
    provider.send(numbered(fake, 1))
    fake.smsd.settle()
    clock.move(3 * 86_400)
    provider.fetch()
    assert len(fake.taken()) == 1
    clock.move(1)
    provider.fetch()
    assert fake.taken() == []


def test_events_hold_no_number(fake: GammuService) -> None:
    provider = sent(fake, numbered(fake, 1))
    fake.smsd.hear(fake.abroad, "1 8431")
    fake.smsd.hear(fake.abroad, "Delivered", report=True)
    told = provider.fetch()
    assert len(told) == 2
    assert not [one for one in told if fake.address in one.event]


def test_folders_that_are_missing_are_named(fake: GammuService) -> None:
    (fake.spool / "sent").rmdir()
    health = fake.provider(PATIENT_S).probe()
    assert (health.ok, health.why) == (False, "no access to sent in the spool of gammu-smsd")


@pytest.mark.parametrize(("text", "parts"), [
    ("a" * 160, 1), ("a" * 161, 2), ("[" * 80, 1), ("[" * 81, 2), ("氯" * 70, 1), ("氯" * 71, 2),
    ("a" * 159 + "氯", 3), ("😀" * 35, 1), ("😀" * 36, 2),
])  # fmt: skip
def test_parts_of_a_text(text: str, parts: int) -> None:
    assert parts_of(text) == parts


def test_an_entry_needs_its_spool() -> None:
    with pytest.raises(ValidationError, match="spool"):
        Settings.model_validate({"id": "sms", "type": "gammu_smsd"})
    entry = {"id": "sms-b", "type": "gammu_smsd", "kind": "sms", "spool": "/var/spool/gammu"}
    assert Settings.model_validate(entry).spool == Path("/var/spool/gammu")
