"""Secured OPC UA sessions against node-opcua: encrypted on the wire; a server that is not trusted is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from command_center.clock import Clock
from command_center.gateway.file.reading import read_gateway
from command_center.gateway.own_certificate import certificate_ends
from command_center.gateway.probing import probed
from tests.gateway.files import written
from tests.support.node_opcua import NodeOpcua
from tests.support.opcua_certificate import Identity, identity, revoking
from tests.support.own_loop import in_own_loop
from tests.support.unavailable import Unavailable
from tests.support.wire import wire

URI = "urn:plant:dcs"
NODE = "TK206.LT.PV"


@contextmanager
def secured(own: Identity, folder: Path) -> Iterator[NodeOpcua]:
    try:
        made = NodeOpcua(own, folder / "pki")
    except Unavailable as reason:
        pytest.skip(str(reason))
    made.start()
    try:
        yield made
    finally:
        made.stop()


def probe(folder: Path, port: int, trusted: Identity, **security: str) -> tuple[float | None, str]:
    """The value of the level, and why the server was not reached."""
    trust = folder / "trusted"
    trust.mkdir()
    (trust / "server.pem").write_bytes(trusted.certificate.read_bytes())
    connection = {
        "id": "dcs", "type": "opcua", "url": f"opc.tcp://127.0.0.1:{port}",
        "security": {"policy": "Basic256Sha256", "mode": "sign_and_encrypt", "trust": str(trust),
                     **security},
        "tags": {"LT": {"node": f"nsu=urn:dcs;s={NODE}", "from": "mm"}},
    }  # fmt: skip
    gateway = read_gateway(written(folder, [connection]))
    rows, down = in_own_loop(probed(gateway, Clock(), None, 30, enough=True))
    sample = rows[0].sample
    return (sample.value if sample else None), down.get("dcs", "")


def test_a_trusted_server_is_read_and_nothing_of_it_can_be_read_on_the_wire(tmp_path: Path) -> None:
    own = identity(tmp_path / "own", "dcs", URI)
    with secured(own, tmp_path) as server, wire(server.port) as seen:
        assert probe(tmp_path, seen.port, own) == (3.25, "")
    passed = b"".join(seen.sent + seen.answered)
    assert b"#Basic256Sha256" in passed
    assert NODE.encode() not in passed


@pytest.mark.parametrize(
    ("case", "refusal"),
    [("untrusted", "Untrusted"), ("expired", "TimeInvalid"), ("another's", "UriInvalid")],
)
def test_a_server_whose_certificate_does_not_hold_is_refused(
    tmp_path: Path, case: str, refusal: str
) -> None:
    folder = tmp_path / "own"
    own = {
        "untrusted": lambda: identity(folder, "dcs", URI),
        "expired": lambda: identity(folder, "dcs", URI, days=-1),
        "another's": lambda: identity(folder, "dcs", URI, said_uri="urn:plant:other"),
    }[case]()
    trusted = identity(tmp_path / "other", "other", URI) if case == "untrusted" else own
    with secured(own, tmp_path) as server:
        value, why = probe(tmp_path, server.port, trusted)
    assert value is None
    assert refusal in why


def test_a_trusted_server_whose_certificate_was_revoked_is_refused(tmp_path: Path) -> None:
    own = identity(tmp_path / "own", "dcs", URI)
    other = identity(tmp_path / "other", "other", "urn:plant:other")
    lists = revoking(other, tmp_path / "revoked" / "other.pem").parent
    with secured(own, tmp_path) as server:
        (tmp_path / "a").mkdir()
        assert probe(tmp_path / "a", server.port, own, revoked=str(lists)) == (3.25, "")
        revoking(own, lists / "dcs.pem")
        (tmp_path / "b").mkdir()
        value, why = probe(tmp_path / "b", server.port, own, revoked=str(lists))
    assert value is None
    assert "Revoked" in why or "Untrusted" in why


def test_a_list_of_revoked_certificates_that_would_be_passed_over_is_told(tmp_path: Path) -> None:
    own = identity(tmp_path / "own", "dcs", URI)
    odd = revoking(own, tmp_path / "revoked" / "plant.crl")
    value, why = probe(tmp_path, 1, own, revoked=str(odd.parent))
    assert value is None
    assert "plant.crl" in why


def test_the_end_of_the_gateways_own_certificate_is_told(tmp_path: Path) -> None:
    own = identity(tmp_path / "own", "gw", URI, days=12)
    security = {"policy": "Basic256Sha256", "mode": "sign", "trust": str(tmp_path)}
    given = security | {"certificate": str(own.certificate), "key": str(own.key)}
    tags = {"LT": {"node": f"nsu=urn:dcs;s={NODE}"}}
    at = {"type": "opcua", "url": "opc.tcp://127.0.0.1:1", "tags": tags}
    connections = [
        {"id": "given", "security": given, **at},
        {"id": "made", "security": security, **at, "tags": {}},
        {"id": "clear", **at, "tags": {}},
    ]
    gateway = read_gateway(written(tmp_path, connections))
    ends = [certificate_ends(gateway, one) for one in gateway.connections]
    left_days = ((ends[0] or 0) - Clock().now()) / 86_400_000
    assert (round(left_days), ends[1:]) == (12, [None, None])
    own.certificate.write_text("no certificate")
    assert certificate_ends(gateway, gateway.connections[0]) is None


def test_an_empty_folder_of_trust_says_so(tmp_path: Path) -> None:
    trust = tmp_path / "trusted"
    trust.mkdir()
    connection = {
        "id": "dcs", "type": "opcua", "url": "opc.tcp://127.0.0.1:1",
        "security": {"policy": "Basic256Sha256", "mode": "sign", "trust": str(trust)},
        "tags": {"LT": {"node": f"nsu=urn:dcs;s={NODE}"}},
    }  # fmt: skip
    gateway = read_gateway(written(tmp_path, [connection]))
    _, down = in_own_loop(probed(gateway, Clock(), None, 30, enough=True))
    assert "trust" in down["dcs"]
