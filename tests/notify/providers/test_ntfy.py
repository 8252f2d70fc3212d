"""Push against the real `ntfy serve` and against the fake that the contract test uses, by the same tests."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import requests
from pydantic import SecretStr, ValidationError

from command_center.notify.provider import Accepted, Permanent, Temporary, Unknown
from command_center.notify.providers.ntfy import NtfyProvider, Settings
from tests.notify.providers.counterpart import message_to
from tests.notify.providers.ntfy_service import TOPIC, NtfyService, RealNtfy, ntfy_service
from tests.support.ports import free_port
from tests.support.unavailable import Unavailable

PATIENT_S = 60.0
SOON_S = 1.0


@pytest.fixture(scope="module", params=["real", "fake"])
def shared(request: pytest.FixtureRequest) -> Iterator[NtfyService]:
    try:
        making = ntfy_service(real=request.param == "real")
        service = making.__enter__()
    except Unavailable as why:
        pytest.skip(str(why))
    yield service
    making.__exit__(None, None, None)


@pytest.fixture
def service(shared: NtfyService) -> NtfyService:
    shared.behave("accepts")
    return shared


@pytest.fixture
def topic(request: pytest.FixtureRequest) -> str:
    """A topic of this test alone: a server keeps what it was given."""
    return f"pages-{abs(hash(request.node.nodeid)):x}"


def sent(service: NtfyService, topic: str, **changed: Any) -> Accepted:
    return service.provider(PATIENT_S).send(replace(message_to(topic), **changed))


def test_a_phone_gets_title_text_priority_and_buttons(service: NtfyService, topic: str) -> None:
    accepted = sent(service, topic)
    [got] = service.phone(topic)
    assert got["id"] == accepted.id
    assert (got["title"], got["message"]) == (message_to("").title, message_to("").text)
    assert (got["priority"], got["click"]) == (5, "http://127.0.0.1:9/m")
    assert got["tags"] == ["rotating_light", "a1b2c3d4e5f60718"]
    assert [(one["label"], one["method"], one["clear"]) for one in got["actions"]] == [
        ("收到", "POST", True), ("开始执行", "POST", True),
    ]  # fmt: skip


@pytest.mark.parametrize(("urgency", "priority"), [("urgent", 4), ("normal", 3), ("routine", 2)])
def test_priority_follows_urgency(
    service: NtfyService, topic: str, urgency: str, priority: int
) -> None:
    sent(service, topic, urgency=urgency)
    assert service.phone(topic)[0]["priority"] == priority


def test_the_longest_message_stays_a_text(service: NtfyService, topic: str) -> None:
    """ntfy makes a file of a text over 4,096 bytes, which no phone shows on its lock screen."""
    sent(service, topic, text="氯" * 500, title="演" * 60)
    [got] = service.phone(topic)
    assert got["message"] == "氯" * 500
    assert "attachment" not in got


def test_a_button_answers_where_its_choice_says(service: NtfyService, topic: str) -> None:
    pressed: list[tuple[str, str]] = []

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            pressed.append((self.command, self.path))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as door:
        Thread(target=door.serve_forever, args=(0.05,), daemon=True).start()
        url = f"http://127.0.0.1:{door.server_port}/a/a1b2/1"
        [first, *_] = message_to("").choices
        sent(service, topic, choices=(replace(first, url=url),))
        [button] = service.phone(topic)[0]["actions"]
        # As the ntfy app does when the button is pressed.
        requests.request(button["method"], button["url"], timeout=PATIENT_S).raise_for_status()
        door.shutdown()
    assert pressed == [("POST", "/a/a1b2/1")]


def test_four_choices_and_none(service: NtfyService, topic: str) -> None:
    [first, second] = message_to("").choices
    sent(service, topic, choices=(first, second, first, second))
    assert len(service.phone(topic)[-1]["actions"]) == 3
    sent(service, topic, choices=(replace(first, url=None),), link=None)
    assert not service.phone(topic)[-1].get("actions")
    assert "click" not in service.phone(topic)[-1]


def test_what_was_taken_before_the_connection_broke_is_found(
    service: NtfyService, topic: str
) -> None:
    service.behave("breaks_after_taking")
    with pytest.raises(Unknown):
        sent(service, topic)
    service.behave("accepts")
    provider = service.provider(PATIENT_S)
    [got] = service.phone(topic)
    assert provider.look_up(message_to(topic)) == Accepted(got["id"])
    assert provider.look_up(message_to(topic, "0" * 16)) is None
    service.behave("busy")
    with pytest.raises(Temporary):
        provider.look_up(message_to(topic))
    service.behave("refuses_us")
    with pytest.raises(Temporary, match="401"):
        provider.look_up(message_to(topic))


@pytest.mark.parametrize("address", ["", "a/b", "a b", "a?x=1", "a\r\nX: 1", "演练", "a" * 65])
def test_an_address_that_is_no_topic_is_refused(service: NtfyService, address: str) -> None:
    with pytest.raises(Permanent) as why:
        sent(service, address)
    assert why.value.error == "rejected"
    assert service.provider(PATIENT_S).look_up(message_to(address)) is None


def test_a_topic_that_our_token_may_not_write_is_our_fault(service: NtfyService) -> None:
    with pytest.raises(Permanent, match="40301") as why:
        sent(service, "someone-elses")
    assert why.value.error == "provider"


def test_a_wrong_token_is_refused_and_found_by_a_probe(service: NtfyService, topic: str) -> None:
    wrong = NtfyProvider(service.settings(token=SecretStr("tk_wrong")))
    with pytest.raises(Permanent, match="40101") as why:
        wrong.send(message_to(topic))
    assert why.value.error == "provider"
    assert not wrong.probe().ok
    assert "40101" in wrong.probe().why


def test_a_probe_of_a_closed_server_is_well(service: NtfyService) -> None:
    health = service.provider(PATIENT_S).probe()
    assert health.ok
    assert health.detail["anybody_reads"] == "no"
    assert float(health.detail["messages_left"]) > 1000


def test_a_proxy_of_the_environment_is_not_asked(
    service: NtfyService, topic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It serves the way out of the plant, and would hear the token."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert sent(service, topic).id


def test_a_failing_server_is_tried_again_and_a_foreign_one_told_apart(
    service: NtfyService, topic: str
) -> None:
    service.behave("fails")
    with pytest.raises(Temporary, match="50001"):
        sent(service, topic)
    service.behave("is_no_ntfy")
    with pytest.raises(Temporary, match="is this ntfy"):
        sent(service, topic)
    assert not service.provider(PATIENT_S).probe().ok


@pytest.fixture
def real_with() -> Iterator[Any]:
    """Makes a real server with other settings."""
    with tempfile.TemporaryDirectory() as folder:
        made: list[RealNtfy] = []

        def make(**settings: str) -> RealNtfy:
            try:
                made.append(RealNtfy(Path(folder), **settings))
            except Unavailable as why:
                pytest.skip(str(why))
            return made[-1]

        yield make
        for one in made:
            one.stop()


def test_a_server_that_lets_everybody_read_is_told_of(real_with: Any) -> None:
    """ntfy's own default: topics are then the only secret."""
    server = real_with(strangers="read-write")
    open_to_all = NtfyProvider(
        Settings.model_validate({"id": "p", "type": "ntfy", "url": server.url})
    )
    health = open_to_all.probe()
    assert (health.ok, health.detail["anybody_reads"]) == (True, "yes")
    assert open_to_all.send(message_to(TOPIC)).id


def test_a_server_that_does_not_exempt_us_says_too_many_requests(real_with: Any) -> None:
    """Its default of 60 messages at once, then one each 5 s, would end a muster's pages."""
    server = real_with(exempt="")
    limited = NtfyProvider(Settings.model_validate(
        {"id": "p", "type": "ntfy", "url": server.url, "token": SecretStr(server.token)}
    ))  # fmt: skip
    for _ in range(40):
        limited.send(message_to(TOPIC))
    with pytest.raises(Temporary, match=r"42901.*exempt"):
        _send_many(limited)


def _send_many(provider: NtfyProvider) -> None:
    for _ in range(1000):
        provider.send(message_to(TOPIC))


@pytest.mark.parametrize(("changed", "named"), [
    ({"url": "ntfy.plant.example"}, "channels.ntfy_url"),
    ({"url": "https://board:secret@ntfy.plant.example"}, "channels.ntfy_url"),
    ({"url": "https://ntfy.plant.example/topic"}, "channels.ntfy_url"),
    ({"url": "http://ntfy.plant.example", "token": SecretStr("tk")}, "channels.ntfy_in_the_clear"),
    ({"token": "tk_in_the_file"}, "channels.secret_in_file"),
    ({"kind": "sms"}, "literal_error"),
])  # fmt: skip
def test_a_wrong_entry_says_what_is_wrong(changed: dict[str, Any], named: str) -> None:
    entry = {"id": "push", "type": "ntfy", "url": "https://ntfy.plant.example", **changed}
    with pytest.raises(ValidationError) as why:
        Settings.model_validate(entry)
    assert [error["type"] for error in why.value.errors()] == [named]


def test_a_token_goes_over_plain_http_only_when_the_entry_says_so() -> None:
    entry = {"id": "push", "type": "ntfy", "url": "http://ntfy.plant.example/", "allow_http": True,
             "token": SecretStr("tk")}  # fmt: skip
    assert Settings.model_validate(entry).url == "http://ntfy.plant.example"
