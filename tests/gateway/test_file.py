"""A gateway's file: the example of the documents is in order, and each mistake has its line, column and key."""

from pathlib import Path

import pytest

from command_center.gateway.file.reading import (
    GatewayFileError,
    check_gateway,
    is_gateway_file,
    read_gateway,
)
from command_center.gateway.file.register import register
from tests.cli.command_line import command_center
from tests.gateway.files import SMALL, written

GOOD = """\
gateway: {{id: gw-1, site: {site}, board: https://board.plant, token: {{env: CC_GATEWAY_TOKEN}}}}
buffer: {{path: /var/lib/cc-gateway, max: 4GB, max_age: 7d}}
defaults: {{clock: {{trust: source, correct_up_to: 5min}}, heartbeat: proven}}
connections:
  - id: dcs
    type: opcua
    url: opc.tcp://dcs-ua:4840
    security: {{policy: Basic256Sha256, mode: sign_and_encrypt, trust: pki/trusted}}
    sampling: 500ms
    tags:
      LT: {{node: "nsu=urn:dcs;s=TK206.LT.PV", from: mm, to: m}}
    alarms: {{mirror: true}}
  - id: gds
    type: modbus
    url: rtu:///dev/ttyS1?baud=9600&parity=N
    units:
      3: {{every: 1s, tags: {{FT: {{read: input 30017, as: int16, scale: 0.1, invalid: {{below: -16385}}}}}}}}
  - id: doors
    type: mqtt
    url: mqtts://broker:8883
    session: cc-gw-1
    topics:
      "doors/{{tag}}/state":
        {{value: {{path: $.open, map: {{false: 0, true: 1}}}}, ts: {{path: $.t}}, retained: initial_uncertain}}
"""


@pytest.fixture(autouse=True)
def _token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CC_GATEWAY_TOKEN", "secret")


def good(folder: Path, old: str = "", new: str = "") -> Path:
    path = folder / "gateway.yaml"
    text = GOOD.format(site=SMALL)
    assert old in text
    path.write_text(text.replace(old, new, 1) if old else text)
    return path


def test_the_example_is_in_order(tmp_path: Path) -> None:
    found = read_gateway(good(tmp_path))
    assert [one.type for one in found.connections] == ["opcua", "modbus", "mqtt"]
    assert found.itself.token.get_secret_value() == "secret"
    assert found.buffer.max == 4 * 10**9
    assert is_gateway_file(tmp_path / "gateway.yaml")
    assert not is_gateway_file(SMALL)


@pytest.mark.parametrize(
    ("old", "new", "where", "code"),
    [
        ("sampling: 500ms", "sampling: soon", (9, "connections[dcs].sampling"), "gateway.span"),
        ("max: 4GB", "max: much", (2, "buffer.max"), "gateway.size"),
        ("board: https", "board: http", (1, "gateway.board"), "gateway.board_in_the_clear"),
        ("type: modbus", "type: modbsu", (14, "connections[gds].type"), "gateway.unknown_type_near"),
        ("LT: {", "LTT: {", (11, "connections[dcs].tags.LTT"), "gateway.unknown_tag_near"),
        ("from: mm", "from: degC", (11, "connections[dcs].tags.LT.from"), "gateway.unit_unknown"),
        ("to: m}", "to: cm}", (11, "connections[dcs].tags.LT.to"), "gateway.unit_other"),
        ("to: m}", "to: m, deadband: 0.1}", (11, "connections[dcs].tags.LT.deadband"), "gateway.deadband"),
        ("nsu=urn:dcs;s", "ns=3;s", (11, "connections[dcs].tags.LT.node"), "gateway.node"),
        ("input 30017", "input 40017", (17, "connections[gds].units.3.tags.FT.read"), "gateway.register"),
        ("3: {every", "300: {every", (17, "connections[gds].units.300"), "gateway.unit_number"),
        ("scale: 0.1", "scael: 0.1", (17, "connections[gds].units.3.tags.FT.scael"), "unknown_key_near"),
        ("FT: {read", "LT: {read", (17, "connections[gds].units.3.tags.LT"), "gateway.tag_twice"),
        ("{tag}/state", "a{tag}/state", (24, "connections[doors].topics.doors/a{tag}/state"), "gateway.topic"),
        ("doors/{tag}/", "doors/", (23, "connections[doors].topics.doors/state"), "gateway.topic_tag"),
        ("$.open", "open", (24, "connections[doors].topics.doors/{tag}/state.value.path"), "gateway.json_path"),
        ("mqtts:", "mqtt:", (20, "connections[doors].url"), "gateway.mqtt_in_the_clear"),
        ("mode: sign_and_encrypt", "mode: none", (7, "connections[dcs].url"), "gateway.opcua_in_the_clear"),
        ("max_age: 7d", "max_age: 8d", (2, "buffer.max_age"), "gateway.buffer_older"),
        ("env: CC_GATEWAY_TOKEN", "env: CC_NO_SUCH", (1, "gateway.token"), "channels.secret_empty"),
        ("id: doors", "id: dcs", (18, "connections[dcs].id"), "taken_twice"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line_and_key(
    tmp_path: Path, old: str, new: str, where: tuple[int, str], code: str
) -> None:
    problems = check_gateway(good(tmp_path, old, new))
    assert [(p.mark.line, p.key, p.code) for p in problems] == [(*where, code)]
    assert problems[0].mark.column > 1
    for lang in ("en", "zh-CN"):
        assert problems[0].sentence(lang)


def test_a_key_that_is_not_known_is_told_the_known_ones_by_the_names_of_the_file(
    tmp_path: Path,
) -> None:
    sentence = check_gateway(good(tmp_path, "as: int16", "zzz: int16"))[0].sentence("en")
    assert "from" in sentence
    assert "from_unit" not in sentence


def test_check_says_where_and_ends_with_status_1(tmp_path: Path) -> None:
    path = good(tmp_path, "from: mm", "from: degC")
    ended = command_center(tmp_path, "gateway", "check", path, CC_GATEWAY_TOKEN="secret")
    assert ended.returncode == 1
    assert f"{path}:11:" in ended.stderr
    assert "connections[dcs].tags.LT.from" in ended.stderr
    fine = command_center(tmp_path, "gateway", "check", good(tmp_path), CC_GATEWAY_TOKEN="secret")
    assert fine.returncode == 0, fine.stderr


def test_a_secret_in_the_file_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, [], gateway={"token": "open sesame"})
    assert [p.code for p in check_gateway(path)] == ["channels.secret_in_file"]
    with pytest.raises(GatewayFileError, match=r"gateway\.token"):
        read_gateway(path)


@pytest.mark.parametrize(
    ("text", "table", "address", "function"),
    [
        ("input 30017", "input", 16, 4),
        ("holding 40001", "holding", 0, 3),
        ("holding 400001", "holding", 0, 3),
        ("coil 1", "coil", 0, 1),
        ("discrete 10002", "discrete", 1, 2),
        ("input @16", "input", 16, 4),
        ("coil 00010", "coil", 9, 1),
    ],
)
def test_registers_by_their_names(text: str, table: str, address: int, function: int) -> None:
    found = register(text)
    assert (found.table, found.address, found.function) == (table, address, function)


def test_a_folder_that_is_missing_is_found_where_the_gateway_will_run(tmp_path: Path) -> None:
    drop = {"id": "diode", "type": "files", "folder": str(tmp_path / "drop")}
    path = written(tmp_path, [drop], buffer={"path": "no/such/spool"})
    assert check_gateway(path) == []
    found = check_gateway(path, here=True)
    assert [(one.code, one.key) for one in found] == [
        ("gateway.buffer_folder", "buffer.path"), ("gateway.drop_folder", "connections[diode].folder"),
    ]  # fmt: skip
    (tmp_path / "drop").mkdir()
    (tmp_path / "no" / "such").mkdir(parents=True)
    assert check_gateway(path, here=True) == []
