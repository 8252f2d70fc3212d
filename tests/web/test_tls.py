"""HTTPS by the server itself: with the plant's certificate, for pages, commands and the live socket."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path

import gevent
import pytest
import requests
import socketio
from gevent import socket as gevent_socket
from gevent.ssl import SSLContext as GeventContext

from command_center.boot.serving import BadTls, tls_of
from command_center.cli.certificate import Made, make
from command_center.domain.actor import Role
from command_center.live.slow import Outlet
from command_center.settings import Settings
from tests.support.requesting import ask
from tests.support.running_center import DEMO, RunningCenter, running
from tests.support.waiting import PATIENCE_S


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    names = [ip_address("127.0.0.1"), "localhost"]
    return make(tmp_path_factory.mktemp("tls"), names, datetime.now(UTC))


@pytest.fixture(scope="module")
def center(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCenter]:
    tls = {"CC_TLS_CERT": str(made.certificate), "CC_TLS_KEY": str(made.key)}
    folder = tmp_path_factory.mktemp("center")
    with running(folder, DEMO, made.authority, **tls) as center:
        center.wall = center.token("wall", Role.VIEWER)  # type: ignore[attr-defined]
        yield center.start()


def asking(made: Made) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.verify = str(made.authority)
    return session


def test_whoever_trusts_the_plants_authority_is_answered(center: RunningCenter, made: Made) -> None:
    with asking(made) as session:
        page = session.get(f"{center.url}/sign-in", timeout=PATIENCE_S)
    assert page.status_code == requests.codes.ok
    assert "max-age" in page.headers["Strict-Transport-Security"]


def test_whoever_does_not_is_not(center: RunningCenter) -> None:
    with pytest.raises(requests.exceptions.SSLError):
        ask("GET", f"{center.url}/sign-in")


def test_the_session_cookie_travels_over_https_only(center: RunningCenter, made: Made) -> None:
    with asking(made) as session:
        entered = session.post(
            f"{center.url}/api/v1/session",
            json={"role": "commander"},
            headers={"Origin": center.url},
            timeout=PATIENCE_S,
        )
    assert entered.status_code == requests.codes.ok, entered.text
    [cookie] = [one for one in entered.cookies if one.name == "cc_session"]
    assert cookie.secure


def test_the_live_socket_sends_its_frames_under_tls(center: RunningCenter, made: Made) -> None:
    with asking(made) as session:
        client = socketio.Client(http_session=session, reconnection=False)
        heard: list[str] = []
        client.on("hello", lambda hello: heard.append(hello["epoch"]), namespace="/live")
        secret = center.wall  # type: ignore[attr-defined]
        client.connect(
            center.url, transports=["websocket"], auth={"token": secret}, namespaces=["/live"]
        )
        try:
            with gevent.Timeout(PATIENCE_S):
                while not heard:
                    client.sleep(0.02)
        finally:
            client.disconnect()
    assert heard


def test_a_plain_request_and_half_a_handshake_harm_nobody(
    center: RunningCenter, made: Made
) -> None:
    address = ("127.0.0.1", center.port)
    with closing(socket.create_connection(address, PATIENCE_S)) as half:
        half.sendall(b"\x16\x03\x01")
        with closing(socket.create_connection(address, PATIENCE_S)) as plain:
            plain.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            with suppress(ConnectionResetError):
                assert not plain.recv(100).startswith(b"HTTP")
        with asking(made) as session:
            assert session.get(f"{center.url}/healthz", timeout=PATIENCE_S).ok


def test_old_versions_of_tls_are_refused(made: Made) -> None:
    context = tls_of(Settings(tls_cert=made.certificate, tls_key=made.key))
    assert context is not None
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2


def test_without_a_certificate_there_is_no_tls() -> None:
    assert tls_of(Settings()) is None


def test_a_certificate_without_its_key_is_said(made: Made, tmp_path: Path) -> None:
    with pytest.raises(BadTls, match="belong together"):
        tls_of(Settings(tls_cert=made.certificate))
    with pytest.raises(BadTls, match=r"gone\.key cannot be read"):
        tls_of(Settings(tls_cert=made.certificate, tls_key=tmp_path / "gone.key"))
    with pytest.raises(BadTls, match="no certificate with its key"):
        tls_of(Settings(tls_cert=made.certificate, tls_key=made.authority_key))


def test_under_tls_what_the_kernel_does_not_take_waits_and_arrives_whole(made: Made) -> None:
    """OpenSSL wants the very bytes again of which it took a part."""
    server = tls_of(Settings(tls_cert=made.certificate, tls_key=made.key))
    assert server is not None
    client = GeventContext(ssl.PROTOCOL_TLS_CLIENT)
    client.load_verify_locations(str(made.authority))
    with gevent_socket.socket() as listener, gevent_socket.socket() as raw:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        raw.connect(listener.getsockname())
        accepted, _ = listener.accept()
        writer = server.wrap_socket(accepted, server_side=True, do_handshake_on_connect=False)
        shaking = gevent.spawn(writer.do_handshake)
        reader = client.wrap_socket(raw, server_hostname="localhost")
        shaking.get(timeout=PATIENCE_S)
        outlet = Outlet(writer)
        frames = [bytes([65 + number % 26]) * 60_000 for number in range(12)]
        for frame in frames:
            outlet.send(frame)
        assert outlet.queued
        got = bytearray()
        while len(got) < sum(map(len, frames)):
            got += reader.recv(65_536)
        assert bytes(got) == b"".join(frames)
        assert not outlet.closed
        outlet.cut("gone")
        assert reader.recv(100) == b""
        writer.close()
        reader.close()
