"""Which number is called first."""

from typing import Any

import pytest

from command_center.domain.people.telephone import number_to_call, same_number
from command_center.domain.site.model import Contact, Person
from command_center.domain.state import State
from tests.support.small_works import named, small_works


def first_of(*contacts: dict[str, Any]) -> Contact | None:
    person = Person(
        id="eva", name=named("Eva"), contacts=[Contact(**contact) for contact in contacts]
    )
    return number_to_call(State(), small_works(), person)


SMS = {"channel": "sms", "address": "139"}
VOICE = {"channel": "voice", "address": "0532"}
RADIO = {"channel": "radio", "address": "channel 1"}
WECOM = {"channel": "im", "address": "eva"}


def test_a_telephone_is_before_a_radio_and_messages_are_no_voice() -> None:
    for given, wanted in (
        ((RADIO, SMS, VOICE, WECOM), "0532"),
        ((WECOM, RADIO, SMS), "139"),
        ((WECOM, RADIO), "channel 1"),
    ):
        found = first_of(*given)
        assert found is not None
        assert found.address == wanted
    assert first_of(WECOM) is None
    assert first_of() is None


def test_a_number_that_works_is_before_one_that_is_dead() -> None:
    dead = VOICE | {"failed": named("no such number")}
    found = first_of(dead, RADIO)
    assert found is not None
    assert found.address == "channel 1"
    only = first_of(dead)
    assert only is not None
    assert only.address == "0532"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("+8613800138000", "13800138000", True),
        ("008613800138000", "+86 138 0013 8000", True),
        ("8613800138000", "13800138000", True),
        ("0755-8888 1234", "+86 755 8888 1234", True),
        ("+1 415 555 0100", "(415) 555-0100", True),
        ("+1 415 555 0100", "+86 1415 5550 100", False),
        ("8888 1234", "0755 8888 1234", False),
        ("8001", "8001", True),
        ("0085291234567", "+85291234567", True),
        ("006591234567", "+65 9123 4567", True),
        ("8001", "138008001", False),
        ("", "", False),
    ],
)
def test_a_number_is_the_same_however_it_is_written(one: str, other: str, same: bool) -> None:
    assert same_number(one, other) is same
    assert same_number(other, one) is same
