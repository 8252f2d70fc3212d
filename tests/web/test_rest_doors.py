"""A door says of itself whom it lets in and what it reveals, or the server does not start."""

import re

import pytest
from flask import Blueprint, Flask, Response

from command_center.domain.actor import HUMAN_ROLES, OUTSIDE_ROLES, Role
from command_center.domain.people.edit_contacts import EDITORS
from command_center.domain.readers import CONTACT_READERS
from command_center.live.audience import TOPICS
from command_center.web.errors import install_errors
from command_center.web.request import rest_doors
from command_center.web.request.callers import Caller, Callers
from command_center.web.request.rest_doors import (
    DOORS,
    RestDoor,
    UndeclaredDoor,
    door,
    must_all_be_declared,
)
from command_center.web.request.revealed import DRILL, NOTHING, PREFIX, Reveals, nothing, topic
from tests.support.declared_doors import EVERY_DOOR
from tests.web.center import Caller as Knocker
from tests.web.center import Center

WITH_SIGN_IN = [one for one in EVERY_DOOR if one.roles is not None]
OF_OTHERS = {
    "getPeoplePersonContacts": frozenset(HUMAN_ROLES) - CONTACT_READERS,
    "postPeoplePersonContacts": frozenset(HUMAN_ROLES) - EDITORS,
    "getPeoplePersonReads": frozenset(HUMAN_ROLES) - {Role.ADMINISTRATOR},
}
"""Everybody may knock for their own; who may not knock for somebody else's, as here, is refused by the handler."""
ELSEWHERE = {"REMOTE_ADDR": "203.0.113.5"}
"""On the machine itself the figures are for everybody."""


@pytest.fixture
def new_doors(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test declares is forgotten with it."""
    monkeypatch.setattr(rest_doors, "DOORS", dict(DOORS))


@pytest.fixture(scope="module")
def knockers(tmp_path_factory: pytest.TempPathFactory) -> dict[Role | None, Knocker]:
    """A token of each role that knocks from outside, and nobody."""
    center = Center(tmp_path_factory.mktemp("doors"))
    known: dict[Role | None, Knocker] = {role: center.machine(role) for role in OUTSIDE_ROLES}
    return known | {None: center.client()}


def knock(caller: Knocker, one: RestDoor) -> tuple[int, str]:
    """Status and code of what is told of an empty request, whose path names nothing."""
    path = re.sub(r"{\w+}", "a" * 32, one.path)
    answer = caller.request(one.method.upper(), path, json={}, environ_overrides=ELSEWHERE)
    told = answer.get_json(silent=True) if answer.status_code >= 400 else None
    return answer.status_code, (told or {}).get("code", "")


@pytest.mark.parametrize("one", WITH_SIGN_IN, ids=lambda one: one.id)
def test_a_door_lets_in_its_declared_roles_and_nobody_else(
    one: RestDoor, knockers: dict[Role | None, Knocker]
) -> None:
    assert one.roles
    assert knock(knockers[None], one) == (401, "no_session")
    refused = {role for role in OUTSIDE_ROLES if knock(knockers[role], one) == (403, "forbidden")}
    assert refused == (frozenset(OUTSIDE_ROLES) - one.roles) | OF_OTHERS.get(one.id, frozenset())


def test_a_door_that_says_nothing_of_what_it_reveals_cannot_be_declared() -> None:
    for told in (Reveals(), NOTHING):
        with pytest.raises(UndeclaredDoor, match="get /api/v1/new does not say what it reveals"):
            door("get", "/new", summary="", answers="", roles=HUMAN_ROLES, reveals=told)
    with pytest.raises(TypeError, match="reveals"):
        door("get", "/new", summary="", answers="", roles=HUMAN_ROLES)  # type: ignore[call-arg]
    assert ("get", f"{PREFIX}/new") not in DOORS


def test_a_door_reveals_no_topic_that_there_is_not() -> None:
    with pytest.raises(UndeclaredDoor, match=r"\['tides'\]"):
        door("get", "/new", summary="", answers="", roles=HUMAN_ROLES, reveals=topic("tides"))


def test_a_door_is_declared_once() -> None:
    with pytest.raises(UndeclaredDoor, match="get /api/v1/board is declared twice"):
        door("get", "/board", summary="", answers="", roles=HUMAN_ROLES, reveals=DRILL)


def test_a_route_that_no_door_declares_keeps_the_server_from_starting(center: Center) -> None:
    api = Blueprint("new", __name__)
    api.add_url_rule("/new", view_func=Response)
    must_all_be_declared(center.server)
    server = Flask("new")
    server.register_blueprint(api, url_prefix=PREFIX)
    with pytest.raises(UndeclaredDoor, match="get /api/v1/new is not declared"):
        must_all_be_declared(server)


@pytest.mark.usefixtures("new_doors")
def test_a_new_door_checks_topic_role_and_hand_before_its_handler(center: Center) -> None:
    callers = Callers(center.accounts, center.clock)
    new = door(
        "post", "/new", summary="", answers="", roles={Role.COMMANDER}, reveals=topic("drill")
    )
    api, asked = Blueprint("new", __name__), []

    @new.on(api, callers)
    def take(caller: Caller) -> Response:
        asked.append(caller.role)
        return Response("taken")

    server = Flask("new")
    server.register_blueprint(api, url_prefix=PREFIX)
    install_errors(server, "en")
    must_all_be_declared(server)

    def told(role: Role, *, topics: list[str] | None = None, read_only: bool = False) -> str:
        secret = center.token(role, topics=topics, read_only=read_only)
        knocker = Knocker(server.test_client(), {"Authorization": f"Bearer {secret}"})
        answer = knocker.post(f"{PREFIX}/new", {})
        return answer.text if answer.status_code == 200 else str(answer.get_json()["code"])

    assert told(Role.COMMANDER, topics=sorted(TOPICS - {"drill"})) == "other_topic"
    assert told(Role.VIEWER) == "forbidden"
    assert told(Role.COMMANDER, read_only=True) == "read_only"
    assert told(Role.COMMANDER, topics=["drill"]) == "topics_only_read"
    assert not asked
    assert told(Role.COMMANDER) == "taken"
    assert asked == [Role.COMMANDER]


def test_a_door_that_is_read_and_tells_no_topic_says_why() -> None:
    for one in EVERY_DOOR:
        reveals = one.reveals
        if one.method == "get" and not (reveals.topics or reveals.everything or reveals.by_row):
            assert reveals.because, one.path
    assert nothing("it is so").because == "it is so"
