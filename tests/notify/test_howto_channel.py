"""The example of docs/howto-channel.md keeps the contract of providers."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pydantic import SecretStr

from command_center.notify.provider import Accepted
from tests.notify import test_provider_contract as contract
from tests.notify.providers.counterpart import Counterpart, message_to
from tests.support.fake_providers.http_service import HttpService, Reply

PAGE = Path(__file__).parents[2] / "docs" / "howto-channel.md"
CHECKS: list[Callable[[Counterpart], None]] = [
    contract.test_a_message_is_taken_once_and_whole,
    contract.test_messages_go_out_from_several_threads_at_once,
    contract.test_a_busy_service_is_tried_again_later,
    contract.test_a_service_that_is_away_is_tried_again_later,
    contract.test_a_refused_address_is_not_tried_again,
    contract.test_refused_credentials_are_no_fault_of_the_address,
    contract.test_a_service_that_took_it_and_never_answered_leaves_it_unknown,
    contract.test_no_error_names_the_address,
]


@pytest.fixture
def pager() -> Iterator[Any]:
    """The counterpart that the page shows, of the provider that it shows."""
    module = ModuleType("pager")
    module.__dict__.update(HttpService=HttpService, Reply=Reply, SecretStr=SecretStr)
    code = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert len(code) == 2
    for block in code:
        exec(compile(block, str(PAGE), "exec"), module.__dict__)
    with module.__dict__["FakePager"]() as made:
        yield made


@pytest.mark.parametrize("check", CHECKS)
def test_the_example_keeps_the_contract(pager: Any, check: Callable[[Counterpart], None]) -> None:
    check(pager)


def test_the_example_shows_no_secret(
    pager: Any, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    contract.test_no_secret_is_shown_in_an_error_a_log_or_a_repr(pager, caplog, capfd)


def test_the_example_takes_the_service_s_own_id(pager: Any) -> None:
    assert pager.provider(60.0).send(message_to("4711")) == Accepted("1")
