"""Signing on somebody's screen: a contractor without an account proves who signs, and the proof is kept nowhere."""

import logging
from uuid import UUID

import pytest

from command_center.domain.actor import Role, Via
from command_center.store.accounts.signing_pins import SigningPins
from tests.support.template_shelf import Shelf
from tests.web.center import Caller, Center

PERMIT = """
template: hot-permit
fields: {place: {type: place, required: true}}
parties: {applicant: opener, guardian: {}, leader: {}}
states: [draft, open, closed]
moves:
  start: {from: draft, to: open, by: leader, after: signatures}
  close: {from: open, to: closed, by: leader}
signatures: {before: start, proof: [session, pin, badge], chain: [{all: [guardian]}]}
"""
MATTER = str(UUID(int=7))
DOOR = f"/api/v1/matters/{MATTER}/signatures"
PIN = "482913"


@pytest.fixture
def leader(center: Center) -> Caller:
    """P1 opened a permit of which the contractor p3 is the guardian; p3 has a PIN."""
    center.desk.templates = Shelf(PERMIT)
    center.user("wu", Role.RESPONDER, "p1")
    wu = center.browser("wu")
    place = next(iter(center.desk.site.places))
    told = wu.command("matter.open", matter=MATTER, template="hot-permit", fields={"place": place},
                      parties={"guardian": ["p3"], "leader": ["p1"]})  # fmt: skip
    assert told.status_code == 200, told.text
    keeper = center.machine(Role.CONTROLLER, person="p2")
    assert keeper.post("/api/v1/signing-pin", {"person": "p3", "pin": PIN}).status_code == 204
    return wu


def asked(**more: str) -> dict[str, str]:
    return {"move": "start", "party": "guardian", "person": "p3", **more}


def test_a_contractor_signs_on_the_leaders_screen(center: Center, leader: Caller) -> None:
    (spot,) = leader.get(f"/api/v1/mine/{MATTER}").get_json()["spots"]
    assert (spot["party"], spot["proofs"]) == ("guardian", ["pin", "badge"])
    assert [one["id"] for one in spot["people"]] == ["p3"]
    told = leader.post(DOOR, asked(pin=PIN))
    assert told.status_code == 201, told.text
    fact = center.journal.read(told.get_json()["seq"] - 1, 1)[0]
    assert (fact.kind, fact.via, fact.speaker, fact.actor) == (
        "matter.signed",
        Via.SPOT,
        "p3",
        "p1",
    )
    assert (fact.data["person"], fact.data["proof"]) == ("p3", "pin")
    assert leader.command("matter.move", matter=MATTER, move="start").status_code == 200


def test_a_badge_signs_for_who_carries_it_only(center: Center, leader: Caller) -> None:
    center.inside.passages.give_badges({"B-3": "p3", "B-1": "p1"}, center.clock.now(), "test")
    assert leader.post(DOOR, asked(badge="B-1")).status_code == 403
    assert leader.post(DOOR, asked(badge="B-3")).status_code == 201


def test_wrong_pins_are_limited_and_logged_without_the_pin(
    center: Center,
    leader: Caller,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    for guess in range(5):
        answer = leader.post(DOOR, asked(pin=f"99999{guess}"))
        assert (answer.status_code, answer.get_json()["code"]) == (403, "wrong_signing_proof")
    assert leader.post(DOOR, asked(pin=PIN)).status_code == 429, "the right one waits too"
    said = caplog.text + "".join(capsys.readouterr())
    assert "wrong proof of a signature" in said
    assert "99999" not in said
    assert PIN not in said
    center.clock.advance(15 * 60)
    assert leader.post(DOOR, asked(pin=PIN)).status_code == 201
    kept = "".join(str(fact) for fact in center.journal.read(0, 1_000))
    assert PIN not in kept
    assert SigningPins(center.engine, center.site.id).of("p3") != PIN


def test_a_refused_request_does_not_say_the_pin_again(leader: Caller) -> None:
    answer = leader.post(DOOR, asked(pin=PIN, badge="B-3"))
    assert answer.status_code == 422
    assert PIN not in answer.text
    short = leader.post("/api/v1/signing-pin", {"pin": "12x45"})
    assert short.status_code == 422
    assert "12x45" not in short.text


def test_the_rules_of_signing_hold_on_the_spot(leader: Caller) -> None:
    assert leader.post("/api/v1/signing-pin", {"pin": "135791"}).status_code == 204
    mine = {**asked(pin="135791"), "person": "p1"}
    assert leader.post(DOOR, mine).get_json()["code"] == "not_that_party"


def test_only_who_may_see_the_matter_opens_its_door(center: Center, leader: Caller) -> None:
    stranger = center.machine(Role.RESPONDER, person="p4")
    assert stranger.post(DOOR, asked(pin=PIN)).status_code == 404
    assert center.machine(Role.VIEWER, person="p1").post(DOOR, asked(pin=PIN)).status_code == 403


def test_nobody_sets_the_pin_of_who_has_an_account(center: Center, leader: Caller) -> None:
    keeper = center.machine(Role.ADMINISTRATOR, person="p2")
    assert keeper.post("/api/v1/signing-pin", {"person": "p1", "pin": PIN}).status_code == 403
    other = center.machine(Role.RESPONDER, person="p2")
    assert other.post("/api/v1/signing-pin", {"person": "p3", "pin": PIN}).status_code == 403


def test_nobody_claims_the_spot_by_a_command(center: Center, leader: Caller) -> None:
    told = leader.command("matter.sign", matter=MATTER, move="start", party="guardian", via="spot")
    assert told.get_json()["code"] == "spot_by_its_door"
    forged = {
        "matter": MATTER,
        "move": "start",
        "party": "guardian",
        "person": "p3",
        "proof": "pin",
    }
    assert leader.command("matter.sign_on_the_spot", **forged).status_code == 403
