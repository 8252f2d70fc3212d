"""The long tail against a local web service; tests/notify/test_provider_contract.py asks the rest."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from command_center.notify.provider import (
    Accepted,
    CanFetch,
    CanLookUp,
    CanProbe,
    CanReceive,
    Permanent,
    Temporary,
)
from command_center.notify.providers import apprise
from command_center.notify.providers.apprise import AppriseProvider
from tests.notify.providers.apprise_service import AppriseService, apprise_service
from tests.notify.providers.counterpart import message_to
from tests.support.ports import free_port

PATIENT_S = 60.0


@pytest.fixture
def service() -> Iterator[AppriseService]:
    with apprise_service() as made:
        yield made


def test_title_text_and_address_reach_the_service(service: AppriseService) -> None:
    message = message_to("+8613800000001")
    assert service.provider(PATIENT_S).send(message) == Accepted(delivered=False)
    [(path, body)] = service.posted
    assert path == "/webhook-T0K3N/+8613800000001"
    assert (body["title"], body["message"]) == (message.title, message.text)


def test_nothing_is_claimed_that_the_library_does_not_tell(service: AppriseService) -> None:
    provider = service.provider(PATIENT_S)
    assert not isinstance(provider, (CanReceive, CanFetch, CanLookUp, CanProbe))


@pytest.mark.parametrize(
    "address", ["", "138,139", "a b", "a/../b", "a?to=c", "a&b", "a%2Cb", "王", "a\n"]
)
def test_one_address_never_becomes_two(service: AppriseService, address: str) -> None:
    with pytest.raises(Permanent) as why:
        service.provider(PATIENT_S).send(message_to(address))
    assert why.value.error == "rejected"
    assert service.posted == []


def test_one_service_that_takes_it_is_enough(service: AppriseService) -> None:
    dead = SecretStr(f"json://127.0.0.1:{free_port()}")
    both = AppriseProvider(service.settings(urls=[dead, service.url]))
    both.send(message_to(service.address))
    assert len(service.posted) == 1
    with pytest.raises(Temporary):
        AppriseProvider(service.settings(urls=[dead])).send(message_to(service.address))


def test_many_messages_do_not_wait_for_each_other(service: AppriseService) -> None:
    """A service of the library waits up to five seconds between two messages; each of ours has its own."""
    from apprise.plugins.custom_json import NotifyJSON

    waited: list[float] = []
    provider = service.provider(PATIENT_S)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(NotifyJSON, "request_rate_per_sec", 3600.0)
        patch.setattr("time.sleep", waited.append)
        for number in range(3):
            provider.send(message_to(service.address, f"{number:016d}"))
    assert len(service.posted) == 3
    assert waited == []


@pytest.mark.parametrize(("changed", "named"), [
    ({"urls": []}, "too_short"),
    ({"urls": [SecretStr("nothing://x")]}, "channels.apprise_url"),
    ({"urls": [SecretStr("json://127.0.0.1"), "json://in.the.file"]}, "channels.secret_in_file"),
    ({"kind": "pigeon"}, "literal_error"),
])  # fmt: skip
def test_a_wrong_entry_says_what_is_wrong(
    service: AppriseService, changed: dict[str, Any], named: str
) -> None:
    with pytest.raises(ValidationError) as why:
        service.settings(**changed)
    assert [error["type"] for error in why.value.errors()] == [named]
    assert "nothing://" not in str(why.value)


def test_without_the_library_the_entry_says_how_to_get_it(
    service: AppriseService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apprise, "find_spec", lambda name: None)
    with pytest.raises(ValidationError, match=r"command-center\[apprise\]"):
        service.settings()
