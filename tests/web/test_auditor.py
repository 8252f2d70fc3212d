"""An auditor's account: it looks and exports, writes nowhere, and is refused by itself when its days are over."""

import re
from pathlib import Path

import pytest
import requests
from werkzeug.test import TestResponse

from command_center.domain import areas as areas  # noqa: PLC0414 - fills the registry
from command_center.domain.actor import Role
from command_center.domain.registry import COMMANDS
from command_center.store.accounts.accounts import Accounts
from command_center.store.database.databases import databases
from command_center.web.request.rest_doors import RestDoor
from tests.support.declared_doors import EVERY_DOOR
from tests.support.running_center import RunningCenter, running
from tests.web.center import Caller, Center

DAY_MS = 86_400_000
READING_POSTS = {"/api/v1/past/matters.xlsx"}
"""A POST that makes a workbook of what its caller may read, and keeps nothing."""
WRITING = [
    one
    for one in EVERY_DOOR
    if one.writes or (one.method != "get" and one.path not in READING_POSTS)
]
"""Also what is read and leaves a note of who read it."""
GUARDED = [one for one in WRITING if one.roles is not None]
UNGUARDED = [one for one in WRITING if one.roles is None]
NAMED = {
    "person": "p1",
    "noun": "posts",
    "seq": "1",
    "ident": "00000000-0000-4000-8000-000000000001",
}
"""Parts of a path that the door looks at before it asks who knocks."""
BODIES = {"/api/v1/commands": {"kind": "person.sos", "data": {}}}
"""Bodies that a door looks at first. All others get an empty one."""


def auditor(center: RunningCenter, expires_at: int) -> str:
    with databases(center.settings()) as stores:
        return Accounts(stores.journal).add_token(
            f"auditor-{expires_at}",
            Role.EVALUATOR,
            center.clock.now(),
            read_only=True,
            expires_at=expires_at,
        )


def asks(
    center: RunningCenter, secret: str, method: str, path: str, **body: object
) -> requests.Response:
    headers = {"Authorization": f"Bearer {secret}"}
    return requests.request(
        method, f"{center.url}/api/v1/{path}", headers=headers, json=body or None, timeout=20
    )


def test_it_looks_writes_nowhere_and_ends_by_itself(tmp_path: Path) -> None:
    with running(tmp_path) as center:
        now = center.clock.now()
        good, over = auditor(center, now + 30 * DAY_MS), auditor(center, now - 1)
        center.start()
        assert asks(center, good, "GET", "matters").status_code == 200
        assert asks(center, good, "GET", "templates").status_code == 200
        exported = asks(center, good, "GET", "exchange/double-prevention")
        assert exported.json()["specification"]["conformity"] == "not to specification"
        order = {
            "kind": "matter.open",
            "data": {"matter": "a" * 32, "template": "hazard", "fields": {}},
        }
        for path, body in (("commands", order), ("visitors", {"visitors": []})):
            assert asks(center, good, "POST", path, **body).status_code == 403
        traded = requests.post(f"{center.url}/api/v1/session", json={"token": good}, timeout=20)
        assert traded.ok
        for path in ("matters", "board", "templates"):
            assert asks(center, over, "GET", path).status_code == 401
        refused = requests.post(f"{center.url}/api/v1/session", json={"token": over}, timeout=20)
        assert refused.status_code == 401


def knocks(caller: Caller, door: RestDoor) -> TestResponse:
    """Ask a writing door with a body of the kind it takes."""
    path = re.sub(r"{(\w+)}", lambda part: NAMED.get(part[1], "a" * 32), door.path)
    if door.takes:
        return caller.request(door.method.upper(), path, data=b"x", content_type=door.takes[0])
    return caller.request(door.method.upper(), path, json=BODIES.get(door.path, {}))


def by_session(center: Center, secret: str) -> Caller:
    """The auditor's browser: the token of the link, traded for a session."""
    browser = center.client()
    browser.origin = "http://localhost"
    assert browser.post("/api/v1/session", {"token": secret}).status_code == 200
    return browser


@pytest.fixture(scope="module")
def auditors(tmp_path_factory: pytest.TempPathFactory) -> tuple[Center, dict[str, Caller]]:
    """One center; an auditor's token, its session, and a token that names a person."""
    center = Center(tmp_path_factory.mktemp("auditor"))
    secret = center.token(Role.EVALUATOR, "auditor", read_only=True)
    return center, {
        "token": center.machine(Role.EVALUATOR, name="auditor-2", read_only=True),
        "session": by_session(center, secret),
        "person": center.machine(Role.EVALUATOR, name="auditor-3", read_only=True, person="p1"),
    }


@pytest.mark.parametrize("way", ["token", "session", "person"])
@pytest.mark.parametrize("door", GUARDED, ids=lambda door: door.id)
def test_every_writing_door_refuses_it(
    door: RestDoor, way: str, auditors: tuple[Center, dict[str, Caller]]
) -> None:
    center, callers = auditors
    before = center.journal.head()
    answer = knocks(callers[way], door)
    assert answer.status_code in (401, 403), (answer.status_code, answer.get_json())
    assert answer.get_json()["code"] in ("forbidden", "read_only"), answer.get_json()
    assert center.journal.head() == before


@pytest.mark.parametrize("way", ["token", "session", "person"])
def test_every_command_is_refused_to_it(
    way: str, auditors: tuple[Center, dict[str, Caller]]
) -> None:
    """Also those that evaluators may give: an observation, a review, a matter."""
    center, callers = auditors
    before = center.journal.head()
    codes = {kind: callers[way].command(kind).get_json()["code"] for kind in COMMANDS}
    assert set(codes.values()) == {"read_only"}, codes
    assert center.journal.head() == before


def test_doors_that_need_no_sign_in_write_nothing_for_it(center: Center) -> None:
    """They judge by a code of their own: a password, a link, a service's signature. Signing out ends a session."""
    before = center.journal.head()
    for door in UNGUARDED:
        answer = knocks(center.machine(Role.EVALUATOR, read_only=True), door)
        leaves = (door.method, door.path) == ("delete", "/api/v1/session")
        assert leaves or 400 <= answer.status_code < 500, (door.id, answer.status_code)
    assert center.journal.head() == before


def test_it_reads_the_journal_and_exports(center: Center) -> None:
    chief = center.machine(Role.COMMANDER, person="p1")
    told = chief.command("report.receive", channel="call", place="w1", text="smoke")
    assert told.status_code == 200
    secret = center.token(Role.EVALUATOR, "auditor", read_only=True)
    for caller in (
        center.machine(Role.EVALUATOR, name="auditor-2", read_only=True),
        by_session(center, secret),
    ):
        kinds = {one["kind"] for one in caller.get("/api/v1/journal?after=0").get_json()["facts"]}
        assert "report.received" in kinds
        assert caller.get("/api/v1/reviews").status_code == 200
        exported = caller.post("/api/v1/past/matters.xlsx", {"matters": []})
        assert exported.status_code == 200
        assert exported.data[:2] == b"PK"
        assert caller.get("/api/v1/exchange/double-prevention").status_code == 200
