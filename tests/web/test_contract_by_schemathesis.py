"""Requests made from the published contract: every answer has a status and a body that it describes.

schemathesis makes requests that fit the contract and requests that do not, for every door. None may be
answered with a fault, an undocumented status, another media type or a body of another shape.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.scenario_file.events_list import CONTENT_TYPE
from tests.support.declared_doors import EVERY_DOOR
from tests.support.running_center import demo_site
from tests.web.center import START_MS, Center

LEVEL = demo_site().tanks[0].level
DOORS = [(one.method, one.path) for one in EVERY_DOOR]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
MODES = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]


ONES = {
    "lang": ["en", "zh-CN"], "year": ["2026"], "name": ["INC-1", "DRL-1"], "drill": ["DRL-1"],
    "scenario": ["night-toxic-leak", "tank-overfill"],
}  # fmt: skip
"""What there is of each kind that a path names: made-up words alone would only ever be told 404."""

schemathesis.openapi.media_type(CONTENT_TYPE, st.binary(max_size=200))


@schemathesis.serializer(CONTENT_TYPE)
def workbook(context: object, value: Any) -> bytes:
    """A body that is no JSON, as it is."""
    return value if isinstance(value, bytes) else str(value).encode()


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Center]:
    """A works with a night behind it: an incident with a directive, a flood of alarms, a review."""
    center = Center(tmp_path_factory.mktemp("contract"), demo_site())
    begun(center)
    yield center
    center.engine.dispose()


def begun(center: Center) -> None:
    """Something for every door to answer with."""
    site = center.site
    night = next(shift.id for shift in site.shifts if shift.night)
    center.desk.submit("shift.begin", {"shift": night}, DUTY_ACTOR)
    holders = center.desk.state.roster.holders
    person = next(holders[one.id] for one in site.posts if one.commands and holders.get(one.id))
    chief = center.machine(Role.COMMANDER, person=person)
    for tag in site.tags[:30]:
        raised = {
            "tag": tag.id, "condition": "H", "priority": "high", "value": 1.0, "limit": 0.5,
            "onset": center.clock.now(),
        }  # fmt: skip
        center.desk.submit("alarm.raise", raised, DUTY_ACTOR)
        center.desk.submit("alarm.return", {"alarm": f"{tag.id}:H"}, DUTY_ACTOR)
        center.clock.advance(5)
    opened = chief.command("incident.open", place=site.plans[0].places[0], plan=site.plans[0].id)
    assert opened.status_code == 200
    drawn = center.machine(Role.CONTROLLER).post("/api/v1/drills/surprise", {"seed": 7})
    assert drawn.status_code == 200, drawn.text
    readings = [{"tag": LEVEL, "ts": START_MS + n * 1_000, "value": n / 10} for n in range(20)]
    batch = {"source": center.site.tag_by_id[LEVEL].source, "readings": readings}
    assert center.machine(Role.GATEWAY).post("/api/v1/readings", batch).status_code == 202


@pytest.fixture(scope="module")
def contract(center: Center) -> Any:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", center.server)


@pytest.fixture(scope="module")
def tokens(center: Center) -> dict[str, str]:
    return {str(role): center.token(role) for role in Role if role is not Role.DUTY}


def ask(door: tuple[str, str], contract: Any, tokens: dict[str, str], data: st.DataObject) -> None:
    """One request at a door, by somebody who may ask there or, now and then, by anybody."""
    operation = contract[door[1]][door[0].upper()]
    case = data.draw(operation.as_strategy(data.draw(st.sampled_from(MODES))))
    for name in case.path_parameters:
        if name in ONES and data.draw(st.booleans()):
            case.path_parameters[name] = data.draw(st.sampled_from(ONES[name]))
    if "tag" in case.query and data.draw(st.booleans()):
        case.query["tag"] = LEVEL
    roles = operation.definition.raw.get("x-roles")
    may = sorted(tokens) if roles is None else sorted(set(roles) & set(tokens))
    role = data.draw(st.sampled_from([*may * 3, *sorted(tokens)]))
    case.headers.pop("Authorization", None)
    headers = {"Accept-Encoding": "identity"}  # the test client unpacks nothing
    if roles is not None:
        headers["Authorization"] = f"Bearer {tokens[role]}"
    answer = case.call(headers=headers)
    case.validate_response(answer, checks=CHECKS)


PATIENT = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large,
           HealthCheck.function_scoped_fixture]  # fmt: skip


@pytest.mark.parametrize("door", DOORS, ids=" ".join)
@settings(max_examples=15, phases=[Phase.generate], suppress_health_check=PATIENT)
@given(data=st.data())
def test_a_door_answers_as_its_contract_says(
    door: tuple[str, str], contract: Any, tokens: dict[str, str], data: st.DataObject
) -> None:
    ask(door, contract, tokens, data)


@pytest.mark.thorough
@pytest.mark.parametrize("door", DOORS, ids=" ".join)
@settings(max_examples=400, phases=[Phase.generate], suppress_health_check=PATIENT)
@given(data=st.data())
def test_a_door_answers_hundreds_of_requests_as_its_contract_says(
    door: tuple[str, str], contract: Any, tokens: dict[str, str], data: st.DataObject
) -> None:
    ask(door, contract, tokens, data)
