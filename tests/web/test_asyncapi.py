"""The contract of the socket: whole in itself, and true of what the socket sends."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator

from command_center.domain.actor import Role
from command_center.live import audience, socket
from command_center.live.audience import Audience
from command_center.live.hub import Hub
from command_center.live.rows.kind import KINDS
from tests.support.tape import read
from tests.support.tape_boards import Player
from tests.web.center import Center


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Any:
    center = Center(tmp_path_factory.mktemp("asyncapi"))
    return center.client().get("/api/v1/asyncapi.json").get_json()


def _payload(contract: Any, message: str) -> Draft202012Validator:
    schema = contract["components"]["messages"][message]["payload"]
    return Draft202012Validator({**schema, "components": contract["components"]})


def test_every_reference_in_it_leads_somewhere(contract: Any) -> None:
    assert contract["asyncapi"] == "3.0.0"
    references = list(_references(contract))
    assert len(references) > 100
    for reference in references:
        found = contract
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for inner in part.values():
            yield from _references(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _references(inner)


def test_it_names_every_kind_of_row_with_its_schema_and_readers(contract: Any) -> None:
    told = contract["components"]["messages"]["frame"]["x-rows"]
    assert len(told) == len(KINDS)
    for kind in KINDS:
        one = told[f"{kind.topic}/{kind.pattern}"]
        assert one["schema"].rpartition("/")[2] in contract["components"]["schemas"]
        assert one.get("roles") or one.get("readers")


def test_what_the_hub_sends_is_as_described(contract: Any) -> None:
    hub = Hub("run", lambda: 1_790_000_000_000)
    everybody = Audience(Role.CONTROLLER)
    _payload(contract, "hello").validate(orjson.loads(hub.join(everybody)))
    pulse = hub.pulse(everybody)
    assert pulse is not None
    frame = _payload(contract, "frame")
    frame.validate(orjson.loads(pulse))
    point = next(Player(read("two-incidents")).points(1))
    rows = orjson.loads(point.told[Role.CONTROLLER])["rows"]
    hub.change((topic, key, row) for topic, keyed in rows.items() for key, row in keyed.items())
    frames = [orjson.loads(told) for _, told in hub.flush()]
    assert frames[0]["rows"].keys() == rows.keys()
    frame.validate(frames[0])
    assert not frame.is_valid(frames[0] | {"rows": {"secrets": {"1": {}}}})


def test_every_refusal_of_the_socket_is_told(contract: Any) -> None:
    written = "".join(
        Path(module.__file__ or "").read_text("utf-8") for module in (socket, audience)
    )
    raised = set(re.findall(r'(?:NotAdmitted|BadTopics)\(\s*"socket\.(\w+)"', written))
    payload = contract["components"]["messages"]["refused"]["payload"]
    assert set(payload["properties"]["data"]["properties"]["code"]["enum"]) == raised
