"""No number in a command, however large or odd, is answered with a fault of ours."""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from command_center.domain.actor import DUTY_ACTOR, Role
from command_center.domain.registry import COMMANDS
from tests.support.any_command import commands
from tests.support.small_works import small_works
from tests.web.center import START_MS, Center

EXTREME = [
    "99999999999999999999", "20000000000000000", "9007199254740993", "9223372036854775808", "-1",
    "-20000000000000000", "0", "-0.0", "1e308", "-1e308", "1e400", "5e-324", "1.5", "1e12", "1E+2",
    "2147483648", "4102444800000", "NaN", "Infinity", "1" * 5_000,
]  # fmt: skip
HOLE = "a number belongs here"
GIVEN = sorted(kind for kind, spec in COMMANDS.items() if spec.roles - {Role.DUTY})


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Center]:
    """A works with an incident and its plan's first directive, so that commands find something."""
    center = Center(tmp_path_factory.mktemp("numbers"), small_works())
    site = center.site
    center.desk.submit("shift.begin", {"shift": "night"}, DUTY_ACTOR)
    holders = center.desk.state.roster.holders
    person = next(holders[one.id] for one in site.posts if one.commands and holders.get(one.id))
    chief = center.machine(Role.COMMANDER, person=person)
    plan = site.plans[0]
    opened = chief.command("incident.open", place=plan.places[0], plan=plan.id)
    incident = opened.get_json()["facts"][0]["data"]["id"]
    chief.command("incident.take", incident=incident)
    issued = chief.command("directive.issue", incident=incident, step=plan.steps[0].id)
    assert issued.status_code == 200, issued.text
    yield center
    center.engine.dispose()


def places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where numbers stand in what a command carries."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from places(value, (*path, key))
    elif isinstance(data, list):
        for key, value in enumerate(data):
            yield from places(value, (*path, key))
    elif isinstance(data, int | float) and not isinstance(data, bool):
        yield path


@settings(
    max_examples=400, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(st.data())
def test_no_number_of_a_command_is_answered_with_a_fault(
    center: Center, data: st.DataObject
) -> None:
    spec = COMMANDS[data.draw(st.sampled_from(GIVEN))]
    told = data.draw(commands(spec, center.site, center.desk.state, START_MS))
    told["at"] = told.get("at", START_MS)
    place = data.draw(st.sampled_from(sorted(places(told), key=str)))
    inner = told
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = HOLE
    body = orjson.dumps({"kind": spec.kind, "data": told})
    number = data.draw(st.sampled_from(EXTREME)).encode()
    role = data.draw(st.sampled_from(sorted(spec.roles - {Role.DUTY})))
    caller = center.machine(role, name=f"{role}-{len(center.accounts.tokens())}")
    answer = caller.post("/api/v1/commands", body.replace(b'"' + HOLE.encode() + b'"', number))
    assert answer.status_code < 500, (body, number, answer.text)
