"""The published contract: valid, complete, and true of what the doors answer."""

from typing import Any

import orjson
import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from command_center.domain.actor import Role
from command_center.domain.registry import COMMANDS, Scene
from command_center.web.request.commanding import CommandAsked
from tests.support.declared_doors import EVERY_DOOR
from tests.support.tape import read
from tests.support.tape_boards import Player
from tests.web.center import START_MS, Center


@pytest.fixture(scope="module")
def center_of_module(tmp_path_factory: pytest.TempPathFactory) -> Center:
    return Center(tmp_path_factory.mktemp("openapi"))


@pytest.fixture(scope="module")
def contract(center_of_module: Center) -> Any:
    return center_of_module.client().get("/api/v1/openapi.json").get_json()


def test_it_is_valid_openapi_3_1(contract: Any) -> None:
    assert contract["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(contract).validate()


def test_every_schema_is_one_that_any_reader_of_openapi_understands(contract: Any) -> None:
    """Readers that do not know `prefixItems` make of it a list where an object belongs."""

    def keys(part: Any) -> set[str]:
        if isinstance(part, dict):
            return set(part).union(*map(keys, part.values()))
        return set().union(*map(keys, part)) if isinstance(part, list) else set()

    answers = {
        k: v for k, v in contract["components"]["schemas"].items() if k.startswith("answer.")
    }
    assert "minItems" in keys(answers)
    assert "prefixItems" not in keys(answers)


def test_every_door_is_in_it_and_every_entry_is_a_door(center_of_module: Center) -> None:
    doors = set()
    server: Flask = center_of_module.server
    for rule in server.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        path = rule.rule.replace("<", "{").replace(">", "}")
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        doors |= {(method.lower(), path) for method in methods}
    assert doors == {(o.method, o.path) for o in EVERY_DOOR}


def test_every_command_from_outside_is_described_with_its_roles(contract: Any) -> None:
    schemas = contract["components"]["schemas"]
    for kind, spec in COMMANDS.items():
        outside = sorted(spec.roles - {Role.DUTY})
        name = f"command.{kind}"
        assert (name in schemas) == bool(outside)
        if outside:
            assert schemas[name]["x-roles"] == outside
            assert schemas[name]["description"]
    body = contract["paths"]["/api/v1/commands"]["post"]["requestBody"]
    choices = body["content"]["application/json"]["schema"]["oneOf"]
    assert len(choices) == len([name for name in schemas if name.startswith("command.")])


def test_answers_and_commands_never_share_a_schemas_name(contract: Any) -> None:
    """The command's own model `Ready` was once replaced by the answer of /readyz."""
    ready = contract["components"]["schemas"]["command.entry.ready"]["properties"]["data"]
    model = contract["components"]["schemas"][ready["$ref"].rsplit("/", 1)[1]]
    assert "pressure_mpa" in model["properties"]


def test_answers_are_as_described(center: Center, contract: Any) -> None:
    gateway, chen = center.machine(Role.GATEWAY), center.machine(Role.COMMANDER, person="p1")
    root = center.machine(Role.ADMINISTRATOR)
    center.user("somebody", Role.VIEWER)
    report = {"channel": "call", "place": "w1", "text": "smoke"}
    batch = {"source": "gw-1", "readings": [{"tag": "LT-1", "ts": START_MS, "value": 1}, {}]}
    answers = [
        ("post", "/api/v1/readings", gateway.post("/api/v1/readings", batch)),
        ("post", "/api/v1/commands", chen.command("report.receive", **report)),
        ("post", "/api/v1/commands", chen.command("report.receive", **report | {"place": "moon"})),
        ("post", "/api/v1/commands", chen.command("report.receive")),
        ("get", "/api/v1/session", chen.get("/api/v1/session")),
        ("get", "/api/v1/board", chen.get("/api/v1/board")),
        ("get", "/api/v1/journal", chen.get("/api/v1/journal")),
        ("get", "/api/v1/history", chen.get("/api/v1/history?tag=LT-1")),
        ("get", "/api/v1/history", chen.get("/api/v1/history?tag=LT-77")),
        ("get", "/api/v1/alarms", chen.get("/api/v1/alarms")),
        ("get", "/api/v1/accounts", root.get("/api/v1/accounts")),
        ("get", "/readyz", chen.get("/readyz")),
    ]
    for method, path, answer in answers:
        described = contract["paths"][path][method]["responses"][str(answer.status_code)]
        if "$ref" in described:
            described = contract["components"]["responses"]["Problem"]
        schema = described["content"][answer.mimetype]["schema"]
        whole = {**schema, "components": contract["components"]}
        Draft202012Validator(whole).validate(answer.get_json())


def test_the_requests_it_describes_are_the_ones_that_are_taken(contract: Any) -> None:
    validator = Draft202012Validator(
        {
            "$ref": "#/components/schemas/command.report.receive",
            "components": contract["components"],
        }
    )
    good = {"channel": "call", "place": "w1", "text": "smoke"}
    assert validator.is_valid({"kind": "report.receive", "data": good})
    assert not validator.is_valid({"kind": "report.receive", "data": good | {"text": "x"}})
    assert not validator.is_valid({"kind": "report.receive", "data": good | {"more": 1}})
    assert not validator.is_valid({"kind": "other", "data": good})


def test_a_command_takes_what_the_door_takes(contract: Any, center: Center) -> None:
    """`drill` was missing: a client made from the document could give no command in a drill."""
    schemas = contract["components"]["schemas"]
    for kind, spec in COMMANDS.items():
        if spec.roles - {Role.DUTY}:
            told = schemas[f"command.{kind}"]
            taken = set(CommandAsked.model_fields) - (
                set() if spec.scene is Scene.BOTH else {"drill"}
            )
            assert set(told["properties"]) == taken
    body = {"kind": "report.receive", "data": {"channel": "call", "place": "w1", "text": "smoke"}}
    whole = {**schemas["command.report.receive"], "components": contract["components"]}
    chen = center.machine(Role.COMMANDER, person="p1")
    for more in ({"drill": None}, {"drill": ""}, {"idempotency_key": "a b"}, {"more": 1}):
        described = Draft202012Validator(whole).is_valid(body | more)
        answer = chen.post("/api/v1/commands", body | more)
        assert described == (answer.get_json().get("code") != "invalid"), more
    assert Draft202012Validator(whole).is_valid(body | {"drill": "DRL-1"})


def test_the_boards_rows_are_described_one_by_one(contract: Any) -> None:
    schema = {"$ref": "#/components/schemas/Rows", "components": contract["components"]}
    validator = Draft202012Validator(schema)
    for name in ("two-incidents", "night-toxic-leak"):
        for point in Player(read(name)).points(2):
            rows = orjson.loads(point.told[Role.CONTROLLER])["rows"]
            validator.validate(rows)
            validator.validate({topic: dict.fromkeys(keyed) for topic, keyed in rows.items()})
            if name == "two-incidents":
                _wrong_rows_are_told(validator, rows)


def _wrong_rows_are_told(validator: Any, rows: dict[str, Any]) -> None:
    key, row = next((key, row) for key, row in rows["incident"].items() if "t0" in row)
    wrong = [
        {"incident": {key: {name: value for name, value in row.items() if name != "t0"}}},
        {"incident": {key: row | {"status": "over"}}},
        {"people": {"count": next(iter(rows["alarms"].values()))}},
        {"secrets": {"1": {}}},
        {"resources": {"secret:1": {}}},
    ]
    for one in wrong:
        assert not validator.is_valid(one), one
