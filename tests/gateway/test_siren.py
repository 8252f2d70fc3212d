"""Warnings carried to sirens: by HTTP to node's server, by MQTT to mosquitto, from a center's own doors."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
import paho.mqtt.client as paho
import pytest
from lxml import etree
from paho.mqtt.enums import CallbackAPIVersion

from command_center.clock import Clock
from command_center.domain.actor import DUTY_ACTOR, Actor, Role
from command_center.gateway.file.model import Siren
from command_center.gateway.file.reading import check_gateway, read_gateway
from command_center.gateway.intake import Intake, intake_of
from command_center.gateway.post import Answer, Outcome, answer_of
from command_center.gateway.sirens.cap_message import document_of_test, head_of
from command_center.gateway.sirens.ledger import Kept, Ledger
from command_center.gateway.sirens.link import SirenLink
from command_center.gateway.sirens.making import name_sirens, named, way_to
from command_center.gateway.sirens.probing import SirenProbe, probe_sirens
from command_center.gateway.sirens.way import Kind, NotReached, Reached, Way
from tests.gateway.files import written
from tests.gateway.running import Board
from tests.reports.test_cap import SCHEMA
from tests.support.mosquitto import Mosquitto
from tests.support.own_loop import in_own_loop
from tests.support.siren_server import SirenServer
from tests.support.small_site import small_site
from tests.support.unavailable import Unavailable
from tests.support.waiting import eventually
from tests.web.center import Center
from tests.web.test_reviews import does

CHIEF = Actor("account-chief", Role.COMMANDER, person="p1")


@pytest.fixture
def server() -> Iterator[SirenServer]:
    try:
        made = SirenServer()
    except Unavailable as reason:
        pytest.skip(str(reason))
    made.start()
    yield made
    made.stop()


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    try:
        made = Mosquitto(tmp_path)
    except Unavailable as reason:
        pytest.skip(str(reason))
    yield made
    made.stop()


class Plant:
    """A center whose doors a gateway asks. `up`: whether it answers."""

    def __init__(self, folder: Path) -> None:
        self.center = Center(folder, small_site().model_copy(update={"simulated": False}))
        self.gateway = self.center.machine(Role.GATEWAY, name="pa", sources=["north"])
        self.up = True
        does(self.center, DUTY_ACTOR, "shift.begin", shift="day")

    def get(self, path: str) -> tuple[Answer, Any]:
        if not self.up:
            return Answer(Outcome.LATER, "503 away"), None
        told = self.gateway.get(path)
        if told.status_code == 200:
            return Answer(Outcome.TAKEN), told.get_json()
        return answer_of(told.status_code, told.get_data()), None

    def post(self, path: str, body: dict[str, Any]) -> Answer:
        if not self.up:
            return Answer(Outcome.LATER, "503 away")
        told = self.gateway.post(path, orjson.loads(orjson.dumps(body)))
        return answer_of(told.status_code, told.get_data())

    def opens(self, place: str = "T-1") -> str:
        fact = does(self.center, CHIEF, "incident.open", place=place, title="Smell")[0]
        return str(fact.incident)

    def withdraws(self, incident: str) -> None:
        does(self.center, CHIEF, "incident.withdraw", incident=incident, reason="nothing")

    def outcome(self, incident: str) -> str | None:
        word = self.center.desk.state.warnings.words.get((incident, "north"))
        return None if word is None else word.outcome

    def told(self) -> list[tuple[str, str, int]]:
        """Every word on the siren in the journal: type, outcome, tries."""
        facts = self.center.journal.read(0, 1_000)
        return [
            (f.data["type"], f.data["result"], f.data["tries"])
            for f in facts
            if f.kind == "siren.told"
        ]


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    folder = tmp_path / "center"
    folder.mkdir()
    return Plant(folder)


def siren(url: str, **more: Any) -> Siren:
    given = {"id": "north", "type": "siren", "enabled": True, "url": url, "every": 50, **more}
    return Siren.model_validate(given)


@contextmanager
def carrying(folder: Path, plant: Plant, given: Siren, way: Way | None = None) -> Iterator[Intake]:
    """The link of a siren in a loop of its own, until the block ends. Its ledger lies in `folder`. Without a `way` it
    is the one to the siren's address."""
    clock = plant.center.clock
    path = written(folder, [{"id": "t", "type": "files", "folder": "/srv", "tags": {}}])
    gateway = read_gateway(path)
    intake = intake_of(gateway, given, clock)
    loop = asyncio.new_event_loop()

    async def go() -> None:
        link = SirenLink(
            given, intake, way or way_to(given), plant.get, plant.post, folder / "north.sqlite3",
            lambda: plant.post("/api/v1/sirens", named("gw-1", [given])),
        )  # fmt: skip
        await link.run()

    ended: list[BaseException] = []
    task = loop.create_task(go())

    def run() -> None:
        try:
            loop.run_until_complete(task)
        except asyncio.CancelledError:
            pass
        except BaseException as error:
            ended.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield intake
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join(60)
        loop.close()
        assert not ended, ended


def checked(document: str) -> etree._Element:
    """A document that the official schema takes."""
    found = etree.fromstring(document.encode())
    SCHEMA.assertValid(found)
    return found


def test_alert_and_end_are_carried_once_each_as_valid_cap(
    tmp_path: Path, plant: Plant, server: SirenServer
) -> None:
    with carrying(tmp_path, plant, siren(server.url)):
        incident = plant.opens()
        eventually(lambda: plant.outcome(incident) == "taken")
        plant.withdraws(incident)
        eventually(lambda: plant.told() == [("Alert", "taken", 1), ("Cancel", "taken", 1)])
    with carrying(tmp_path, plant, siren(server.url)) as intake:  # started again
        eventually(lambda: intake.state.connected)
        other = plant.opens()
        eventually(lambda: plant.outcome(other) == "taken")
    documents = [checked(body) for body in server.bodies()]
    kinds = [one.findtext("{*}msgType") for one in documents]
    assert kinds == ["Alert", "Cancel", "Alert"]
    assert len({one.findtext("{*}identifier") for one in documents}) == 3
    assert {one["type"] for one in server.requests} == {"application/cap+xml; charset=utf-8"}
    assert {(one["method"], one["path"]) for one in server.requests} == {("POST", "/cap")}


def test_a_siren_that_fails_is_tried_again_and_the_board_says_both(
    tmp_path: Path, plant: Plant, server: SirenServer
) -> None:
    server.answers(503)
    clock = plant.center.clock
    with carrying(tmp_path, plant, siren(server.url)):
        incident = plant.opens()
        eventually(lambda: plant.outcome(incident) == "failing")
        why = plant.center.desk.state.warnings.words[incident, "north"].why
        assert why == "503 not now"
        server.answers(200)

        def later() -> bool:
            clock.advance(1)
            return plant.outcome(incident) == "taken"

        eventually(later)
    assert [outcome for _, outcome, _ in plant.told()] == ["failing", "taken"]
    tries = plant.told()[-1][2]
    assert tries == len(server.requests) >= 2


def test_it_is_given_up_when_it_is_too_old_and_not_sounded_hours_later(
    tmp_path: Path, plant: Plant, server: SirenServer
) -> None:
    server.answers(302)  # a redirect is no siren's answer
    clock = plant.center.clock
    with carrying(tmp_path, plant, siren(server.url, tries_for="10min")):
        incident = plant.opens()
        eventually(lambda: plant.outcome(incident) == "failing")
        server.answers(200)
        clock.advance(600)
        eventually(lambda: plant.outcome(incident) == "expired")
    assert server.bodies() == []


class HeldWay:
    """A siren that is away at first. Then it takes messages, each only when it is let go on; `trying` is set while one
    is carried."""

    def __init__(self) -> None:
        self.is_away = True
        self.carried: list[tuple[Kind, str]] = []
        self.trying, self.go_on = threading.Event(), threading.Event()

    async def open(self) -> None:
        pass

    async def carry(self, kind: Kind, document: str) -> Reached | None:
        if self.is_away:
            raise NotReached("away")
        self.carried.append((kind, document))
        self.trying.set()
        await asyncio.to_thread(self.go_on.wait, 60)
        return "taken"

    async def look(self) -> str:
        return ""

    async def close(self) -> None:
        self.go_on.set()


def test_what_is_withdrawn_while_another_is_carried_is_not_sounded_first(
    tmp_path: Path, plant: Plant
) -> None:
    way = HeldWay()
    with carrying(tmp_path, plant, siren("http://127.0.0.1:9"), way) as intake:
        first, second = plant.opens(), plant.opens("w2")
        eventually(lambda: [plant.outcome(one) for one in (first, second)] == ["failing"] * 2)
        way.is_away = False
        plant.center.clock.advance(60)
        assert way.trying.wait(60)  # one is carried, and the other waits behind it
        other = second if f".{first}." in way.carried[0][1] else first
        plant.withdraws(other)
        eventually(lambda: intake.state.values == 3)
        way.go_on.set()
        eventually(lambda: plant.outcome(other) == "taken")
    assert [kind for kind, _ in way.carried] == ["Alert", "Cancel"]


def test_an_outage_of_the_board_loses_no_word(
    tmp_path: Path, plant: Plant, server: SirenServer
) -> None:
    given = siren(server.url)
    with carrying(tmp_path, plant, given) as intake:
        eventually(lambda: "north" in plant.center.desk.state.warnings.sirens)
        server.answers(0)  # it hangs: the message waits for its answer
        incident = plant.opens()
        eventually(lambda: server.requests)
        plant.up = False
        server.stop()
        eventually(lambda: "siren" in intake.state.faults)
    assert plant.told() == []
    server.start()
    plant.center.clock.advance(60)
    with carrying(tmp_path, plant, given):  # the board is still away: the disk knows the message
        eventually(server.bodies)
        plant.up = True
        eventually(lambda: plant.outcome(incident) == "taken")
    assert [outcome for _, outcome, _ in plant.told()] == ["failing", "taken"]


class Relay:
    """A relay behind a broker: keeps what it is told, and answers on its state topic with `says`."""

    def __init__(self, broker: Mosquitto, says: dict[str, str] | None = None) -> None:
        self.heard: list[str] = []
        self.says = says or {}
        ready = threading.Event()
        self._client = paho.Client(CallbackAPIVersion.VERSION2)
        self._client.on_message = self._take
        self._client.on_subscribe = lambda *_: ready.set()
        self._client.connect("127.0.0.1", broker.port)
        self._client.loop_start()
        self._client.subscribe("siren/north", qos=1)
        assert ready.wait(60)

    def _take(self, client: paho.Client, _u: Any, message: paho.MQTTMessage) -> None:
        told = message.payload.decode()
        self.heard.append(told)
        if told in self.says:
            client.publish("siren/north/state", json.dumps({"state": self.says[told]}), qos=1)

    def stop(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()


def test_a_topic_takes_cap_and_one_to_which_nobody_listens_is_not_reached(
    tmp_path: Path, plant: Plant, broker: Mosquitto
) -> None:
    clock = plant.center.clock
    with carrying(tmp_path, plant, siren(broker.url, topic="siren/north")):
        incident = plant.opens()
        eventually(lambda: plant.outcome(incident) == "failing")
        why = plant.center.desk.state.warnings.words[incident, "north"].why
        assert why == "nobody listens to siren/north"
        relay = Relay(broker)

        def later() -> bool:
            clock.advance(1)
            return plant.outcome(incident) == "taken"

        eventually(later)
        relay.stop()
    assert head_of(relay.heard[-1]).type == "Alert"
    checked(relay.heard[-1])


@pytest.mark.parametrize("version", ["3.1.1", "5"])
def test_a_relay_takes_its_own_words_and_confirms_that_it_sounds(
    tmp_path: Path, plant: Plant, broker: Mosquitto, version: str
) -> None:
    relay = Relay(broker, {"ON": "sounding", "OFF": "quiet"})
    confirm = {
        "topic": "siren/north/state", "path": "$.state", "sounds": ["sounding"], "silent": ["quiet"]
    }  # fmt: skip
    payload = {"alert": "ON", "cancel": "OFF"}
    given = siren(
        broker.url, topic="siren/north", payload=payload, confirm=confirm, version=version
    )
    with carrying(tmp_path, plant, given):
        incident = plant.opens()
        eventually(lambda: plant.outcome(incident) == "sounded")
        plant.withdraws(incident)
        eventually(lambda: len(plant.told()) == 2)
        relay.says.clear()
        silent = plant.opens()
        plant.center.clock.advance(1)
        eventually(lambda: plant.outcome(silent) == "failing")
    relay.stop()
    assert relay.heard[:3] == ["ON", "OFF", "ON"]
    why = plant.center.desk.state.warnings.words[silent, "north"].why
    assert why == "the broker took it, the siren did not confirm it in 10 s"


def test_probe_sends_a_test_that_is_to_be_disregarded(
    tmp_path: Path, server: SirenServer, broker: Mosquitto
) -> None:
    relay = Relay(broker)
    off = {"id": "off", "type": "siren", "url": server.url}
    http = {"id": "north", "type": "siren", "enabled": True, "url": server.url}
    mqtt = http | {"id": "south", "url": broker.url, "topic": "siren/north"}
    mute = mqtt | {"id": "mute", "payload": {"alert": "ON", "cancel": "OFF"}}
    dead = http | {"id": "dead", "url": "http://127.0.0.1:1/cap"}
    gateway = read_gateway(written(tmp_path, [off, http, mqtt, mute, dead]))
    found = {one.siren: one for one in in_own_loop(probe_sirens(gateway, Clock(), None))}
    assert found["north"] == SirenProbe("north", reached=True, why="")
    assert found["south"].reached
    assert found["mute"] == SirenProbe("mute", reached=False, why="")
    assert "refused" in found["dead"].why
    assert "off" not in found
    eventually(lambda: relay.heard)
    relay.stop()
    for document in (server.bodies()[0], relay.heard[0]):
        told = checked(document)
        assert told.findtext("{*}status") == "Test"
    assert len(server.requests) == 1


def test_two_tests_have_two_identifiers() -> None:
    documents = [document_of_test("gw-1", 1_790_000_000_000) for _ in range(2)]
    assert len({head_of(one).identifier for one in documents}) == 2


def test_what_is_no_cap_is_not_carried() -> None:
    for odd, why in (
        ("<a>", "no XML"),
        ("<alert/>", "no CAP"),
        ("<!DOCTYPE a [<!ENTITY x 'y'>]><a/>", "document type"),
        ('<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"/>', "missing"),
    ):
        with pytest.raises(ValueError, match=why):
            head_of(odd)


def test_a_newer_message_takes_the_place_of_one_that_waits(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "one.sqlite3")
    first = Kept("a", "I-1", 5, "Alert", "<a/>", 99, 0, 0)
    assert ledger.take(first)
    assert not ledger.take(first)
    ledger.tried(first, "failing", 10, "away", 20)
    assert ledger.take(first._replace(identifier="b", number=9, type="Update"))
    assert ledger.take(first._replace(identifier="c", incident="I-2", number=7))
    assert [one.identifier for one in ledger.waiting()] == ["c", "b"]
    ledger.close()
    again = Ledger(tmp_path / "one.sqlite3")
    assert not again.take(first)
    assert [(one.outcome, one.tries) for one in again.untold(9)] == [("failing", 1)]
    again.close()


def test_sirens_are_off_unless_enabled_and_their_removal_is_told(tmp_path: Path) -> None:
    off = {"id": "north", "type": "siren", "url": "https://pa.plant/cap"}
    gateway = read_gateway(written(tmp_path, [off]))
    assert gateway.connections == ()
    board = Board()
    assert name_sirens(gateway, board)
    assert board.bodies == []
    gateway = read_gateway(written(tmp_path, [off | {"enabled": True, "severity": "Severe"}]))
    assert name_sirens(gateway, board)
    assert name_sirens(read_gateway(written(tmp_path, [off])), board)
    told = [(body["path"], body["sirens"]) for body in board.bodies]
    one = {"id": "north", "exercises": False, "severity": "Severe"}
    assert told == [("/api/v1/sirens", [one]), ("/api/v1/sirens", [])]
    board.up = False
    assert not name_sirens(gateway, board)


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ({"url": "http://pa.plant/cap"}, "gateway.siren_in_the_clear"),
        ({"url": "mqtts://broker:8883"}, "gateway.siren_needs_topic"),
        ({"url": "https://pa.plant", "topic": "a/b"}, "gateway.siren_key_of_mqtt"),
        ({"url": "mqtts://broker", "topic": "a/#"}, "gateway.siren_topic"),
        ({"url": "https://user:pw@pa.plant"}, "gateway.url"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, keys: dict[str, Any], code: str) -> None:
    path = written(tmp_path, [{"id": "north", "type": "siren", **keys}])
    assert [one.code for one in check_gateway(path)] == [code]
