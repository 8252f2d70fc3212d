"""E-mail against a real mail server; tests/notify/test_provider_contract.py asks the rest."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from threading import Thread
from typing import Any

import pytest
from pydantic import ValidationError

from command_center.notify.provider import Choice, Permanent, Temporary, Unknown
from command_center.notify.providers.smtp import MailProvider, Settings
from tests.notify.providers.counterpart import message_to
from tests.notify.providers.mail_service import MailService, body_of, mail_service

PATIENT_S = 60.0


@pytest.fixture
def service() -> Iterator[MailService]:
    with mail_service() as made:
        yield made


def sent(service: MailService, **changed: Any) -> None:
    service.provider(PATIENT_S).send(replace(message_to(service.address), **changed))


def test_a_mail_says_who_when_how_urgent_and_that_nobody_need_answer(service: MailService) -> None:
    sent(service)
    [mail] = service.messages()
    assert mail["Subject"] == "【演练】氯气泄漏 / Chlorine leak"
    assert (mail["From"], mail["To"]) == ("board@plant.example", service.address)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert (mail["X-Priority"], mail["Importance"]) == ("1", "high")
    assert mail["Date"].datetime is not None
    assert mail["Content-Language"] == "zh-CN"
    assert "无人查看" in body_of(mail)


def test_choices_are_links_in_both_bodies_and_html_is_escaped(service: MailService) -> None:
    sent(service, text="Close <b>XV-2203</b> & report")
    [mail] = service.messages()
    url = "http://127.0.0.1:9/a/a1b2c3d4e5f60718/1"
    assert f"收到: {url}" in body_of(mail)
    assert f'<a href="{url}">收到</a>' in body_of(mail, "html")
    assert "Close &lt;b&gt;XV-2203&lt;/b&gt; &amp; report" in body_of(mail, "html")


def test_a_second_try_has_the_same_message_id_and_another_message_another(
    service: MailService,
) -> None:
    sent(service)
    sent(service)
    sent(service, ref="b" * 16)
    first, again, other = (mail["Message-ID"] for mail in service.messages())
    assert first == again == "<a1b2c3d4e5f60718@plant.example>"
    assert other != first


@pytest.mark.parametrize(("urgency", "priority"), [("normal", "3"), ("routine", "5")])
def test_priority_follows_urgency(service: MailService, urgency: str, priority: str) -> None:
    sent(service, urgency=urgency)
    assert service.messages()[0]["X-Priority"] == priority


@pytest.mark.parametrize("address", [
    "a@plant.example\r\nRCPT TO:<b@plant.example>", "a@plant.example\nBcc: b@plant.example",
    "a@plant.example> SIZE=9", "a b@plant.example", "a", "a@", "@plant.example", "值班@plant.example",
])  # fmt: skip
def test_an_address_that_holds_more_is_refused(service: MailService, address: str) -> None:
    with pytest.raises(Permanent) as why:
        sent(service, address=address)
    assert why.value.error == "rejected"
    assert service.mails == []


def test_no_text_makes_a_header_a_command_or_an_end(service: MailService) -> None:
    title = "Leak\r\nBcc: b@plant.example\r\n\r\nbody\0\ud800"
    text = "first\r\n.\r\nMAIL FROM:<b@plant.example>\r\n.dots\r\n..\r\n" + "长" * 400
    label = "Yes\r\nX-Evil: 1"
    sent(
        service, title=title, text=text, choices=(Choice("acknowledge", label, "1", "http://a/1"),)
    )
    [mail] = service.messages()
    assert mail["Bcc"] is None
    assert mail["X-Evil"] is None
    assert mail["Subject"].startswith("Leak Bcc: b@plant.example body")
    [envelope] = service.mails
    assert envelope.rcpt_tos == [service.address]
    lines = body_of(mail).splitlines()
    assert lines[0].strip() == "first"
    assert {".dots", ".."} <= {line.strip() for line in lines}
    assert "长" * 400 in body_of(mail)


@pytest.mark.parametrize(("behaviour", "error"), [
    ("refuses_address", "rejected"),
    ("denies_relay", "provider"),
    ("refuses_sender", "provider"),
    ("spam", "provider"),
    ("refuses_us", "provider"),
])  # fmt: skip
def test_a_fault_of_ours_is_not_charged_to_the_address(
    service: MailService, behaviour: str, error: str
) -> None:
    service.behave(behaviour)
    with pytest.raises(Permanent) as why:
        sent(service)
    assert why.value.error == error


def test_a_full_disk_is_tried_again_and_a_lost_connection_is_unknown(service: MailService) -> None:
    service.behave("full")
    with pytest.raises(Temporary, match=r"452 4\.3\.1"):
        sent(service)
    service.behave("drops_after_taking")
    with pytest.raises(Unknown):
        sent(service)


def test_a_server_that_nobody_vouches_for_hears_no_password(service: MailService) -> None:
    with pytest.raises(Permanent, match="certificate is not trusted") as why:
        MailProvider(service.settings(ca=None)).send(message_to(service.address))
    assert why.value.error == "provider"
    other_name = service.settings(url=f"smtp+starttls://127.0.0.1:{service.port}")
    with pytest.raises(Permanent, match="certificate is not trusted"):
        MailProvider(other_name).send(message_to(service.address))
    assert service.signed_in == []


def test_a_server_that_offers_no_encryption_hears_no_password(service: MailService) -> None:
    """Somebody between may strip STARTTLS from the answer to EHLO."""
    with socket.create_server(("127.0.0.1", 0)) as stripped:
        heard: list[bytes] = []

        def serve() -> None:
            door, _ = stripped.accept()
            with door, door.makefile("rb") as lines:
                door.sendall(b"220 plant\r\n")
                for line in lines:
                    heard.append(line)
                    door.sendall(b"250-plant\r\n250 AUTH PLAIN LOGIN\r\n")

        thread = Thread(target=serve, daemon=True)
        thread.start()
        url = f"smtp+starttls://localhost:{stripped.getsockname()[1]}"
        with pytest.raises(Permanent, match="no STARTTLS"):
            MailProvider(service.settings(url=url)).send(message_to(service.address))
        thread.join()
    assert not [line for line in heard if b"AUTH" in line or b"MAIL" in line]


def test_a_server_that_draws_out_its_answer_is_cut_off(service: MailService) -> None:
    """Each line comes before the socket's own timeout, the answer never ends."""
    with socket.create_server(("127.0.0.1", 0)) as slow:

        def serve() -> None:
            door, _ = slow.accept()
            with door, door.makefile("rb") as lines:
                door.sendall(b"220 plant\r\n")
                lines.readline()
                door.sendall(b"250 plant\r\n")
                lines.readline()
                try:
                    while not lines.closed:
                        door.sendall(b"250-and\r\n")
                except OSError:
                    return

        thread = Thread(target=serve, daemon=True)
        thread.start()
        url = f"smtp://127.0.0.1:{slow.getsockname()[1]}"
        plain = service.settings(url=url, user=None, password=None, timeout_s=1)
        with pytest.raises(Temporary):
            MailProvider(plain).send(message_to(service.address))
        thread.join()


def test_a_probe_tells_the_certificates_days_and_what_is_wrong(service: MailService) -> None:
    health = MailProvider(service.settings()).probe()
    assert health.ok
    assert health.detail == {"certificate_days": 29}
    service.behave("refuses_us")
    refused = MailProvider(service.settings()).probe()
    assert (refused.ok, refused.why) == (False, "the mail server answered 535 5.7.8 to the sign-in")


@pytest.mark.parametrize(("changed", "named"), [
    ({"url": "http://mail.plant.example"}, "channels.mail_server"),
    ({"url": "smtp://board:secret@mail.plant.example"}, "channels.mail_server"),
    ({"sender": "board"}, "channels.mail_address"),
    ({"sender": "board@plant.example\r\nBcc: a@b"}, "channels.mail_address"),
    ({"user": None}, "channels.mail_login"),
    ({"url": "smtp://mail.plant.example"}, "channels.mail_in_the_clear"),
    ({"password": "in the file"}, "channels.secret_in_file"),
    ({"kind": "sms"}, "literal_error"),
])  # fmt: skip
def test_a_wrong_entry_says_what_is_wrong(
    service: MailService, changed: dict[str, Any], named: str
) -> None:
    with pytest.raises(ValidationError) as why:
        service.settings(**changed)
    assert [error["type"] for error in why.value.errors()] == [named]


def test_a_plant_without_a_sign_in_needs_none() -> None:
    entry = {"id": "mail", "type": "smtp", "kind": "email", "url": "smtp://127.0.0.1:2525",
             "sender": "board@plant.example"}  # fmt: skip
    assert Settings.model_validate(entry).server.user is None
