"""A siren never sounds late, and an end is never behind its alert: with mosquitto and node's server as peers."""

import asyncio
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import cast

import paho.mqtt.client as paho
import pytest

from command_center.cli.certificate import make
from command_center.gateway.file.model import ALERT_TRIED_MS, Siren
from command_center.gateway.sirens.cap_message import head_of
from command_center.gateway.sirens.http_way import HttpWay
from command_center.gateway.sirens.ledger import Kept, Ledger
from command_center.gateway.sirens.making import client_name, way_to
from command_center.gateway.sirens.mqtt_way import MqttWay
from command_center.gateway.sirens.way import Kind, NotReached, Way
from tests.gateway.sirens import Plant, Relay, carrying, siren
from tests.support.mosquitto import Mosquitto
from tests.support.own_loop import in_own_loop
from tests.support.siren_server import SirenServer
from tests.support.waiting import eventually
from tests.support.wire import wire

PAYLOAD = {"alert": "ON", "cancel": "OFF"}
VERSIONS = ["3.1.1", "5"]


def relay_siren(url: str, version: str, **more: object) -> tuple[Siren, Way]:
    """A siren that takes texts behind a broker, and the way to it."""
    given = siren(url, topic="siren/north", payload=PAYLOAD, version=version, **more)
    return given, way_to(given, client_name("gw-1", given.id))


def connected(way: Way) -> None:
    """Returns once the way stands."""
    eventually(lambda: in_own_loop(way.look()) == "")


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("how", ["away", "dies with the order"])
def test_an_order_sounds_nothing_when_the_broker_is_back_after_the_limit(
    tmp_path: Path, plant: Plant, broker: Mosquitto, version: str, how: str
) -> None:
    given, way = relay_siren(broker.url, version, answers_within="1s")
    with carrying(tmp_path, plant, given, way):
        connected(way)
        if how == "away":
            broker.stop()
        else:
            broker.freeze()
        incident = plant.opens()
        eventually(lambda: plant.outcome(incident) == "failing")
        if how == "dies with the order":
            broker.kill()
        plant.center.clock.advance(ALERT_TRIED_MS / 1000)
        eventually(lambda: plant.outcome(incident) == "expired")
        broker.start()
        relay = Relay(broker)
        connected(way)
        other = plant.opens("w2")
        eventually(lambda: plant.outcome(other) == "taken")
    relay.stop()
    assert relay.heard == ["ON"]  # the other's alone
    assert [told for told in plant.told() if told[1] == "expired"] == [("Alert", "expired", 1)]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("how", ["given up", "withdrawn"])
def test_a_broker_that_hangs_has_no_order_to_hand_out_when_it_wakes(
    tmp_path: Path, plant: Plant, broker: Mosquitto, version: str, how: str
) -> None:
    relay = Relay(broker)
    given, way = relay_siren(broker.url, version, answers_within="3s")
    with carrying(tmp_path, plant, given, way):
        connected(way)
        broker.freeze()
        incident = plant.opens()
        eventually(lambda: plant.outcome(incident) == "failing")
        if how == "given up":
            plant.center.clock.advance(ALERT_TRIED_MS / 1000)
            eventually(lambda: plant.outcome(incident) == "expired")
        else:
            plant.withdraws(incident)
            eventually(lambda: plant.told()[-1][0] == "Cancel")
        broker.wake()
        connected(way)
        other = plant.opens("w2")
        eventually(lambda: plant.outcome(other) == "taken")
        eventually(lambda: "ON" in relay.heard)
    relay.stop()
    assert relay.heard.count("ON") == 1  # the other's alone


def test_a_broker_is_told_until_when_an_alert_is_good_and_keeps_an_end_for_as_long_as_it_takes(
    tmp_path: Path, plant: Plant, broker: Mosquitto
) -> None:
    relay = Relay(broker)
    given, way = relay_siren(broker.url, "5", tries_for="90s")
    with carrying(tmp_path, plant, given, way):
        incident = plant.opens()
        eventually(lambda: plant.outcome(incident) == "taken")
        plant.withdraws(incident)
        eventually(lambda: relay.heard == ["ON", "OFF"])
    relay.stop()
    alert, end = relay.expiries
    assert alert is not None
    assert 1 <= alert <= 90
    assert end is None


def test_what_came_too_late_to_the_gateway_is_not_sent_and_the_board_says_so(
    tmp_path: Path, plant: Plant, server: SirenServer
) -> None:
    given = siren(server.url)
    with carrying(tmp_path, plant, given):
        eventually(lambda: "north" in plant.center.desk.state.warnings.sirens)
    incident = plant.opens()
    plant.center.clock.advance(ALERT_TRIED_MS / 1000)
    with carrying(tmp_path, plant, given):
        eventually(lambda: plant.outcome(incident) == "expired")
        plant.withdraws(incident)
        eventually(lambda: len(server.bodies()) == 1)
    assert [head_of(one).type for one in server.bodies()] == ["Cancel"]


@pytest.mark.parametrize("version", VERSIONS)
def test_an_end_follows_an_alert_that_is_on_the_way_to_the_broker(
    tmp_path: Path, plant: Plant, broker: Mosquitto, version: str
) -> None:
    relay = Relay(broker)
    with wire(broker.port) as seen:
        given, way = relay_siren(
            f"mqtt://127.0.0.1:{seen.port}", version, answers_within="60s", tries_for="30min"
        )
        with carrying(tmp_path, plant, given, way):
            connected(way)
            seen.withheld_after = b"ON"
            incident = plant.opens()
            eventually(lambda: b"ON" in b"".join(seen.sent))
            plant.withdraws(incident)
            eventually(
                lambda: b"OFF" in b"".join(seen.sent)
            )  # without the broker's word on the alert
            seen.withheld_after = b""
            eventually(lambda: plant.told() == [("Cancel", "taken", 1)])
            eventually(lambda: relay.heard == ["ON", "OFF"])
    relay.stop()
    assert seen.connections == 1


@pytest.mark.parametrize("version", VERSIONS)
def test_an_end_drops_an_alert_that_the_broker_has_not_got(
    tmp_path: Path, plant: Plant, broker: Mosquitto, version: str
) -> None:
    given, way = relay_siren(broker.url, version, answers_within="1s")
    with carrying(tmp_path, plant, given, way):
        connected(way)
        broker.stop()
        incident = plant.opens()
        eventually(lambda: plant.outcome(incident) == "failing")
        plant.withdraws(incident)
        eventually(lambda: ("Cancel", "failing", 1) in plant.told())
        broker.start()
        relay = Relay(broker)
        connected(way)

        def ended() -> bool:
            plant.center.clock.advance(1)
            return plant.told()[-1][:2] == ("Cancel", "taken")

        eventually(ended)
    relay.stop()
    assert relay.heard == ["OFF"]


def test_an_end_follows_an_alert_whose_answer_does_not_come(
    tmp_path: Path, plant: Plant, server: SirenServer
) -> None:
    server.answers(0)
    with carrying(tmp_path, plant, siren(server.url, answers_within="2s")):
        incident = plant.opens()
        eventually(lambda: server.requests)
        server.answers(200)
        plant.withdraws(incident)
        eventually(lambda: plant.told()[-1:] == [("Cancel", "taken", 1)])
        other = plant.opens("w2")
        eventually(lambda: plant.outcome(other) == "taken")
    took = [(head_of(one["body"]).type, one["status"]) for one in server.requests]
    assert took == [("Alert", 0), ("Cancel", 200), ("Alert", 200)]
    assert plant.told()[0] == ("Cancel", "taken", 1)  # of the alert there is no word any more


def test_an_end_drops_an_alert_that_the_siren_has_not_got(
    tmp_path: Path, plant: Plant, server: SirenServer
) -> None:
    server.stop()
    with carrying(tmp_path, plant, siren(server.url)):
        incident = plant.opens()
        eventually(lambda: plant.outcome(incident) == "failing")
        plant.withdraws(incident)
        server.start()

        def ended() -> bool:
            plant.center.clock.advance(1)
            return plant.told()[-1][:2] == ("Cancel", "taken")

        eventually(ended)
    assert [head_of(one).type for one in server.bodies()] == ["Cancel"]


def test_what_comes_behind_an_end_is_never_carried(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "one.sqlite3")
    alert = Kept("a", "I-1", 5, "Alert", "<a/>", 99, 0, 0, 1_000)
    end = alert._replace(identifier="c", number=9, type="Cancel", sent=2_000)
    assert ledger.take(end)
    assert not ledger.take(alert)
    assert [one.identifier for one in ledger.waiting()] == ["c"]
    # Numbers begin anew where the board's journal was restored; the time goes on.
    again = alert._replace(identifier="d", number=4, sent=3_000)
    assert ledger.take(again)
    assert [one.identifier for one in ledger.waiting()] == ["d"]
    ledger.close()


def test_the_end_of_one_incident_does_not_silence_a_relay_that_sounds_for_another(
    tmp_path: Path, plant: Plant, broker: Mosquitto
) -> None:
    relay = Relay(broker)
    given, way = relay_siren(broker.url, "5")
    with carrying(tmp_path, plant, given, way):
        first, second = plant.opens(), plant.opens("w2")
        eventually(lambda: [plant.outcome(one) for one in (first, second)] == ["taken"] * 2)
        plant.withdraws(first)
        eventually(lambda: plant.outcome(first) == "failing")
        why = plant.center.desk.state.warnings.words[first, "north"].why
        assert why == f"it still sounds for {second}"
        assert relay.heard == ["ON", "ON"]
        plant.withdraws(second)
        eventually(lambda: plant.outcome(second) == "taken")

        def ended() -> bool:
            plant.center.clock.advance(1)
            return plant.outcome(first) == "taken"

        eventually(ended)
    relay.stop()
    assert relay.heard == ["ON", "ON", "OFF", "OFF"]


def test_an_end_that_is_held_for_another_is_held_after_a_restart_too(
    tmp_path: Path, plant: Plant, broker: Mosquitto
) -> None:
    relay = Relay(broker)
    given, way = relay_siren(broker.url, "5")
    with carrying(tmp_path, plant, given, way):
        first, second = plant.opens(), plant.opens("w2")
        eventually(lambda: [plant.outcome(one) for one in (first, second)] == ["taken"] * 2)
        plant.withdraws(first)
        eventually(lambda: plant.outcome(first) == "failing")
    plant.up = False  # the disk alone says what stands
    plant.center.clock.advance(60)
    given, way = relay_siren(broker.url, "5")
    with carrying(tmp_path, plant, given, way) as intake:
        held = f"it still sounds for {second}"
        eventually(lambda: intake.state.faults.get("siren") == held)
        assert relay.heard == ["ON", "ON"]
        plant.up = True
        plant.withdraws(second)

        def ended() -> bool:
            plant.center.clock.advance(1)
            return [plant.outcome(one) for one in (first, second)] == ["taken"] * 2

        eventually(ended)
    relay.stop()
    assert relay.heard == ["ON", "ON", "OFF", "OFF"]


def test_what_was_ordered_may_sound_although_nothing_proves_it(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "one.sqlite3")
    orders = {
        name: Kept(name, name, n, "Alert", "<a/>", 99, 0, 0, 1_000)
        for n, name in enumerate(("failing", "expired", "superseded", "too old", "waiting"))
    }
    for one in orders.values():
        assert ledger.take(one)
    ledger.tried(orders["failing"], "failing", 10, "no word of it", 20)
    ledger.tried(orders["expired"]._replace(tries=1), "expired", 10, "no word of it", None)
    ledger.tried(orders["too old"], "expired", 10, "too old when it came", None)
    newer = orders["superseded"]._replace(identifier="newer", number=9, type="Update")
    assert ledger.take(newer)
    assert ledger.carried() == {"failing", "expired", "superseded"}
    ledger.close()


def test_the_ledger_knows_which_incidents_stand(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "one.sqlite3")
    alert = Kept("a", "I-1", 5, "Alert", "<a/>", 99, 0, 0, 1_000)
    assert ledger.take(alert)
    assert ledger.take(alert._replace(identifier="b", incident="I-2", number=6))
    assert ledger.standing() == {"I-1", "I-2"}
    assert ledger.take(alert._replace(identifier="c", number=7, type="Cancel", sent=2_000))
    assert ledger.standing() == {"I-2"}
    ledger.close()


def test_a_message_is_known_under_the_identifier_that_a_newer_center_gives_it(
    tmp_path: Path,
) -> None:
    ledger = Ledger(tmp_path / "one.sqlite3")
    for incident, sent in (("I-1", 1_000), ("I-2", 0)):  # an earlier gateway kept no time
        older = Kept(f"plant.{incident}.5", incident, 5, "Alert", "<a/>", 99, 0, 0, sent)
        assert ledger.take(older)
        newer = older._replace(identifier=f"plant.{incident}.5.1000", sent=1_000)
        assert not ledger.take(newer)
    other = Kept("plant.I-1.5.2000", "I-1", 5, "Alert", "<a/>", 99, 0, 0, 2_000)
    assert ledger.take(other)  # of a journal that was restored
    ledger.close()


class ListeningWay(MqttWay):
    """Says when the siren was heard."""

    def __init__(self, given: Siren) -> None:
        super().__init__(given, "gw-1")
        self.heard = threading.Event()

    def _heard(self, message: paho.MQTTMessage) -> None:
        super()._heard(message)
        self.heard.set()


def test_a_siren_that_confirms_after_the_wait_is_delivered_and_not_ordered_again(
    broker: Mosquitto,
) -> None:
    confirm = {
        "topic": "siren/north/state", "path": "$.state", "sounds": ["sounding"], "silent": ["quiet"],
        "within": "100ms",
    }  # fmt: skip
    relay = Relay(broker)
    way = ListeningWay(siren(broker.url, topic="siren/north", payload=PAYLOAD, confirm=confirm))

    async def go() -> None:
        await way.open()
        try:
            for kind, document, state in (
                ("Alert", "<a/>", "sounding"), ("Cancel", "<c/>", "quiet"),
            ):  # fmt: skip
                way.heard.clear()
                with pytest.raises(NotReached, match="did not confirm"):
                    await way.carry(cast(Kind, kind), document, 60)
                relay.tells(state)
                assert await asyncio.to_thread(way.heard.wait, 60)
                assert await way.carry(cast(Kind, kind), document, 60) == "sounded"
            with pytest.raises(NotReached, match="did not confirm"):
                await way.carry("Cancel", "<another/>", 60)  # what it said before proves nothing
        finally:
            await way.close()

    in_own_loop(go())
    eventually(lambda: relay.heard == ["ON", "OFF", "OFF"])
    relay.stop()


@contextmanager
def never_ending(answer: bytes) -> Iterator[str]:
    """The address of a siren that begins to answer and does not end it."""
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as apart:
        over = threading.Event()

        def serve() -> None:
            with server.accept()[0] as asked:
                asked.recv(65_536)
                asked.sendall(answer)
                over.wait(60)

        apart.submit(serve)
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/cap"
        finally:
            over.set()


def test_an_answer_counts_from_its_status_on_and_is_not_waited_for_to_its_end() -> None:
    with never_ending(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n") as url:
        way = HttpWay(siren(url, answers_within="2s"))
        assert in_own_loop(way.carry("Alert", "<a/>", 60)) == "taken"
    with never_ending(b"HTTP/1.1 503 Later\r\nContent-Length: 1000\r\n\r\nbusy") as url:
        way = HttpWay(siren(url, answers_within="2s"))
        with pytest.raises(NotReached, match=r"^503 busy$"):
            in_own_loop(way.carry("Alert", "<a/>", 60))


@contextmanager
def dripping(tls: ssl.SSLContext | None) -> Iterator[int]:
    """The port of a siren whose headers come byte by byte for ten seconds; then it has taken the message."""
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as apart:

        def serve() -> None:
            plain = server.accept()[0]
            with tls.wrap_socket(plain, server_side=True) if tls else plain as asked:
                asked.recv(65_536)
                asked.sendall(b"HTTP/1.1 200 OK\r\nX-Drips: ")
                with suppress(OSError):  # it was cut off
                    for _ in range(100):
                        asked.sendall(b".")
                        time.sleep(0.1)
                    asked.sendall(b"\r\nContent-Length: 0\r\n\r\n")

        apart.submit(serve)
        yield server.getsockname()[1]


@pytest.mark.parametrize("secure", [False, True], ids=["http", "https"])
def test_an_answer_whose_headers_drip_does_not_hold_the_next_message(
    tmp_path: Path, secure: bool
) -> None:
    made = make(tmp_path, [ip_address("127.0.0.1")], datetime.now(UTC))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(made.certificate, made.key)
    with dripping(tls if secure else None) as port:
        url = f"http{'s' if secure else ''}://127.0.0.1:{port}/cap"
        way = HttpWay(siren(url, answers_within="1s", authority=made.authority))
        with pytest.raises(NotReached, match=r"^no answer in 1 s$"):
            in_own_loop(way.carry("Alert", "<a/>", 60))


def test_a_ledger_of_an_earlier_release_is_read(tmp_path: Path) -> None:
    import sqlite3

    file = tmp_path / "old.sqlite3"
    old = sqlite3.connect(file)
    old.executescript(
        "CREATE TABLE message (identifier TEXT PRIMARY KEY, incident TEXT NOT NULL, number INTEGER NOT NULL,"
        " type TEXT NOT NULL, document TEXT, expires INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0,"
        " next INTEGER NOT NULL DEFAULT 0, done TEXT);"
        "CREATE TABLE word (id INTEGER PRIMARY KEY AUTOINCREMENT, incident TEXT NOT NULL, number INTEGER NOT NULL,"
        " outcome TEXT NOT NULL, at INTEGER NOT NULL, tries INTEGER NOT NULL, why TEXT NOT NULL);"
        "INSERT INTO message (identifier, incident, number, type, document, expires) VALUES"
        " ('a', 'I-1', 5, 'Alert', '<a/>', 99);"
        "INSERT INTO word (incident, number, outcome, at, tries, why) VALUES ('I-1', 5, 'failing', 7, 1, 'x');"
    )
    old.close()
    ledger = Ledger(file)
    [kept] = ledger.waiting()
    assert (kept.identifier, kept.sent) == ("a", 0)
    assert [one.sent for one in ledger.untold(9)] == [0]
    assert ledger.take(kept._replace(identifier="b", number=6, type="Cancel", sent=1_000))
    assert [one.identifier for one in ledger.waiting()] == ["b"]
    ledger.close()
