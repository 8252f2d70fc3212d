"""A real mail server (aiosmtpd) that behaves as it is told, with TLS and a sign-in."""

import asyncio
import ssl
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from pydantic import SecretStr

from command_center.domain.state.notices.notice import Error
from command_center.notify.provider import Provider
from command_center.notify.providers.smtp import Settings, provider
from tests.notify.providers.counterpart import Behaviour
from tests.support.ports import free_port
from tests.support.time_stamp_authority import openssl

ANSWERS = {
    "RCPT": {
        "busy": "450 4.2.0 greylisted, come back later",
        "refuses_address": "550 5.1.1 <{address}>: nobody of that name",
        "denies_relay": "554 5.7.1 <{address}>: relay access denied",
    },
    "MAIL": {"refuses_sender": "550 5.1.0 {address}: sender refused"},
    "DATA": {
        "full": "452 4.3.1 out of disk",
        "spam": "554 5.7.1 looks like spam",
    },
}


class MailService:
    """`behaviour` takes more words than the contract's: the keys of `ANSWERS`, `drops_after_taking`."""

    address = "shift.leader@plant.example"
    secrets: Sequence[str] = ("correct horse battery", "Y29ycmVjdCBob3JzZSBiYXR0ZXJ5")
    behaviours: frozenset[Behaviour] = frozenset(
        {"accepts", "busy", "refuses_address", "refuses_us", "hangs_after_taking", "away"}
    )
    refusal: Error = "rejected"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.behaviour: str = "accepts"
        self.mails: list[Envelope] = []
        self.signed_in: list[bytes] = []
        self.port = free_port()
        openssl(folder, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-subj", "/CN=localhost",
                "-days", "30", "-addext", "subjectAltName=DNS:localhost")  # fmt: skip
        self._controller: Controller | None = None
        self.start()

    def start(self) -> None:
        secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        secure.load_cert_chain(self.folder / "cert.pem", self.folder / "key.pem")
        self._controller = Controller(
            self, hostname="127.0.0.1", port=self.port, tls_context=secure, require_starttls=True,
            auth_required=True, authenticator=self._authenticate,
        )  # fmt: skip
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def behave(self, behaviour: Behaviour | str) -> None:
        self.behaviour = behaviour
        if behaviour == "away":
            self.stop()
        elif self._controller is None:
            self.start()

    def settings(self, **changed: Any) -> Settings:
        given = {
            "id": "mail", "type": "smtp", "url": f"smtp+starttls://localhost:{self.port}",
            "sender": "board@plant.example", "user": "board", "password": SecretStr(self.secrets[0]),
            "ca": str(self.folder / "cert.pem"),
        }  # fmt: skip
        return Settings.model_validate({**given, **changed})

    def provider(self, timeout_s: float) -> Provider:
        return provider(self.settings(timeout_s=timeout_s))

    def taken(self) -> Sequence[str]:
        return [body_of(mail) for mail in self.messages()]

    def messages(self) -> list[EmailMessage]:
        """The mails, read as a mail program does."""
        return [
            message_from_bytes(cast(bytes, mail.content), policy=default) for mail in self.mails
        ]

    def _answer(self, step: str, address: str) -> str | None:
        said = ANSWERS[step].get(self.behaviour)
        return said and said.format(address=address)

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Envelope, address: str, options: Any
    ) -> str:
        envelope.mail_from = address
        return self._answer("MAIL", address) or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Envelope, address: str, options: Any
    ) -> str:
        if refused := self._answer("RCPT", address):
            return refused
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        if refused := self._answer("DATA", ""):
            return refused
        self.mails.append(envelope)
        if self.behaviour == "hangs_after_taking":
            await asyncio.Event().wait()
        if self.behaviour == "drops_after_taking":
            server.transport.close()
        return "250 OK"

    def _authenticate(
        self, server: Any, session: Any, envelope: Any, mechanism: str, given: Any
    ) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.signed_in.append(given.login)
        right = given.password.decode() == self.secrets[0] and self.behaviour != "refuses_us"
        return AuthResult(success=right, handled=False)


def body_of(mail: EmailMessage, kind: str = "plain") -> str:
    """Its plain text, or its HTML."""
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


@contextmanager
def mail_service() -> Iterator[MailService]:
    with tempfile.TemporaryDirectory() as folder:
        service = MailService(Path(folder))
        try:
            yield service
        finally:
            service.stop()
