"""Every command times every role, posted over HTTP; what the registry does not declare is refused."""

import pytest

from command_center.domain import areas as areas  # noqa: PLC0414 - fills the registry
from command_center.domain.actor import OUTSIDE_ROLES, Role
from command_center.domain.registry import COMMANDS
from command_center.words import has, say
from tests.web.center import Caller, Center

PAIRS = [(kind, role) for kind in sorted(COMMANDS) for role in OUTSIDE_ROLES]


@pytest.fixture(scope="module")
def callers(tmp_path_factory: pytest.TempPathFactory) -> dict[Role, Caller]:
    """One machine a role; no command below gets as far as to change anything."""
    center = Center(tmp_path_factory.mktemp("roles"))
    return {role: center.machine(role, person="p1") for role in OUTSIDE_ROLES}


@pytest.mark.parametrize(("kind", "role"), PAIRS)
def test_a_command_is_open_to_its_declared_roles_and_to_nobody_else(
    kind: str, role: Role, callers: dict[Role, Caller]
) -> None:
    """A field nobody declares stops the declared roles one step later, before any rule runs."""
    answer = callers[role].command(kind, no_such_field=1)
    problem = answer.get_json()
    if role in COMMANDS[kind].roles:
        assert (answer.status_code, problem["code"]) == (422, "invalid"), problem
        assert "data.no_such_field" in [error["field"] for error in problem["errors"]]
    else:
        assert (answer.status_code, problem["code"]) == (403, "forbidden"), problem
        said = (
            say("en", f"does.{kind}") if has(f"does.{kind}") else kind
        )  # only people's have words
        assert said in problem["detail"]


def test_every_command_has_somebody_to_give_it() -> None:
    for kind, spec in COMMANDS.items():
        assert spec.roles, f"{kind}: nobody may give it"


REVIEWED = {"review", "finding", "action"}
"""Who watched an exercise or incident reviews it."""
MATTERS = {"matter.open", "matter.fill", "matter.move", "matter.sign", "matter.measure", "matter.enter",
           "matter.leave", "matter.correct", "matter.repin", "matter.settle"}  # fmt: skip
"""Everybody but who only looks on may be a party of a matter; the rules ask which."""
FEW = {
    Role.VIEWER: set(),
    Role.EVALUATOR: {"person.sos", "person.sos_end", "drill.suspend",  # whoever is out there
                     "observation.note", "observation.change", *MATTERS},
    Role.GATEWAY: {"responder.status", "model.report"},
    Role.CARRIER: {"notification.deliver", "notification.read", "notification.fail",
                   "notification.answer", "inject.cannot_play"},
}  # fmt: skip


@pytest.mark.parametrize("role", FEW)
def test_who_only_reads_or_feeds_may_say_little_else(role: Role) -> None:
    given = {kind for kind, spec in COMMANDS.items() if role in spec.roles}
    of_reviews = {kind for kind in given if kind.partition(".")[0] in REVIEWED}
    assert given - of_reviews == FEW[role]
    assert not of_reviews or role is Role.EVALUATOR


def test_the_clockwork_never_comes_in_from_outside(center: Center) -> None:
    machine = center.machine(Role.DUTY)
    answer = machine.command("shift.begin", shift="day")
    assert (answer.status_code, answer.get_json()["code"]) == (401, "bad_token")


def test_a_read_only_token_of_a_commander_commands_nothing(center: Center) -> None:
    wall = center.machine(Role.COMMANDER, read_only=True)
    answer = wall.command("alarm.ack", alarm="LT-1:H")
    assert (answer.status_code, answer.get_json()["code"]) == (403, "read_only")
    assert wall.get("/api/v1/board").status_code == 200


def test_without_a_token_there_is_no_command(center: Center) -> None:
    answer = center.client().command("alarm.ack", alarm="LT-1:H")
    assert (answer.status_code, answer.get_json()["code"]) == (401, "no_session")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
