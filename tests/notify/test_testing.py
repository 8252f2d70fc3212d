"""A test message: what became of it is told, and the address is never shown."""

from typing import Any

import pytest

from command_center.notify.channel_entry import ChannelEntry
from command_center.notify.provider import (
    Accepted,
    Limits,
    Message,
    Permanent,
    Temporary,
    Unknown,
)
from command_center.notify.testing import barred, channels_for, masked, sent_test
from tests.support.reachable_works import reachable_works

ENTRY = ChannelEntry(id="sms-a", type="texts", kind="sms")
NUMBER = "13800005678"


class Service:
    """Ends each message as it was told to."""

    kind: Any = "sms"
    timeout_s, workers, limits = 1.0, 1, Limits()

    def __init__(self, end: Accepted | Exception) -> None:
        self.end, self.sent = end, list[Message]()

    def send(self, message: Message) -> Accepted:
        self.sent.append(message)
        if isinstance(self.end, Exception):
            raise self.end
        return self.end


@pytest.mark.parametrize(
    ("end", "outcome"),
    [
        (Accepted("m-1"), "accepted"),
        (Accepted("m-1", delivered=True), "delivered"),
        (Temporary(f"{NUMBER}: over the limit"), "temporary"),
        (Permanent(f"{NUMBER} is not in service", "not_in_service"), "permanent"),
        (Unknown("timed out"), "unknown"),
        (ValueError(f"bad number {NUMBER}"), "broken"),
    ],
)
def test_each_end_is_told_without_the_address(end: Accepted | Exception, outcome: str) -> None:
    found = sent_test(ENTRY, Service(end), NUMBER, "Works", "en", 0)
    assert found.outcome == outcome
    assert found.good == (outcome in ("accepted", "delivered"))
    assert NUMBER not in repr(found)
    assert found.address == "138****5678"


def test_a_number_is_dialled_without_the_blanks_that_people_write() -> None:
    service = Service(Accepted())
    sent_test(ENTRY, service, "138 0000-5678", "Works", "en", 0)
    assert [message.address for message in service.sent] == [NUMBER]


def test_the_message_says_that_it_is_a_test() -> None:
    service = Service(Accepted())
    sent_test(ENTRY, service, NUMBER, "某厂", "zh-CN", 1_000)
    [message] = service.sent
    assert message.title.startswith("【测试】")
    assert "某厂" in message.text
    assert "无需采取任何行动" in message.text
    assert message.choices == ()
    assert len(message.ref) == 16
    assert message.ref.isalnum()
    assert message.expires_at > 1_000


def test_a_person_without_an_address_is_told_of() -> None:
    assert sent_test(ENTRY, Service(Accepted()), None, "Works", "en", 0).outcome == "no_address"


def test_without_a_channel_every_one_that_the_person_can_be_reached_by_is_tested() -> None:
    mail = ChannelEntry(id="mail", type="mail", kind="email")
    both = (ENTRY, mail)
    addresses = {"sms": NUMBER, "push": "topic"}
    assert channels_for(both, addresses, None) == [(ENTRY, NUMBER)]
    assert channels_for(both, addresses, "mail") == [(mail, None)]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("13800005678", "138****5678"),
        ("+8613800005678", "+861******5678"),
        ("8801234", "880****"),
        ("luo@plant.example", "l***@plant.example"),
        ("LuoWenhua", "Lu***"),
        ("8801", "***"),
    ],
)
def test_an_address_is_shown_masked(address: str, shown: str) -> None:
    assert masked(address) == shown


@pytest.mark.parametrize(
    ("simulated", "exercise", "person", "address", "why"),
    [
        (False, False, "li", NUMBER, None),
        (True, False, "li", NUMBER, "simulated"),
        (True, True, "wu", NUMBER, "not_allowed"),
        (True, True, "li", NUMBER, None),
        (True, True, "li", "outside", "outside"),
        (True, True, "li", None, None),
    ],
)
def test_whom_a_test_may_ring(
    simulated: bool, exercise: bool, person: str, address: str | None, why: str | None
) -> None:
    site = reachable_works(simulated=simulated)
    number = site.outside[0].phone if address == "outside" else address
    assert barred(site, person, [number], {"li"}, exercise=exercise) == why


def test_a_test_as_an_exercise_says_so_first() -> None:
    service = Service(Accepted())
    sent_test(ENTRY, service, NUMBER, "某厂", "zh-CN", 0, exercise=True)
    [message] = service.sent
    assert message.exercise
    assert message.title.startswith("【演练】")
    assert message.text.startswith("【演练】")
