"""Sirens over TLS: by HTTPS to node's server, by MQTT to mosquitto; one that is not trusted gets nothing."""

from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path

import pytest

from command_center.cli.certificate import Made, make
from tests.gateway.sirens import Plant, Relay, carrying, checked, siren
from tests.support.mosquitto import Mosquitto
from tests.support.siren_server import SirenServer
from tests.support.unavailable import Unavailable
from tests.support.waiting import eventually


def certificate(folder: Path, address: str = "127.0.0.1") -> Made:
    """A certificate for an address, by an authority of its own."""
    return make(folder, [ip_address(address)], datetime.now(UTC))


@pytest.fixture
def own(tmp_path: Path) -> Made:
    return certificate(tmp_path / "own")


@pytest.fixture
def misnamed(tmp_path: Path) -> Made:
    """By an authority that the siren's file trusts, and for another address."""
    return certificate(tmp_path / "misnamed", "127.0.0.2")


@pytest.fixture
def foreign(tmp_path: Path) -> Made:
    return certificate(tmp_path / "foreign")


def test_https_carries_to_a_trusted_siren_and_nothing_to_another(
    tmp_path: Path, plant: Plant, own: Made, foreign: Made
) -> None:
    try:
        server = SirenServer((own.certificate, own.key))
    except Unavailable as reason:
        pytest.skip(str(reason))
    server.start()
    try:
        with carrying(tmp_path, plant, siren(server.url, authority=foreign.authority)):
            refused = plant.opens()
            eventually(lambda: plant.outcome(refused) == "failing")
            why = plant.center.desk.state.warnings.words[refused, "north"].why or ""
            assert "CERTIFICATE_VERIFY_FAILED" in why
            assert server.requests == []
        with carrying(tmp_path, plant, siren(server.url, authority=own.authority)):
            carried = plant.opens("w2")
            eventually(lambda: plant.outcome(carried) == "taken")
    finally:
        server.stop()
    assert any(carried in body for body in server.bodies())
    for body in server.bodies():
        checked(body)


@pytest.mark.parametrize("version", ["3.1.1", "5"])
def test_mqtt_over_tls_carries_to_a_trusted_broker_and_nothing_to_another(
    tmp_path: Path, plant: Plant, own: Made, foreign: Made, version: str
) -> None:
    try:
        broker = Mosquitto(tmp_path, (own.certificate, own.key))
    except Unavailable as reason:
        pytest.skip(str(reason))
    relay = Relay(broker, authority=own.authority)
    more = {"topic": "siren/north", "version": version, "answers_within": "2s"}
    try:
        with carrying(tmp_path, plant, siren(broker.url, authority=foreign.authority, **more)):
            refused = plant.opens()
            eventually(lambda: plant.outcome(refused) == "failing")
            why = plant.center.desk.state.warnings.words[refused, "north"].why or ""
            assert "CERTIFICATE_VERIFY_FAILED" in why
            assert relay.heard == []
        with carrying(tmp_path, plant, siren(broker.url, authority=own.authority, **more)):
            carried = plant.opens("w2")
            eventually(lambda: plant.outcome(carried) == "taken")
            eventually(lambda: any(carried in body for body in relay.heard))
    finally:
        relay.stop()
        broker.stop()
    for body in relay.heard:
        checked(body)


def test_https_carries_nothing_to_a_siren_of_another_name(
    tmp_path: Path, plant: Plant, misnamed: Made
) -> None:
    try:
        server = SirenServer((misnamed.certificate, misnamed.key))
    except Unavailable as reason:
        pytest.skip(str(reason))
    server.start()
    try:
        with carrying(tmp_path, plant, siren(server.url, authority=misnamed.authority)):
            refused = plant.opens()
            eventually(lambda: plant.outcome(refused) == "failing")
            why = plant.center.desk.state.warnings.words[refused, "north"].why or ""
        assert "IP address mismatch" in why
        assert server.requests == []
    finally:
        server.stop()


@pytest.mark.parametrize("version", ["3.1.1", "5"])
def test_mqtt_over_tls_carries_nothing_to_a_broker_of_another_name(
    tmp_path: Path, plant: Plant, misnamed: Made, version: str
) -> None:
    try:
        broker = Mosquitto(tmp_path, (misnamed.certificate, misnamed.key))
    except Unavailable as reason:
        pytest.skip(str(reason))
    more = {"topic": "siren/north", "version": version, "answers_within": "2s"}
    try:
        with carrying(tmp_path, plant, siren(broker.url, authority=misnamed.authority, **more)):
            refused = plant.opens()
            eventually(lambda: plant.outcome(refused) == "failing")
            why = plant.center.desk.state.warnings.words[refused, "north"].why or ""
        assert "IP address mismatch" in why
    finally:
        broker.stop()
