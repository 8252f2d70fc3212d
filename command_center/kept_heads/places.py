"""Builds the places that the settings name, and reports what is wrong with those settings."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from command_center.domain.refusal import Phrase
from command_center.kept_heads import to_syslog
from command_center.kept_heads.by_mail import ByMail
from command_center.kept_heads.in_file import InFile
from command_center.kept_heads.place import Place
from command_center.kept_heads.to_syslog import ToSyslog
from command_center.mail_server import WANTED as MAIL_SERVER_WANTED
from command_center.mail_server import mail_server
from command_center.settings import Settings
from command_center.words.system import why
from command_center.words.worded_error import Said

if TYPE_CHECKING:
    from command_center.kept_heads.time_stamp import Roots

SHORTEST_KEY = 32
"""Bytes: as long as the hash (RFC 2104, 3)."""


class BadKeeping(Said):
    """The settings of kept heads cannot be used. Their values are not repeated in the message."""


def key_of(settings: Settings) -> bytes | None:
    """Return the key that signs heads; None if there is none. Raises BadKeeping."""
    if settings.heads_key_file is None:
        return None
    key = _secret(settings.heads_key_file, "CC_HEADS_KEY_FILE")
    if len(key) < SHORTEST_KEY:
        short = Phrase("heads.bad.short", {"n": SHORTEST_KEY})
        raise BadKeeping("heads.bad.file", setting="CC_HEADS_KEY_FILE", why=short)
    return key


def places_of(settings: Settings, lang: str) -> list[Place]:
    """Return the places where heads are to be kept; `lang` is the language of mails. Raises BadKeeping."""
    return list(_places(settings, lang))


def _places(settings: Settings, lang: str) -> Iterator[Place]:
    every_s = settings.heads_minutes * 60
    file = settings.heads_file and InFile(settings.heads_file, every_s)
    if file:
        yield file
    if settings.heads_syslog is not None:
        try:
            yield ToSyslog(settings.heads_syslog, every_s)
        except ValueError:
            raise _bad_address("CC_HEADS_SYSLOG", to_syslog.WANTED) from None
    if settings.heads_mail_to:
        yield _mail(settings, settings.heads_mail_to, lang)
    if settings.heads_tsa is not None:
        if not file:
            raise _needs("CC_HEADS_TSA", "CC_HEADS_FILE")
        yield _time_stamps(settings, settings.heads_tsa, file)


def _mail(settings: Settings, to: tuple[str, ...], lang: str) -> ByMail:
    for needed in ("heads_mail_from", "heads_smtp", "heads_key_file"):
        if getattr(settings, needed) is None:
            raise _needs("CC_HEADS_MAIL_TO", f"CC_{needed.upper()}")
    password = None
    if settings.heads_smtp_user is not None:
        if settings.heads_smtp_password_file is None:
            raise _needs("CC_HEADS_SMTP_USER", "CC_HEADS_SMTP_PASSWORD_FILE")
        said = _secret(settings.heads_smtp_password_file, "CC_HEADS_SMTP_PASSWORD_FILE")
        password = said.decode(errors="replace").rstrip("\r\n")
    try:
        server = mail_server(settings.heads_smtp or "", settings.heads_smtp_user, password)
    except ValueError:
        raise _bad_address("CC_HEADS_SMTP", MAIL_SERVER_WANTED) from None
    if password is not None and server.scheme == "smtp":
        raise BadKeeping("heads.bad.open_password")
    every_s = settings.heads_mail_hours * 3600
    return ByMail(server, settings.heads_mail_from or "", to, lang, every_s)


def _time_stamps(settings: Settings, url: str, file: InFile) -> Place:
    from command_center.kept_heads.time_stamp import TimeStamped  # X.509 takes long to import

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise _bad_address("CC_HEADS_TSA", "https://HOST/PATH")
    if settings.heads_tsa_ca is None:
        raise _needs("CC_HEADS_TSA", "CC_HEADS_TSA_CA")
    return TimeStamped(url, stamp_roots(settings.heads_tsa_ca), file)


def stamp_roots(file: Path) -> "Roots":
    """Return the root certificates for time stamps. Raises BadKeeping."""
    from command_center.kept_heads.time_stamp import roots_of

    try:
        return roots_of(file)
    except OSError as error:
        raise BadKeeping("heads.bad.file", setting="CC_HEADS_TSA_CA", why=why(error)) from None
    except ValueError:
        no_pem = Phrase("heads.bad.no_pem")
        raise BadKeeping("heads.bad.file", setting="CC_HEADS_TSA_CA", why=no_pem) from None


def _secret(file: Path, setting: str) -> bytes:
    """The content of a file that only its owner and group may read."""
    try:
        if stat.S_IMODE(file.stat().st_mode) & stat.S_IRWXO:
            raise BadKeeping("heads.bad.file", setting=setting, why=Phrase("heads.bad.open"))
        return file.read_bytes()
    except OSError as error:
        raise BadKeeping("heads.bad.file", setting=setting, why=why(error)) from None


def _needs(setting: str, other: str) -> BadKeeping:
    return BadKeeping("heads.bad.needs", setting=setting, other=other)


def _bad_address(setting: str, wanted: str) -> BadKeeping:
    return BadKeeping("store.bad_address", setting=setting, wanted=wanted)
