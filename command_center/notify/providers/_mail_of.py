"""Formats a message as a mail: plain text, the same as HTML, answers as links."""

import re
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime
from html import escape

from command_center.notify.provider import Message, Permanent
from command_center.words import say

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
