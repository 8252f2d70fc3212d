"""Photographs and voice notes of matters over HTTP: brought once, judged by their content, read by those concerned."""

import json
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from command_center.domain.actor import Role
from command_center.store.evidence import EvidenceStore
from tests.support.pictures import HERE, a_camera_picture
from tests.web.center import Caller, Center
from tests.web.test_reviews import CHIEF, does, running

__all__ = ["running"]  # a fixture

WEBM = b"\x1a\x45\xdf\xa3" + b"\0" * 200


@pytest.fixture
def wu(center: Center) -> Caller:
    center.user("wu", Role.RESPONDER, "p1")
    return center.browser("wu")


def bring(
    caller: Caller, given: bytes, declared: str, ident: str = "", **claims: object
) -> TestResponse:
    address = f"/api/v1/evidence/{ident or uuid4()}"
    return caller.request(
        "POST",
        address,
        data=given,
        content_type=declared,
        query_string={"about": json.dumps(claims)},
    )


def test_a_photograph_is_kept_once_without_what_the_camera_wrote_and_flagged(
    center: Center, wu: Caller
) -> None:
    given, ident = a_camera_picture("JPEG", (640, 480)), str(uuid4())
    first = bring(wu, given, "image/jpeg", ident, camera=True, taken_at=1_000, added_at=9_000_000)
    assert first.status_code == 201, first.text
    told = first.get_json()
    assert (told["type"], told["flags"]) == ("image/jpeg", ["old"])
    assert bring(wu, given, "image/jpeg", ident).get_json() == told  # the first answer holds
    read = wu.get(f"/api/v1/evidence/{told['sha256']}")
    assert read.status_code == 200
    assert HERE not in read.data


def test_another_content_under_the_same_name_is_refused(wu: Caller) -> None:
    ident = str(uuid4())
    assert bring(wu, a_camera_picture("JPEG", (64, 48)), "image/jpeg", ident).status_code == 201
    assert bring(wu, WEBM, "audio/webm", ident).status_code == 409


def test_a_voice_note_is_known_by_its_first_bytes(wu: Caller) -> None:
    assert bring(wu, WEBM, "audio/mpeg").get_json()["type"] == "audio/webm"
    assert bring(wu, b"MZ" + b"\0" * 99, "audio/webm").status_code == 415
    assert bring(wu, b"<html>", "image/jpeg").status_code == 422


def test_claims_that_are_none_are_refused(wu: Caller) -> None:
    assert bring(wu, WEBM, "audio/webm", camera="perhaps so").status_code == 422


def test_a_stranger_reads_nothing_and_a_commander_does(center: Center, wu: Caller) -> None:
    name = bring(wu, WEBM, "audio/webm").get_json()["sha256"]
    center.user("li", Role.RESPONDER, "p2")
    assert center.browser("li").get(f"/api/v1/evidence/{name}").status_code == 404
    assert center.machine(Role.VIEWER).get(f"/api/v1/evidence/{name}").status_code in (403, 404)
    assert center.machine(Role.COMMANDER).get(f"/api/v1/evidence/{name}").status_code == 200


def test_what_was_erased_is_gone_counts_as_kept_no_more_and_can_be_brought_again(
    center: Center, wu: Caller
) -> None:
    ident = str(uuid4())
    name = bring(wu, WEBM, "audio/webm", ident).get_json()["sha256"]
    store = EvidenceStore(center.journal.engine, center.site.id)
    assert store.erase("p1", center.clock.now(), center.clock.now()) == 1
    assert wu.get(f"/api/v1/evidence/{name}").status_code == 404
    bring(wu, a_camera_picture("JPEG", (64, 48)), "image/jpeg")
    assert store.erase_older(center.clock.now(), center.clock.now()) == 0
    assert store.erase_older(center.clock.now() + 1, center.clock.now()) == 1
    assert store.verdict(name) is None
    assert bring(wu, WEBM, "audio/webm", ident).status_code == 201
    assert store.verdict(name) is not None
    assert wu.get(f"/api/v1/evidence/{name}").status_code == 200


def test_a_colleague_who_brings_the_same_bytes_has_brought_them_too(
    center: Center, wu: Caller
) -> None:
    name = bring(wu, WEBM, "audio/webm").get_json()["sha256"]
    center.user("li", Role.RESPONDER, "p2")
    li = center.browser("li")
    assert bring(li, WEBM, "audio/webm").get_json()["sha256"] == name
    assert li.get(f"/api/v1/evidence/{name}").status_code == 200
    store = EvidenceStore(center.journal.engine, center.site.id)
    known = store.verdict(name)
    assert known is not None
    assert [known.brought_by(who) for who in ("p1", "p2", "p3", None)] == [True, True, False, False]
    store.erase("p1", center.clock.now(), center.clock.now())
    left = store.verdict(name)
    assert left is not None
    assert (left.person, left.others) == ("p2", frozenset())
    assert li.get(f"/api/v1/evidence/{name}").status_code == 200


def test_what_is_attached_to_a_directive_is_read_by_everybody_who_is_signed_in(
    center: Center, running: str, wu: Caller
) -> None:
    center.user("li", Role.RESPONDER, "p2")
    name = bring(wu, WEBM, "audio/webm").get_json()["sha256"]
    center.desk.evidence = EvidenceStore(center.journal.engine, center.site.id).verdict
    given = {"text": "Look", "urgency": "urgent", "category": "source"}
    [issued, *_] = does(center, CHIEF, "directive.issue", incident=running, to="p1", **given)
    answer = wu.command("directive.attach", directive=issued.data["id"], sha256=name)
    assert answer.status_code == 200, answer.text
    assert center.browser("li").get(f"/api/v1/evidence/{name}").status_code == 200
