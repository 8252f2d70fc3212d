"""Heads sent by e-mail, signed with the plant's key."""

import smtplib
from email.message import EmailMessage
from email.utils import make_msgid

from command_center.kept_heads.line import KeptHead
from command_center.kept_heads.place import NotKept
from command_center.mail_server import MailServer, connected
from command_center.words import say

PATIENCE_S = 10.0


class ByMail:
    """Sends one mail for each head. The head is a line in a plain-ASCII attachment, so that the saved mail can be
    passed to `replay --heads` as it is.
    """

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
        """Send the mail. Raises NotKept."""
        message = self.message(head)
        try:
            with connected(self._server, PATIENCE_S) as server:
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
        """Return the mail: a sentence for the recipient, and the head as an attachment."""
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
