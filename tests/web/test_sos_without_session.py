"""A call for help is taken from a phone whose session has ended, by its device alone, and from nobody else."""

from typing import Any

import pytest

from command_center.domain.actor import COMMAND_LINE, Role
from command_center.store.accounts.account_changes import Signature
from command_center.web.doors.incidents.sos_api import CALLS
from command_center.web.sign_in.known_devices import KNOWN_MS
from tests.web.center import PASSWORD, SESSION, Caller, Center

SOS = "/api/v1/session/sos"
COMMANDS = "/api/v1/commands"


@pytest.fixture
def phone(center: Center) -> Caller:
    """Eva's phone: she has signed in, and the session has ended."""
    center.user("eva", Role.RESPONDER, person="p1")
    found = center.client()
    found.origin = "http://localhost"
    assert found.post(SESSION, {"username": "eva", "password": PASSWORD}).status_code == 200
    center.accounts.end_sessions(center.accounts.find_user("eva").id)  # type: ignore[union-attr]  # it was just added
    return found


def call(center: Center, account: str = "eva", key: str = "k1", ago_s: int = 90) -> dict[str, Any]:
    at = center.clock.now() - ago_s * 1000
    return {"account": account, "at": at, "idempotency_key": key}


def test_a_phone_whose_session_has_ended_calls_for_help_with_the_time_when_it_was_pressed(
    center: Center, phone: Caller
) -> None:
    asked = call(center)
    refused = phone.post(COMMANDS, {"kind": "person.sos", "data": {"at": asked["at"]}})
    assert refused.status_code == 401
    answer = phone.post(SOS, asked)
    assert answer.status_code == 200
    [fact] = answer.get_json()["facts"]
    assert (fact["kind"], fact["data"]["person"], fact["actor"]) == ("person.sos", "p1", "p1")
    assert (fact["at"], fact["recorded_at"]) == (asked["at"], center.clock.now())
    assert center.desk.state.sos["p1"].arrived_at == center.clock.now()


def test_one_call_that_went_both_ways_is_one(center: Center, phone: Caller) -> None:
    asked = call(center)
    [seq] = {phone.post(SOS, asked).get_json()["seq"] for _ in range(3)}
    assert phone.post(SESSION, {"username": "eva", "password": PASSWORD}).status_code == 200
    given = {"kind": "person.sos", "data": {"at": asked["at"]}, "idempotency_key": "k1"}
    answer = phone.post(COMMANDS, given)
    assert (answer.status_code, answer.get_json()["seq"]) == (200, seq)


def test_nobody_else_calls_without_a_session(center: Center, phone: Caller) -> None:
    center.user("bob", Role.RESPONDER, person="p2")
    stranger = center.client()
    stranger.origin = "http://localhost"
    for caller, account in ((stranger, "eva"), (phone, "bob"), (phone, "nobody")):
        answer = caller.post(SOS, call(center, account))
        assert (answer.status_code, answer.get_json()["code"]) == (401, "device_unknown")
    phone.origin = "http://elsewhere.example"
    assert phone.post(SOS, call(center)).status_code == 403
    assert center.desk.state.sos == {}


def test_a_closed_account_and_a_device_of_long_ago_call_for_nobody(
    center: Center, phone: Caller
) -> None:
    center.clock.advance(KNOWN_MS / 1000)
    assert phone.post(SOS, call(center)).status_code == 401
    assert phone.post(SESSION, {"username": "eva", "password": PASSWORD}).status_code == 200
    found = center.accounts.find_user("eva")
    assert found is not None
    center.accounts.disable(found.id)
    assert phone.post(SOS, call(center)).status_code == 401


def test_a_known_device_that_is_stolen_floods_nothing(center: Center, phone: Caller) -> None:
    told = [phone.post(SOS, call(center, key=f"k{n}")).status_code for n in range(CALLS.count + 5)]
    assert told == [200] * CALLS.count + [429] * 5
    assert len(center.desk.state.sos) == 1
    assert center.desk.state.seq == center.desk.state.sos["p1"].seq


def test_a_viewer_s_device_calls_no_more_than_a_viewer(center: Center) -> None:
    center.user("vic", Role.VIEWER, person="p1")
    desk = center.client()
    desk.origin = "http://localhost"
    desk.post(SESSION, {"username": "vic", "password": PASSWORD})
    assert desk.post(SOS, call(center, "vic")).status_code == 403


def test_a_lost_phone_calls_no_more_after_a_reset_and_a_new_sign_in_does(
    center: Center, phone: Caller
) -> None:
    """Whoever has the phone must not call as its person for 90 days more."""
    center.clock.advance(1)
    center.user("root", Role.ADMINISTRATOR)
    told = center.browser("root").post("/api/v1/accounts/eva/reset")
    assert told.status_code == 201
    refused = phone.post(SOS, call(center))
    assert (refused.status_code, refused.get_json()["code"]) == (401, "device_unknown")
    asked = {
        "username": "eva",
        "reset_code": told.get_json()["code"],
        "password": "quite new words",
    }
    new = center.client()
    new.origin = "http://localhost"
    assert new.post(f"{SESSION}/reset", asked).status_code == 200
    center.accounts.end_sessions(center.accounts.find_user("eva").id)  # type: ignore[union-attr]  # it was added above
    assert new.post(SOS, call(center)).status_code == 200
    assert phone.post(SOS, call(center, key="k2")).status_code == 401


def test_a_new_password_at_the_server_ends_what_older_devices_may_call(
    center: Center, phone: Caller
) -> None:
    center.clock.advance(1)
    user = center.accounts.find_user("eva")
    assert user is not None
    center.accounts.set_password(
        user.id, center.passwords.hash(PASSWORD), by=Signature(COMMAND_LINE, center.clock.now())
    )
    assert phone.post(SOS, call(center)).status_code == 401
    assert phone.post(SESSION, {"username": "eva", "password": PASSWORD}).status_code == 200
    assert phone.post(SOS, call(center)).status_code == 200
