"""An SMTP mail server: its address, and a connection to it whose certificate is verified."""

import smtplib
import socket
import ssl
from dataclasses import dataclass, field
from urllib.parse import urlsplit

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
WANTED = "smtp://HOST:25, smtp+starttls://HOST:587 or smtps://HOST:465"


@dataclass(frozen=True, slots=True)
class MailServer:
    """The SMTP server for outgoing mail. `user` and `password` are never displayed. `ca` is a file of trusted
    certificates, None for the machine's own.
    """

    scheme: str
    host: str
    port: int
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    ca: str | None = None

    @property
    def is_encrypted(self) -> bool:
        return self.scheme != "smtp"


def mail_server(
    address: str, user: str | None, password: str | None, ca: str | None = None
) -> MailServer:
    """Parse a server address such as `WANTED`. Raises ValueError for another address, also for one that contains a
    name or password.
    """
    parts = urlsplit(address)
    plain = parts.hostname and parts.path in ("", "/") and "@" not in parts.netloc
    if parts.scheme not in PORTS or not plain or parts.query or parts.fragment:
        raise ValueError(WANTED)
    port = parts.port or PORTS[parts.scheme]
    return MailServer(parts.scheme, parts.hostname or "", port, user, password, ca)


def connected(server: MailServer, timeout_s: float) -> smtplib.SMTP:
    """Open a connection, encrypted if the address says so, not signed in. Each answer may take `timeout_s` seconds.

    Raises OSError (`ssl.SSLCertVerificationError` for an untrusted server) and SMTPException.
    """
    # smtplib would ask the name servers for our own name and may wait long for it.
    name = socket.gethostname()
    if not server.is_encrypted:
        return smtplib.SMTP(server.host, server.port, name, timeout_s)
    secure = ssl.create_default_context(cafile=server.ca)
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(server.host, server.port, name, timeout=timeout_s, context=secure)
    connection = smtplib.SMTP(server.host, server.port, name, timeout_s)
    try:
        connection.starttls(context=secure)
    except BaseException:
        connection.close()
        raise
    return connection
