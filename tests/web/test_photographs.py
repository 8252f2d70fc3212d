"""Photographs of a drill over HTTP: who may bring and see them, and what is refused at the door."""

from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from command_center.domain.actor import Role
from command_center.domain.drills.observing.photographs import MOST_A_DRILL
from command_center.domain.drills.sealing import commitment_of
from command_center.store.schema import photographs
from tests.support.any_command import NONCE, SEALED
from tests.support.pictures import HERE, a_camera_picture, png_head
from tests.web.center import Caller, Center

DRILL = "DRL-1"
DOOR = f"/api/v1/drills/{DRILL}/photographs"


@pytest.fixture
def controller(center: Center) -> Caller:
    """Whoever directs a drill that runs."""
    caller = center.machine(Role.CONTROLLER)
    seal = commitment_of(SEALED, NONCE)
    for kind, data in (
        ("drill.plan", {"name": "Night"}),
        ("drill.seal", {"drill": DRILL, "commitment": seal, "generator": "test/1"}),
        ("drill.start", {"drill": DRILL}),
    ):
        answer = caller.command(kind, **data)
        assert answer.status_code == 200, answer.text
    return caller


@pytest.fixture
def judge(center: Center, controller: Caller) -> Caller:
    """An evaluator at a screen."""
    center.user("judge", Role.EVALUATOR, "p1")
    return center.browser("judge")


def bring(caller: Caller, given: bytes, declared: str = "image/jpeg") -> TestResponse:
    return caller.request("POST", DOOR, data=given, content_type=declared)


def brought(caller: Caller, given: bytes | None = None) -> str:
    answer = bring(caller, given or a_camera_picture("JPEG", (640, 480)))
    assert answer.status_code == 201, answer.text
    return str(answer.get_json()["sha256"])


def note(caller: Caller, **more: Any) -> TestResponse:
    return caller.command("observation.note", drill=DRILL, objective="o1", rating="S", **more)


def test_it_is_kept_without_what_the_camera_wrote_and_named_by_a_note(
    center: Center, judge: Caller
) -> None:
    name = brought(judge)
    kept = center.photographs.of(name)
    assert kept is not None
    assert HERE not in kept.content
    [fact] = [f for f in center.journal.read(0, 99) if f.kind == "observation.photographed"]
    assert (fact.actor, fact.drill, fact.exercise) == ("p1", DRILL, True)
    assert fact.data["sha256"] == name
    assert fact.data["size"] == len(kept.content)
    noted = note(judge, photographs=[name, name], note="Nobody at the valve")
    assert noted.get_json()["facts"][0]["data"]["photographs"] == [name]


def test_it_is_given_as_a_picture_and_as_nothing_else(judge: Caller) -> None:
    name = brought(judge)
    answer = judge.get(f"{DOOR}/{name}")
    assert (answer.status_code, answer.content_type) == (200, "image/jpeg")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = judge.get(f"{DOOR}/{name}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")


def test_who_is_drilled_sees_none_until_the_end_and_everybody_sees_it_then(
    center: Center, controller: Caller, judge: Caller
) -> None:
    name = brought(judge)
    readers = {
        role: center.machine(role)
        for role in (Role.VIEWER, Role.RESPONDER, Role.COMMANDER, Role.ADMINISTRATOR)
    }
    for role, caller in readers.items():
        assert caller.get(f"{DOOR}/{name}").status_code == 404, role
    assert controller.get(f"{DOOR}/{name}").status_code == 200
    assert controller.command("drill.end", drill=DRILL).status_code == 200
    for role, caller in readers.items():
        assert caller.get(f"{DOOR}/{name}").status_code == 200, role
    narrow = center.machine(Role.VIEWER, topics=frozenset({"levels"}))
    assert narrow.get(f"{DOOR}/{name}").status_code == 403
    assert center.machine(Role.GATEWAY).get(f"{DOOR}/{name}").status_code == 403
    assert center.client().get(f"{DOOR}/{name}").status_code == 401


def test_only_observers_bring_any(center: Center, controller: Caller) -> None:
    given = a_camera_picture("JPEG", (64, 48))
    for role in (Role.VIEWER, Role.RESPONDER, Role.COMMANDER, Role.ADMINISTRATOR, Role.GATEWAY):
        assert bring(center.machine(role), given).status_code == 403, role
    assert bring(center.machine(Role.EVALUATOR, read_only=True), given).status_code == 403
    assert bring(center.client(), given).status_code == 401
    assert bring(controller, given).status_code == 201


def test_nobody_says_by_a_command_that_there_is_one(judge: Caller) -> None:
    data: dict[str, Any] = {
        "drill": DRILL,
        "sha256": "a" * 64,
        "type": "image/jpeg",
        "width": 1,
        "height": 1,
        "size": 1,
    }
    assert judge.command("observation.photograph", **data).status_code == 403
    refused = note(judge, photographs=["a" * 64])
    assert (refused.status_code, refused.get_json()["code"]) == (409, "unknown_photograph")
    assert note(judge, photographs=["../../etc/passwd"]).status_code == 422
    assert judge.get(f"{DOOR}/{'a' * 64}").status_code == 404


@pytest.mark.parametrize(
    ("given", "declared", "status", "code"),
    [
        (b"<html>", "text/html", 415, "photograph_type"),
        (b"GIF89a", "image/gif", 415, "photograph_type"),
        (b"<script>alert(1)</script>", "image/png", 422, "photograph_content"),
        (b"", "image/jpeg", 422, "photograph_content"),
        (png_head(30_000, 30_000, b""), "image/png", 422, "photograph_pixels"),
    ],
)
@pytest.mark.usefixtures("controller")
def test_what_is_none_is_refused_with_what_would_mend_it(
    center: Center, given: bytes, declared: str, status: int, code: str
) -> None:
    answer = bring(center.machine(Role.EVALUATOR), given, declared)
    told = answer.get_json()
    assert (answer.status_code, told["code"]) == (status, code)
    assert told["mend"]
    kept = select(func.count()).select_from(photographs)
    with center.journal.engine.connect() as connection:
        assert connection.scalar(kept) == 0


def test_twenty_megabytes_are_refused_unread(center: Center, judge: Caller) -> None:
    class Unreadable:
        def read(self, *_: Any) -> bytes:
            raise AssertionError("the body was read")

    answer = judge.request(
        "POST",
        DOOR,
        environ_overrides={
            "CONTENT_LENGTH": str(20 << 20),
            "CONTENT_TYPE": "image/jpeg",
            "wsgi.input": Unreadable(),
        },
    )
    assert (answer.status_code, answer.get_json()["code"]) == (413, "too_large")
    assert f"{center.settings.photograph_limit:,}" in answer.get_json()["detail"]


def test_a_page_elsewhere_brings_none(judge: Caller) -> None:
    judge.origin = "http://evil.example"
    assert bring(judge, a_camera_picture("JPEG", (64, 48))).status_code == 403


def test_the_same_twice_is_one(center: Center, judge: Caller) -> None:
    given = a_camera_picture("JPEG", (64, 48))
    assert brought(judge, given) == brought(judge, given)
    kinds = [f.kind for f in center.journal.read(0, 99)]
    assert kinds.count("observation.photographed") == 1


def test_a_drill_has_room_for_so_many(center: Center, judge: Caller) -> None:
    drill = center.desk.state.drills[DRILL]
    for number in range(MOST_A_DRILL):
        drill.photographs[f"{number:064x}"] = 1
    answer = bring(judge, a_camera_picture("JPEG", (64, 48)))
    assert (answer.status_code, answer.get_json()["code"]) == (409, "photographs_full")


@pytest.mark.usefixtures("controller")
def test_of_no_drill_there_is_none(center: Center) -> None:
    judge = center.machine(Role.EVALUATOR)
    answer = judge.request(
        "POST", "/api/v1/drills/DRL-9/photographs", data=b"x", content_type="image/jpeg"
    )
    assert (answer.status_code, answer.get_json()["code"]) == (409, "unknown_drill")
