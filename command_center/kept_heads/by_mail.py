"""Heads sent by e-mail, signed with the plant's key."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid
from urllib.parse import urlsplit

from command_center.kept_heads.line import KeptHead
from command_center.kept_heads.place import NotKept
from command_center.words import say

PATIENCE_S = 10.0
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
WANTED = "smtp://HOST:25, smtp+starttls://HOST:587 or smtps://HOST:465"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over. `password` is shown nowhere."""

    scheme: str
    host: str
    port: int
    user: str | None = None
    password: str | None = None

    def __repr__(self) -> str:
        return f"MailServer({self.scheme}://{self.host}:{self.port})"


def mail_server(address: str, user: str | None, password: str | None) -> MailServer:
    """The server of an address such as `WANTED`. Raises ValueError for another address, also for
    one with a name or password in it."""
    parts = urlsplit(address)
    plain = parts.hostname and parts.path in ("", "/") and "@" not in parts.netloc
    if parts.scheme not in PORTS or not plain or parts.query or parts.fragment:
        raise ValueError(WANTED)
    port = parts.port or PORTS[parts.scheme]
    return MailServer(parts.scheme, parts.hostname or "", port, user, password)


class ByMail:
    """Sends one mail a head. The head is a line of an attachment in plain ASCII, so that the saved
    mail as it is can be given to `replay --heads`."""

    name = "mail"

    def __init__(
        self, server: MailServer, sender: str, to: tuple[str, ...], lang: str, every_s: float
    ) -> None:
        self._server = server
        self._sender = sender
        self._to = to
        self._lang = lang
        self.every_s = every_s

    def keep(self, head: KeptHead) -> None:
        """Hand the mail over. Raises NotKept."""
        message = self.message(head)
        try:
            with self._connected() as server:
                if self._server.user is not None:
                    server.login(self._server.user, self._server.password or "")
                refused = server.send_message(message)
        except smtplib.SMTPResponseException as error:
            # Never the error's own text: after a login it may quote what was sent.
            raise NotKept(f"the mail server answered {error.smtp_code}") from error
        except smtplib.SMTPRecipientsRefused as error:
            raise NotKept("the mail server refused every address") from error
        except smtplib.SMTPException as error:
            raise NotKept(type(error).__name__) from error
        except OSError as error:
            raise NotKept(error.strerror or str(error)) from error
        if refused:
            raise NotKept("the mail server refused some of the addresses")

    def message(self, head: KeptHead) -> EmailMessage:
        """The mail: a sentence for whoever opens it, the head beside it."""
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = ", ".join(self._to)
        message["Subject"] = say(
            self._lang, "heads.mail.subject", site=head.site, seq=str(head.seq)
        )
        message["Message-ID"] = make_msgid(domain="command-center.invalid")
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notes in answer
        told = {"site": head.site, "seq": str(head.seq), "hash": head.hash, "at": head.at}
        message.set_content(say(self._lang, "heads.mail.body", **told) + "\n")
        name = f"head-{head.seq}.txt"
        message.add_attachment(head.line + "\n", cte="7bit", filename=name)
        return message

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        secure = ssl.create_default_context()
        if server.scheme == "smtps":
            return smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE_S, context=secure)
        connection = smtplib.SMTP(server.host, server.port, timeout=PATIENCE_S)
        if server.scheme == "smtp+starttls":
            try:
                connection.starttls(context=secure)
            except BaseException:
                connection.close()
                raise
        return connection
