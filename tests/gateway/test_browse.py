"""`gateway browse`: what an OPC UA server, a broker and a folder offer, as JSON lines and as a table."""

import json
from pathlib import Path

import pytest

from command_center.gateway.connections.browsing_mqtt import in_message
from tests.cli.command_line import command_center
from tests.gateway.files import written
from tests.gateway.test_mqtt import publish
from tests.support.mosquitto import Mosquitto
from tests.support.node_opcua import NodeOpcua
from tests.support.ports import free_port
from tests.support.unavailable import Unavailable

NODES = {
    "nsu=urn:dcs;s=TK206.LT.PV": ("TK206/LT", 3250, None, "number"),
    "nsu=urn:dcs;s=TK206.TT.PV": ("TK206/TT", 21.5, "°C", "number"),
    "nsu=urn:dcs;i=77": ("TK206/Open", True, None, "bool"),
}


def browsed(*arguments: str) -> list[dict[str, object]]:
    ended = command_center(Path(arguments[0]).parent, "gateway", "browse", *arguments, "--json")
    assert ended.returncode == 0, ended.stderr
    return [json.loads(line) for line in ended.stdout.splitlines()]


def test_variables_of_a_server(tmp_path: Path) -> None:
    try:
        server = NodeOpcua()
    except Unavailable as reason:
        pytest.skip(str(reason))
    server.start()
    try:
        file = written(tmp_path, [{"id": "dcs", "type": "opcua", "url": server.url}])
        lines = {line["address"]: line for line in browsed(str(file))}
    finally:
        server.stop()
    for address, (name, value, unit, kind) in NODES.items():
        assert lines[address] == {
            "connection": "dcs", "address": address, "name": name, "value": value, "unit": unit, "kind": kind,
        }  # fmt: skip
    assert not any("i=2258" in str(address) for address in lines)  # the server's own clock


def test_topics_of_a_broker(tmp_path: Path) -> None:
    try:
        broker = Mosquitto(tmp_path)
    except Unavailable as reason:
        pytest.skip(str(reason))
    try:
        publish(broker, ("plant/TK1/level", {"v": [3250, "mm"], "ok": True}), retain=True)
        publish(broker, ("flow/FT", "17.5"), retain=True)
        connection = {"id": "doors", "type": "mqtt", "url": broker.url, "session": "gw"}
        lines = browsed(str(written(tmp_path, [connection])), "--seconds", "1")
    finally:
        broker.stop()
    told = {(line["address"], line["value"], line["kind"]) for line in lines}
    assert told == {
        ("flow/FT", 17.5, "number"),
        ("plant/TK1/level#$.v[0]", 3250, "number"),
        ("plant/TK1/level#$.v[1]", "mm", "text"),
        ("plant/TK1/level#$.ok", True, "bool"),
    }


def test_odd_messages_are_listed_without_harm() -> None:
    assert [one.kind for one in in_message("c", "t", b"\xff\x00")] == ["other"]
    deep = json.dumps({"a": {"b c": {"d": [[[[[[1]]]]]], "e": 2}}}).encode()
    assert [one.address for one in in_message("c", "t", deep)] == ["t#$.a['b c'].e"]


def test_names_in_dropped_files(tmp_path: Path) -> None:
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "1.csv").write_text("tag,ts,value\nTK206.LT,1,3.5\n")
    given = {"id": "diode", "type": "files", "folder": str(tmp_path / "drop")}
    (line,) = browsed(str(written(tmp_path, [given])))
    assert (line["address"], line["value"], line["kind"]) == ("TK206.LT", 3.5, "number")


def test_no_address_is_cut_however_long_it_is(tmp_path: Path) -> None:
    name = "nsu=urn:maker:" + "x" * 150 + ";s=TK206.LT.PV"
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "1.csv").write_text(f"tag,ts,value\n{name},1,3.5\n")
    given = {"id": "diode", "type": "files", "folder": str(tmp_path / "drop")}
    ended = command_center(tmp_path, "gateway", "browse", str(written(tmp_path, [given])))
    assert ended.stdout.count(name) == 2  # as its name and as its address


def test_a_server_that_is_away_and_a_unit_without_a_list_end_with_status_1(tmp_path: Path) -> None:
    tag = {"LT": {"read": "input 30001"}}
    file = written(
        tmp_path,
        [
            {"id": "dcs", "type": "opcua", "url": f"opc.tcp://127.0.0.1:{free_port()}"},
            {"id": "gds", "type": "modbus", "url": "tcp://127.0.0.1:502", "units": {"1": {"tags": tag}}},
        ],
    )  # fmt: skip
    for connection in ("dcs", "gds"):
        ended = command_center(tmp_path, "gateway", "browse", str(file), "--connection", connection)
        assert ended.returncode == 1
        assert connection in ended.stderr
