"""How the small clients of cloud services ask: connections, proxies, certificates, tokens, and nothing shown."""

import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pydantic import ValidationError

from command_center.notify.provider import Permanent, Temporary, Unknown
from command_center.notify.providers import _cloud
from command_center.notify.providers._cloud import Ask, CloudEntry, Deadline, Service
from command_center.notify.providers._open_messages import OpenMessages
from command_center.notify.providers._token_keeper import TokenKeeper
from tests.support.fake_providers.http_service import HttpService, Reply, Request
from tests.support.silent_proxy import silent_proxy

SECRET = "token-in-the-query"
GIVES = Ask("POST", "/give", {"access_token": SECRET}, body=b"{}", gives=True)


class Echo(HttpService):
    """Takes whatever is given, and remembers by which connections it came."""

    def __init__(self) -> None:
        super().__init__()
        self.status = 200
        self.headers: dict[str, str] = {}

    def gives(self, request: Request) -> bool:
        return True

    def answered(self, request: Request) -> Reply:
        self.texts.append(request.body.decode())
        return Reply({"ok": True}, self.status, self.headers)


@pytest.fixture
def echo() -> Iterator[Echo]:
    with Echo() as made:
        yield made


def entry(**given: str) -> CloudEntry:
    return CloudEntry.model_validate({"id": "a", "type": "t", "kind": "im", **given})


def service(url: str, **given: str) -> Service:
    return Service("The service", url, entry(**given))


def test_an_answer_is_its_status_fields_and_wait(echo: Echo) -> None:
    echo.headers = {"Retry-After": "7"}
    answer = service(echo.url).ask(GIVES, Deadline(60))
    assert (answer.status, dict(answer.fields), answer.after_s) == (200, {"ok": True}, 7.0)
    assert echo.requests[0].query == {"access_token": SECRET}


def test_a_connection_is_used_again_and_not_after_a_long_rest(
    echo: Echo, monkeypatch: pytest.MonkeyPatch
) -> None:
    connections: list[object] = []
    accepted = HTTPServer.get_request

    def counted(server: HTTPServer) -> object:
        request, address = accepted(server)
        connections.append(address)
        return request, address

    monkeypatch.setattr(HTTPServer, "get_request", counted)
    asked = service(echo.url)
    for _ in range(5):
        asked.ask(GIVES, Deadline(60))
    assert len(connections) == 1
    monkeypatch.setattr(_cloud, "IDLE_S", -1.0)
    asked.ask(GIVES, Deadline(60))
    assert len(connections) == 2


def test_a_connection_that_a_firewall_forgot_leaves_the_message_unknown(echo: Echo) -> None:
    port = int(echo.url.rsplit(":", 1)[1])
    with silent_proxy(port) as cable:
        asked = service(cable.url)
        asked.ask(GIVES, Deadline(60))
        cable.fall_silent()
        with pytest.raises(Unknown):
            asked.ask(GIVES, Deadline(0.5))
        cable.speak()
        asked.ask(GIVES, Deadline(60))


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://nobody.plant.example"])
def test_a_service_that_is_not_reached_has_certainly_nothing(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown_host(host: str, *_: object, **__: object) -> object:
        if host == "127.0.0.1":
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, 1))]
        raise socket.gaierror("Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown_host)
    with pytest.raises(Temporary) as why:
        service(url).ask(GIVES, Deadline(5))
    assert SECRET not in str(why.value)
    assert why.value.__cause__ is None
    assert why.value.__context__ is None


def test_no_time_left_is_no_message(echo: Echo) -> None:
    with pytest.raises(Temporary):
        service(echo.url).ask(GIVES, Deadline(0))
    assert echo.requests == []


def test_a_proxy_is_used_where_one_is_set(echo: Echo) -> None:
    asked = service("http://127.0.0.1:1", proxy=echo.url)
    asked.ask(GIVES, Deadline(60))
    assert len(echo.requests) == 1
    with pytest.raises(Temporary):
        service(echo.url, proxy="http://127.0.0.1:1").ask(GIVES, Deadline(5))


@pytest.mark.parametrize(("status", "gives", "raised"), [
    (429, True, Temporary), (503, True, Temporary), (500, True, Unknown), (502, True, Unknown),
    (504, True, Unknown), (500, False, Temporary), (302, True, Permanent),
])  # fmt: skip
def test_a_status_means_what_it_says(
    echo: Echo, status: int, gives: bool, raised: type[Exception]
) -> None:
    echo.status = status
    ask = Ask("POST", "/give", body=b"{}", gives=gives)
    with pytest.raises(raised):
        service(echo.url).ask(ask, Deadline(60))


@pytest.mark.parametrize("fault", ["drips", "floods"])
def test_an_answer_is_bounded_in_time_and_size(echo: Echo, fault: str) -> None:
    echo.behave(fault)
    why = "in time" if fault == "drips" else "far more"
    with pytest.raises(Unknown, match=why):
        service(echo.url).ask(GIVES, Deadline(1.0 if fault == "drips" else 60))


def test_tokens_in_addresses_are_not_logged(echo: Echo, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    asked = service(echo.url)
    asked.ask(GIVES, Deadline(60))
    echo.behave("drops_after_taking")
    with pytest.raises(Unknown):
        asked.ask(GIVES, Deadline(60))
    assert SECRET not in caplog.text


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of 127.0.0.1 that vouches for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "relay.plant.example")])
    now = datetime.now(UTC)
    import ipaddress

    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert, secret = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return cert, secret


def test_a_certificate_that_nobody_vouches_for_gets_no_message(tmp_path: Path) -> None:
    cert, key = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    with Echo() as echo:
        echo._server.socket = context.wrap_socket(echo._server.socket, server_side=True)
        url = echo.url.replace("http:", "https:")
        with pytest.raises(Temporary, match="certificate"):
            service(url).ask(GIVES, Deadline(60))
        assert echo.requests == []
        assert service(url, ca=str(cert)).ask(GIVES, Deadline(60)).status == 200


def test_a_file_without_certificates_is_said(echo: Echo, tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_text("nothing")
    for ca in (str(empty), str(tmp_path / "nowhere.pem")):
        with pytest.raises(Permanent, match="certificates") as why:
            service(echo.url, ca=ca).ask(GIVES, Deadline(5))
        assert why.value.error == "provider"
    assert echo.requests == []


@pytest.mark.parametrize(
    "proxy", ["proxy.plant.example", "http://user:pass@proxy.plant.example:3128", "http://"]
)
def test_a_proxy_is_http_without_a_password(proxy: str) -> None:
    with pytest.raises(ValidationError):
        entry(proxy=proxy)


def test_a_token_is_renewed_before_it_runs_out() -> None:
    now = [0.0]
    given = iter([("a", 7200.0), ("b", 7200.0), ("c", 7200.0)])
    keeper = TokenKeeper(lambda _: next(given), lambda: now[0])
    assert [keeper.token(Deadline(9)) for _ in range(2)] == ["a", "a"]
    now[0] = 6899.0
    assert keeper.token(Deadline(9)) == "a"
    now[0] = 6900.0
    assert keeper.token(Deadline(9)) == "b"
    keeper.forget("a")
    assert keeper.token(Deadline(9)) == "b", "another thread's news of an old token changes nothing"
    keeper.forget("b")
    assert keeper.token(Deadline(9)) == "c"


def test_a_token_that_cannot_be_fetched_is_asked_for_again() -> None:
    tries: list[Deadline] = []

    def fetch(deadline: Deadline) -> tuple[str, float]:
        tries.append(deadline)
        if len(tries) == 1:
            raise Temporary("away")
        return "a", 60.0

    keeper = TokenKeeper(fetch)
    with pytest.raises(Temporary):
        keeper.token(Deadline(9))
    assert keeper.token(Deadline(9)) == "a"


def test_a_thread_does_not_wait_for_anothers_token_beyond_its_time() -> None:
    go, began = threading.Event(), threading.Event()

    def fetch(_: Deadline) -> tuple[str, float]:
        began.set()
        go.wait()
        return "a", 7200.0

    keeper = TokenKeeper(fetch)
    thread = threading.Thread(target=keeper.token, args=(Deadline(60),))
    thread.start()
    began.wait()
    with pytest.raises(Temporary):
        keeper.token(Deadline(0.05))
    go.set()
    thread.join()
    assert keeper.token(Deadline(9)) == "a"


def test_open_messages_wait_longer_each_time_and_are_forgotten() -> None:
    now = [0]
    kept: OpenMessages[str] = OpenMessages(60_000, lambda: now[0])
    kept.add("a")
    asked = []
    for now[0] in range(0, 61_000, 1_000):
        asked += [now[0] for _ in kept.due()]
    assert asked == [0, 4_000, 12_000, 28_000]
    now[0] = 0
    for number in range(600):
        kept.add(str(number))
    assert kept.due()[0] == "100", "of 600 the last 500 are remembered"
    kept.close({str(number) for number in range(600)})
    now[0] = 10_000
    assert kept.due() == []
