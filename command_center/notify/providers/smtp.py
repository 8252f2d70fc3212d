"""E-mail by a mail server of the plant (RFC 5321). There is no report of delivery or reading."""

import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime
from html import escape
from threading import Timer
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from command_center.clock import Clock
from command_center.domain.state.notices.notice import Channel
from command_center.mail_server import WANTED, MailServer, connected, mail_server
from command_center.notify.channel_entry import ChannelEntry, Secret
from command_center.notify.provider import (
    Accepted,
    Health,
    Limits,
    Message,
    Permanent,
    Temporary,
    Unknown,
)
from command_center.words import say

TYPE = "smtp"
ABROAD = False
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
DAY_MS = 86_400_000
STATUS = re.compile(rb"(\d)\.(\d{1,3})\.(\d{1,3})")
"""An enhanced status code (RFC 3463) at the beginning of a server's text."""


# Formats a message as a mail: plain text, the same as HTML, answers as links.

ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9])?"
)
"""What is taken for an e-mail address: unquoted ASCII, so that it can hold no second command or header."""
POLICY = SMTP.clone(cte_type="7bit")
PRIORITY = {"life_safety": "1", "urgent": "1", "normal": "3", "routine": "5"}
IMPORTANCE = {"1": "high", "3": "normal", "5": "low"}
PAGE = """\
<!doctype html>
<html lang="{language}"><body style="font-family:sans-serif;font-size:16px;line-height:1.5">
<h1 style="font-size:20px">{title}</h1>
<p style="white-space:pre-line">{text}</p>
{links}
<p style="color:#555;font-size:13px">{note}</p>
</body></html>
"""
LINK = '<p><a href="{url}">{label}</a></p>'


def mail_of(message: Message, sender: str) -> bytes:
    """Return the mail with its last line, ready to be sent after DATA. Raises Permanent for an invalid address."""
    if not ADDRESS.fullmatch(message.address):
        raise Permanent("the address is not an e-mail address", "rejected")
    mail = EmailMessage(POLICY)
    mail["From"] = sender
    mail["To"] = message.address
    mail["Subject"] = " ".join(_printable(message.title).split())
    mail["Date"] = localtime()
    mail["Message-ID"] = f"<{message.ref}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notes in answer
    mail["X-Auto-Response-Suppress"] = "All"  # the same for Exchange
    priority = PRIORITY[message.urgency]
    mail["X-Priority"], mail["Importance"] = priority, IMPORTANCE[priority]
    links = [(one.label, one.url) for one in message.choices if one.url is not None]
    if message.link is not None:
        links.append((say(message.language, "mail.open"), message.link))
    note = say(message.language, "mail.note")
    lines = [message.text, *(f"{label}: {url}" for label, url in links), note]
    mail.set_content(_printable("\n\n".join(lines)) + "\n")
    page = PAGE.format(
        language=escape(message.language),
        title=escape(_printable(message.title)),
        text=escape(_printable(message.text)),
        links="\n".join(LINK.format(url=escape(url), label=escape(label)) for label, url in links),
        note=escape(note),
    )
    mail.add_alternative(page, subtype="html")
    mail["Content-Language"] = message.language
    return _ended(mail.as_bytes())


def _printable(text: str) -> str:
    """The text without control characters and half characters, which no mail may hold."""
    kept = "".join(one if one == "\n" or one.isprintable() else " " for one in text)
    return kept.encode("utf-8", "replace").decode("utf-8")


def _ended(content: bytes) -> bytes:
    """The content as it is sent after DATA: only the last line is a single dot (RFC 5321, 4.5.2)."""
    return re.sub(rb"(?m)^\.", b"..", content).removesuffix(b"\r\n") + b"\r\n.\r\n"


class Settings(ChannelEntry):
    """`url` is smtp://, smtp+starttls:// or smtps://; `sender` is the sending address; `ca` is a file of certificates
    trusted for the server, by default the machine's own; `per_minute` is the server's limit.
    """

    kind: Literal["email"] = "email"
    url: str
    sender: str
    user: str | None = Field(default=None, min_length=1, max_length=254)
    password: Secret | None = None
    ca: str | None = None
    per_minute: int | None = Field(default=None, ge=1)

    @field_validator("url")
    @classmethod
    def _is_a_mail_server(cls, url: str) -> str:
        try:
            mail_server(url, None, None)
        except ValueError:
            raise PydanticCustomError(
                "channels.mail_server", "a mail server is {wanted}", {"wanted": WANTED}
            ) from None
        return url

    @field_validator("sender")
    @classmethod
    def _is_an_address(cls, sender: str) -> str:
        if not ADDRESS.fullmatch(sender):
            raise PydanticCustomError("channels.mail_address", "an e-mail address is NAME@HOST")
        return sender

    @model_validator(mode="after")
    def _sign_in_is_whole_and_not_in_the_clear(self) -> Self:
        if (self.user is None) != (self.password is None):
            raise PydanticCustomError(
                "channels.mail_login", "give both user and password, or neither"
            )
        server = mail_server(self.url, None, None)
        if self.password is not None and not server.is_encrypted and server.host not in LOOPBACK:
            raise PydanticCustomError(
                "channels.mail_in_the_clear",
                "smtp:// would send the password readable over the network: use smtp+starttls:// or smtps://",
            )
        return self

    @property
    def server(self) -> MailServer:
        """The mail server that takes the mails."""
        password = None if self.password is None else self.password.get_secret_value()
        return mail_server(self.url, self.user, password, self.ca)


class MailProvider:
    """Hands over each mail in a connection of its own."""

    kind: Channel = "email"

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.timeout_s, self.workers = settings.timeout_s, settings.workers
        self.limits = Limits(per_minute=settings.per_minute)
        self._server = settings.server

    def __repr__(self) -> str:
        return f"MailProvider({self._server!r})"

    def send(self, message: Message) -> Accepted:
        """Hand one mail over; a server that recognises its Message-ID merges a second try."""
        sender = self.settings.sender
        content = mail_of(message, sender)
        with self._signed_in() as connection:
            with _errors_told_apart():
                _expect(*connection.mail(sender), "the sender")
                _expect(*connection.rcpt(message.address), "the address", of_address=True)
                _expect(*connection.docmd("DATA"), "the mail")
            try:
                connection.send(content)
                code, text = connection.getreply()
            except (OSError, smtplib.SMTPException) as error:
                why = f"the connection broke after the mail was given ({type(error).__name__})"
                raise Unknown(why) from None
            _expect(code, text, "the mail")
        return Accepted()

    def probe(self) -> Health:
        """Connects and signs in, without sending a mail."""
        try:
            with self._signed_in() as connection, _errors_told_apart():
                _expect(*connection.noop(), "the connection")
                return Health(True, detail=_certificate(connection))
        except (Temporary, Permanent) as why:
            return Health(False, str(why))

    @contextmanager
    def _signed_in(self) -> Iterator[smtplib.SMTP]:
        """Half of the time is for connecting, half for what follows. Raises Temporary and Permanent."""
        with _errors_told_apart():
            connection = connected(self._server, self.timeout_s / 2)
        cut = Timer(self.timeout_s / 2, _cut, [connection.sock])
        cut.daemon = True
        cut.start()
        try:
            with _errors_told_apart():
                if self._server.user is not None:
                    connection.login(self._server.user, self._server.password or "")
                else:
                    connection.ehlo_or_helo_if_needed()
            yield connection
        finally:
            cut.cancel()
            with suppress(OSError, smtplib.SMTPException):
                connection.putcmd("QUIT")  # what it answers changes nothing
            connection.close()


def _cut(connection: socket.socket | None) -> None:
    """End a conversation that a server draws out, one octet at a time for example."""
    if connection is not None:
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def _errors_told_apart() -> Iterator[None]:
    """Raises Temporary and Permanent in place of the library's errors, which quote what was sent."""
    try:
        yield
    except smtplib.SMTPResponseException as error:
        _expect(error.smtp_code, _bytes(error.smtp_error), "the sign-in")
        raise Temporary(f"the mail server answered {error.smtp_code}") from None
    except smtplib.SMTPServerDisconnected:
        raise Temporary("the mail server closed the connection") from None
    except smtplib.SMTPException:
        raise Permanent("the mail server offers no STARTTLS or no sign-in", "provider") from None
    except ssl.SSLCertVerificationError as error:
        why = f"the mail server's certificate is not trusted: {error.verify_message}"
        raise Permanent(why, "provider") from None
    except OSError as error:
        raise Temporary(f"the mail server: {error.strerror or type(error).__name__}") from None


def _expect(code: int, text: bytes, what: str, of_address: bool = False) -> None:
    """Go on after 2xx and 354. Raises Temporary after 4xx and what is no answer, else Permanent."""
    if 200 <= code < 400:
        return
    status = STATUS.match(text)
    said = f"{code} {status[0].decode()}" if status else str(code)
    why = f"the mail server answered {said} to {what}"
    if not 500 <= code < 600:
        # 450 and 451 are said of one recipient: a full mailbox, a greylist. The others are of the server.
        raise Temporary(why, of_address=of_address and code in (450, 451))
    # 5.7.x is policy, such as relaying denied: it would be said of every address.
    policy = code in (503, 530) or (status is not None and status[2] == b"7")
    raise Permanent(why, "rejected" if of_address and not policy else "provider")


def _bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode("ascii", "replace")


def _certificate(connection: smtplib.SMTP) -> dict[str, str | float]:
    """The whole days for which the server's certificate holds, if there is one."""
    if not isinstance(connection.sock, ssl.SSLSocket):
        return {}
    ends = (connection.sock.getpeercert() or {}).get("notAfter")
    if not isinstance(ends, str):
        return {}
    left_ms = ssl.cert_time_to_seconds(ends) * 1000 - Clock().now()
    return {"certificate_days": left_ms // DAY_MS}


def provider(settings: Settings) -> MailProvider:
    """A provider by its entry of the channels file."""
    return MailProvider(settings)
