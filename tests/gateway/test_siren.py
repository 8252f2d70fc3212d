"""Warnings carried to sirens: by HTTP to node's server, by MQTT to mosquitto, from a center's own doors."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from command_center.clock import Clock
from command_center.gateway.file.model import Siren
from command_center.gateway.file.reading import check_gateway, read_gateway
from command_center.gateway.posting.post import Answer, Outcome, answer_of
from command_center.gateway.sirens.cap_message import document_of_test, head_of
from command_center.gateway.sirens.ledger import Kept, Ledger
from command_center.gateway.sirens.making import name_sirens
from command_center.gateway.sirens.probing import SirenProbe, probe_sirens
from command_center.gateway.sirens.way import Kind, NotReached, Reached
from tests.gateway.files import written
from tests.gateway.running import Board
from tests.gateway.sirens import Plant, Relay, carrying, checked, siren
from tests.support.mosquitto import Mosquitto
from tests.support.own_loop import in_own_loop
from tests.support.siren_server import SirenServer
from tests.support.waiting import eventually


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
    with carrying(tmp_path, plant, siren(server.url, tries_for="30min")):
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

    async def carry(self, kind: Kind, document: str, good_for_s: float) -> Reached | None:
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


class OlderCenter(Plant):
    """A center of an earlier release until it `is_older` no more: its identifiers have no time, and it refuses words
    that say one."""

    is_older = True

    def get(self, path: str) -> tuple[Answer, Any]:
        answer, told = super().get(path)
        for one in told["warnings"] if self.is_older and told else ():
            older = one["identifier"].rpartition(".")[0]
            one["document"] = one["document"].replace(one["identifier"], older)
            one["identifier"] = older
        return answer, told

    def post(self, path: str, body: dict[str, Any]) -> Answer:
        if self.is_older and any("sent" in one for one in body.get("outcomes", ())):
            return answer_of(422, b"sent: extra_forbidden")
        return super().post(path, body)


def test_an_older_center_takes_the_words_and_nothing_sounds_again_when_it_is_upgraded(
    tmp_path: Path, server: SirenServer
) -> None:
    folder = tmp_path / "center"
    folder.mkdir()
    plant = OlderCenter(folder)
    with carrying(tmp_path, plant, siren(server.url)) as intake:
        incident = plant.opens()
        eventually(lambda: plant.outcome(incident) == "taken")
        plant.is_older = False
        other = plant.opens("w2")
        eventually(lambda: plant.outcome(other) == "taken")
        plant.withdraws(incident)
        eventually(lambda: plant.told()[-1] == ("Cancel", "taken", 1))
        assert "outcomes" not in intake.state.faults
    eventually(lambda: len(server.bodies()) >= 3)
    heads = [head_of(one) for one in server.bodies()]
    assert [one.type for one in heads] == ["Alert", "Alert", "Cancel"]
    referred = checked(server.bodies()[-1]).findtext("{*}references") or ""
    assert heads[0].identifier in [one.split(",")[1] for one in referred.split()]


@pytest.mark.parametrize("odd", [[], {"hello": 1}, {"warnings": None}])
def test_an_answer_that_is_no_boards_is_a_fault_and_ends_nothing(
    tmp_path: Path, plant: Plant, server: SirenServer, odd: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as proxy:
        proxy.setattr(plant, "get", lambda path: (Answer(Outcome.TAKEN), odd))
        with carrying(tmp_path, plant, siren(server.url)) as intake:
            eventually(lambda: intake.state.faults.get("warnings") == "the answer is no board's")
    with carrying(tmp_path, plant, siren(server.url)):
        incident = plant.opens()
        eventually(lambda: plant.outcome(incident) == "taken")


def test_a_topic_takes_cap_and_one_to_which_nobody_listens_is_not_reached(
    tmp_path: Path, plant: Plant, broker: Mosquitto
) -> None:
    clock = plant.center.clock
    given = siren(broker.url, topic="siren/north", tries_for="30min")
    with carrying(tmp_path, plant, given):
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
    eventually(lambda: relay.heard and server.bodies())
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


STATES: dict[str, Any] = {"sounds": ["ON"], "silent": ["OFF"]}


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ({"url": "http://pa.plant/cap"}, "gateway.siren_in_the_clear"),
        ({"url": "mqtts://broker:8883"}, "gateway.siren_needs_topic"),
        ({"url": "https://pa.plant", "topic": "a/b"}, "gateway.siren_key_of_mqtt"),
        ({"url": "mqtts://broker", "topic": "a/#"}, "gateway.siren_topic"),
        (
            {"url": "mqtts://broker", "topic": "a", "retain": True, "version": "3.1.1"},
            "gateway.siren_retained",
        ),
        (
            {"url": "mqtts://broker", "topic": "a/b", "confirm": {"topic": "a/b", **STATES}},
            "gateway.siren_hears_itself",
        ),
        ({"url": "https://user:pw@pa.plant"}, "gateway.url"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, keys: dict[str, Any], code: str) -> None:
    path = written(tmp_path, [{"id": "north", "type": "siren", **keys}])
    assert [one.code for one in check_gateway(path)] == [code]


def test_a_siren_that_would_hear_its_own_orders_is_named_by_line_and_never_proven_by_them(
    tmp_path: Path, plant: Plant, broker: Mosquitto
) -> None:
    payload = {"alert": "ON", "cancel": "OFF"}
    keys = {"topic": "siren/north", "payload": payload}
    confirm = {"topic": "siren/north", "path": "$", **STATES}
    one = {"id": "north", "type": "siren", "enabled": True, "url": broker.url, **keys}
    path = written(tmp_path, [one | {"confirm": confirm}])
    [problem] = check_gateway(path)
    assert problem.key == "connections[north].confirm.topic"
    lines = [line.strip() for line in path.read_text().splitlines()]
    assert "topic: siren/north" in lines[lines.index("confirm:") + 1 : problem.mark.line]
    assert lines[problem.mark.line - 1] == "topic: siren/north"
    for language in ("en", "zh-CN"):
        assert "siren/north" in problem.line(language)
    [given] = read_gateway(path).connections  # the values of its plant go on
    assert isinstance(given, Siren)
    relay = Relay(broker)
    with carrying(tmp_path, plant, given) as intake:
        incident = plant.opens()
        eventually(lambda: plant.outcome(incident) == "taken")
        assert "topic of the orders" in intake.state.faults["confirm"]
        eventually(lambda: relay.heard == ["ON"])
    relay.stop()


def test_a_gateway_runs_without_retain_where_the_broker_would_keep_an_alert_for_ever(
    tmp_path: Path, plant: Plant, broker: Mosquitto
) -> None:
    keys = {"topic": "siren/north", "retain": True, "version": "3.1.1"}
    one = {"id": "north", "type": "siren", "enabled": True, "url": broker.url, **keys}
    [given] = read_gateway(written(tmp_path, [one])).connections
    assert isinstance(given, Siren)
    with carrying(tmp_path, plant, given) as intake:
        incident = plant.opens()
        eventually(lambda: plant.outcome(incident) == "taken")
        assert intake.state.faults["retain"] == "not retained: that needs version 5"
    late = Relay(broker)  # would be told at once what the broker keeps
    with carrying(tmp_path, plant, given):
        other = plant.opens("w2")
        eventually(lambda: plant.outcome(other) == "taken")
        eventually(lambda: late.heard)
    late.stop()
    assert [other in told for told in late.heard] == [True]
