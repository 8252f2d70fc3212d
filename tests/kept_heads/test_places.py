"""Each place takes a head for good, or says that it did not; real files, sockets, servers."""

import os
import socket
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

from command_center.kept_heads.by_mail import ByMail
from command_center.kept_heads.in_file import InFile
from command_center.kept_heads.line import KeptHead, heads_in
from command_center.kept_heads.place import NotKept
from command_center.kept_heads.places import BadKeeping, key_of, places_of
from command_center.kept_heads.time_stamp import TimeStamped, is_stamped, roots_of
from command_center.kept_heads.to_syslog import ToSyslog
from command_center.mail_server import mail_server
from command_center.settings import Settings
from tests.support.ports import free_port
from tests.support.time_stamp_authority import Authority, openssl, time_stamp_authority

HEAD = KeptHead("demo", 12, "ab" * 32, "2026-11-27T21:36:49.123Z").signed(b"k" * 32)
LATER = replace(HEAD, seq=13)


def heads_of(file: Path) -> list[KeptHead | None]:
    with file.open("rb") as lines:
        return [found.head for found in heads_in(lines)]


# A file


def test_a_file_is_appended_to_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    place = InFile(tmp_path / "heads", 60)
    place.keep(HEAD)
    InFile(tmp_path / "heads", 60).keep(LATER)
    assert heads_of(tmp_path / "heads") == [HEAD, LATER]
    assert (tmp_path / "heads").stat().st_mode & 0o777 == 0o600


def test_a_torn_line_spoils_no_other(tmp_path: Path) -> None:
    (tmp_path / "heads").write_text(HEAD.line[:40])
    InFile(tmp_path / "heads", 60).keep(LATER)
    assert heads_of(tmp_path / "heads") == [None, LATER]


def test_a_disk_that_is_not_mounted_is_told_of_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(NotKept, match="No such file"):
        InFile(tmp_path / "mounted" / "heads", 60).keep(HEAD)
    assert not (tmp_path / "mounted").exists()


def test_a_full_disk_is_told_of() -> None:
    with pytest.raises(NotKept, match="No space left"):
        InFile(Path("/dev/full"), 60).keep(HEAD)


def test_a_share_that_hangs_stops_nobody_else() -> None:
    """A pipe without a reader waits in open() for ever, as a share without its server does."""
    program = (
        "from gevent import monkey; monkey.patch_all()\n"
        "import os, sys, gevent\n"
        "from command_center.kept_heads import in_file\n"
        "from command_center.kept_heads.place import NotKept\n"
        "from tests.kept_heads.test_places import HEAD\n"
        "real = os.open\n"
        "import gevent.monkey, threading\n"
        "never = gevent.monkey.get_original('threading', 'Event')()\n"
        "os.open = lambda *a, **k: never.wait() if 'hangs' in str(a[0]) else real(*a, **k)\n"
        "in_file.PATIENCE_S = 1.0\n"
        "turns = []\n"
        "def others():\n"
        "    while True:\n"
        "        turns.append(1); gevent.sleep(0.01)\n"
        "gevent.spawn(others)\n"
        "place = in_file.InFile(in_file.Path('/hangs'), 60)\n"
        "for _ in range(2):\n"
        "    try:\n"
        "        place.keep(HEAD)\n"
        "    except NotKept as error:\n"
        "        print(error)\n"
        "print('others went on' if len(turns) > 5 else turns)\n"
        "never.set()\n"
        "os._exit(0) if sys.stdout.flush() is None else None\n"
    )
    ended = subprocess.run(
        [os.sys.executable, "-c", program],  # type: ignore[attr-defined]
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert ended.stdout.splitlines() == ["no answer within 1 s"] * 2 + ["others went on"], (
        ended.stderr
    )


# Syslog


def test_syslog_by_udp_has_one_message_in_todays_form() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as collector:
        collector.bind(("127.0.0.1", 0))
        ToSyslog(f"udp://127.0.0.1:{collector.getsockname()[1]}", 60).keep(HEAD)
        message = collector.recv(65_536)
    assert message.startswith(b"<109>1 2026-11-27T21:36:49.123Z ")
    assert [found.head for found in heads_in([message])] == [HEAD]


def test_syslog_by_tcp_counts_its_octets() -> None:
    with socket.create_server(("127.0.0.1", 0)) as collector:
        ToSyslog(f"tcp://127.0.0.1:{collector.getsockname()[1]}", 60).keep(HEAD)
        door, _ = collector.accept()
        with door:
            raw = door.makefile("rb").read()
    length, _, message = raw.partition(b" ")
    assert int(length) == len(message)
    assert [found.head for found in heads_in([message])] == [HEAD]


def test_syslog_to_the_machines_own_daemon(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as daemon:
        daemon.bind(str(tmp_path / "log"))
        ToSyslog(f"unix://{tmp_path / 'log'}", 60).keep(HEAD)
        message = daemon.recv(65_536)
    assert f"command-center[{os.getpid()}]: command-center-head".encode() in message
    assert [found.head for found in heads_in([message])] == [HEAD]


def test_a_collector_that_is_away_is_told_of(tmp_path: Path) -> None:
    for address in (f"tcp://127.0.0.1:{free_port()}", f"unix://{tmp_path / 'none'}"):
        with pytest.raises(NotKept):
            ToSyslog(address, 60).keep(HEAD)


# Mail


class Mailbox:
    """What a mail server took; it refuses the addresses in `refused`."""

    def __init__(self) -> None:
        self.mails: list[Envelope] = []
        self.signed_in: list[bytes] = []
        self.refused: set[str] = set()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Envelope, address: str, options: Any
    ) -> str:
        if address in self.refused:
            return "550 not here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        self.mails.append(envelope)
        return "250 OK"

    def authenticate(
        self, server: Any, session: Any, envelope: Any, mechanism: str, given: Any
    ) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.signed_in.append(given.login)
        return AuthResult(success=given.password == b"the password", handled=False)


@pytest.fixture(scope="module")
def own_certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a certificate for `localhost` that nobody has signed."""
    folder = tmp_path_factory.mktemp("certificate")
    openssl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem",
            "-out", "cert.pem", "-subj", "/CN=localhost", "-days", "30",
            "-addext", "subjectAltName=DNS:localhost")  # fmt: skip
    return folder


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def plain_port(mailbox: Mailbox) -> Iterator[int]:
    """The port of a mail server without encryption."""
    port = free_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield port
    controller.stop()


@pytest.fixture
def starttls_port(mailbox: Mailbox, own_certificate: Path) -> Iterator[int]:
    """The port of a mail server that takes mail after STARTTLS and a login alone."""
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secure.load_cert_chain(own_certificate / "cert.pem", own_certificate / "key.pem")
    port = free_port()
    controller = Controller(
        mailbox, hostname="localhost", port=port, tls_context=secure, require_starttls=True,
        auth_required=True, authenticator=mailbox.authenticate,
    )  # fmt: skip
    controller.start()
    yield port
    controller.stop()


def by_mail(address: str, *to: str, lang: str = "en", **login: str | None) -> ByMail:
    server = mail_server(address, login.get("user"), login.get("password"))
    return ByMail(server, "board@plant.example", to or ("safety@plant.example",), lang, 60)


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_a_mail_holds_the_head_for_people_and_as_a_line(
    mailbox: Mailbox, plain_port: int, lang: str
) -> None:
    to = ("safety@plant.example", "it@plant.example")
    by_mail(f"smtp://127.0.0.1:{plain_port}", *to, lang=lang).keep(HEAD)
    [mail] = mailbox.mails
    assert (mail.mail_from, tuple(mail.rcpt_tos)) == ("board@plant.example", to)
    raw = mail.content
    assert isinstance(raw, bytes)
    assert [found.head for found in heads_in(raw.splitlines(keepends=True))] == [HEAD]
    message = message_from_bytes(raw, policy=default)
    body = message.get_body()
    assert body is not None
    assert HEAD.hash in body.get_content()
    assert "12" in message["Subject"]


def test_a_mail_server_is_trusted_by_its_certificate_and_signed_in_at(
    mailbox: Mailbox, starttls_port: int, own_certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"smtp+starttls://localhost:{starttls_port}"
    login = {"user": "board", "password": "the password"}
    with pytest.raises(NotKept):
        by_mail(address, **login).keep(HEAD)
    assert mailbox.signed_in == [], "no password for a server that nobody vouches for"
    monkeypatch.setenv("SSL_CERT_FILE", str(own_certificate / "cert.pem"))
    by_mail(address, **login).keep(HEAD)
    assert mailbox.signed_in == [b"board"]
    assert len(mailbox.mails) == 1
    with pytest.raises(NotKept, match="answered 535") as refused:
        by_mail(address, user="board", password="wrong secret").keep(HEAD)
    assert "secret" not in str(refused.value)


def test_addresses_that_are_refused_are_told_of(mailbox: Mailbox, plain_port: int) -> None:
    place = by_mail(f"smtp://127.0.0.1:{plain_port}", "a@plant.example", "b@plant.example")
    mailbox.refused = {"a@plant.example"}
    with pytest.raises(NotKept, match="some of"):
        place.keep(HEAD)
    mailbox.refused.add("b@plant.example")
    with pytest.raises(NotKept, match="every"):
        place.keep(HEAD)


def test_a_mail_server_that_is_away_is_told_of() -> None:
    with pytest.raises(NotKept):
        by_mail(f"smtp://127.0.0.1:{free_port()}").keep(HEAD)


# A time stamp


@pytest.fixture(scope="module")
def _authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with time_stamp_authority(tmp_path_factory.mktemp("tsa")) as authority:
        yield authority


@pytest.fixture
def authority(_authority: Authority) -> Authority:
    _authority.status, _authority.other_query = 200, None
    return _authority


def test_a_stamp_is_kept_beside_its_head_and_proves_it_alone(
    authority: Authority, tmp_path: Path
) -> None:
    roots = roots_of(authority.ca)
    TimeStamped(authority.url, roots, InFile(tmp_path / "heads", 60)).keep(HEAD)
    [kept] = heads_of(tmp_path / "heads")
    assert kept is not None
    assert replace(kept, stamp=None) == HEAD
    assert is_stamped(kept, roots)
    assert not is_stamped(replace(kept, seq=13), roots)
    assert not is_stamped(HEAD, roots)
    assert kept.stamp is not None
    assert not is_stamped(replace(kept, stamp=kept.stamp[:-9] + bytes(9)), roots)
    assert not is_stamped(replace(kept, stamp=b"none"), roots)


def test_no_change_to_a_stamp_breaks_the_reader(authority: Authority, tmp_path: Path) -> None:
    """Cut short, or with any one byte changed, it is refused or still right; nothing else is raised."""
    roots = roots_of(authority.ca)
    TimeStamped(authority.url, roots, InFile(tmp_path / "heads", 60)).keep(HEAD)
    [kept] = heads_of(tmp_path / "heads")
    assert kept is not None
    assert kept.stamp is not None
    whole = kept.stamp
    for at in range(0, len(whole), 7):
        assert not is_stamped(replace(kept, stamp=whole[:at]), roots)
        spoilt = bytearray(whole)
        spoilt[at] ^= 0x55
        assert is_stamped(replace(kept, stamp=bytes(spoilt)), roots) in (False, True)


def test_openssl_agrees_with_a_kept_stamp(authority: Authority, tmp_path: Path) -> None:
    """Nobody needs this program to check one."""
    place = TimeStamped(authority.url, roots_of(authority.ca), InFile(tmp_path / "heads", 60))
    place.keep(HEAD)
    [kept] = heads_of(tmp_path / "heads")
    assert kept is not None
    assert kept.stamp is not None
    (tmp_path / "stamp.tsr").write_bytes(kept.stamp)
    (tmp_path / "content").write_bytes(kept.content)
    openssl(tmp_path, "ts", "-verify", "-data", "content", "-in", "stamp.tsr",
            "-CAfile", str(authority.ca))  # fmt: skip


def test_an_authority_of_another_root_is_not_trusted(authority: Authority, tmp_path: Path) -> None:
    other = Authority(tmp_path / "other")
    place = TimeStamped(authority.url, roots_of(other.ca), InFile(tmp_path / "heads", 60))
    with pytest.raises(NotKept, match="no stamp of a trusted authority"):
        place.keep(HEAD)
    assert not (tmp_path / "heads").exists()


def test_a_stamp_over_something_else_an_error_and_silence_are_told_of(
    authority: Authority, tmp_path: Path
) -> None:
    roots, file = roots_of(authority.ca), InFile(tmp_path / "heads", 60)
    place = TimeStamped(authority.url, roots, file)
    place.keep(HEAD)
    authority.other_query = (authority.folder / "query.tsq").read_bytes()  # an old answer again
    with pytest.raises(NotKept, match="no stamp"):
        place.keep(HEAD)
    authority.status = 503
    with pytest.raises(NotKept, match="answered 503"):
        place.keep(HEAD)
    with pytest.raises(NotKept):
        TimeStamped(f"http://127.0.0.1:{free_port()}/tsa", roots, file).keep(HEAD)
    assert len(heads_of(tmp_path / "heads")) == 1


# What the settings say


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    file = tmp_path / "key"
    file.write_bytes(b"k" * 32)
    file.chmod(0o600)
    return file


def test_nothing_is_kept_unless_a_place_is_set() -> None:
    assert places_of(Settings(), "en") == []
    assert key_of(Settings()) is None


def test_every_place_that_is_set_is_one(
    authority: Authority, key_file: Path, tmp_path: Path
) -> None:
    settings = Settings(
        heads_file=tmp_path / "heads",
        heads_syslog="udp://127.0.0.1:514",
        heads_mail_to=("a@plant.example",),
        heads_mail_from="board@plant.example",
        heads_smtp="smtps://mail.plant.example",
        heads_smtp_user="board",
        heads_smtp_password_file=key_file,
        heads_key_file=key_file,
        heads_tsa=authority.url,
        heads_tsa_ca=authority.ca,
        heads_minutes=5,
        heads_mail_hours=2,
    )
    places = places_of(settings, "en")
    assert [(place.name, place.every_s) for place in places] == [
        ("file", 300),
        ("syslog", 300),
        ("mail", 7200),
        ("time_stamp", 300),
    ]
    assert key_of(settings) == b"k" * 32
    assert "kkkk" not in repr(places[2]._server)  # type: ignore[attr-defined]


MAIL = {
    "heads_mail_to": ("a@plant.example",),
    "heads_mail_from": "b@plant.example",
    "heads_smtp": "smtps://mail.plant.example",
}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"heads_syslog": "collector.plant.example"}, "CC_HEADS_SYSLOG"),
        ({"heads_syslog": "udp://"}, "CC_HEADS_SYSLOG"),
        ({"heads_syslog": "tcp://h:99999"}, "CC_HEADS_SYSLOG"),
        ({"heads_mail_to": ("a@plant.example",)}, "CC_HEADS_MAIL_FROM"),
        (MAIL, "CC_HEADS_KEY_FILE"),
        (MAIL | {"heads_key_file": "KEY", "heads_smtp": "smtp://u:secret@h"}, "CC_HEADS_SMTP"),
        (MAIL | {"heads_key_file": "KEY", "heads_smtp": "mail"}, "CC_HEADS_SMTP"),
        (MAIL | {"heads_key_file": "KEY", "heads_smtp_user": "u"}, "CC_HEADS_SMTP_PASSWORD_FILE"),
        (
            MAIL
            | {"heads_key_file": "KEY", "heads_smtp_user": "u", "heads_smtp": "smtp://h"}
            | {"heads_smtp_password_file": "KEY"},
            "unencrypted",
        ),
        ({"heads_tsa": "http://h/tsa"}, "CC_HEADS_FILE"),
        ({"heads_tsa": "http://h/tsa", "heads_file": "x"}, "CC_HEADS_TSA_CA"),
        ({"heads_tsa": "ftp://h", "heads_file": "x", "heads_tsa_ca": "KEY"}, "CC_HEADS_TSA"),
        ({"heads_tsa": "http://h", "heads_file": "x", "heads_tsa_ca": "KEY"}, "PEM"),
        ({"heads_tsa": "http://h", "heads_file": "x", "heads_tsa_ca": "none"}, "CC_HEADS_TSA_CA"),
    ],
)
def test_settings_that_do_not_go_together_are_told_of_without_what_they_hold(
    key_file: Path, given: dict[str, Any], told: str
) -> None:
    filled = {name: key_file if value == "KEY" else value for name, value in given.items()}
    with pytest.raises(BadKeeping) as found:
        places_of(Settings.model_validate(filled), "en")
    for lang in ("en", "zh-CN"):
        assert "secret" not in found.value.sentence(lang)
    assert told in found.value.sentence("en")


def test_a_key_is_long_enough_and_for_its_owner_alone(key_file: Path, tmp_path: Path) -> None:
    key_file.chmod(0o644)
    with pytest.raises(BadKeeping, match="everybody"):
        key_of(Settings(heads_key_file=key_file))
    key_file.chmod(0o600)
    key_file.write_bytes(b"short")
    with pytest.raises(BadKeeping, match="fewer than 32"):
        key_of(Settings(heads_key_file=key_file))
    with pytest.raises(BadKeeping, match="no such file"):
        key_of(Settings(heads_key_file=tmp_path / "none"))
